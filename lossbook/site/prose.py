"""Checks that every decimal in a chapter's prose is one that its cells know.

A decimal, a percentage or a number with thousands separators that stands in
prose, a table, a caption or a formula must be

- stated under a cell of the same page, to at least that precision (a number with a
  single digit, such as 0.6, must be stated as just that: too many round to it), or
- written in the code of a cell of the same page, or
- quoted from elsewhere, and marked so, with its origin, anywhere on the page::

      <!-- quoted from Shannon (1948): 0.5 1.25 -->
"""

import ast
import re
from bisect import bisect
from dataclasses import replace
from decimal import Decimal

from IPython.core.inputtransformer2 import TransformerManager

from lossbook.site.statements import NUMBER, STATED, holds, number

QUOTED = re.compile(r"<!-- quoted from (?P<origin>[^:\s][^:]*): (?P<numbers>[^>]*?)-->")

# What holds digits but is not read as a number: comments, addresses, the targets of
# links, labels, and the roles that cite or refer.
NOT_PROSE = re.compile(
    r"<!--.*?-->"
    r"|https?://[^\s)>\]]+"
    r"|\]\([^)\s]*\)"
    r"|^\([\w-]+\)=$"
    r"|\{(?:cite|ref|numref|eq|doc|term)[\w:]*\}`[^`]*`",
    re.DOTALL | re.MULTILINE,
)

PERCENT = re.compile(r"[ \u00a0\u202f]?\\?%")  # 25%, 25 %, and 25\% in TeX

# TeX writes 66,790 as 66{,}790 or 66\,790; both stay as long as they were.
TEX_SEPARATOR = re.compile(r"(?<=\d)(?:\{,\}|\\,)(?=\d{3}(?!\d))")


def unsupported(text, chapter):
    """List the numbers of a chapter's prose that nothing on the page supports.

    Args:
        text: The source of the chapter, a string.
        chapter: The same, as `lossbook.site.notebook.read` reads it.

    Returns:
        A list of pairs: the line, from 1, and a sentence about the number.
    """
    known = [
        found
        for cell in chapter.cells
        for statement in cell.statements.values()
        for found in _stated_numbers(statement.text)
    ]
    written = {n for cell in chapter.cells for n in _literals(cell.node.source)}
    found = list(prose_numbers(text, chapter))
    quoted, faults = _quoted(text)

    for line, said in found:
        supported = (
            any(_supports(known_number, said) for known_number in known)
            or said.value in written
            or said.text in quoted
        )
        if not supported:
            faults.append(
                (line, f"{said.text} stands in the prose, but no cell prints it")
            )
    used = {said.text for _, said in found}
    faults += [
        (line, f"{stale} is marked as quoted, but does not stand in the prose")
        for stale, line in quoted.items()
        if stale not in used
    ]
    return sorted(faults)


def prose_numbers(text, chapter):
    """Yield the line and the `Number` of each number that needs support.

    >>> from lossbook.site.notebook import read
    >>> text = "A loss of 0.25, or 25 %,\\nof 66{,}790 in 3 steps."
    >>> [(line, n.text) for line, n in prose_numbers(text, read(text))]
    [(1, '0.25'), (1, '25%'), (2, '66,790')]
    """
    prose = _prose(text, chapter)
    starts = [0] + [match.end() for match in re.finditer("\n", prose)]
    for match in NUMBER.finditer(prose):
        found = number(match[0].rstrip(".,"))
        line = bisect(starts, match.start())
        if PERCENT.match(prose, match.end()):
            yield line, _percentage(found)
        elif "." in found.text or "," in found.text:
            yield line, found


def _prose(text, chapter):
    """Blank out, line by line and place by place, what is not prose."""
    lines = text.split("\n")
    if lines[0] == "---":  # the front matter
        end = lines.index("---", 1)
        lines[: end + 1] = [""] * (end + 1)
    for cell in chapter.cells:
        end = cell.line + 1
        while not lines[end - 1].startswith("```"):
            end += 1
        code = len(cell.node.source.splitlines())
        lines[end - 1 - code : end] = [""] * (code + 1)  # its options are prose
        for statement in cell.statements.values():
            count = statement.text.count("\n") + 2
            lines[statement.line - 1 : statement.line - 1 + count] = [""] * count
    prose = "\n".join(lines)
    prose = NOT_PROSE.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), prose)
    return TEX_SEPARATOR.sub(",", prose)


def _literals(code):
    """Yield the value of each number that is written in a cell's code."""
    plain = TransformerManager().transform_cell(code)  # %magics become Python
    try:
        tree = ast.parse(plain)
    except SyntaxError:  # as the cell may be said to raise
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and type(node.value) in (int, float):
            value = Decimal(repr(node.value))
            yield value
            yield -value


def _stated_numbers(stated):
    """Yield each stated number; of 9 ± 2% the 9% as well, as both are percentages."""
    for match in STATED.finditer(stated):
        for found in map(number, filter(None, match.groups())):
            yield found
            if PERCENT.match(stated, match.end()):
                yield _percentage(found)


def _percentage(found):
    """Mark a number as a percentage, so that 25 % is no 25."""
    return replace(found, text=found.text + "%")


def _supports(known, said):
    if known.text.endswith("%") != said.text.endswith("%"):
        return False
    if said.is_exact:  # 66,790 may be printed as 66790
        return known.is_exact and known.value == said.value
    if len(said.value.as_tuple().digits) < 2:  # a single digit is too easily met
        return known.value == said.value and known.unit <= said.unit
    return holds(said, known)


def _quoted(text):
    """Find what is marked as quoted: a dict from number to line, and the faults."""
    quoted, faults = {}, []
    for match in re.finditer(r"<!--\s*quoted.*?-->", text, re.DOTALL):
        line = text.count("\n", 0, match.start()) + 1
        if not (mark := QUOTED.fullmatch(match[0])):
            faults.append(
                (line, "a quotation is marked as <!-- quoted from ORIGIN: NUMBERS -->")
            )
            continue
        quoted |= dict.fromkeys(mark["numbers"].split(), line)
    return quoted, faults
