"""The questions of the book: what is right, and what each misconception gives.

There is a module for each page that asks, which holds its questions by name. The site
alone asks for them; no cell imports any.
"""

from lossbook.site.questions.bank import questions_of


def questions(page):
    """Return the questions of a page: a dict from names to `Question` objects.

    Args:
        page: The name of its file, without folder and ending. A page that has no module
            has none.
    """
    return questions_of(__name__, page)
