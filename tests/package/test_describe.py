"""Tests of `lossbook.plot.describe`: its sentences say what the numbers say."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lossbook.plot import describe

many = settings(max_examples=200)
finite = st.floats(-1e12, 1e12).filter(lambda x: x == 0 or abs(x) > 1e-12)


def read(text):
    """Read the numbers of a sentence back."""
    numbers = re.findall(r"−?\d[\d,]*(?:\.\d+)?(?:e−?\d+)?", text)
    return [float(number.replace("−", "-").replace(",", "")) for number in numbers]


@many
@given(finite)
def test_a_number_is_written_to_four_digits_with_a_real_minus_sign(value):
    text = describe.number(value)
    assert read(text) == [pytest.approx(value, rel=5.001e-4)]
    assert "-" not in text
    assert len(re.sub(r"e.*|[,.−]|^0\.0*", "", text).strip("0")) <= 4


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-0.0, "0"),
        (0.28768207, "0.2877"),
        (-100, "−100"),
        (1999.6, "2,000"),
        (66790, "66,790"),
        (1.192e-7, "1.192e−7"),
        (3e38, "3e38"),
        (-np.inf, "−∞"),
    ],
)
def test_a_number_is_written_as_people_write_it(value, text):
    assert describe.number(value) == text


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("a-b_c {d}", "a-b_c {d}"),
        (r"$\hat y - y$", "ŷ − y"),
        (r"$\partial L/\partial\hat{y}$", "∂L/∂ŷ"),
        (r"$\dfrac{\partial L}{\partial\hat{y}}$", "∂L/∂ŷ"),
        (r"$-\log p$", "−log p"),
        (r"$\hat{y}_2$", "ŷ₂"),
        (7, "7"),
    ],
)
def test_a_label_loses_its_typesetting(label, text):
    assert describe.plain(label) == text


@pytest.mark.parametrize(
    ("y", "text"),
    [
        ([2, 2, 2, 2], "stays at 2 from −1 to 2"),
        ([1, 2, 2, 5], "rises from 1 at −1 to 5 at 2"),
        ([5, 2, 2, 1], "falls from 5 at −1 to 1 at 2"),
        ([5, 2, 3, 4], "from 5 at −1 to 4 at 2, least 2 at 0"),
        ([1, 7, 3, 4], "from 1 at −1 to 4 at 2, greatest 7 at 0"),
        ([1, 0, 7, 4], "from 1 at −1 to 4 at 2, least 0 at 0, greatest 7 at 1"),
        ([1, 3, 2, 4], "from 1 at −1 to 4 at 2"),
        ([np.inf, 3, 2, 1], "falls from 3 at 0 to 1 at 2"),
        ([np.nan, 3, np.nan, np.inf], "3 at 0"),
        ([np.nan] * 4, "nowhere finite"),
    ],
)
def test_the_course_of_a_curve_is_told_by_its_ends_and_extremes(y, text):
    assert describe.course(np.arange(-1.0, 3.0), np.array(y, float)) == text


X = np.linspace(-3, 3, 121)


@pytest.mark.parametrize(
    ("curves", "text"),
    [
        ({"a": X}, ""),
        ({"a": X, "b": X}, "The curves coincide."),
        ({"a": X + 1, "b": X}, "Highest: a from −3 to 3."),
        # They touch at 0: that is no reason to begin anew.
        ({"a": X**2, "b": -abs(X)}, "Highest: a from −3 to 3."),
        (
            {"a": abs(X), "b": X**2},
            "Highest: b from −3 to −1 and from 1 to 3, a from −1 to 1.",
        ),
        # The true border 1/7 lies between two points.
        ({"a": 8 * X, "b": X + 1}, "Highest: b from −3 to 0.1429, a from 0.1429 to 3."),
        # Together from −1 to 1.
        (
            {"a": abs(X), "b": np.maximum(abs(X), 2 * abs(X) - 1)},
            "Highest: b from −3 to −1 and from 1 to 3.",
        ),
        ({"a": np.sin(9 * X), "b": 0 * X}, ""),
    ],
)
def test_the_highest_curve_is_named_with_its_borders(curves, text):
    assert describe.highest(X, curves) == text


def test_points_where_a_curve_is_not_finite_do_not_count_for_the_highest():
    with np.errstate(divide="ignore"):
        steep = 1 / X**2
    text = describe.highest(X, {"a": steep, "b": np.full_like(X, 4)})
    assert text == "Highest: b from −3 to −0.5 and from 0.5 to 3, a from −0.5 to 0.5."
