"""The settings of a book, as its ``_config.yml`` has them: for the build and for pytest.

What the rooms need stands under ``sphinx: config:``, as all that Sphinx is told. Most of it
must be known where no Sphinx runs, too, so it is read from the file itself.
"""

from functools import cache
from pathlib import Path

import yaml

FILE = "_config.yml"
# What Jupyter Book enables where the file says nothing.
EXTENSIONS = ("colon_fence", "dollarmath", "linkify", "substitution", "tasklist")

# What a book may say, and what holds where it does not.
DEFAULTS = {
    "outputs_names": {},  # directives and roles of which something is no word of a page
    "outputs_not_sources": [],
    "outputs_packages": [],  # see `fingerprint` for these
    "outputs_signed_with": ["Python"],  # whose versions the foot of a page tells
    "outputs_sources": [],
    "outputs_where_named": [],
}


class SettingError(ValueError):
    """A setting that cannot be; the message names the file, the setting, and what is wrong."""

    def __init__(self, name, reason):
        super().__init__(f"{book() / FILE}: {name}: {reason}")


_book = None  # the folder of the book at which somebody works


def work_at(path):
    """From here on, the settings are those of the book around a file or a folder.

    Where no folder above has a ``_config.yml``, everything is as it is by default.
    """
    global _book
    path = Path(path).resolve()
    above = (folder for folder in (path, *path.parents) if (folder / FILE).is_file())
    _book = next(above, path if path.is_dir() else path.parent)


def book():
    """The folder of the book; by default that around the folder in which one works."""
    if _book is None:
        work_at(Path.cwd())
    return _book


def setup(app):
    for name, default in DEFAULTS.items():
        app.add_config_value(name, default, "env", [type(default)])
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def setting(name):
    """A setting of the rooms.

    Args:
        name: One of `DEFAULTS`, what it is called under ``sphinx: config:``.

    Raises:
        SettingError: If it is of another type than its default, or the file is no YAML.
    """
    default = DEFAULTS[name]
    said = ((_read(book()).get("sphinx") or {}).get("config") or {}).get(name, default)
    if not isinstance(said, type(default)):
        kind = {list: "a list such as [a, b]", dict: "entries such as {a: [b]}"}
        raise SettingError(name, f"got {said!r}; needs {kind[type(default)]}")
    return said


def extensions():
    """The extensions of MyST that the book enables."""
    parse = _read(book()).get("parse") or {}
    return frozenset(parse.get("myst_enable_extensions", EXTENSIONS))


@cache
def _read(folder):
    file = folder / FILE
    said = file.read_text(encoding="utf-8") if file.is_file() else ""
    return yaml.safe_load(said) or {}
