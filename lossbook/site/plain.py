"""A page's text as a notebook shows it: without what only the site can do.

A question becomes its words and an answer that unfolds; so does a hint.
"""

import re

from lossbook.site.kit.fences import fences, lines_of, outcomes

SLOT = re.compile(r"\{(given|gives)\}`([\w-]+)`")
FOR_THE_SITE = {
    "exercise-end",
    "solution-end",
    "inventory",
    "progress",
    "review",
    "welcome",
}
SILENT = re.compile(r"^\([^\n]+\)=[ \t]*\n|\{objective\}`[\w-]+`[ ]?", re.MULTILINE)


def plain(text, questions):
    """Write the book's directives as Markdown that any notebook shows.

    Args:
        text: The Markdown of a cell.
        questions: The questions of its page, see `lossbook.questions.questions`.

    >>> print(plain("(here)=\\n```{hint}\\nTry 2.\\n```\\n", {}))
    <details><summary>Hint</summary>
    <BLANKLINE>
    Try 2.
    <BLANKLINE>
    </details>
    <BLANKLINE>
    """

    lines = lines_of(text)
    parts, start = [], 0
    for fence in fences("".join(lines)):
        parts.append(SILENT.sub("", "".join(lines[start : fence.line - 1])))
        as_it_is = lines[fence.line - 1 : fence.end]
        new = _written(fence, questions)
        if new is None and fence.is_of_colons:
            new = plain("".join(as_it_is[1:-1]), questions)
            new = f"{as_it_is[0]}{new}{as_it_is[-1]}"
        parts.append("".join(as_it_is) if new is None else _placed(new, as_it_is[0]))
        start = fence.end
    parts.append(SILENT.sub("", "".join(lines[start:])))
    return re.sub(r"\n{3,}", "\n\n", "".join(parts))


def _written(fence, questions):
    """What a notebook shows for a fence, or None if it shows that as it is."""
    if fence.name == "check":
        question = questions.get(fence.argument)
        return question and _question(fence.body, question)
    if fence.name == "hint":
        return _folded("Hint", fence.body)
    if fence.name == "exercise-start":
        return "### Exercise\n"
    if fence.name == "solution-start":
        return "**Solution**\n"
    return "" if fence.name in FOR_THE_SITE else None


def _placed(text, opening):
    """Put a text where a fence stood, which may be an item of a list or a quotation."""
    before = re.match(r"[^`~:]*", opening)[0]
    later = re.sub(r"[^>\s]", " ", before)
    first, *rest = text.splitlines(keepends=True) or [""]
    return (
        before
        + first
        + "".join(later + line if line.strip() else line for line in rest)
    )


def _question(body, question):
    """A question in words, or None if its text and the question do not agree.

    The build has told that already, with the line.
    """
    texts = {"given": question.given(), "gives": question.gives()}
    filled = SLOT.sub(lambda slot: texts[slot[1]].get(slot[2], slot[0]), body)
    asked, said = outcomes(filled)
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
    words = f"**Question.** {asked.strip()}"
    return f"{words}\n\n{choices}\n{_folded('Answer', answer)}"


def _folded(summary, text):
    return f"<details><summary>{summary}</summary>\n\n{text.strip()}\n\n</details>\n"


def _indented(text):
    return text.strip().replace("\n", "\n  ")
