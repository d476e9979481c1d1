"""What an exercise asks for, and how an answer to it is judged.

An answer is a number of any kind, an array of numbers, or a function that returns one.
It is compared with the right answer, then with each wrong answer that has a name: one
that comes from a known misconception gets a message of its own.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from numbers import Real

import numpy as np

from lossbook.arguments import hides_numbers
from lossbook.say import enumeration, say

CLOSE = 0.02  # an answer that is off by less was probably rounded
UNTOUCHED = say("Put your answer in place of the three dots.")


@dataclass(frozen=True)
class Wrong:
    """A wrong answer that is worth a name: what it is, and what is said to it."""

    answer: object
    message: str


@dataclass(frozen=True)
class Exercise:
    """An exercise, without its text: that stands in the chapter.

    Attributes:
        serves: The objective of its chapter that it serves.
        answer: The right answer: a number, an array, or a function.
        wrong: The wrong answers that have a name.
        praise: A sentence, by `lossbook.say`, on why the right answer is right.
        cases: The arguments, a tuple for each call, on which a function is tried.
        tolerance: How far off an answer may be, relative to the size of the right one.
    """

    serves: str
    answer: object
    praise: str
    wrong: Mapping[str, Wrong] = field(default_factory=dict)
    cases: Sequence[tuple] = ()
    tolerance: float = 0.005

    @property
    def is_function(self):
        return callable(self.answer)


def verdict(exercise, answer):
    """Say what is to be said to an answer.

    Args:
        exercise: An `Exercise`.
        answer: Whatever a reader has handed in.

    Returns:
        A pair: whether the answer is right, and a text, by `lossbook.say`.

    >>> sums = {"sum": Wrong(4.0, say("A sum."))}
    >>> mean = Exercise("means", 2.0, say("It is the mean."), sums)
    >>> verdict(mean, 2), verdict(mean, 4)
    ((True, 'Right. It is the mean.'), (False, 'Not yet. A sum.'))
    """
    try:
        got = _values(exercise, answer)
    except _Unreadable as fault:
        (why,) = fault.args
        return False, _not_yet(why)
    right = _values(exercise, exercise.answer)
    if _agree(exercise, got, right):
        return True, say("Right. {why}", why=exercise.praise)
    for wrong in exercise.wrong.values():
        if _agree(exercise, got, _values(exercise, wrong.answer)):
            return False, _not_yet(wrong.message)
    return False, _not_yet(_difference(exercise, got, right))


def _not_yet(why):
    return say("Not yet. {why}", why=why)


class _Unreadable(Exception):
    """An answer that is not of the kind that the exercise asks for."""


def _values(exercise, answer):
    """The numbers of an answer, an array for each case; one if it is no function."""
    if answer is ...:
        raise _Unreadable(UNTOUCHED)
    if not exercise.is_function:
        if callable(answer):
            raise _Unreadable(
                say("This is a function; hand in the number that it returns.")
            )
        return [_numbers(answer, say("Your answer"))]
    if not callable(answer):
        raise _Unreadable(
            say(
                "The check wants the function itself, without parentheses; "
                "it got {answer}.",
                answer=_named(answer),
            )
        )
    return [_returned(answer, case) for case in exercise.cases]


def _returned(function, case):
    """What a reader's function returns for some arguments, which stay as they are."""
    copies = [np.copy(part) if isinstance(part, np.ndarray) else part for part in case]
    try:
        result = function(*copies)
    except Exception as error:  # noqa: BLE001 - a reader's function may do anything
        kind = type(error).__name__
        raise _Unreadable(
            say("Your function stops with {kind}: {error}", kind=kind, error=error)
        ) from None
    if result is ...:
        raise _Unreadable(UNTOUCHED)
    if result is None:
        raise _Unreadable(say("Your function returns None. Is there a return in it?"))
    return _numbers(result, say("What your function returns"))


def _numbers(value, subject):
    """An answer as an array of floats, whatever its numbers are made of."""
    try:
        # NumPy cannot take a single bfloat16 out of TensorFlow by itself.
        array = np.asarray(value.numpy() if hasattr(value, "numpy") else value)
        if hides_numbers(value):
            raise TypeError
        if array.dtype.kind in "iuf" or _is_bfloat(array.dtype):
            return array.astype(float)
        items = array.ravel().tolist()
        if any(item is ... for item in items):
            raise _Unreadable(UNTOUCHED)
        return np.reshape([_float(item) for item in items], array.shape)
    except _Unreadable:
        raise
    except Exception:  # noqa: BLE001 - whatever is handed in may refuse in its own way
        raise _Unreadable(
            say(
                "{subject} should be a number or numbers, not {value}.",
                subject=subject,
                value=_named(value),
            )
        ) from None


def _is_bfloat(dtype):
    """Whether this is a kind of number that NumPy has from others, as TensorFlow's."""
    return dtype.kind == "V" and dtype.type is not np.void


def _float(number):
    """A number of Python, such as a `Fraction` or a `Decimal`, as a float."""
    if isinstance(number, bool) or not isinstance(number, (Real, Decimal)):
        raise TypeError
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def _named(value):
    """A value of an unknown kind, briefly."""
    if value is None:
        return "None"
    if np.ma.is_masked(value):
        return say("an array with masked numbers")
    is_plain = isinstance(value, (str, bytes, int, float, complex, list, tuple, dict))
    text = repr(value) if is_plain else ""
    kind = type(value).__name__
    if 0 < len(text) <= 40:
        return say("the {kind} {value}", kind=kind, value=text)
    dtype = getattr(value, "dtype", None)
    if dtype is None:
        return say("a value of type {kind}", kind=kind)
    name = getattr(dtype, "name", dtype)
    return say("a value of type {kind} and dtype {dtype}", kind=kind, dtype=name)


def _agree(exercise, some, others):
    return all(
        one.shape == other.shape
        and np.allclose(one, other, rtol=exercise.tolerance, atol=1e-9, equal_nan=True)
        for one, other in zip(some, others, strict=True)
    )


def _difference(exercise, got, right):
    """Where an answer that has no name first differs from the right one."""
    for case, one, other in zip(exercise.cases or [()], got, right, strict=True):
        have = _have(case, _text(one))
        if one.shape != other.shape:
            have, wanted = _have(case, _shaped(one)), _shaped(other)
            return say("{have}; it should be {wanted}.", have=have, wanted=wanted)
        if not np.isfinite(one).all():
            return say("{have}, which is no finite number.", have=have)
        if not _agree(exercise, [one], [other]):
            if np.allclose(one, other, rtol=CLOSE, atol=CLOSE / 4):
                return say("{have}. That is close: give more digits.", have=have)
            return say("{have}, and that is not it.", have=have)
    raise AssertionError("the answers agree")


def _have(case, answer):
    if not case:
        return say("You have {answer}", answer=answer)
    call = enumeration(_text(np.asarray(part)) for part in case)
    return say("For {call} your function returns {answer}", call=call, answer=answer)


def _shaped(array):
    if not array.shape:
        return say("one number")
    return say("an array of shape {shape}", shape=array.shape)


def _text(array):
    """Numbers in one line, short enough to be read."""
    if array.size > 8:
        return _shaped(array)
    if array.ndim == 0:
        return f"{array:.5g}"
    return say("[{numbers}]", numbers=enumeration(map(_text, array)))
