"""The exercises: their solutions pass, their starters fail, and mistakes have names."""

import re
from decimal import Decimal
from fractions import Fraction

import keras
import numpy as np
import pytest
import tensorflow as tf
from course import CHAPTERS, EXERCISES, gated, source
from rules import demand, line_of, owed

import lossbook as lb
from lossbook.exercises import exercises
from lossbook.exercises.exercise import UNTOUCHED, Exercise, Wrong, verdict

by_exercise = pytest.mark.parametrize(("page", "name"), EXERCISES)
by_chapter = pytest.mark.parametrize("page", CHAPTERS)


@by_chapter
def test_each_exercise_of_a_chapter_has_a_judge_and_a_solution(page):
    module = f"lossbook/exercises/{page}.py"
    known = exercises(page)
    asked, solved = list(gated(page, "exercise")), list(gated(page, "solution"))
    for name in asked:
        demand(
            name in known,
            page,
            f"an exercise has a judge in {module}, and {name!r} has none",
            f'write "{name}": Exercise(…) into EXERCISES in {module}',
        )
        demand(
            name in solved,
            page,
            f"an exercise has a solution, and {name!r} has none",
            f"write it between {{solution-start}} {name} and {{solution-end}}",
        )
    for name in [*known, *solved]:
        demand(
            name in asked,
            page,
            f"a judge and a solution have an exercise on the page, and {name!r} has none",
            f"write it between {{exercise-start}} with `:label: {name}` and "
            f"{{exercise-end}}, or remove it from {module}",
        )
    demand(
        asked == solved == list(known),
        page,
        f"exercises, solutions and {module} have one order, and here it is {asked}, "
        f"{solved} and {list(known)}",
        "put them in the same",
    )


@by_chapter
def test_a_chapter_has_six_exercises_or_more(page):
    count = len(gated(page, "exercise"))
    owed(
        count >= 6,
        page,
        f"a chapter has 6 exercises or more, and this one has {count}",
        "write more, from a warm-up to a project",
    )


def test_no_two_exercises_have_the_same_name():
    known = {}
    for page, name in EXERCISES:
        other = known.setdefault(name, page)
        demand(
            other == page,
            page,
            f"a name belongs to one exercise of the book, and {name!r} is on "
            f"{other}.md, too",
            "give one of them another name, on its page and in its module",
        )


def place_of(page, name):
    """Where an exercise stands, for whoever is told of a fault of it."""
    text = source(page)
    found = re.search(rf"^:label: {name}$", text, re.MULTILINE)
    return (
        f"chapters/{page}.md:{line_of(text, found.start())}: {name}" if found else page
    )


@by_exercise
def test_an_exercise_says_how_long_it_takes_and_has_at_most_three_hints(page, name):
    text, _ = gated(page, "exercise")[name]
    demand(
        re.match(r"\s*\*\*[^*]+, \d+\s+minutes?\*\*", text),
        place_of(page, name),
        f"an exercise begins with its kind and its minutes, and this begins {text[:40]!r}",
        "begin it with bold words such as **Warm-up, 5 minutes**",
    )
    count = len(re.findall(r"^```\{hint\}$", text, re.MULTILINE))
    demand(
        1 <= count <= 3,
        place_of(page, name),
        f"an exercise has one to three hints, and this one has {count}",
        "write a fence ```{hint}, or leave the last one out",
    )


@by_exercise
def test_starter_and_solution_are_cells_that_call_the_check(page, name):
    for kind in ("exercise", "solution"):
        text, cells = gated(page, kind)[name]
        call = f'lb.check("{name}", …)'
        demand(
            cells and re.search(rf'lb\.check\(\s*"{name}"', cells[-1]),
            place_of(page, name),
            f"the last cell of an exercise and of its solution calls {call}, "
            f"and that of the {kind} does not",
            "end it with this call",
        )
        stated = re.findall(r"^```output\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
        expected = "Right. " if kind == "solution" else UNTOUCHED
        demand(
            stated and expected in stated[-1],
            place_of(page, name),
            f"the {kind} states what the check says to it, and not {stated[-1:]}",
            f"state “{expected}…” in a fence ```output below its cell",
        )
    _, cells = gated(page, "exercise")[name]
    demand(
        "..." in "".join(cells),
        place_of(page, name),
        "a starter has three dots where the answer goes, and this has none",
        "write `answer = ...`, or `return ...` in a function",
    )


@by_exercise
def test_the_right_answer_passes(page, name):
    exercise = exercises(page)[name]
    assert verdict(exercise, exercise.answer) == (True, f"Right. {exercise.praise}")


@by_exercise
def test_the_untouched_starter_fails_in_a_friendly_way(page, name):
    exercise = exercises(page)[name]
    starter = (lambda *arguments: ...) if exercise.is_function else ...
    assert verdict(exercise, starter) == (False, f"Not yet. {UNTOUCHED}")


@by_exercise
def test_each_named_wrong_answer_fails_with_its_own_message(page, name):
    exercise = exercises(page)[name]
    judge = f"lossbook/exercises/{page}.py: {name}"
    demand(
        exercise.wrong,
        judge,
        "an exercise knows a wrong answer, and this one knows none",
        'add wrong={"name": Wrong(answer, "What led to it.")}',
    )
    messages = [wrong.message for wrong in exercise.wrong.values()]
    demand(
        len(set(messages)) == len(messages),
        judge,
        "each wrong answer has a message of its own, and two have the same",
        "say to each what led to it",
    )
    for kind, wrong in exercise.wrong.items():
        said = verdict(exercise, wrong.answer)
        demand(
            said == (False, f"Not yet. {wrong.message}"),
            judge,
            f"the wrong answer {kind!r} gets its own message, and it gets {said[1]!r}",
            "see that no other answer of the exercise gives the same number",
        )


@by_exercise
def test_the_right_answer_may_be_rounded_to_three_digits(page, name):
    exercise = exercises(page)[name]
    if exercise.is_function:
        return
    digits = np.vectorize(lambda x: float(f"{x:.3g}"))(np.asarray(exercise.answer))
    assert verdict(exercise, digits)[0]


# The contract itself


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
