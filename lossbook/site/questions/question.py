"""What a question computes: the right answer, and what each misconception gives.

The words of a question stand in its chapter, its numbers nowhere: they are what the
functions here return. A question may come in variants, the same words with other
numbers, so that a review does not ask for a number that is remembered.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from numbers import Number

import numpy as np

from ..kit.said import in_words, tree_of

RIGHT, ELSE = "right", "else"


@dataclass(frozen=True)
class Question:
    """A question, without its words.

    Attributes:
        kind: "number" is answered by typing one, "one" by choosing one of several,
            "several" by choosing all that apply.
        serves: The objective of its chapter that it serves.
        outcomes: Functions by name, each called with what is given. One is named
            "right"; each other gives what a misconception makes of it. For "several"
            there is one for each choice, and it returns whether the choice is right.
        variants: What is given: a dict of arguments for each variant. The first is
            the one of the chapter.
        decimals: How many decimals the numbers are shown with.
        unit: What a number is counted in, such as "°C" or "%".
        tolerance: How far off an answer may be. By default 1% of the right one.

    Raises:
        TypeError: If an outcome is no function.
        ValueError: If not all variants give the same names.
    """

    kind: str
    serves: str
    outcomes: Mapping[str, Callable]
    variants: Sequence[Mapping] = ({},)
    decimals: int = 2
    unit: str = ""
    tolerance: float | None = None
    # What was computed for a variant: some of it takes long, and it is asked for often.
    known: dict = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self):
        for name, find in self.outcomes.items():
            if not callable(find):
                raise TypeError(
                    f"{name}: got {find!r}; an outcome needs a function, and other "
                    "arguments are given, decimals, unit and tolerance"
                )
        names = [set(variant) for variant in self.variants]
        if any(each != names[0] for each in names):
            keys = [sorted(each) for each in names]
            raise ValueError(f"given: the variants differ in what is given: {keys}")

    def values(self, variant=0):
        """What each outcome gives, by its name."""
        if variant not in self.known:
            given, outcomes = self.variants[variant], self.outcomes.items()
            self.known[variant] = {n: _plain(find(**given)) for n, find in outcomes}
        return dict(self.known[variant])

    def clash(self):
        """Say which two outcomes a reader could not tell apart; None if there are none.

        Of numbers these are two that are as near to each other as an answer may be.
        """
        if self.kind == "several":
            return None
        for variant in range(len(self.variants)):
            for (one, a), (other, b) in combinations(self.values(variant).items(), 2):
                is_near = self.kind == "number" and not isinstance(a, str)
                near = self.near(a) + self.near(b) if is_near else 0
                if abs(a - b) <= near if is_near else a == b:
                    where = f" in variant {variant + 1}" if variant else ""
                    return f"{one} and {other} both give {shown(a)}{where}"
        return None

    def right_names(self):
        """The names of the outcomes that are right."""
        if self.kind != "several":
            return [RIGHT]
        return [name for name, value in self.values().items() if value]

    def near(self, value):
        """How far from a value an answer may be and still be this one."""
        if self.tolerance is not None:
            return self.tolerance
        return abs(value) / 100 or 0.005

    def given(self, variant=0):
        """What is given, by its name, as it is shown."""
        return {name: shown(it) for name, it in self.variants[variant].items()}

    def gives(self, variant=0):
        """What each outcome gives, by its name, as it is shown."""
        values = self.values(variant).items()
        return {name: shown(value, self.decimals, self.unit) for name, value in values}

    def version(self):
        """A digest of what is asked and what is right; not of any word."""
        names, gives = self.right_names(), self.gives()
        what = [self.kind, names, self.given(), [gives[name] for name in names]]
        text = json.dumps(what, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:8]


def number(serves, *, right, given=None, decimals=2, unit="", tolerance=None, **wrong):
    """A question that is answered by typing a number.

    Args:
        serves: The objective that it serves.
        right: A function that returns the right answer.
        given: What the functions are called with: a dict, or a list of variants.
        decimals: How many decimals the numbers are shown with.
        unit: What the number is counted in.
        tolerance: How far off an answer may be.
        wrong: A function for each misconception, by its name.

    >>> double = number("double", right=lambda x: 2 * x, squared=lambda x: x * x,
    ...                 given={"x": 3}, decimals=0)
    >>> double.given(), double.gives()
    ({'x': '3'}, {'right': '6', 'squared': '9'})
    """
    outcomes = {RIGHT: right, **wrong}
    about = {"decimals": decimals, "unit": unit, "tolerance": tolerance}
    return Question("number", serves, outcomes, _variants(given), **about)


def one(serves, *, right, given=None, decimals=2, unit="", **wrong):
    """A question with several choices, of which exactly one is right.

    The choices are the outcomes: each function returns what its choice says, a number
    or a word. No two may return the same.
    """
    outcomes = {RIGHT: right, **wrong}
    return Question("one", serves, outcomes, _variants(given), decimals, unit)


def several(serves, *, given=None, **choices):
    """A question with several choices, of which any number may be right.

    There is a function for each choice, which returns whether it is right.
    """
    return Question("several", serves, choices, _variants(given))


def shown(value, decimals=None, unit=""):
    """A value as a text shows it, in any language.

    Args:
        value: A number, a word, a text that was said (see `kit.said`), or a sequence of
            these.
        decimals: How many decimals; all that there are by default.
        unit: What follows a number.

    >>> shown((5, 3.5, -10)), shown(8 / 3, 2), shown(25, 0, "%")
    ('(5, 3.5, −10)', '2.67', '25%')
    """
    if isinstance(value, (list, tuple, np.ndarray)):
        return f"({', '.join(shown(part, decimals) for part in value)})"
    if isinstance(value, bool) or not isinstance(value, Number):
        return in_words(tree_of(value))
    text = f"{value:.12g}" if decimals is None else f"{value:.{decimals}f}"
    if float(text) == 0:
        text = text.removeprefix("-")
    space = "" if unit in {"", "%"} else "\N{NO-BREAK SPACE}"
    return text.replace("-", "−") + space + unit


def _variants(given):
    if given is None:
        return ({},)
    return (given,) if isinstance(given, Mapping) else tuple(given)


def _plain(value):
    """A value of NumPy or TensorFlow as one of Python."""
    if isinstance(value, (str, bool)):
        return value
    array = np.asarray(value)
    if array.ndim or array.dtype.kind not in "biuf":
        raise TypeError(f"an outcome gives {value!r}; it needs one number or one word")
    return array.item()
