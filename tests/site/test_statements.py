"""lossbook.site.outputs.statements: what is stated against what is printed."""

import re
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lossbook.site.outputs.statements import (
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
        ("0.25-0.75", "0.2501-0.7499"),
        ("from -1.5 to −1.5", "from -1.4999 to -1.5001"),
        ("It is 0.29.", "It is 0.2876821."),
        ("(0.5, 2.25)", "(0.5001, 2.2499)"),
        ("[[1. 2.]\n [3. 4.]]", "[[1. 2.]\n [3. 4.]]"),
        (
            "shape (2, 3), 0x1f, 1_000, 1.5+2.25j",
            "shape (2, 3), 0x1f, 1_000, 1.5+2.25j",
        ),
        ("TensorFlow 2.21.0 of 27.11.2026", "TensorFlow 2.21.0 of 27.11.2026"),
        ("1e99999999999999999999", "1e99999999999999999999"),
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
        ("2.2.0", "2.21.0", 1, "states “2.2.0”, but the cell prints “2.21.0”"),
        ("Keras 3.1.1", "Keras 3.15.1", 1, "prints “Keras 3.15.1”"),
        ("10.1.0.5", "10.12.0.5", 1, "10.12.0.5"),
        ("v10.1.0.5:80", "v10.1.0.46:80", 1, "v10.1.0.46:80"),
        ("27.1.2026", "27.11.2026", 1, "27.11.2026"),
        ("2026-11-27", "2026-11-28", 1, "states 27"),
        ("2026/11/27", "2026/12/27", 1, "states 11"),
        ("10:15", "10:16", 1, "10:16"),
        ("10:15:03.5", "10:15:03.46", 1, "10:15:03.46"),
        ("0.8s", "0.75s", 1, "0.75s"),
        ("1.5x", "1.46x", 1, "1.46x"),
        ("1.5+2.3j", "1.5+2.25j", 1, "1.5+2.25j"),
        ("0x1f", "0x1e", 1, "0x1e"),
        ("1_000", "1_001", 1, "1_001"),
        ("float32", "float16", 1, "float16"),
        ("(2, 3)", "(2, 4)", 1, "states 3"),
        ("-0.0", "0.04", 1, "states -0.0"),
        ("a 1 b", "a \0 b", 1, "states"),  # a mark that a number could be taken for
    ],
)
def test_these_do_not_and_the_reason_is_given_with_its_line(
    stated, printed, line, reason
):
    found = disagreement(stated, printed)
    assert found, f"{stated!r} is taken for {printed!r}"
    place, said = found
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


small, digit = st.integers(0, 300), st.integers(0, 59)
DECIMALS = st.decimals(-1000, 1000, places=4).map("{:f}".format)
NO_NUMBERS = st.one_of(
    st.tuples(small, small, small).map("{0[0]}.{0[1]}.{0[2]}".format),
    st.tuples(small, small, small).map("v{0[0]}.{0[1]}.{0[2]}rc1".format),
    st.tuples(small, small, small, small).map("{0[0]}.{0[1]}.{0[2]}.{0[3]}".format),
    st.dates().map(str),
    st.dates().map("{:%d.%m.%Y}".format),
    st.tuples(digit, digit, digit, small).map("{0[0]}:{0[1]}:{0[2]}.{0[3]}".format),
    st.tuples(small, small).map("{0[0]}.{0[1]}s".format),
    st.tuples(small, small).map("x{0[0]}.{0[1]}".format),
    st.tuples(small, small).map("{0[0]}_{0[1]}.5".format),
    st.floats(-99, 99).map("{:.3f}j".format),  # an imaginary part
    small.map(hex),
)
LINES = st.lists(
    st.one_of(
        st.tuples(st.just("number"), DECIMALS),
        st.tuples(st.just("text"), NO_NUMBERS),
        st.tuples(st.just("text"), small.map("float{}".format)),
        st.tuples(st.just("text"), small.map("[{}. 2.]".format)),
    ),
    min_size=1,
    max_size=4,
)


@given(LINES, st.data())
def test_a_statement_with_another_digit_is_false_whatever_the_digit_belongs_to(
    line, data
):
    printed = " ".join(text for _, text in line)
    place = data.draw(st.sampled_from([m.start() for m in re.finditer(r"\d", printed)]))
    other = data.draw(st.sampled_from(sorted(set("0123456789") - {printed[place]})))
    stated = printed[:place] + other + printed[place + 1 :]
    assert disagreement(printed, printed) is None
    assert disagreement(stated, printed), stated


@given(LINES, st.data())
def test_a_statement_without_one_of_the_digits_is_true_of_a_rounded_number_alone(
    line, data
):
    """Right is what `decimal` rounds, up or down; versions and dates have no precision."""
    position = data.draw(st.integers(0, len(line) - 1))
    kind, text = line[position]
    place = data.draw(st.sampled_from([m.start() for m in re.finditer(r"\d", text)]))
    shorter = text[:place] + text[place + 1 :]
    stated = [said for _, said in line]
    stated[position] = shorter
    holds_true = False
    if kind == "number" and re.fullmatch(r"-?\d+\.\d+", shorter):
        unit = Decimal(1).scaleb(Decimal(shorter).as_tuple().exponent)
        rounded = [
            Decimal(text).quantize(unit, way)
            for way in (ROUND_HALF_UP, ROUND_HALF_DOWN)
        ]
        holds_true = Decimal(shorter) in rounded
    printed = " ".join(said for _, said in line)
    assert (disagreement(" ".join(stated), printed) is None) == holds_true


WORDS = st.text(st.characters(exclude_categories=["Nd", "Cs"]), max_size=20)


@given(WORDS, WORDS)
def test_what_has_no_digits_is_compared_as_text_blanks_apart(stated, printed):
    def text(said):
        return [" ".join(line.split()) for line in said.rstrip().splitlines()]

    assert disagreement(stated, stated) is None
    assert (disagreement(stated, printed) is None) == (text(stated) == text(printed))


@given(*[st.text("0123456789.,:-+−eEx_jσ± \n\0", max_size=16)] * 2)
def test_nothing_that_is_stated_or_printed_stops_the_comparison(stated, printed):
    disagreement(stated, printed)
    if "±" not in stated:
        assert disagreement(stated, stated) is None
