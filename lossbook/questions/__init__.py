"""The questions of the book: what is right, and what each misconception gives.

There is a module for each page that asks, which holds its questions by name.
"""

from importlib import import_module

from lossbook.pages import module_of

# The pages that ask. Any other may have any name, and asks nothing.
PAGES = (
    "what_is_a_loss_function",
    "mean_absolute_error",
    "mean_squared_error",
    "categorical_crossentropy",
    "loss_functions_in_practice",
    "losses_inventory",
)
HELPERS = ("misconceptions", "numbers", "question")  # modules of no page


def questions(page):
    """Return the questions of a page: a dict from names to `Question` objects.

    Args:
        page: The name of its file, without folder and ending. A page that is not among
            the `PAGES` has none.
    """
    if page not in PAGES:
        return {}
    return import_module(f"{__name__}.{module_of(page, HELPERS)}").QUESTIONS


def file_for(page):
    """The file that holds the questions of a page, or that would."""
    return f"lossbook/questions/{module_of(page, HELPERS)}.py"
