"""Proves that the tests catch the faults listed in ``faults/``, one after the other.

Run it as ``python tests/measure/catch_faults.py``, with words of names to try some faults
alone. It works on a copy of the book in a temporary folder: there each fault is put in,
the tests named for it are run, and the fault is taken out again. A test has caught a
fault if it passes without it and fails with it, by what it checks itself.

A fault is a table of a TOML file::

    [[fault]]
    name = "the slope of the squared error lacks its 2"
    file = "lossbook/gradients.py"
    was = "gradient = 2 * (output - target)"
    now = "gradient = (output - target)"
    tests = ["tests/package/test_losses.py::test_unweighted"]

``was`` stands exactly once in the file. Each of the ``tests``, one to three, must fail;
of a test with parameters that is named without them, or of a chapter, something must.
``by = "build"`` says that a build reports the fault, before a test begins.
"""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import psutil
from outcomes import belongs, file_of

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
FAULTS = HERE / "faults"
MOST_SECONDS = 15 * 60  # for the tests of one fault; the first run has more to do
TEXTS, OPTIONAL = ("name", "file", "was", "now"), ("by",)
KEYS = (*TEXTS, "tests", *OPTIONAL)


class BadEntry(ValueError):
    """A list of faults that cannot be used; the message says where, and why."""


class TooSlow(Exception):
    """The tests of a fault have come to no end."""


@dataclass(frozen=True)
class Fault:
    """A fault that could have been made, and the tests that would tell of it.

    Attributes:
        name: What is the matter, one sentence.
        file: The file below the root of the repository, with slashes.
        was: What stands there, exactly once.
        now: What stands there with the fault.
        tests: The ids of the tests that must fail.
        by: "build" if a build may report it, else an empty string.
        place: Where it is listed, for messages.
    """

    name: str
    file: str
    was: str
    now: str
    tests: tuple
    by: str
    place: str

    def changed(self, root):
        """The file below a root as it is, and as it is with the fault, as bytes."""
        right = (root / self.file).read_bytes()
        text = right.decode()
        if (count := text.count(self.was)) != 1:
            raise BadEntry(
                f"{self.place}: was: stands {count} times in {self.file}; it must stand "
                f"there once: {self.was!r}"
            )
        return right, text.replace(self.was, self.now).encode()

    def is_caught_by(self, test, noted):
        """Whether a test, or a case of it, has failed by itself."""
        steps = ("call", "setup") if self.by == "build" else ("call",)
        return any(
            outcome == "failed" and step in steps
            for _, step, outcome, *_ in noted_of(test, noted)
        )


def noted_of(test, noted):
    """What was noted of a test, or of its cases."""
    return [line for line in noted if belongs(line[0], test)]


def is_green(test, noted):
    """Whether all that was noted of a test is that it passed."""
    lines = noted_of(test, noted)
    passed = [line for line in lines if line[1:3] == ["call", "passed"]]
    return bool(passed) and not any(outcome == "failed" for _, _, outcome, *_ in lines)


def seconds_of(test, noted):
    return sum(seconds for *_, seconds in noted_of(test, noted))


# The lists


def listed_faults(folder=FAULTS):
    """Read all faults, in the order of their files.

    Raises:
        BadEntry: For an entry that cannot be used, with its file and its key.
    """
    found = []
    for path in sorted(folder.glob("*.toml")):
        try:
            tables = tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise BadEntry(f"{path.name}: {error}") from None
        entries = tables.pop("fault", [])
        if tables or not isinstance(entries, list) or not entries:
            raise BadEntry(f"{path.name}: needs tables [[fault]], and nothing else")
        for number, entry in enumerate(entries, start=1):
            found.append(fault_of(path.name, number, entry))
    names = Counter(fault.name for fault in found)
    for fault in found:
        if names[fault.name] > 1:
            raise BadEntry(f"{fault.place}: name: another fault has it, too")
    return found


def fault_of(file, number, entry):
    """Make a `Fault` of an entry, if all in it is as it should be."""
    place = f"{file}: fault {number}"
    if not isinstance(entry, dict):
        raise BadEntry(f"{place}: got {entry!r}; needs a table [[fault]]")
    for key in entry:
        if key not in KEYS:
            raise BadEntry(f"{place}: {key}: is none of {', '.join(KEYS)}")
    for key in KEYS:
        if key not in entry and key not in OPTIONAL:
            raise BadEntry(f"{place}: {key}: is missing")
    for key in (*TEXTS, *OPTIONAL):
        value = entry.get(key, "")
        if not isinstance(value, str) or not (value or key in ("now", *OPTIONAL)):
            raise BadEntry(f"{place}: {key}: got {value!r}; needs a text")
    if entry["was"] == entry["now"]:
        raise BadEntry(f"{place}: now: is the same as was")
    if not (ROOT / entry["file"]).is_file():
        raise BadEntry(f"{place}: file: there is no {entry['file']}")
    if entry.get("by", "build") != "build":
        raise BadEntry(
            f"{place}: by: got {entry['by']!r}; needs 'build', or no such key"
        )
    tests = entry["tests"]
    are_texts = isinstance(tests, list) and all(isinstance(t, str) for t in tests)
    if not are_texts or not 1 <= len(tests) <= 3:
        raise BadEntry(
            f"{place}: tests: got {tests!r}; needs one to three ids of tests"
        )
    for test in tests:
        if not (ROOT / file_of(test)).is_file():
            raise BadEntry(f"{place}: tests: there is no {file_of(test)}")
    texts = {key: entry[key] for key in TEXTS}
    fault = Fault(
        **texts,
        tests=tuple(tests),
        by=entry.get("by", ""),
        place=f"{place} ({entry['name']})",
    )
    fault.changed(ROOT)
    return fault


# The copy, and the tests in it


class Copy:
    """A copy of the book in a folder of its own, warm from the last build."""

    def __init__(self, folder):
        self.root, self.folder = folder / "book", folder
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True
        )
        for name in listed.stdout.decode().rstrip("\0").split("\0"):
            if (ROOT / name).is_file():  # it may be removed, and not yet committed
                (self.root / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, self.root / name)
        if (ROOT / "_build").is_dir():
            ours = shutil.ignore_patterns("tests", "tests.lock")
            shutil.copytree(ROOT / "_build", self.root / "_build", ignore=ours)

    def run(self, tests, seconds=None):
        """Run tests alone.

        Returns:
            What was noted: a list for each step of each test, of its id, the step, the
            outcome, what was said, and the seconds that it took.
        """
        these, noted = self.folder / "these.json", self.folder / "noted.jsonl"
        these.write_text(json.dumps([*tests]), encoding="utf-8")
        noted.write_text("", encoding="utf-8")
        files = [*dict.fromkeys(map(file_of, tests))]
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-n0",
            "-p",
            "no:cacheprovider",
        ]
        command += ["-p", "outcomes", "--these", str(these), "--noted", str(noted)]
        process = subprocess.Popen(
            [*command, *files],
            cwd=self.root,
            env={
                **os.environ,
                "PYTHONDONTWRITEBYTECODE": "1",  # a change may be as long, and as quick
                "PYTHONPATH": os.pathsep.join([str(self.root), str(HERE)]),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # what it has begun is ended here, below
        )
        try:
            said, _ = process.communicate(timeout=seconds)
        except BaseException as error:
            end(process)
            if isinstance(error, subprocess.TimeoutExpired):
                raise TooSlow from None
            raise
        lines = noted.read_text(encoding="utf-8").splitlines()
        if process.returncode not in (0, 1) and not lines:
            return [["pytest", "collect", "failed", said.decode(errors="replace"), 0]]
        return [json.loads(line) for line in lines]


def end(process):
    """End a process with all that it has begun."""
    begun = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    for child in begun:
        try:
            child.kill()
        except psutil.NoSuchProcess:
            continue
    process.wait()


def tried(copy, fault):
    """Put a fault into the copy, run its tests, and take it out again."""
    right, wrong = fault.changed(copy.root)
    file = copy.root / fault.file
    file.write_bytes(wrong)
    try:
        return copy.run(fault.tests, MOST_SECONDS)
    except TooSlow:
        return []
    finally:
        file.write_bytes(right)


def verdict(copy, fault, tell):
    """Say in one line whether a fault is caught; return whether it is."""
    began = time.monotonic()
    noted = tried(copy, fault)
    missed = [test for test in fault.tests if not fault.is_caught_by(test, noted)]
    said = f"NOT caught by {', '.join(missed)}" if missed else "caught"
    print(f"{said} ({time.monotonic() - began:.0f} s): {fault.name}", flush=True)
    for test in fault.tests if tell or missed else ():
        tell_how(test, noted)
    return not missed


def tell_how(test, noted):
    """Show what became of a test: how it, or the first of its cases, has failed."""
    lines = noted_of(test, noted) or [line for line in noted if line[1] == "collect"]
    failed = [line for line in lines if line[2] == "failed"]
    for item, step, outcome, message, _ in (failed or lines)[:1]:
        said = message.strip().splitlines()
        said = said if len(said) <= 12 else [*said[:6], "…", *said[-6:]]
        print(f"    {item}, {step}: {outcome}", *said, sep="\n        ", flush=True)


def prove(faults, tell):
    """Try all faults; return how many are caught."""
    folder = Path(tempfile.gettempdir()).resolve()
    if folder == ROOT or ROOT in folder.parents:
        raise BadEntry(f"the temporary folder {folder} lies in the book; set TMPDIR")
    with tempfile.TemporaryDirectory(prefix="faults-") as name:
        copy = Copy(Path(name))
        tests = dict.fromkeys(test for fault in faults for test in fault.tests)
        before = copy.run(tests)
        caught = 0
        for fault in sorted(
            faults, key=lambda fault: sum(seconds_of(t, before) for t in fault.tests)
        ):
            red = [test for test in fault.tests if not is_green(test, before)]
            if red:
                print(f"not green before: {', '.join(red)}: {fault.name}", flush=True)
                for test in red:
                    tell_how(test, before)
            else:
                caught += verdict(copy, fault, tell)
        return caught


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "words", nargs="*", help="try the faults with these in the name"
    )
    parser.add_argument("--list", action="store_true", help="only list the faults")
    parser.add_argument("--tell", action="store_true", help="show how each test fails")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    began = time.monotonic()
    try:
        listed = listed_faults()
        faults = [
            fault
            for fault in listed
            if not asked.words or any(word in fault.place for word in asked.words)
        ]
        if not faults:
            raise BadEntry(f"no fault has one of {asked.words} in its name or file")
        if asked.list:
            for fault in faults:
                print(f"{fault.name}\n    {fault.file}", *fault.tests, sep="\n    ")
            return
        caught = prove(faults, asked.tell)
    except BadEntry as error:
        sys.exit(f"{error}")
    except KeyboardInterrupt:
        sys.exit(130)
    seconds = time.monotonic() - began
    print(f"{caught} of {len(faults)} faults are caught, in {seconds:.0f} s")
    sys.exit(caught < len(faults))


if __name__ == "__main__":
    main()
