"""What rooms need when all pages are written: `lossbook.site.publish` sees to it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Font:
    """A font of which the site has a part.

    Attributes:
        name: The file of the part, below ``_static``.
        source: Called with that folder, returns the file of the whole font.
        needed: Called with the HTML of all pages and the style sheet, returns two sets of
            characters: those that are shown, and those of which larger sizes are.
        license: The file that must go along, or None.
    """

    name: str
    source: Callable[[Path], Path]
    needed: Callable[[str, str], tuple[set, set]]
    license: Path | None = None


def fonts(app):
    """The list of the fonts, for rooms to add theirs."""
    return _list(app, "fonts")


def folders(app):
    """The list of the site's folders that hold nothing but what pages ask for."""
    return _list(app, "folders")


def writers(app):
    """The list of the functions that write the rooms' own files."""
    return _list(app, "writers")


def write_at_the_end(app, write):
    """Have a function called, with the app, when all pages are written.

    That is so too where no page had to be: then there may be no file that it needs.
    """
    writers(app).append(write)


def _list(app, name):
    known = f"lossbook_{name}_at_the_end"
    if not hasattr(app, known):
        setattr(app, known, [])
    return getattr(app, known)
