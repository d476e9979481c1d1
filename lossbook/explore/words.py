"""Sentences and numbers of a chart, written as expressions.

A sentence of a chart is a tree, as `lossbook.say` has them, in whose slots may also stand
what the chart computes: `computed` and `either`. English or another language, `expression`
makes of it what the chart computes.
"""

import json
from functools import reduce

from lossbook.say import SLOT, check_slots, tree_of


def sentence(message, **values):
    """A message, with what stands in its slots.

    >>> sentence("At {p} it is {loss}.", p=computed("p", ".2f"), loss="none")
    ['At {p} it is {loss}.', {'p': {'computed': "format(p, '.2f')"}, 'loss': 'none'}]
    """
    check_slots(message, values)
    return [message, {name: _tree(value) for name, value in values.items()}]


def sentences(message, parts):
    """Join some by a message with the slots ``before`` and ``after``.

    >>> sentences("{before}; {after}", ["one", sentence("two")])
    ['{before}; {after}', {'before': 'one', 'after': ['two', {}]}]
    """
    return reduce(lambda one, other: sentence(message, before=one, after=other), parts)


def computed(name, form=""):
    """The value of an expression; a number is written in a format of d3."""
    return {"computed": f"format({name}, '{form}')" if form else name}


def either(condition, one, other=""):
    """One tree if an expression is true, else another one."""
    return {"if": condition, "then": _tree(one), "else": _tree(other)}


def _tree(value):
    return value if isinstance(value, (list, dict)) else tree_of(value)


def expression(tree, translated=str):
    """Turn a tree into an expression for its text.

    Args:
        tree: What `sentence` returns.
        translated: A function that gives a message in the language that is wanted.

    >>> loss = either("p > 0", computed("loss"), "endless")
    >>> expression(sentence("The loss is {loss}.", loss=loss))
    '"The loss is " + (p > 0 ? loss : "endless") + "."'
    """
    if isinstance(tree, str):
        return _quoted(tree)
    if "computed" in tree:
        return tree["computed"]
    if "if" in tree:
        ways = (expression(tree[way], translated) for way in ("then", "else"))
        return f"({tree['if']} ? {' : '.join(ways)})"
    message, values = tree
    parts = SLOT.split(translated(message))  # in turn a text and the name of a slot
    said = [
        expression(values[part], translated) if place % 2 else _quoted(part)
        for place, part in enumerate(parts)
        if part
    ]
    return " + ".join(said)


def _quoted(text):
    return json.dumps(text, ensure_ascii=False)


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
