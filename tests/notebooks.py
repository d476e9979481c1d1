"""A text as a notebook of the book shows it, without a build."""

from functools import partial
from types import SimpleNamespace

import lossbook.site.exercises.in_notebook
import lossbook.site.questions.in_notebook
from lossbook.site.kit.notebooks import writers
from lossbook.site.notebooks.plain import plain
from lossbook.site.questions.in_notebook import write_question


def written(text, questions):
    """What a notebook shows for a text whose page asks some questions.

    Args:
        text: Markdown.
        questions: A dict from names to questions.
    """
    app = SimpleNamespace()
    lossbook.site.exercises.in_notebook.setup(app)
    lossbook.site.questions.in_notebook.setup(app)
    known = {name: partial(write, "page") for name, write in writers(app).items()}
    known["check"] = partial(write_question, questions)
    return plain(text, known, {"objective"})
