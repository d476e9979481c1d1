"""The questions of the book: each has one answer, and each wrong one has its reason."""

import re
from itertools import pairwise

import numpy as np
import pytest
from course import ASKED, CHAPTERS, FILES, OF_THE_ARTICLE, asked_on, objectives, source
from rules import demand, owed

from lossbook.exercises import exercises
from lossbook.questions import questions
from lossbook.questions.loss_functions_in_practice import taken_for_probabilities
from lossbook.site.kit.fences import all_fences
from lossbook.site.questions.question import ELSE, RIGHT, number, one, several, shown

INVENTORY = asked_on("losses_inventory")
by_question = pytest.mark.parametrize("asked", [*ASKED, *INVENTORY], ids=str)
PAGES = [file.rpartition("/")[2] for file in FILES]
by_chapter = pytest.mark.parametrize("page", CHAPTERS)


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_asks_is_what_its_module_computes(page):
    module = f"lossbook/questions/{page}.py"
    asked, known = asked_on(page), questions(page)
    names = [one_asked.name for one_asked in asked if one_asked.question]
    for name in known:
        demand(
            name in names,
            module,
            f"a question there is asked on its page, and {name!r} is not",
            f"write a fence ```{{check}} {name} into chapters/{page}.md, or remove it",
        )
    demand(
        names == list(known),
        module,
        "the questions there stand in the order of the page",
        f"put them in this order: {', '.join(names)}",
    )


def test_no_two_questions_have_the_same_name():
    known = {}
    for asked in [*ASKED, *INVENTORY]:
        other = known.setdefault(asked.name, asked)
        demand(
            other is asked,
            asked.where,
            f"a name belongs to one question of the book, and {other.where} has it, too",
            "give one of them another name, on its page and in its module",
        )


@by_question
def test_every_outcome_has_its_words_and_every_word_its_outcome(asked):
    said, known = set(asked.texts) - {ELSE}, set(asked.question.outcomes)
    for name in known - said:
        demand(
            False,
            asked.where,
            f"each outcome of its module is answered, and {name!r} is not",
            f"add an item `- {{when}}`{name}` words`",
        )
    for name in said - known:
        demand(
            False,
            asked.where,
            f"each {{when}} names an outcome of its module, and {name!r} is none",
            f"add a function {name}=… to the question in its module, or remove the item",
        )
    demand(
        asked.asks.strip(),
        asked.where,
        "a question asks something before its list, and this does not",
        "write the question above the list",
    )


@by_question
def test_no_two_outcomes_agree_in_any_variant(asked):
    clash = asked.question.clash()
    demand(
        clash is None,
        asked.where,
        f"a reader can tell its outcomes apart, but {clash}",
        "give it other numbers in `given`, or drop one of the two",
    )
    if asked.question.kind != "several":
        demand(
            RIGHT in asked.question.values(),
            asked.where,
            "one outcome is named right, and none is",
            "name it so, on the page and in its module",
        )


@by_question
def test_a_number_question_shows_as_many_decimals_as_its_tolerance_needs(asked):
    question = asked.question
    if question.kind != "number":
        return
    for variant in range(len(question.variants)):
        for name, value in question.values(variant).items():
            text = question.gives(variant)[name]
            plain = float(re.match(r"[−\d.]+", text)[0].replace("−", "-"))
            demand(
                abs(plain - value) <= question.near(value),
                asked.where,
                f"what is shown of an outcome would be taken for it, and {text} "
                f"is too far from the {value} of {name!r}",
                "ask for more `decimals` in its module, or allow a larger `tolerance`",
            )


@by_question
def test_a_choice_has_two_to_five_alternatives_and_some_are_right(asked):
    question = asked.question
    if question.kind == "number":
        return
    count = len(question.outcomes)
    demand(
        2 <= count <= 5,
        asked.where,
        f"a choice has 2 to 5 alternatives, and this one has {count}",
        "add some, or leave the least likely out",
    )
    demand(
        ELSE not in asked.texts,
        asked.where,
        "a choice has an item for each alternative, and {when}`else` is none",
        "remove that item: nobody can choose anything else",
    )
    right = question.right_names()
    demand(
        1 <= len(right) < count + (question.kind == "several"),
        asked.where,
        f"some of the alternatives are right, and here {len(right)} of {count} are",
        "mend the functions in its module",
    )
    says_so = "choose all that" in " ".join(asked.asks.lower().split())
    demand(
        says_so == (question.kind == "several"),
        asked.where,
        "who may choose several is told so, and who may choose one is not",
        "end the question with `Choose all that apply.` if its module has several(…), "
        "and only then",
    )
    for name, text in asked.texts.items():
        demand(
            len(re.split(r"\n\s*\n", text.strip())) >= 2,
            asked.where,
            f"each alternative has a reason, and {name!r} has none",
            "write it below the alternative, as a paragraph of the same item",
        )


@by_question
def test_a_wrong_answer_is_told_what_probably_led_to_it(asked):
    question = asked.question
    for name, text in asked.texts.items():
        if name in {ELSE, *question.right_names()}:
            continue
        demand(
            re.search(r"\bYou\s+probably\b", text),
            asked.where,
            f"a wrong answer is told what led to it, and {name!r} is not",
            "begin what is said with `You probably …`",
        )
        demand(
            re.search(r"\bbut\b", text, re.IGNORECASE),
            asked.where,
            f"a wrong answer is told what is wrong with it, and {name!r} is not",
            "go on with a sentence that begins with `But …`",
        )
        if question.kind == "number":
            demand(
                f"{{gives}}`{name}`" in text,
                asked.where,
                f"what is said to {name!r} names the number that it gives",
                f"write `that gives {{gives}}`{name}`` there",
            )


@by_question
def test_the_numbers_of_a_question_are_those_of_its_functions(asked):
    given = set(re.findall(r"\{given\}`([\w-]+)`", asked.body))
    gives = set(re.findall(r"\{gives\}`([\w-]+)`", asked.body))
    known = {
        "given": (given, set(asked.question.variants[0])),
        "gives": (gives, set(asked.question.outcomes)),
    }
    for role, (named, there) in known.items():
        demand(
            named <= there,
            asked.where,
            f"{{{role}}} names what its module has, and {sorted(named - there)} is not "
            f"among {sorted(there)}",
            "mend the name, or add it to the question in its module",
        )
    if len(asked.question.variants) > 1:
        demand(
            given,
            asked.where,
            "the variants of a question differ in what is given, and it shows nothing",
            "write {given}`name` where the number stands",
        )
        for one_variant, other in pairwise(asked.question.variants):
            demand(
                one_variant.keys() == other.keys() and one_variant != other,
                asked.where,
                f"variants give other numbers under the same names, and {one_variant} "
                f"is followed by {other}",
                "mend `given` in its module",
            )


@by_question
def test_nobody_is_asked_what_is_not_or_offered_none_of_these(asked):
    text = asked.body.lower()
    for words in ("none of the", "all of the above"):
        demand(
            words not in text,
            asked.where,
            f"an alternative stands for itself, and there is {words!r}",
            "write one that says what somebody may think",
        )
    demand(
        not re.search(r"which[^.?]*\bnot\b[^.?]*\?", asked.asks.lower()),
        asked.where,
        "a question asks for what is so, and this asks which is not",
        "turn it round",
    )


@by_question
def test_a_question_sends_back_to_a_paragraph(asked):
    label = re.search(r"^:see: ([\w-]+)$", asked.body, re.MULTILINE)
    demand(
        label,
        asked.where,
        "a question names what to read again, and this has no :see:",
        "write `:see: label` as its first line, and `(label)=` above that paragraph",
    )
    anywhere = "".join(source(page) for page in CHAPTERS)
    there = re.findall(r"^\(([\w-]+)\)=$", anywhere, re.MULTILINE)
    demand(
        label[1] in there,
        asked.where,
        f":see: names a label of a chapter, and {label[1]!r} is none",
        f"write `({label[1]})=` above the paragraph or the heading",
    )


@by_chapter
def test_every_objective_is_served_and_nothing_serves_none(page):
    known = objectives(page)
    for name in known:
        demand(
            known.count(name) == 1,
            page,
            f"an objective has a name of its own, and {name!r} is there twice",
            "give one of them another name",
        )
    serving = {
        **{f"the question {name!r}": it.serves for name, it in questions(page).items()},
        **{f"the exercise {name!r}": it.serves for name, it in exercises(page).items()},
    }
    for who, name in serving.items():
        demand(
            name in known,
            page,
            f"{who} serves {name!r}, and the objectives of the page are {list(known)}",
            "write {objective}`name` at the start of an objective, or name another there",
        )
    for name in known:
        demand(
            name in serving.values(),
            page,
            f"each objective is served, and nothing serves {name!r}",
            f'ask a question, or set an exercise, that serves "{name}"',
        )


@by_chapter
def test_a_chapter_asks_before_and_after(page):
    asked = asked_on(page)
    predictions = [a for a in asked if re.search("^:predict:$", a.body, re.MULTILINE)]
    for count, least, kind in (
        (len(predictions), 3, "with :predict:, before something is shown"),
        (len(asked) - len(predictions), 8, "that are no predictions"),
    ):
        owed(
            count >= least,
            page,
            f"a chapter has {least} questions or more {kind}, and this one has {count}",
            "ask more",
        )


@by_chapter
def test_a_chapter_never_asks_three_times_in_a_row(page):
    lines = source(page).splitlines()
    checks = [fence for fence in all_fences(source(page)) if fence.name == "check"]

    def follows(one_fence, other):
        return not "".join(lines[one_fence.end : other.line - 1]).strip()

    for first, second, third in zip(checks, checks[1:], checks[2:], strict=False):
        demand(
            not (follows(first, second) and follows(second, third)),
            f"chapters/{page}.md:{third.line}",
            "a page asks at most two questions in a row, and this is the third",
            "put a paragraph or a cell between them",
        )


@by_chapter
def test_a_chapter_has_questions_that_come_back_with_other_numbers(page):
    count = sum(len(question.variants) >= 3 for question in questions(page).values())
    owed(
        count >= 3,
        page,
        f"a chapter has 3 questions or more with 3 variants, and this one has {count}",
        f"give more dicts in `given` in lossbook/questions/{page}.py",
    )


def test_the_inventory_has_four_questions_for_each_chapter_that_it_asks_of():
    serves = [asked.question.serves for asked in INVENTORY]
    of = [chapter for chapter in CHAPTERS if chapter in serves]
    demand(
        serves == [chapter for chapter in of for _ in range(4)],
        "losses_inventory",
        "it has four questions for each chapter that it asks of, in their order, "
        f"and these serve {serves}",
        "mend the order, or what they serve, in lossbook/questions/losses_inventory.py",
    )
    for chapter in OF_THE_ARTICLE:
        demand(
            chapter in of,
            "losses_inventory",
            f"it asks of each chapter of the article, and not of {chapter}",
            "write four questions that serve it",
        )


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
