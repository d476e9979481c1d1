"""Checks that every decimal in a chapter's prose is one that its cells know.

A decimal, a percentage or a number with thousands separators that stands in
prose, a table, a caption or a formula must be

- stated under a cell of the same page, to at least that precision (a number with a
  single digit, such as 0.6, must be stated as just that: too many round to it), or
- written in the code of a cell of the same page (25% as 0.25), or
- quoted from elsewhere, and marked so, with its origin, anywhere on the page::

      <!-- quoted from Shannon (1948): 0.5 1.25 -->
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from IPython.core.inputtransformer2 import TransformerManager

from .statements import Number, holds, number
from .words import words

QUOTED = re.compile(
    r"<!--\s+quoted\s+from\s+(?P<origin>[^:\s][^:]*):\s(?P<numbers>[^>]*?)-->"
)

# As words and formulas write it: a unit, a letter or a bracket may touch it, and it may
# begin with the point. Versions, addresses, dates and times are none.
SAID = re.compile(
    r"""(?<!\d) (?<!\d\.) (?<!\d:\d\d:)
        (?P<number>
          (?: (?<![\w.]) [-+−] )?
          (?: \d{1,3}(?:(?:[,_\u00a0\u2009\u202f]|\{,\})\d{3})+ (?![\d_]) (?:\.\d*)?
            | \d+ (?:\.\d*)?
            | (?<![\w.)\]}]) \.\d+ )
          (?: [eE][-+−]?\d{1,4} )?
        )
        (?! \d | \.\d )
        (?P<percent> [^\S\n]*\n?[^\S\n]* (?: \\?[%％] | (?<=\s)per\s?cent(?:age)?\b ) )?""",
    re.VERBOSE,
)
MORE_OR_LESS = re.compile(r"\s*±\s*")
SEPARATOR = re.compile(r"[_\u00a0\u2009\u202f]|\{,\}")


class Said(NamedTuple):
    """A number that needs support.

    Attributes:
        line: Where it stands, from 1.
        number: What it says, a `Number`; the text of a percentage ends in %.
        place: That of its last digit in the source.
    """

    line: int
    number: Number
    place: int


def unsupported(text, chapter):
    """List the numbers of a chapter's prose that nothing on the page supports.

    Args:
        text: The source of the chapter, a string.
        chapter: The same, as `lossbook.site.outputs.chapter.read` reads it.

    Returns:
        A list of pairs: the line, from 1, and a sentence about the number.
    """
    known, written = _support(
        tuple(s.text for cell in chapter.cells for s in cell.statements.values()),
        tuple(cell.node.source for cell in chapter.cells),
    )
    found, comments = _read(text, chapter)
    quoted, faults = _quoted(comments)

    for line, said, _ in found:
        supported = (
            said.text in quoted
            or _as_written(said) in written
            or any(_supports(known_number, said) for known_number in known)
        )
        if not supported:
            faults.append(
                (line, f"{said.text} stands in the prose, but no cell prints it")
            )
    used = {said.number.text for said in found}
    faults += [
        (line, f"{stale} is marked as quoted, but does not stand in the prose")
        for stale, line in quoted.items()
        if stale not in used
    ]
    return sorted(faults)


def prose_numbers(text, chapter):
    """Yield the line and the `Number` of each number that needs support.

    >>> from lossbook.site.outputs.chapter import read
    >>> text = "A loss of 0.25, or 25 %,\\nof 66{,}790 in 3 steps."
    >>> [(line, n.text) for line, n in prose_numbers(text, read(text))]
    [(1, '0.25'), (1, '25%'), (2, '66,790')]
    """
    for said in said_numbers(text, chapter):
        yield said.line, said.number


def said_numbers(text, chapter):
    """List the same, each with its place in the source: a list of `Said`."""
    return _read(text, chapter)[0]


def _read(text, chapter):
    """Find the numbers of the prose, and its comments."""
    seen = words(
        text, [s.line for cell in chapter.cells for s in cell.statements.values()]
    )
    found, place = [], 0
    for match, value in _numbers(seen.text):
        place = seen.place(*match.span("number")) or place
        if value.text.endswith("%") or "." in value.text or "," in value.text:
            found.append(Said(seen.line(place), value, place))
    return sorted(found, key=lambda said: said.place), seen.comments


def _numbers(text) -> Iterator[tuple[re.Match, Number]]:
    for match in SAID.finditer(text):
        plain = SEPARATOR.sub(",", match["number"].rstrip(".,"))
        found = number(plain)
        yield match, _percentage(found) if match["percent"] else found


@lru_cache(maxsize=4)
def _support(stated, code):
    """The numbers that some cells state, and the values of those written in them."""
    known = {n for text in stated for n in _stated_numbers(text)}
    return known, {n for text in code for n in _literals(text)}


def _literals(code):
    """Yield the value of each number that is written in a cell's code."""
    if code.startswith("%%"):  # what a magic does with the other lines is its own
        code = code.partition("\n")[2]
    try:
        plain = TransformerManager().transform_cell(code)  # %magics become Python
        constants = [n.value for n in ast.walk(ast.parse(plain)) if _is_number(n)]
        values = [Decimal(repr(value)) for value in constants]
    except (SyntaxError, ValueError):  # a cell may show what an error looks like
        values = [found.value for _, found in _numbers(code)]
    for value in values:
        yield value
        yield -value


def _is_number(node):
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)


def _stated_numbers(stated):
    """Yield each stated number; of 9 ± 2% the 9% as well, as both are percentages."""
    found = list(_numbers(stated))
    for i, (match, value) in enumerate(found):
        yield value
        if match["percent"]:
            yield replace(value, text=value.text.removesuffix("%"))
        between = MORE_OR_LESS.fullmatch(stated, match.end(), _start(found, i + 1))
        if between and found[i + 1][0]["percent"] and not match["percent"]:
            yield _percentage(value)


def _start(found, i):
    return found[i][0].start() if i < len(found) else -1


def _percentage(found):
    """Mark a number as a percentage, so that 25 % is no 25."""
    return replace(found, text=found.text + "%")


def _as_written(said):
    """The value that code gives to a number: 25% is 0.25 there, and a 25 is none."""
    if not said.text.endswith("%"):
        return said.value
    share = said.value / 100
    return None if share == share.to_integral_value() else share


def _supports(known, said):
    if known.text.endswith("%") != said.text.endswith("%"):
        return False
    if said.is_exact:  # 66,790 may be printed as 66790
        return known.is_exact and known.value == said.value
    if len(said.value.as_tuple().digits) < 2:  # a single digit is too easily met
        return known.value == said.value and known.unit <= said.unit
    return holds(said, known)


def _quoted(comments):
    """Find what is marked as quoted: a dict from number to line, and the faults."""
    quoted, faults = {}, []
    for line, comment in comments:
        if not re.match(r"<!--\s*quoted", comment):
            continue
        if not (mark := QUOTED.fullmatch(comment)):
            faults.append(
                (line, "a quotation is marked as <!-- quoted from ORIGIN: NUMBERS -->")
            )
            continue
        quoted |= dict.fromkeys(mark["numbers"].split(), line)
    return quoted, faults
