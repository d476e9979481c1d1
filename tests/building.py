"""Python in a process of its own, as `jupyter-book build` is: the strict build of a book."""

import os
import re
import subprocess
import sys

MAIN = "from jupyter_book.cli.main import main; main()"
STRICT = ["-W", "-n", "--keep-going"]


def run(*command, cwd=None, **environment):
    """Run Python in a process of its own, in a folder.

    Args:
        command: What follows the name of the interpreter.
        cwd: The folder; this process' own by default.
        environment: Variables that are set there, or left out, if None.

    Returns:
        The exit status, and what was said, without colors.
    """
    given = {**os.environ, "PYTHONUTF8": "1", "NO_COLOR": "1", **environment}
    done = subprocess.run(
        [sys.executable, *command],
        cwd=cwd,
        env={name: value for name, value in given.items() if value is not None},
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    return done.returncode, re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr)


def build(folder, *options):
    """Build the book in a folder; return the exit status, and what was said."""
    return run("-c", MAIN, "build", str(folder), *STRICT, *options)
