"""What the modules for the pages of the book are called, whatever the pages are called."""

import re
from keyword import iskeyword


def module_of(page, others=()):
    """The name of the module that holds what belongs to a page.

    It is the name of the page, if a module may have it.

    Args:
        page: The name of its file, without folder and ending.
        others: The names of modules that lie beside it and belong to no page.

    >>> module_of("mean_absolute_error"), module_of("01.07-timing")
    ('mean_absolute_error', 'page_01_07_timing')
    >>> module_of("numbers", others=["numbers"])
    'page_numbers'
    """
    name = re.sub(r"\W", "_", page)
    is_free = name.isidentifier() and not iskeyword(name)
    is_free = is_free and name not in {"__init__", "__main__", *others}
    return name if is_free else f"page_{name}"
