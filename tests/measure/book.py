"""Measures what the book takes to build and to test: ``python tests/measure/book.py``.

Everything is measured in one run, in a copy of the book, and given as seconds, as a
ratio and as peak memory. The measure for the ratios is the bare cost: importing
TensorFlow once for each page with code, and the training of chapter 5 on its own.
Machines differ, and are busy or not; the ratios say more than the seconds.

``--without-tests`` leaves out the longest part, the tests. ``--pages 50`` measures the
book as it may grow, too: beside a book of its own pages, one in which copies of its
chapters make up so many pages with code, and what one page more takes.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from lossbook.site.kit.fences import fences
from lossbook.site.outputs.chapter import read

ROOT = Path(__file__).parents[2]
PRACTICE = "loss_functions_in_practice.md"
COPIED = ["what_is_a_loss_function", "mean_absolute_error", "mean_squared_error"]
# What has a name that there can be once, in a book or in its questions.
NAMED_ONCE = {"check", "review", "exercise", "solution", "objectives"}
LABEL = re.compile(r"^\([\w-]+\)=\n|^:(?:name|label): .*\n", re.MULTILINE)
LEFT_OUT = ("lb.plot_", "lb.explore_", "lb.check(")

BUILD = [
    sys.executable,
    "-c",
    "from jupyter_book.cli.main import main; main()",
    "build",
    ".",
]
IMPORT = [sys.executable, "-c", "import tensorflow"]
TESTS = [sys.executable, "-m", "pytest", "-q"]


def measure(command, cwd):
    """Run a command; return its seconds, and the peak memory with its children."""
    start = time.perf_counter()
    process = psutil.Popen(
        command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    peak = 0
    while process.poll() is None:
        peak = max(peak, _memory(process))
        time.sleep(0.05)
    seconds = time.perf_counter() - start
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed: status {process.returncode}")
    return seconds, peak


def _memory(process):
    total = 0
    try:
        for each in [process, *process.children(recursive=True)]:
            total += each.memory_info().rss
    except psutil.NoSuchProcess:  # it ended while it was looked at
        pass
    return total


def training_script(chapter):
    """Join the cells of chapter 5 into a script: what they cost without a book.

    What draws, and what is handed in for an exercise, is left out.
    """
    cells = [cell.node.source for cell in chapter.cells]
    return "\n".join(s for s in cells if not any(word in s for word in LEFT_OUT))


def with_copies(book, pages):
    """Add copies of chapters to a book, until so many of its pages have code.

    Their code differs, as the cache knows a page by its code; what has a name that there
    can be once, such as a question, they leave out.
    """
    added = []
    for number in range(len(chapters_with_code(book)) + 1, pages + 1):
        chapter = COPIED[number % len(COPIED)]
        text = (book / "chapters" / f"{chapter}.md").read_text(encoding="utf-8")
        lines = text.splitlines(keepends=True)
        for fence in reversed(fences(text)):
            if fence.name in NAMED_ONCE:
                del lines[fence.line - 1 : fence.end]
            elif fence.name == "code-cell":
                lines.insert(fence.end - 1, f"# {number}\n")
        copied = LABEL.sub("", "".join(lines))
        path = book / "chapters" / f"copy_{number}.md"
        path.write_text(copied, encoding="utf-8")
        added.append(f"      - file: chapters/{path.stem}\n")
    contents = book / "_toc.yml"
    text = contents.read_text(encoding="utf-8")
    part = "  - caption: Copies\n    chapters:\n"
    contents.write_text("".join([text, part, *added]), encoding="utf-8")
    return len(added)


def chapters_with_code(book):
    texts = [p.read_text(encoding="utf-8") for p in (book / "chapters").glob("*.md")]
    return [text for text in texts if read(text).cells]


def measure_builds(book, what=""):
    """Build a book from nothing, once more, and after a change of one paragraph."""
    rows = {f"build, nothing cached{what}": measure(BUILD, book)}
    rows[f"build, nothing changed{what}"] = measure(BUILD, book)
    page = book / "chapters" / "mean_absolute_error.md"
    text = page.read_text(encoding="utf-8")
    longer = text.replace("## The idea\n", "## The idea\n\nOne more.\n")
    assert longer != text
    page.write_text(longer, encoding="utf-8")
    rows[f"build, one paragraph changed{what}"] = measure(BUILD, book)
    page.write_text(text, encoding="utf-8")
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--without-tests", action="store_true")
    parser.add_argument("--pages", type=int, metavar="N", help="of a larger book")
    options = parser.parse_args()

    with tempfile.TemporaryDirectory() as folder:
        book, larger = Path(folder, "book"), Path(folder, "larger")
        ignore = shutil.ignore_patterns("_build", ".git", "__pycache__", ".hypothesis")
        shutil.copytree(ROOT, book, ignore=ignore)
        chapters = chapters_with_code(book)
        script = book / "bare_training.py"
        practice = (book / "chapters" / PRACTICE).read_text(encoding="utf-8")
        script.write_text(training_script(read(practice)), encoding="utf-8")

        rows = {}
        imports, memory = measure(IMPORT, book)
        rows["one TensorFlow import"] = imports, memory
        training, memory = measure([sys.executable, script.name], book)
        training -= imports
        rows["the training of chapter 5"] = training, memory
        bare = len(chapters) * imports + training
        rows[f"bare cost: {len(chapters)} imports and the training"] = bare, 0
        rows |= measure_builds(book)
        cold = rows["build, nothing cached"][0]
        if options.pages:
            shutil.copytree(ROOT, larger, ignore=ignore)
            count = with_copies(larger, options.pages)
            what = f", {options.pages} pages"
            rows |= measure_builds(larger, what)
            more = (rows[f"build, nothing cached{what}"][0] - cold) / count
            rows["one page more, nothing cached"] = more, 0
        rows["tests of the chapters"] = measure([*TESTS, "chapters"], book)
        if not options.without_tests:
            rows["all tests"] = measure(TESTS, book)

    print(f"{'':45} {'seconds':>8} {'× bare':>8} {'peak MiB':>9}")
    for name, (seconds, memory) in rows.items():
        peak = f"{memory / 2**20:9.0f}" if memory else ""
        print(f"{name:45} {seconds:8.1f} {seconds / bare:8.2f} {peak}")


if __name__ == "__main__":
    main()
