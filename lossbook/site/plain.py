"""A page's text as a notebook shows it: without what only the site can do.

A question becomes its words and an answer that unfolds; so does a hint.
"""

import re

FENCE = re.compile(
    r"^```\{(?P<name>[\w-]+)\}[ ]?(?P<argument>[^\n]*)\n(?P<body>.*?)^```$\n?",
    re.DOTALL | re.MULTILINE,
)
OPTION = re.compile(r"^:[\w-]+:.*\n", re.MULTILINE)
OUTCOME = re.compile(r"^- \{when\}`([\w-]+)`[ ]?", re.MULTILINE)
SLOT = re.compile(r"\{(given|gives)\}`([\w-]+)`")
FOR_THE_SITE = {
    "exercise-end",
    "solution-end",
    "inventory",
    "progress",
    "review",
    "welcome",
}
SILENT = re.compile(r"^\([\w-]+\)=\n|\{objective\}`[\w-]+`[ ]?", re.MULTILINE)


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

    def written(fence):
        name, argument = fence["name"], fence["argument"].strip()
        body = OPTION.sub("", fence["body"]).strip()
        if name == "check":
            return _question(body, questions[argument])
        if name == "hint":
            return _folded("Hint", body)
        if name == "exercise-start":
            return "### Exercise\n"
        if name == "solution-start":
            return "**Solution**\n"
        return "" if name in FOR_THE_SITE else fence[0]

    return re.sub(r"\n{3,}", "\n\n", SILENT.sub("", FENCE.sub(written, text)))


def _question(body, question):
    texts = {"given": question.given(), "gives": question.gives()}
    filled = SLOT.sub(lambda slot: texts[slot[1]][slot[2]], body)
    asked, *parts = OUTCOME.split(filled)
    said = dict(zip(parts[::2], parts[1::2], strict=True))
    right = question.right_names()
    if question.kind == "number":
        choices, answer = "", said[right[0]]
    else:
        both = {
            name: re.split(r"\n\s*\n", text, maxsplit=1) for name, text in said.items()
        }
        choices = "".join(f"- {both[name][0].strip()}\n" for name in said)
        answer = "\n\n".join(
            "**{}** {}".format(*map(str.strip, both[n])) for n in right
        )
    words = f"**Question.** {asked.strip()}"
    return f"{words}\n\n{choices}\n{_folded('Answer', answer)}"


def _folded(summary, text):
    lines = "\n".join(line.strip() for line in text.strip().splitlines())
    return f"<details><summary>{summary}</summary>\n\n{lines}\n\n</details>\n"
