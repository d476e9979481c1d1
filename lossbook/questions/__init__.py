"""The questions of the book: what is right, and what each misconception gives.

There is a module for each page that asks, which holds its questions by name.
"""

from importlib import import_module
from importlib.util import find_spec


def questions(page):
    """Return the questions of a page: a dict from names to `Question` objects.

    Args:
        page: The name of its file, without folder and ending.
    """
    module = f"{__name__}.{page}"
    return import_module(module).QUESTIONS if find_spec(module) else {}
