"""Compares what a chapter states with what its cells print.

Numbers are compared as numbers, to the precision stated: 0.2877 holds for
0.2876821, and 0.2878 does not. A number that depends on the machine is stated
with its tolerance, ``0.935 ± 0.02``. Everything else is compared as text, blanks
apart: words, and what has digits but is no number, such as the version 2.21.0, the
address 10.1.0.5, a date, a time, or ``0.75s``. There 2.2.0 is no rounded 2.21.0.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest

NUMBER = re.compile(
    r"""(?<![\w.])          # not within a name such as float32, nor after a point
        (?<![0-9]:)         # nor in the midst of a time
        [-+−]?
        (?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9]) | [0-9]+)
        (?:\.[0-9]*)?
        (?:[eE][-+]?[0-9]{1,4})?
        (?!\w | \.[0-9])    # a unit, or the second point of a version or a date
     """,
    re.VERBOSE,
)
STATED = re.compile(rf"({NUMBER.pattern})(?:\s*±\s*({NUMBER.pattern}))?", re.VERBOSE)


@dataclass(frozen=True)
class Number:
    """A number as it is written: its value, and the worth of its last digit."""

    text: str
    value: Decimal
    unit: Decimal

    @property
    def is_exact(self):
        """Whether it has no decimals, so that its digits are all there is to it."""
        return not re.search(r"\.\d|[eE]", self.text)


def number(text):
    """Read a number as it is written.

    >>> number("−1,234.50")
    Number(text='−1,234.50', value=Decimal('-1234.50'), unit=Decimal('0.01'))
    """
    value = Decimal(text.replace("−", "-").replace(",", ""))
    return Number(text, value, Decimal(1).scaleb(value.as_tuple().exponent))


def holds(stated, printed):
    """Tell whether a printed number is the stated one, to the precision stated.

    >>> holds(number("0.2877"), number("0.2876821"))
    True
    >>> holds(number("0.2878"), number("0.2876821"))
    False
    >>> holds(number("0.30"), number("0.3"))  # states more than was printed
    False
    """
    if stated.is_exact or printed.is_exact:
        return stated.text == printed.text
    if stated.value.is_signed() and not printed.value.is_signed():
        return False  # also −0.0, which no positive number rounds to
    near = abs(stated.value - printed.value) <= stated.unit / 2
    return near and printed.unit <= stated.unit


def disagreement(stated, printed):
    """Say where a cell's output first differs from what is stated of it.

    Args:
        stated: The text between the fences, a string.
        printed: The text that the cell printed, a string.

    Returns:
        None if the statement holds; else the number of the line in the stated
        text, from 1, and a sentence about the difference.

    >>> disagreement("MAE 2.0", "MAE 2.0")
    >>> disagreement("MAE 2.1", "MAE 2.0")
    (1, 'states 2.1, but the cell prints 2.0')
    """
    lines = zip_longest(stated.rstrip().splitlines(), printed.rstrip().splitlines())
    for place, (said, got) in enumerate(lines, start=1):
        if said is None:
            return place, f"states nothing, but the cell prints: {got.strip()}"
        if got is None:
            return place, f"states what the cell does not print: {said.strip()}"
        if difference := _difference(said, got):
            return place, difference
    return None


def _difference(said, got):
    """Compare one line: its words as text, then its numbers as numbers."""
    if _words(STATED, said) != _words(NUMBER, got):
        return f"states “{said.strip()}”, but the cell prints “{got.strip()}”"
    for stated, printed in zip(
        STATED.finditer(said), NUMBER.finditer(got), strict=True
    ):
        center, tolerance, result = stated[1], stated[2], number(printed[0])
        if tolerance is None:
            if not holds(number(center), result):
                return f"states {center}, but the cell prints {result.text}"
        elif abs(number(center).value - result.value) > number(tolerance).value:
            return f"states {stated[0]}, but the cell prints {result.text}"
    return None


def _words(pattern, line):
    """List what stands between the numbers of a line, to be compared as text."""
    ends = [place for found in pattern.finditer(line) for place in found.span()]
    places = [0, *ends, len(line)]
    between = zip(places[::2], places[1::2], strict=True)
    return [" ".join(line[start:end].split()) for start, end in between]
