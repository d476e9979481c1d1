"""lossbook.site.statements: what is stated against what is printed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lossbook.site.statements import (
    disagreement,
    holds,
    number,
)


@pytest.mark.parametrize(
    ("stated", "printed"),
    [
        ("2.0", "2.0"),
        ("0.2877", "0.2876821"),
        ("0.29", "0.2876821"),
        ("-0.5", "-0.4999"),
        ("1.6e-07", "1.59e-07"),
        ("[0.125 2.5  ]", "[0.125 2.5  ]"),
        ("[0.13 2.50]", "[0.1251 2.499]"),
        ("loss   0.25", "loss 0.2500"),
        ("acc 0.935 ± 0.02", "acc 0.9421"),
        ("655 ± 100 wrong", "700 wrong"),
        ("3.9 ± 0.6% of it", "4.4% of it"),
        ("Total params: 66,790 (260.90 KB)", "Total params: 66,790 (260.90 KB)"),
        ("nan inf", "nan inf"),
        ("a\nb", "a\nb\n"),
        ("", ""),
    ],
)
def test_these_statements_hold(stated, printed):
    assert disagreement(stated, printed) is None


@pytest.mark.parametrize(
    ("stated", "printed", "line", "reason"),
    [
        ("0.2878", "0.2876821", 1, "states 0.2878, but the cell prints 0.2876821"),
        ("0.30", "0.3", 1, "states 0.30, but the cell prints 0.3"),
        ("0.5", "-0.5", 1, "states 0.5, but the cell prints -0.5"),
        ("2", "2.0", 1, "states 2, but the cell prints 2.0"),
        ("1.", "1.4", 1, "states 1., but the cell prints 1.4"),
        ("65941", "65940", 1, "states 65941, but the cell prints 65940"),
        ("66,790", "66790", 1, "states 66,790, but the cell prints 66790"),
        ("float32", "float64", 1, "float32"),
        ("nan", "0.0", 1, "states “nan”"),
        ("[1. 2.]", "[1. 2. 3.]", 1, "prints “[1. 2. 3.]”"),
        ("MAE 2.0", "MSE 2.0", 1, "states “MAE 2.0”"),
        ("acc 0.935 ± 0.002", "acc 0.9421", 1, "states 0.935 ± 0.002"),
        ("1.0\n2.0", "1.0\n2.1", 2, "states 2.0, but the cell prints 2.1"),
        ("1.0\n2.0", "1.0", 2, "states what the cell does not print: 2.0"),
        ("1.0", "1.0\n2.0", 2, "states nothing, but the cell prints: 2.0"),
        ("", "2.0", 1, "states nothing, but the cell prints: 2.0"),
        ("0.935", "0.935 ± 0.002", 1, "states"),
    ],
)
def test_these_do_not_and_the_reason_is_given_with_its_line(
    stated, printed, line, reason
):
    place, said = disagreement(stated, printed)
    assert place == line
    assert reason in said


@given(
    value=st.decimals(-1000, 1000, places=6),
    places=st.integers(1, 5),
)
def test_a_number_holds_when_rounded_and_fails_when_its_last_digit_is_changed(
    value, places
):
    rounded = round(value, places)
    unit = type(value)(1).scaleb(-places)
    printed, stated = number(f"{value}"), number(f"{rounded:f}")
    assert holds(stated, printed)
    is_tie = abs(value - rounded) == unit / 2
    for changed in (rounded + unit, rounded - unit):
        assert is_tie or not holds(number(f"{changed:f}"), printed)


def test_every_digit_of_an_exact_statement_matters():
    stated = "step 1: w = 1.2000 (235 of 66,790) [1. 2.] float32 1e-07"
    for match in re.finditer(r"\d", stated):
        changed = str((int(match[0]) + 1) % 10)
        mutant = stated[: match.start()] + changed + stated[match.end() :]
        assert disagreement(mutant, stated), mutant
