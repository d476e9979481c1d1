"""Runs the tests in another order, to prove that none of them lives on another.

``python tests/measure/any_order.py 7`` runs all of them in two processes, the files and
the tests of each file in an order that the number 7 stands for. The cells of a chapter
keep theirs: one needs those above it. ``python tests/measure/any_order.py --alone`` runs
each file by itself instead, and tells which take long.

What stands behind ``--`` goes to pytest: ``… any_order.py 7 -- -x tests/site/test_fences.py``.
"""

import argparse
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


def pytest_addoption(parser):
    parser.addoption("--order", metavar="SEED", help="of an order of the tests")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Shuffle the files, and the tests of each; not the cells of a chapter."""
    if config.option.order is None:
        return
    generator = random.Random(config.option.order)
    files = {}
    for item in items:
        files.setdefault(item.path, []).append(item)
    shuffled = generator.sample(list(files), len(files))
    for path in shuffled:
        if path.suffix != ".md":
            generator.shuffle(files[path])
    items[:] = [item for path in shuffled for item in files[path]]


def run(*arguments):
    """Run pytest; return its status, and the seconds that it took."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(HERE)])}
    began = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-q", "-p", "any_order", *arguments]
    status = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    return status, time.monotonic() - began


def each_alone(arguments):
    """Run each file by itself; return the names of those that fail."""
    files = [
        *sorted(ROOT.glob("chapters/*.md")),
        *sorted(ROOT.glob("tests/**/test_*.py")),
    ]
    failed = []
    for path in files:
        name = path.relative_to(ROOT).as_posix()
        status, seconds = run("-n0", *arguments, name)
        if status not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            failed.append(name)
        print(f"{name}: status {status:d}, {seconds:.0f} s", flush=True)
    return failed


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("seed", nargs="?", type=int, help="stands for an order")
    parser.add_argument("--alone", action="store_true", help="each file by itself")
    arguments = sys.argv[1:]
    place = arguments.index("--") if "--" in arguments else len(arguments)
    asked, more = parser.parse_args(arguments[:place]), arguments[place + 1 :]
    if asked.alone == (asked.seed is not None):
        parser.error("needs either a seed, a whole number, or --alone")
    if asked.alone:
        failed = each_alone(more)
        print("failed:", *failed or ["none"])
        sys.exit(bool(failed))
    status, seconds = run("--order", str(asked.seed), *more)
    print(f"order {asked.seed}: status {status:d}, {seconds:.0f} s")
    sys.exit(status)


if __name__ == "__main__":
    main()
