"""A strict build of a book, in a process of its own as `jupyter-book build` is."""

import os
import re
import subprocess
import sys

MAIN = "from jupyter_book.cli.main import main; main()"
STRICT = ["-W", "-n", "--keep-going"]


def build(folder, *options):
    """Build the book in a folder; return the exit status, and what was said."""
    result = subprocess.run(
        [sys.executable, "-c", MAIN, "build", str(folder), *STRICT, *options],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        env={**os.environ, "PYTHONUTF8": "1", "NO_COLOR": "1"},
    )
    said = re.sub(r"\x1b\[[0-9;]*m", "", result.stdout + result.stderr)
    return result.returncode, said
