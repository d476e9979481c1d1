"""A question as a notebook shows it: its words, and an answer that unfolds."""

import re

from sphinx.locale import _

from ..kit.notebooks import folded, leave_out, writers
from .bank import questions_of
from .source import SourceError, read

SLOT = re.compile(r"\{(given|gives)\}`([\w-]+)`")


def setup(app):
    def write(page, fence):
        known = questions_of(app.config.questions_package, page)
        return write_question(known, fence)

    writers(app)["check"] = write
    leave_out(app, "review")
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def write_question(questions, fence):
    """Write a question as Markdown; None if its text and the question do not agree.

    The build has told that already, with the line.

    Args:
        questions: The questions of the page, by name.
        fence: The `lossbook.site.kit.fences.Fence` of the question.
    """
    if not (question := questions.get(fence.argument)):
        return None
    texts = {"given": question.given(), "gives": question.gives()}

    def filled(text):
        return SLOT.sub(lambda slot: texts[slot[1]].get(slot[2], slot[0]), text)

    try:
        source = read(fence.content)
    except SourceError:
        return None
    said = {name: filled(source.words(name)) for name in source.said}
    right = question.right_names()
    if not set(right) <= set(said):
        return None
    if question.kind == "number":
        choices, answer = "", said[right[0]]
    else:
        both = {
            name: [*re.split(r"\n\s*\n", text.strip(), maxsplit=1), ""][:2]
            for name, text in said.items()
        }
        choices = "".join(f"- {_indented(choice)}\n" for choice, _ in both.values())
        answer = "\n\n".join(
            "**{}** {}".format(*map(str.strip, both[n])) for n in right
        )
    words = f"**{_('Question.')}** {filled(source.asked.text).strip()}"
    return f"{words}\n\n{choices}\n{folded(_('Answer'), answer)}"


def _indented(text):
    return text.strip().replace("\n", "\n  ")
