"""What makes a file of the site: our modules, and the tools that are installed.

A file that is kept from build to build, or a page that is not written again, holds as
long as these are the same.
"""

import hashlib
import platform
import re
import sys
from functools import cache
from pathlib import Path

# The package in which the rooms lie, whatever it is called, and its folder.
TOP, _, _below = __name__.partition(".")
PACKAGE = Path(__file__).parents[_below.count(".")]
# How a module names another one. It is read and not run, since what a maker imports
# while it works may take seconds.
NAMED = re.compile(
    rf"""^\s*from\s+(?P<source>(?:{TOP}|\.)[\w.]*)\s+import\s+(?P<names>\([^)]*\)|[^\n]*)
      | ^\s*import\s+(?P<module>{TOP}[\w.]*)
      | import_module\(\s*["'](?P<called>{TOP}[\w.]*)["']""",
    re.MULTILINE | re.VERBOSE,
)


def makers_of(function):
    """Digest all that takes part when a function of ours makes something.

    Args:
        function: Any function that is written in a file.
    """
    digest = hashlib.sha256(installed())
    for path in sorted(modules_behind(Path(function.__code__.co_filename))):
        digest.update(_text(path).encode())
    return digest.digest()


def modules_behind(file):
    """Return the file, and those of all of our modules that it builds on.

    >>> sorted(path.name for path in modules_behind(PACKAGE / "laboratory" / "digits.py"))
    ['digits.py', 'mnist.py']
    """
    found, waiting = set(), {file}
    while waiting:
        found |= waiting
        named = {path for one in waiting for path in _imports(one)}
        waiting = named - found - {None}
    return found


@cache
def installed():
    """Digest the names and versions of Python and of all that is installed."""
    folders = [Path(folder) for folder in sys.path if Path(folder).is_dir()]
    # As pip names what it writes: a folder for each package, with its version.
    names = {path.name for folder in folders for path in folder.glob("*.*-info")}
    text = "\n".join([platform.python_version(), *sorted(names)])
    return hashlib.sha256(text.encode()).digest()


def _imports(file):
    """The files of the modules that one names; None for a module that is not there."""
    for named in NAMED.finditer(_text(file)):
        if module := named["module"] or named["called"]:
            yield _file_of(module)
            continue
        source = absolute(named["source"], file)
        for name in re.findall(r"(\w+)(?:\s+as\s+\w+)?", named["names"]):
            # A module of a package, or something in it.
            yield _file_of(f"{source}.{name}") or _file_of(source)


def absolute(module, file):
    """The name of a module that a file of ours names, with its dots if it has some.

    >>> absolute("..kit.assets", PACKAGE / "site" / "charts" / "page.py")
    'lossbook.site.kit.assets'
    """
    name = module.lstrip(".")
    if name == module:
        return name
    folder = file.parents[len(module) - len(name) - 1]
    parts = [TOP, *folder.relative_to(PACKAGE).parts, name]
    return ".".join(part for part in parts if part)


def _file_of(module):
    """The file of a module or package; None if there is no such module."""
    path = PACKAGE.joinpath(*module.split(".")[1:])
    files = path / "__init__.py", path.with_suffix(".py")
    return next((file for file in files if file.is_file()), None)


@cache
def _text(file):
    return file.read_text(encoding="utf-8")
