"""What the outputs of a page depend on beside the code of its cells.

That is what the cells import of `lossbook`, and the packages that they run on. Of the
exercises a page depends on those that it hands an answer to: who mends one, runs one
chapter again and not all of them.
"""

import ast
import hashlib
import platform
from functools import cache
from importlib.metadata import version

from lossbook.site.kit.makers import PACKAGE

# Have IPython leave alone what is written past Python.
KERNEL_ARGUMENTS = ["--IPKernelApp.capture_fd_output=False"]

FOR_THE_SITE = ("site", "questions")  # folders that no cell imports
EXERCISES = "exercises"
PACKAGES = ("altair", "ipython", "keras", "matplotlib", "numpy", "tensorflow")


def fingerprint(code):
    """Digest what the cells of a page import, and the versions they run on.

    Args:
        code: The text of the cells.
    """
    digest = hashlib.sha256(_of_every_page())
    for path, names in _exercises().items():
        needed = "check" in code if names is None else any(n in code for n in names)
        if needed:
            digest.update(_named(path))
    return digest.hexdigest()[:16]


@cache
def _of_every_page():
    digest = hashlib.sha256(platform.python_version().encode())
    digest.update(repr(KERNEL_ARGUMENTS).encode())
    for name in PACKAGES:
        digest.update(f"{name} {version(name)}\n".encode())
    for path in sorted(PACKAGE.glob("**/*")):
        folder = path.relative_to(PACKAGE).parts[0]
        is_for_cells = folder not in {*FOR_THE_SITE, EXERCISES}
        is_for_cells = is_for_cells and "__pycache__" not in path.parts
        if path.is_file() and is_for_cells and path.suffix != ".md":
            digest.update(_named(path))
    return digest.digest()


def _named(path):
    return path.relative_to(PACKAGE).as_posix().encode() + path.read_bytes()


@cache
def _exercises():
    """The names of the exercises in each module; None for one that serves all of them."""
    found = sorted(PACKAGE.glob(f"{EXERCISES}/**/*.py"))
    return {
        path: names_of_exercises(path.read_text(encoding="utf-8")) for path in found
    }


def names_of_exercises(text):
    """The names in the dict ``EXERCISES`` of a module; None if they are not written out.

    >>> names_of_exercises('EXERCISES = {"mae-by-hand": Exercise("compute")}')
    ['mae-by-hand']
    >>> names_of_exercises("EXERCISES = dict(all_of_them())")
    """
    for statement in ast.parse(text).body:
        match statement:
            case ast.Assign([ast.Name("EXERCISES")], ast.Dict(keys)):
                names = [key.value for key in keys if isinstance(key, ast.Constant)]
                return names if len(names) == len(keys) else None
    return None
