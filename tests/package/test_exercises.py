"""The exercises on their pages: solutions pass, starters fail, mistakes have names."""

import re

import numpy as np
import pytest
from course import CHAPTERS, EXERCISES, gated, source
from rules import demand, line_of, owed

from lossbook.exercises import exercises
from lossbook.exercises.exercise import UNTOUCHED, verdict

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
        expected = "Right. " if kind == "solution" else f"Not yet. {UNTOUCHED}"
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
        'add wrong={"name": Wrong(answer, say("What led to it."))}',
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
