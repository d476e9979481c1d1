"""The questions of the book: each has one answer, and each wrong one has its reason."""

import re
from itertools import pairwise

import numpy as np
import pytest
from course import ASKED, CHAPTERS, asked_on, objectives, source

from lossbook.exercises import exercises
from lossbook.questions import questions
from lossbook.questions.loss_functions_in_practice import taken_for_probabilities
from lossbook.site.questions.question import ELSE, RIGHT, number, one, several, shown

INVENTORY = asked_on("losses_inventory")
by_question = pytest.mark.parametrize("asked", [*ASKED, *INVENTORY], ids=str)
by_chapter = pytest.mark.parametrize("page", CHAPTERS)


@by_chapter
def test_what_a_page_asks_is_what_its_module_computes(page):
    assert [a.name for a in asked_on(page)] == list(dict.fromkeys(questions(page)))


def test_no_two_questions_have_the_same_name():
    names = [asked.name for asked in [*ASKED, *INVENTORY]]
    assert len(set(names)) == len(names)


@by_question
def test_every_outcome_has_its_words_and_every_word_its_outcome(asked):
    assert set(asked.texts) - {ELSE} == set(asked.question.outcomes)
    assert asked.asks.strip()


@by_question
def test_no_two_outcomes_agree_in_any_variant(asked):
    assert asked.question.clash() is None
    if asked.question.kind != "several":
        assert RIGHT in asked.question.values()


@by_question
def test_a_number_question_shows_as_many_decimals_as_its_tolerance_needs(asked):
    question = asked.question
    if question.kind != "number":
        return
    for variant in range(len(question.variants)):
        for name, value in question.values(variant).items():
            text = question.gives(variant)[name]
            plain = float(re.match(r"[−\d.]+", text)[0].replace("−", "-"))
            assert abs(plain - value) <= question.near(value), (name, text)


@by_question
def test_a_choice_has_two_to_five_alternatives_and_some_are_right(asked):
    question = asked.question
    if question.kind == "number":
        return
    assert 2 <= len(question.outcomes) <= 5
    assert ELSE not in asked.texts
    right = question.right_names()
    assert 1 <= len(right) < len(question.outcomes) + (question.kind == "several")
    says_so = "choose all that" in " ".join(asked.asks.lower().split())
    assert says_so == (question.kind == "several")
    for text in asked.texts.values():
        assert len(re.split(r"\n\s*\n", text.strip())) >= 2, "a choice without a reason"


@by_question
def test_a_wrong_answer_is_told_what_probably_led_to_it(asked):
    question = asked.question
    for name, text in asked.texts.items():
        if name in {ELSE, *question.right_names()}:
            continue
        assert re.search(r"\bYou\s+probably\b", text), name
        assert re.search(r"\bbut\b", text, re.IGNORECASE), name
        if question.kind == "number":
            assert f"{{gives}}`{name}`" in text, name


@by_question
def test_the_numbers_of_a_question_are_those_of_its_functions(asked):
    given = set(re.findall(r"\{given\}`([\w-]+)`", asked.body))
    gives = set(re.findall(r"\{gives\}`([\w-]+)`", asked.body))
    assert given <= set(asked.question.variants[0])
    assert gives <= set(asked.question.outcomes)
    if len(asked.question.variants) > 1:
        assert given, "variants that all read the same"
        for one_variant, other in pairwise(asked.question.variants):
            assert one_variant.keys() == other.keys()
            assert one_variant != other


@by_question
def test_nobody_is_asked_what_is_not_or_offered_none_of_these(asked):
    text = asked.body.lower()
    assert "none of the" not in text
    assert "all of the above" not in text
    assert not re.search(r"which[^.?]*\bnot\b[^.?]*\?", asked.asks.lower())


@by_question
def test_a_question_sends_back_to_a_paragraph(asked):
    label = re.search(r"^:see: ([\w-]+)$", asked.body, re.MULTILINE)
    assert label, "no :see:"
    anywhere = "".join(source(page) for page in CHAPTERS)
    there = re.findall(r"^\(([\w-]+)\)=$", anywhere, re.MULTILINE)
    assert label[1] in there, f":see: {label[1]} is the label of no paragraph"


@by_chapter
def test_every_objective_is_served_and_nothing_serves_none(page):
    known = objectives(page)
    assert 3 <= len(known) <= 5
    assert len(set(known)) == len(known)
    serving = [*questions(page).values(), *exercises(page).values()]
    assert {one.serves for one in serving} == set(known)


@by_chapter
def test_a_chapter_asks_before_and_after(page):
    asked = asked_on(page)
    predictions = [a for a in asked if re.search("^:predict:$", a.body, re.MULTILINE)]
    assert len(predictions) >= 3
    assert len(asked) - len(predictions) >= 8


@by_chapter
def test_a_chapter_has_questions_that_come_back_with_other_numbers(page):
    variants = [q for q in questions(page).values() if len(q.variants) >= 3]
    assert len(variants) >= 3


def test_the_inventory_has_four_questions_for_each_chapter():
    serves = [asked.question.serves for asked in INVENTORY]
    assert serves == [chapter for chapter in CHAPTERS for _ in range(4)]
    assert {asked.name for asked in INVENTORY} == set(questions("losses_inventory"))


# What a question says of Keras


@pytest.mark.parametrize(
    ("label", "outputs"),
    [
        ((0, 1, 0), (0.5, 3, -1)),  # the part of the truth is above 1
        ((1, 0, 0), (-1, 3, 0.5)),  # and here below 0
        ((0, 0, 1), (0.5, 1, 2.5)),
    ],
)
def test_logits_taken_for_probabilities_cost_what_keras_says(label, outputs):
    import keras

    loss = keras.losses.CategoricalCrossentropy()
    reported = float(loss(np.array([label]), np.array([outputs])))
    assert taken_for_probabilities(label, outputs) == pytest.approx(
        reported, rel=1e-5, abs=1e-7
    )


# The kinds of questions


def test_an_outcome_is_a_number_or_a_word():
    broken = number("it", right=lambda: [1, 2])
    with pytest.raises(TypeError, match="needs one number or one word"):
        broken.values()


def test_the_right_choices_of_several_are_those_whose_functions_say_so():
    both = several("it", even=lambda: 4 % 2 == 0, odd=lambda: 3 % 2 == 0)
    assert both.right_names() == ["even"]


def test_a_version_changes_with_the_answer_and_with_nothing_else():
    asked = number("it", right=lambda x: x, given={"x": 1})
    again = number("other", right=lambda x: x * 1, given={"x": 1})
    changed = number("it", right=lambda x: 2 * x, given={"x": 1})
    as_choice = one("it", right=lambda x: x, given={"x": 1})
    extended = number("it", right=lambda x: x, half=lambda x: x / 2, given={"x": 1})
    assert asked.version() == again.version() == extended.version()
    assert len({asked.version(), changed.version(), as_choice.version()}) == 3


@pytest.mark.parametrize(
    ("value", "decimals", "unit", "text"),
    [
        (0.5, None, "", "0.5"),
        (-0.001, 2, "", "0.00"),
        (-7, None, "°C", "−7\N{NO-BREAK SPACE}°C"),
        ((1, -0.5), None, "", "(1, −0.5)"),
        ("MAE", 2, "%", "MAE"),
        (["cat", "dog"], None, "", "(cat, dog)"),
        (1e-7, None, "", "1e−07"),
    ],
)
def test_values_are_shown_as_people_write_them(value, decimals, unit, text):
    assert shown(value, decimals, unit) == text


# What is refused


def test_an_outcome_that_is_no_function_is_refused_by_its_name():
    with pytest.raises(TypeError, match="^decimal: got 1; an outcome needs a function"):
        number("it", right=lambda: 2, decimal=1)


def test_variants_that_give_different_names_are_refused():
    with pytest.raises(
        ValueError, match=r"differ in what is given: \[\['x'\], \['y'\]\]"
    ):
        number("it", right=lambda **given: 2, given=[{"x": 1}, {"y": 1}])


@pytest.mark.parametrize(
    ("question", "clash"),
    [
        (
            number("it", right=lambda: 2, wrong=lambda: 2.03),
            "right and wrong both give 2",
        ),
        (number("it", right=lambda: 2, wrong=lambda: 2.05), None),
        (
            number(
                "it", right=lambda x: x, wrong=lambda x: 2, given=[{"x": 1}, {"x": 2}]
            ),
            "right and wrong both give 2 in variant 2",
        ),
        (
            one("it", right=lambda: "a", wrong=lambda: "a"),
            "right and wrong both give a",
        ),
        (one("it", right=lambda: 1, wrong=lambda: 1.001), None),
        (several("it", a=lambda: True, b=lambda: True), None),
    ],
)
def test_two_outcomes_that_nobody_could_tell_apart_are_named(question, clash):
    assert question.clash() == clash
