"""Sentences and numbers of a chart, written as expressions."""

import json
from string import Formatter


def sentence(template):
    """Turn a template into an expression for a sentence.

    >>> sentence("At {p:.2f} the loss is {unit}.")
    '"At " + format(p, \\'.2f\\') + " the loss is " + unit + "."'
    """
    parts = []
    for text, name, form, _ in Formatter().parse(template):
        if text:
            parts.append(json.dumps(text, ensure_ascii=False))
        if name:
            parts.append(f"format({name}, '{form}')" if form else name)
    return " + ".join(parts)


def behind(unit):
    """What is written behind a number that has a unit, or none."""
    return f" {unit}" if unit else ""


def real(number):
    """A number as an expression, to all its digits.

    >>> real(-0.5)
    '(-0.5)'
    """
    text = repr(float(number))
    return f"({text})" if text.startswith("-") else text


def listed(expressions):
    """A list of expressions as an expression.

    >>> listed(["a", "b"])
    '[a, b]'
    """
    return f"[{', '.join(expressions)}]"


def picked(expressions, place):
    """The expression at a place, of which alone is computed.

    >>> picked(["a", "b", "c"], "n")
    '(n == 0 ? a : n == 1 ? b : c)'
    """
    *firsts, last = expressions
    tests = "".join(f"{place} == {i} ? {one} : " for i, one in enumerate(firsts))
    return f"({tests}{last})"
