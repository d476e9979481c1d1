"""lossbook.exercises: what is said to an answer, of whatever kind it is."""

from decimal import Decimal
from fractions import Fraction

import keras
import numpy as np
import pytest
import tensorflow as tf

import lossbook as lb
from lossbook.exercises.exercise import UNTOUCHED, Exercise, Wrong, verdict

MEAN = Exercise("it", 2.0, "So it is.", {"sum": Wrong(4.0, "This is the sum.")})
DOUBLE = Exercise(
    "it",
    lambda x: 2 * x,
    "Twice.",
    {"square": Wrong(lambda x: x * x, "This is the square.")},
    cases=[(3.0,), (np.array([1.0, -1.0]),)],
)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (2, "Right. So it is."),
        (np.float32(2.001), "Right. So it is."),
        (4.0, "Not yet. This is the sum."),
        (3, "Not yet. You have 3, and that is not it."),
        (1.98, "Not yet. You have 1.98. That is close: give more digits."),
        ("2", "Not yet. Your answer should be a number or numbers, not the str '2'."),
        (None, "Not yet. Your answer should be a number or numbers, not None."),
        ([2], "Not yet. You have an array of shape (1,); it should be one number."),
        (float("nan"), "Not yet. You have nan, which is no finite number."),
        (abs, "Not yet. This is a function; hand in the number that it returns."),
        (
            object(),
            (
                "Not yet. Your answer should be a number or numbers, "
                "not a value of type object."
            ),
        ),
        (
            np.ma.array(2.0, mask=True),
            (
                "Not yet. Your answer should be a number or numbers, "
                "not an array with masked numbers."
            ),
        ),
    ],
)
def test_what_is_said_to_a_number(answer, said):
    assert verdict(MEAN, answer)[1] == said


@pytest.mark.parametrize(
    "two",
    [
        lambda: 2,
        lambda: Fraction(4, 2),
        lambda: Decimal("2.00"),
        lambda: np.float16(2),
        lambda: np.uint8(2),
        lambda: np.longdouble(2),
        lambda: np.array(2.0),
        lambda: np.array(Fraction(2)),
        lambda: np.ma.array(2.0),
        lambda: tf.constant(2),
        lambda: tf.constant(2.0, tf.bfloat16),
        lambda: tf.Variable(2.0),
        lambda: keras.Variable(2.0),
        lambda: keras.ops.convert_to_tensor(2.0),
    ],
)
def test_a_number_of_any_kind_is_a_number(two):
    assert verdict(MEAN, two()) == (True, "Right. So it is.")
    returned = Exercise("it", lambda x: 2.0, "So it is.", cases=[(1,)])
    assert verdict(returned, lambda x: two()) == (True, "Right. So it is.")


def test_numbers_of_any_kind_may_stand_in_a_list():
    pair = Exercise("it", np.array([0.5, 2.0]), "So it is.")
    for answer in (
        [Fraction(1, 2), 2],
        (Decimal("0.5"), Fraction(2)),
        [tf.constant(0.5), tf.Variable(2.0)],
        tf.constant([0.5, 2.0], tf.bfloat16),
    ):
        assert verdict(pair, answer) == (True, "Right. So it is.")


NO_NUMBER = "Not yet. Your answer should be a number or numbers, not "


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda: True, f"{NO_NUMBER}the bool True."),
        (lambda: np.True_, f"{NO_NUMBER}a value of type bool and dtype bool."),
        (
            lambda: np.array([True]),
            f"{NO_NUMBER}a value of type ndarray and dtype bool.",
        ),
        (
            lambda: tf.constant(True),
            f"{NO_NUMBER}a value of type EagerTensor and dtype bool.",
        ),
        (
            lambda: tf.constant("2"),
            f"{NO_NUMBER}a value of type EagerTensor and dtype string.",
        ),
        (lambda: 2 + 0j, f"{NO_NUMBER}the complex (2+0j)."),
        (lambda: b"2", f"{NO_NUMBER}the bytes b'2'."),
        (lambda: {"two": 2}, f"{NO_NUMBER}the dict {{'two': 2}}."),
        (lambda: [Fraction(2), "2"], f"{NO_NUMBER}the list [Fraction(2, 1), '2']."),
        (lambda: [Fraction(2), None], f"{NO_NUMBER}the list [Fraction(2, 1), None]."),
        (lambda: [[1], [1, 2]], f"{NO_NUMBER}the list [[1], [1, 2]]."),
        (
            lambda: np.ma.array([2.0, 3.0], mask=[False, True]),
            f"{NO_NUMBER}an array with masked numbers.",
        ),
        (
            lambda: keras.KerasTensor((1,), name="it"),
            f"{NO_NUMBER}a value of type KerasTensor and dtype float32.",
        ),
        (lambda: np.datetime64(2, "s"), f"{NO_NUMBER}a value of type datetime64"),
        (lambda: [..., 2], f"Not yet. {UNTOUCHED}"),
        (lambda: Decimal("NaN"), "Not yet. You have nan, which is no finite number."),
        (lambda: Decimal("1e999"), "Not yet. You have inf, which is no finite number."),
        (lambda: -(10**400), "Not yet. You have -inf, which is no finite number."),
        (lambda: np.inf, "Not yet. You have inf, which is no finite number."),
    ],
)
def test_what_is_no_number_is_named(answer, said):
    right, text = verdict(MEAN, answer())
    assert not right
    assert text.startswith(said)


def test_a_tensor_that_has_no_value_yet_is_named():
    said = []

    @tf.function
    def traced(x):
        said.append(verdict(MEAN, x)[1])
        return x

    traced(tf.constant(2.0))
    assert said == [f"{NO_NUMBER}a value of type SymbolicTensor and dtype float32."]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda x: x + x, "Right. Twice."),
        (lambda x: x**2, "Not yet. This is the square."),
        (lambda x: x, "Not yet. For 3 your function returns 3, and that is not it."),
        (
            lambda x: 2 * np.abs(x),
            "Not yet. For [1, -1] your function returns [2, 2], and that is not it.",
        ),
        (
            lambda x: 6.0,
            (
                "Not yet. For [1, -1] your function returns one number; "
                "it should be an array of shape (2,)."
            ),
        ),
        (
            lambda x: None,
            "Not yet. Your function returns None. Is there a return in it?",
        ),
        (lambda x: x / "a", "Not yet. Your function stops with TypeError: "),
        (
            6,
            (
                "Not yet. The check wants the function itself, without parentheses; "
                "it got the int 6."
            ),
        ),
    ],
)
def test_what_is_said_to_a_function(answer, said):
    assert verdict(DOUBLE, answer)[1].startswith(said)


def test_a_function_cannot_spoil_the_numbers_it_is_tried_on():
    def spoils(x):
        if isinstance(x, np.ndarray):
            x *= 2
            return x
        return 2 * x

    first, again = verdict(DOUBLE, spoils), verdict(DOUBLE, spoils)
    assert first[0], first
    assert again == first, "the first try has changed what the next is compared with"


def test_check_prints_the_verdict_and_returns_nothing(capsys):
    assert lb.check("mae-by-hand", 8) is None
    assert capsys.readouterr().out.startswith("Not yet. ")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("mae-by-hnd", "no exercise has this name; did you mean 'mae-by-hand'"),
        ("", "got '', and no exercise has this name$"),
        (3, "got 3, and no exercise has this name"),
    ],
)
def test_a_name_that_is_none_is_refused(name, said):
    with pytest.raises(ValueError, match=said):
        lb.check(name, 2)
