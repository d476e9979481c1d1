"""Tells what a newer TensorFlow would change in the chapters.

Run it from the root of the book as ``python tests/measure/canary.py``. It makes a virtual
environment in a temporary folder, installs there the newest TensorFlow and Keras that pip
offers, and whatever else the chapters import, and runs the cells of the chapters there.
What differs from what a page states is printed: the page and its line, what is stated and
what was printed. The book and the environment in which it works stay as they are.

    python tests/measure/canary.py --pre                   # also what is not released yet
    python tests/measure/canary.py --with "keras==3.12.*"  # a version of your choice
    python tests/measure/canary.py mean_absolute_error     # some chapters alone

The status is 0 if nothing has moved, 1 if something has, and 2 if it could not be found
out. What to do then, ``CONTRIBUTING.md`` says.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import tomllib
import venv
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from packaging.requirements import Requirement

from lossbook.site.outputs.chapter import read_to_run, source_of
from lossbook.site.outputs.compare import page_faults
from lossbook.site.outputs.running import Runner

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ASKED = PROJECT["project"]["dependencies"]  # what a cell may import, without a pin
KERNEL = "canary"
TIMEOUT = 1800  # seconds a cell; the longest trains a network


class CannotTell(RuntimeError):
    """Why it could not be found out what has moved."""


def make_environment(folder, requirements, pre):
    """Make a virtual environment, and a kernel of it; return its Python.

    Args:
        folder: Where to make it.
        requirements: What pip is to install beside what the chapters ask for.
        pre: Whether also versions that are not released yet are taken.

    Raises:
        CannotTell: If pip cannot install it.
    """
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    command = [python, "-m", "pip", "install", "--quiet", "--upgrade", "ipykernel"]
    options = ["--disable-pip-version-check", *(["--pre"] if pre else [])]
    done = subprocess.run([*command, *options, *ASKED, *requirements], check=False)
    if done.returncode:
        raise CannotTell("pip could not install it, see above")
    return python


def use_kernel(folder, python):
    """Have kernels of the name `KERNEL` be those of another Python, with this book."""
    spec = {
        "argv": [f"{python}", "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        "display_name": KERNEL,
        "language": "python",
        "env": {"PYTHONPATH": f"{ROOT}"},
    }
    kernel = folder / "kernels" / KERNEL / "kernel.json"
    kernel.parent.mkdir(parents=True)
    kernel.write_text(json.dumps(spec), encoding="utf-8")
    os.environ["JUPYTER_PATH"] = f"{folder}"


def versions(python):
    """The versions of what the chapters ask for, as another Python has them, by name."""
    names = [Requirement(asked).name for asked in ASKED]
    program = (
        "import json, sys; from importlib.metadata import version; "
        "print(json.dumps([version(name) for name in sys.argv[1:]]))"
    )
    command = [python, "-c", program, *names]
    said = subprocess.run(command, check=True, capture_output=True, encoding="utf-8")
    return dict(zip(names, json.loads(said.stdout), strict=True))


def pinned(name):
    """The version here, where the book is built."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"


def moved(path):
    """Run the cells of a page in the other environment; return what does not hold there.

    Returns:
        A list of `Fault`, in the order of the page, and the number of cells that were
        not run: those below one that took too long, or whose kernel died.
    """
    chapter = read_to_run(source_of(path))
    if not chapter.cells:
        return [], 0
    chapter.notebook.metadata.kernelspec["name"] = KERNEL
    for cell in chapter.cells:  # what one raises is told, and does not end the page
        cell.node.metadata.setdefault("tags", []).append("raises-exception")
    run = Runner(TIMEOUT).run(chapter, path.parent)
    reported = dict(enumerate(run.outputs()))
    if run.fault:
        reported.popitem()  # what the kernel still said of that cell follows from it
    found = [one for each in page_faults(chapter, reported).values() for one in each]
    found += [run.fault] if run.fault else []
    found.sort(key=lambda fault: fault.line)
    return found, len(chapter.cells) - len(run.outputs())


def tell(path, found, left):
    """Print what has moved on a page."""
    if not found:
        print(f"{path.name}: nothing has moved")
    for fault in found:
        print(f"{path.name}:{fault.line}: {fault.reason}")
        print("".join(f"    {line}\n" for line in fault.details.splitlines()), end="")
    if left:
        print(f"{path.name}: {left} cells below were not run")
    sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "pages", nargs="*", help="names of chapters, or files; all chapters, if none"
    )
    parser.add_argument("--pre", action="store_true", help="also what is not released")
    parser.add_argument(
        "--with",
        dest="requirements",
        action="append",
        default=[],
        metavar="REQUIREMENT",
    )
    parser.add_argument("--python", help="one that has all of it; nothing is installed")
    asked = parser.parse_args()
    paths = [
        Path(name) if name.endswith(".md") else ROOT / "chapters" / f"{name}.md"
        for name in asked.pages
    ]
    paths = paths or sorted((ROOT / "chapters").glob("*.md"))
    if gone := [f"{path}" for path in paths if not path.is_file()]:
        parser.error(f"there is no {gone[0]}")
    with tempfile.TemporaryDirectory(prefix="canary-") as folder:
        try:
            count = look(Path(folder), paths, asked)
        except CannotTell as reason:
            parser.exit(2, f"{reason}\n")
    print(f"What has moved: {count}." if count else "Nothing has moved.")
    sys.exit(count > 0)


def look(folder, paths, asked):
    """Run pages in the environment that is asked for, and tell; return how many moved."""
    python = asked.python or make_environment(
        folder / "venv", asked.requirements, asked.pre
    )
    use_kernel(folder, python)
    for name, there in versions(python).items():
        note = "" if pinned(name) == there else f", and the book has {pinned(name)}"
        print(f"{name} {there}{note}", flush=True)
    count = 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for path, (found, left) in zip(paths, pool.map(moved, paths), strict=True):
            tell(path, found, left)
            count += len(found)
    return count


if __name__ == "__main__":
    main()
