"""What the laboratories say of drawings, runs and digits: without a page."""

import pytest
from scripting import run_script

from lossbook.site.laboratories.page import settings_script

SCRIPTS = ["network", "picture", "run", "told"]
LONG = [[[0.5, 0.2], [0.5, 0.8]]]
DOT = [[[0.5, 0.5]]]
RUN = {"number": 3, "state": "running", "batches": 20, "always": None}
RUN |= {"accuracy": 0.5, "first": 2.5, "last": 1.25, "meanLoss": 1.5}


def told(call, *given):
    """What one of the functions gives for some arguments."""
    function = f"(given) => book.told.{call}(...given)"
    return run_script(SCRIPTS, function, given, settings_script())


@pytest.mark.parametrize(
    ("number", "text"),
    [(0.12345, "0.123"), (9999.5, "9999.500"), (12345, "1.2e+4"), (None, "–")],
)
def test_a_loss_is_short_however_large_it_is(number, text):
    assert told("cost", number) == text


def read(answer, sure):
    probabilities = [(1 - sure) / 9] * 10
    probabilities[answer] = sure
    return {"answer": answer, "probabilities": probabilities}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([None, []], "The pad is empty. Draw a digit from 0 to 9."),
        ([read(7, 0.9), LONG], "It says 7, and is 90.0% sure."),
        ([read(7, 0.4), LONG], "It says 7, and is 40.0% sure. It cannot decide."),
        ([read(7, 0.9), [], 7], "It says 7, and is 90.0% sure. It is right."),
        (
            [read(7, 0.9), [], 0],
            "It says 7, and is 90.0% sure. It is wrong: this is meant to be a 0.",
        ),
        (
            [read(1, 0.9), DOT],
            (
                "It says 1, and is 90.0% sure. You have hardly drawn a digit, but it must "
                "choose one of ten."
            ),
        ),
    ],
)
def test_a_network_says_what_it_reads(given, said):
    assert told("sayRead", *given) == said


@pytest.mark.parametrize(
    ("changed", "results"),
    [
        ({}, ["50.0%", "2.500", "1.500", "1.250", 20]),
        ({"batches": 0}, ["–", "–", "–", "–", 0]),
        ({"state": "diverged"}, ["50.0%", "2.500", "–", "diverged", 20]),
    ],
)
def test_a_row_has_numbers_where_a_run_has_some(changed, results):
    assert told("resultsOf", {**RUN, **changed}) == results


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "Run 3 is done: 50.0% of the unseen digits are right."),
        (
            {"always": 8},
            (
                "Run 3 is done: 50.0% of the unseen digits are right. It no longer looks: "
                "it answers 8 to nearly all of them."
            ),
        ),
        (
            {"state": "diverged", "last": 20000},
            (
                "Run 3 has diverged: after 20 batches its loss is above 10,000. Its steps "
                "are too long; take a smaller learning rate."
            ),
        ),
        (
            {"state": "diverged", "last": None},
            (
                "Run 3 has diverged: after 20 batches its loss is no number any more. Its "
                "steps are too long; take a smaller learning rate."
            ),
        ),
    ],
)
def test_it_is_said_how_a_run_has_ended(changed, said):
    assert told("sayOutcome", {**RUN, **changed}) == said


def test_the_shares_are_those_of_the_wrong_answers():
    one = {"label": 1, "answer": 1, "costs": [1, 1, 1]}
    wrong = {"label": 1, "answer": 7, "costs": [3, 1, 0]}
    often = [{**one, "answer": digit, "label": digit} for digit in range(8)] * 5
    said = told("sayMistakes", [*often, *[{**wrong, "costs": [120, 40, 0]}]])
    assert said == (
        "1 of the 41 digits are read wrongly. They carry 75% of the cross-entropy, "
        "50% of the MSE and 0% of the MAE. Hardly ever answered: 8, 9."
    )
