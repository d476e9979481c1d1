"""Where the scripts, sheets and templates of the site lie: each name is there once."""

from lossbook.site.kit.assets import SITE


def file_of(name):
    """The file with a name, in whichever room it lies."""
    found = [path for path in SITE.rglob(name) if path.is_file()]
    assert len(found) == 1, f"{name}: {found or 'no room has such a file'}"
    return found[0]


def scripts():
    """All scripts that are written here, in order; those of others lie deeper."""
    return sorted(SITE.glob("*/*.js"))
