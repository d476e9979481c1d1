"""What the book asks of its pages, told in words: where, the rule, and what to do.

Who adds a page meets these words, not the line of Python that has found them out.
``CONTRIBUTING.md`` lists the rules.
"""

import re
from pathlib import Path

import pytest

CHAPTERS = Path(__file__).parents[1] / "chapters"
# Under its title: what a finished chapter owes is not asked of this one yet.
DRAFT = "% draft"


def demand(holds, where, rule, do):
    """Fail in words, unless something holds.

    Args:
        holds: Whether it does.
        where: The page, a name such as ``mean_absolute_error``, or a file of the book.
        rule: A sentence that says what is asked for and what is there.
        do: A sentence that says what mends it.

    >>> demand(True, "mean_absolute_error", "never told", "nothing to do")
    >>> demand(False, "a_page", "2 titles; a page has one", "take one away")
    Traceback (most recent call last):
    Failed: chapters/a_page.md: 2 titles; a page has one.
      What to do: take one away.
    """
    if not holds:
        pytest.fail(told(where, rule, do), pytrace=False)


def is_draft(page):
    """Tell whether a page says that it is not finished."""
    lines = (CHAPTERS / f"{page}.md").read_text(encoding="utf-8").splitlines()
    return any(line.startswith(DRAFT) for line in lines)


def owed(holds, page, rule, do):
    """Demand of a finished chapter; of a draft, tell what is still to do."""
    if not holds and is_draft(page):
        pytest.skip("a draft: " + told(page, rule, do))
    demand(holds, page, rule, do)


def told(where, rule, do):
    place = where if re.search(r"[./]", where) else f"chapters/{where}.md"
    return f"{place}: {rule}.\n  What to do: {do}."


def line_of(text, place):
    """The line, from 1, on which a place of a text lies.

    >>> line_of("a\\nb\\n", 2)
    2
    """
    return text.count("\n", 0, place) + 1
