"""The exercises of the chapters: `check` says whether an answer is right.

There is a module for each chapter, which holds its exercises by name. What a learner
hands in is judged here, on the learner's own machine, and goes nowhere.
"""

from difflib import get_close_matches
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from lossbook.display import show
from lossbook.exercises.exercise import verdict

HELPERS = {"exercise"}  # modules of no chapter


def check(name, answer):
    """Say whether an answer to an exercise is right, and if not, what is wrong.

    In a notebook, how it was said goes along, for a page in another language.

    Args:
        name: The name of the exercise, such as "mae-by-hand".
        answer: A number (of Python, NumPy or TensorFlow, or a `Fraction` or `Decimal`),
            an array or a tensor of numbers, or a function that returns one, as the
            exercise asks for.

    Raises:
        ValueError: If no exercise has this name.

    >>> check("mae-by-hand", 8)
    Not yet. These are the distances added up. Divide by how many there are.
    """
    _, said = verdict(_exercise(name), answer)
    show(said, metadata={"text/plain": {"said": said.tree}})


def exercises(chapter):
    """Return the exercises of a chapter: a dict from names to `Exercise` objects.

    Args:
        chapter: The name of its file, without folder and ending. A page that has no
            module has none.
    """
    if chapter not in _chapters():
        return {}
    return import_module(f"{__name__}.{chapter}").EXERCISES


@cache
def _chapters():
    """The names of the modules that hold the exercises of a chapter."""
    return sorted({module.name for module in iter_modules(__path__)} - HELPERS)


def _exercise(name):
    known = {}
    for chapter in _chapters():
        known |= exercises(chapter)
        if name in known:
            return known[name]
    nearest = get_close_matches(str(name), known, n=1)
    meant = f"; did you mean {nearest[0]!r}?" if nearest else ""
    raise ValueError(f"name: got {name!r}, and no exercise has this name{meant}")
