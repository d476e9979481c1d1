"""A small book that is not this one, with rooms of this one: copied, and nothing else."""

import shutil

import building

from lossbook.site.kit.assets import SITE

HEAD = """\
---
file_format: mystnb
kernelspec:
  name: python3
---

"""
STRICT = ("--warningiserror", "--keep-going")
# In the place of packages that this book needs, and rooms of others do not.
BLOCKED = 'raise ImportError("this is not there")\n'


def make(folder, rooms, files):
    """Write a book into a folder; return it.

    Args:
        folder: An empty folder.
        rooms: The names of the rooms that are copied into the package ``rooms``.
        files: A dict from the names of its other files to their texts.
    """
    book, blocked = folder / "book", folder / "blocked"
    for room in rooms:
        target = book / "_ext" / "rooms" / room
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(SITE / room, target, ignore=ignored)
    blocked.mkdir()
    for name in ("tensorflow", "keras"):
        (blocked / f"{name}.py").write_text(BLOCKED, encoding="utf-8")
    for name, text in files.items():
        (book / name).parent.mkdir(exist_ok=True)
        (book / name).write_text(text, encoding="utf-8")
    return book


def run(book, *command, **more):
    """Run Python in a book, without TensorFlow; return its status and what it says."""
    blocked = str(book.parent / "blocked")
    return building.run(*command, cwd=book, PYTHONPATH=blocked, CI=None, **more)


def build(book, *options):
    """Build a book; return the status, and what is said."""
    return run(book, "-c", building.MAIN, "build", ".", *options)
