"""The grammar of ``{check}``: what its fence says, as Markdown.

Below the name stand options, then what is asked, which begins with a paragraph, and last a
list: each of its items begins with the role ``{when}``, which names an outcome. A comment
may stand anywhere::

    ```{check} mae-of-three
    :see: mae-formula

    The truth was {given}`y_true`, the forecasts were {given}`y_pred`. What is the MAE?

    - {when}`right` The mean of the distances is {gives}`right`.
    - {when}`summed` You probably added the distances; that gives {gives}`summed`. But …
    ```

Whoever asks, in the page or in a notebook, reads it here.
"""

import re
from collections import Counter
from dataclasses import dataclass

from ..kit.fences import lines_of, parser

# The options of a question, and whether they have a value.
OPTIONS = {"see": True, "predict": False}
MARK = re.compile(r"\s*[-*+]\s*")  # of an item, with the blanks around it


class SourceError(ValueError):
    """What stands in a fence is no question; the message says what is the matter."""


@dataclass(frozen=True)
class Part:
    """A part of what stands in a fence, and the line where it begins, from 0."""

    text: str
    line: int


@dataclass(frozen=True)
class Source:
    """A question as its fence has it.

    Attributes:
        options: A dict of the options, whose values are texts.
        asked: A `Part`: what is asked.
        said: A dict from the name of each outcome to a `Part`: what is said to it, its
            role included.
    """

    options: dict
    asked: Part
    said: dict

    def words(self, outcome):
        """What is said to an outcome, without the role that names it.

        >>> read("What?\\n\\n* {when}`else`\\n  No.\\n").words("else")
        'No.\\n'
        """
        role = rf"\s*\{{when\}}`+\s*{re.escape(outcome)}\s*`+\s?"
        return re.sub(role, "", self.said[outcome].text, count=1)


def read(content):
    """Read what stands in the fence of a question, below its name.

    Args:
        content: A string, with the options.

    Returns:
        A `Source`.

    Raises:
        SourceError: If it is not as the grammar has it.

    >>> source = read(":see: here\\n\\nWhat?\\n\\n- {when}`right` It is.\\n")
    >>> source.options, source.asked.text, source.said["right"].line
    ({'see': 'here'}, '\\nWhat?\\n\\n', 4)
    """
    lines = lines_of(content)
    options, count = _options(lines)
    below = lines[count:]
    inline, _ = parser()
    tokens = inline.parse("".join(below))
    top = [t for t in tokens if t.level == 0 and t.nesting >= 0 and not _is_comment(t)]
    kinds = [token.type for token in top]
    if kinds[:1] != ["paragraph_open"] or kinds[-1] != "bullet_list_open":
        raise SourceError("needs a question, then a list of what is said")
    items = tokens.index(top[-1])
    named = []
    for place, token in enumerate(tokens[items:], start=items):
        if token.type == "list_item_open" and token.level == 1:
            start, end = token.map
            part = Part(_item(below[start:end]), count + start)
            named.append((_outcome_of(tokens[place + 1 : place + 3]), part))
    roles = [child for token in tokens for child in token.children or ()]
    if sum(map(_is_when, roles)) > len(named):
        raise SourceError("has a {when} that does not begin an item")
    times = Counter(name for name, _ in named)
    if twice := [name for name, number in times.items() if number > 1]:
        raise SourceError(f"says more than once: {', '.join(twice)}")
    asked = "".join(below[: tokens[items].map[0]])
    return Source(options, Part(asked, count), dict(named))


def _options(lines):
    """Read the options at the top of some lines; return them, and how many lines."""
    options = {}
    lines = [line.strip() for line in lines]
    count = next((n for n, line in enumerate(lines) if line[:1] != ":"), len(lines))
    for line in lines[:count]:
        option, _, value = line[1:].partition(":")
        value = value.strip()
        if option not in OPTIONS or ":" not in line[1:]:
            raise SourceError(
                f"has the option {line!r}; there are :see: LABEL and :predict:"
            )
        if option in options:
            raise SourceError(f"has :{option}: twice")
        if bool(value) != OPTIONS[option]:
            needs = "needs a label" if OPTIONS[option] else "stands by itself"
            raise SourceError(f"has :{option}:, which {needs}")
        options[option] = value
    for line in lines[count:]:
        if line.startswith("---") or re.match(rf":({'|'.join(OPTIONS)}):", line):
            raise SourceError(
                f"has {line!r}, which stands too low; options, such as :see: LABEL, "
                "stand right below the name"
            )
    return options, count


def _is_comment(token):
    is_html = token.type == "html_block" and token.content.startswith("<!--")
    return is_html or token.type == "myst_line_comment"


def _is_when(token):
    return token.type == "myst_role" and token.meta["name"] == "when"


def _outcome_of(tokens):
    """The outcome that an item names, by the first tokens in it."""
    is_said = len(tokens) == 2 and tokens[0].type == "paragraph_open"
    first, *more = (is_said and tokens[1].children) or [None]
    if first is None or not _is_when(first) or not first.content:
        raise SourceError("has an item without {when}")
    if not any(token.content.strip() or token.type != "text" for token in more):
        raise SourceError(f"has an item in which nothing is said to {first.content}")
    return first.content


def _item(lines):
    """The text of an item, without its mark and its indentation."""
    first, *rest = lines
    width = MARK.match(first).end()
    return first[width:] + "".join(
        line[:width].lstrip(" ") + line[width:] for line in rest
    )
