"""A page's text as a notebook shows it: without what only the site can do."""

import re

from ..kit.fences import fences, lines_of

LABEL = r"^\([^\n]+\)=[ \t]*\n"


def plain(text, writers, silent_roles=()):
    """Write the book's directives as Markdown that any notebook shows.

    Args:
        text: The Markdown of a cell.
        writers: A dict from the names of directives to functions, each of which is called
            with a `lossbook.site.kit.fences.Fence` and returns what stands in its place,
            or None to leave it.
        silent_roles: The names of roles of which nothing is shown.

    >>> print(plain("(here)=\\n```{hint}\\nTry 2.\\n```\\n", {"hint": lambda f: f.body}))
    Try 2.
    <BLANKLINE>
    """
    roles = [rf"\{{{re.escape(role)}\}}`[\w-]+`[ ]?" for role in sorted(silent_roles)]
    silent = re.compile("|".join([LABEL, *roles]), re.MULTILINE)
    lines = lines_of(text)
    parts, start = [], 0
    for fence in fences("".join(lines)):
        parts.append(silent.sub("", "".join(lines[start : fence.line - 1])))
        as_it_is = lines[fence.line - 1 : fence.end]
        write = writers.get(fence.name)
        new = write(fence) if write else None
        if new is None and fence.is_of_colons:
            new = plain("".join(as_it_is[1:-1]), writers, silent_roles)
            new = f"{as_it_is[0]}{new}{as_it_is[-1]}"
        parts.append("".join(as_it_is) if new is None else _placed(new, as_it_is[0]))
        start = fence.end
    parts.append(silent.sub("", "".join(lines[start:])))
    return re.sub(r"\n{3,}", "\n\n", "".join(parts))


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
