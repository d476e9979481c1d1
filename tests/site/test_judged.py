"""What an answer is, what is asked again, and where a reader goes on: without a page."""

import pytest
from scripting import run_script

DAY = 24 * 60 * 60 * 1000
NOW = 1000 * DAY
VARIANT = {
    "values": {"summed": 6, "right": 2, "close": 2.15},
    "near": {"summed": 0.3, "right": 0.1, "close": 0.1},
}


@pytest.mark.parametrize(
    ("numbers", "outcome"),
    [
        ([2], "right"),
        ([2.1], "right"),
        ([2.1001], "close"),
        ([2.08], "right"),  # also near another one
        ([6, 2], "right"),  # what may be meant
        ([5.7], "summed"),
        ([100], "else"),
        ([], "else"),
    ],
)
def test_a_number_is_the_outcome_that_it_comes_near_to(numbers, outcome):
    asked = "([numbers, variant]) => book.judged.outcomeNear(numbers, variant)"
    assert run_script(["judged"], asked, [numbers, VARIANT]) == outcome


@pytest.mark.parametrize(
    ("kind", "right", "outcomes", "word", "reasons"),
    [
        ("one", ["right"], ["right"], "right", ["right"]),
        ("one", ["right"], ["summed"], "wrong", ["summed"]),
        ("number", ["right"], ["right"], "right", ["right"]),
        ("number", ["right"], ["else"], "wrong", ["else"]),
        ("several", ["a", "c"], ["a", "c"], "right", []),
        ("several", ["c", "a"], ["a", "c"], "right", []),
        ("several", ["a", "c"], ["a"], "incomplete", []),
        ("several", ["a", "c"], ["a", "b", "d"], "wrong", ["b"]),
        ("several", ["a", "c"], ["a", "b", "c"], "wrong", ["b"]),
    ],
)
def test_an_answer_is_right_wrong_or_incomplete(kind, right, outcomes, word, reasons):
    verdict = run_script(
        ["judged"],
        "([question, outcomes]) => book.judged.verdictOn(question, outcomes)",
        [{"kind": kind, "right": right}, outcomes],
    )
    assert verdict == {"isRight": word == "right", "word": word, "reasons": reasons}


def answer(is_right, days, again=0):
    return {"isRight": is_right, "when": NOW - days * DAY, "again": again}


ANSWERS = {
    "new": None,
    "right": answer(True, 9),
    "right long ago": answer(True, 90),
    "right just now": answer(True, 1),
    "wrong": answer(False, 6),
    "wrong long ago": answer(False, 8),
    "stays": answer(True, 100, 3),
}


@pytest.mark.parametrize(
    ("is_forced", "used", "names"),
    [
        (True, 0, ["wrong long ago", "wrong", "new"]),
        (True, 1, ["wrong long ago", "wrong"]),
        (True, 4, []),
        (False, 0, ["wrong long ago", "wrong", "right long ago"]),
    ],
)
def test_first_comes_what_was_wrong_then_what_is_new_then_the_oldest(
    is_forced, used, names
):
    found = run_script(
        ["due"],
        """([answers, about]) => {
          const asked = Object.entries(answers).map(([name, answer]) =>
            ({ name, answer: answer ?? undefined }));
          return book.due.dueAmong(asked, about).map(({ name }) => name);
        }""",
        [ANSWERS, {"now": NOW, "isForced": is_forced, "used": used}],
    )
    assert found == names


@pytest.mark.parametrize(
    ("days", "names"),
    [(4.99, []), (5, ["it"])],
)
def test_what_was_answered_comes_again_after_five_days(days, names):
    found = run_script(
        ["due"],
        """([answer, now]) =>
          book.due.dueAmong([{ name: "it", answer }], { now, isForced: false, used: 0 })
            .map(({ name }) => name)""",
        [answer(True, days), NOW],
    )
    assert found == names


@pytest.mark.parametrize(
    ("page", "read", "way"),
    [
        (None, [], None),
        ("gone", [], None),
        ("b", [], ["b", "here"]),
        ("b", ["b"], ["c", ""]),
        ("b", ["b", "c"], ["d", ""]),
        ("d", ["d"], None),  # what comes before it is not asked for
    ],
)
def test_a_reader_goes_on_where_it_was_or_in_the_next_chapter(page, read, way):
    place = page and {"page": page, "part": "here"}
    found = run_script(
        ["due", "state"],
        """(state) => {
          const chapters = ["a", "b", "c", "d"].map((name) => ({ name }));
          const way = book.state.wayOn(state, chapters);
          return way && [way.page.name, way.part];
        }""",
        {"place": place, "read": dict.fromkeys(read, 1)},
    )
    assert found == way


@pytest.mark.parametrize(
    ("number", "decimals", "text"),
    [
        (0.5, 2, "0.50"),
        (-0.25, 1, "−0.3"),
        (-0.001, 2, "0.00"),
        (1234567, 1, "1.23e+6"),
        (-2.5e-7, 3, "0.000"),
    ],
)
def test_a_chart_writes_a_number_with_a_minus_but_no_minus_zero(number, decimals, text):
    written = "([number, decimals]) => book.setting.written(number, decimals)"
    assert run_script(["setting"], written, [number, decimals]) == text
