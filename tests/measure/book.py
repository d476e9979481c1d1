"""Measures what the book takes to build and to test: ``python tests/measure/book.py``.

Everything is measured in one run, in a copy of the book, and given as seconds, as a
ratio and as peak memory. The measure for the ratios is the bare cost: importing
TensorFlow once for each page with code, and the training of chapter 5 on its own.
Machines differ, and are busy or not; the ratios say more than the seconds.

``--without-tests`` leaves out the longest part, the tests.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from lossbook.site.notebook import read

ROOT = Path(__file__).parents[2]
PRACTICE = "loss_functions_in_practice.md"
TRAINS = ("build()", "model", "train(")  # what a cell needs or does in order to train

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
    """Join the cells of chapter 5 that training needs: its bare cost, without a book.

    What only draws or compares is left out. A few cells that look at the models stay.
    """
    cells = [cell.node.source for cell in chapter.cells]
    needed = [
        source
        for source in cells
        if source.startswith(("import", "from"))
        or (any(word in source for word in TRAINS) and "plot_" not in source)
        or "x_train / 255" in source
    ]
    return "\n".join(needed)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--without-tests", action="store_true")
    options = parser.parse_args()

    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder, "book")
        ignore = shutil.ignore_patterns("_build", ".git", "__pycache__", ".hypothesis")
        shutil.copytree(ROOT, book, ignore=ignore)
        chapters = {
            path.name: read(path.read_text(encoding="utf-8"))
            for path in sorted((book / "chapters").glob("*.md"))
        }
        pages = sum(bool(chapter.cells) for chapter in chapters.values())
        script = book / "bare_training.py"
        script.write_text(training_script(chapters[PRACTICE]), encoding="utf-8")

        rows = {}
        imports, memory = measure(IMPORT, book)
        rows["one TensorFlow import"] = imports, memory
        training, memory = measure([sys.executable, script.name], book)
        training -= imports
        rows["the training of chapter 5"] = training, memory
        bare = pages * imports + training
        rows[f"bare cost: {pages} imports and the training"] = bare, 0
        rows["build, nothing cached"] = measure(BUILD, book)
        rows["build, nothing changed"] = measure(BUILD, book)
        page = book / "chapters" / "mean_absolute_error.md"
        text = page.read_text(encoding="utf-8")
        longer = text.replace("## The idea\n", "## The idea\n\nOne more.\n")
        page.write_text(longer, encoding="utf-8")
        rows["build, one paragraph changed"] = measure(BUILD, book)
        page.write_text(text, encoding="utf-8")
        if not options.without_tests:
            rows["all tests"] = measure(TESTS, book)

    print(f"{'':45} {'seconds':>8} {'× bare':>8} {'peak MiB':>9}")
    for name, (seconds, memory) in rows.items():
        peak = f"{memory / 2**20:9.0f}" if memory else ""
        print(f"{name:45} {seconds:8.1f} {seconds / bare:8.2f} {peak}")


if __name__ == "__main__":
    main()
