"""Tests of `lossbook.explore`: what a chart computes, away from any page."""

import json
import re
import subprocess
import sys
from xml.etree import ElementTree

import keras
import moving
import numpy as np
import pytest
import tensorflow as tf

import lossbook
from lossbook import explore
from lossbook.compute import jumps
from lossbook.explore import (
    accuracy,
    chart,
    cross_entropy,
    formulas,
    given,
    neuron,
    pointwise,
    softmax,
)
from lossbook.explore import words as of_charts
from lossbook.explore.contract import contract_of
from lossbook.explore.words import either, expression, real, sentence
from lossbook.plot.figure import STYLE
from lossbook.site.charts.page import draw, values

MAE, MSE = keras.losses.MeanAbsoluteError(), keras.losses.MeanSquaredError()
BINARY = keras.losses.BinaryCrossentropy()
SEVERAL = keras.losses.CategoricalCrossentropy(from_logits=True)
SHEET = STYLE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def made():
    return {name: moving.made(name) for name in moving.CHARTS}


CHARTS = pytest.mark.parametrize("name", moving.CHARTS)

# The formulas

FAR = np.array([-30.0, -2.5, -1.0, -0.3, 0.0, 0.3, 1.0, 2.5, 30.0])
SHARES = np.array([0.0, 1e-8, 1e-6, 0.01, 0.3, 0.5, 0.97, 0.999, 1.0])


def column(values):
    return tf.constant(np.reshape(values, (-1, 1)), tf.float64)


def keras_says(loss, y_true, y_pred):
    """The losses and slopes of predictions, each on its own."""
    y_pred = column(y_pred)
    with tf.GradientTape() as tape:
        tape.watch(y_pred)
        each = loss(column(np.full(len(y_pred), y_true)), y_pred)
    return each.numpy().ravel(), tape.gradient(each, y_pred).numpy().ravel()


def each(loss, **settings):
    return loss(reduction="none", dtype="float64", **settings)


def half_square(y_true, y_pred):
    return (y_pred - y_true) ** 2 / 2


def no_loss(function):
    return lambda y_true, y_pred: function(y_pred)


FORMULAS = {
    "MAE": (
        formulas.ERROR_LOSSES["MeanAbsoluteError"],
        FAR,
        keras_says(each(keras.losses.MeanAbsoluteError), 0.0, FAR),
    ),
    "MSE": (
        formulas.ERROR_LOSSES["MeanSquaredError"],
        FAR,
        keras_says(each(keras.losses.MeanSquaredError), 0.0, FAR),
    ),
    "Huber": (
        formulas.ERROR_LOSSES["Huber"].at(delta=0.7),
        FAR,
        keras_says(each(keras.losses.Huber, delta=0.7), 0.0, FAR),
    ),
    "half a square": (
        formulas.HALF_SQUARED_ERROR.at(y=0.25),
        FAR,
        keras_says(half_square, 0.25, FAR),
    ),
    "sigmoid": (
        formulas.SIGMOID,
        FAR,
        keras_says(no_loss(tf.sigmoid), 0.0, FAR),
    ),
    "cross-entropy, yes": (
        formulas.BINARY_CROSSENTROPY.at(y=1),
        SHARES,
        keras_says(each(keras.losses.BinaryCrossentropy), 1.0, SHARES),
    ),
    "cross-entropy, no": (
        formulas.BINARY_CROSSENTROPY.at(y=0),
        SHARES,
        keras_says(each(keras.losses.BinaryCrossentropy), 0.0, SHARES),
    ),
    "cross-entropy of a logit, yes": (
        formulas.BINARY_CROSSENTROPY_OF_LOGIT.at(y=1),
        FAR,
        keras_says(each(keras.losses.BinaryCrossentropy, from_logits=True), 1.0, FAR),
    ),
    "cross-entropy of a logit, no": (
        formulas.BINARY_CROSSENTROPY_OF_LOGIT.at(y=0),
        FAR,
        keras_says(each(keras.losses.BinaryCrossentropy, from_logits=True), 0.0, FAR),
    ),
}
EACH_FORMULA = pytest.mark.parametrize("name", FORMULAS)


def computed(formula, part, places):
    """A part of a formula at some places, computed by Vega."""
    put = [getattr(formula.at(**{formula.variable: real(x)}), part) for x in places]
    return np.array(values([], put), float)


@EACH_FORMULA
@pytest.mark.parametrize("part", ["value", "slope"])
def test_a_formula_is_what_keras_computes(name, part):
    formula, places, says = FORMULAS[name]
    right = dict(zip(("value", "slope"), says, strict=True))[part]
    np.testing.assert_allclose(computed(formula, part, places), right, 1e-9, 1e-12)


@EACH_FORMULA
def test_a_slope_is_that_of_its_formula(name):
    formula, places, _ = FORMULAS[name]
    ends = (0, 1) if places is SHARES else (-31, 31)
    # Aside of kinks, and of where a probability is clipped.
    places = np.array([x + 1e-3 for x in places if x + 1e-3 < ends[1]])
    h = 1e-5
    ahead, behind = (computed(formula, "value", places + d) for d in (h, -h))
    slopes = computed(formula, "slope", places)
    np.testing.assert_allclose((ahead - behind) / (2 * h), slopes, 1e-4, 1e-7)


@pytest.mark.parametrize("count", [2, 3, 5])
def test_softmax_and_its_loss_are_those_of_keras(count):
    random = np.random.default_rng(count)
    for scale in (1, 10, 400):
        logits = scale * random.normal(size=count)
        targets = random.dirichlet(np.ones(count))
        loss = keras.losses.CategoricalCrossentropy(from_logits=True, dtype="float64")
        value, (slopes,) = moving.value_and_slopes(
            lambda z, f=loss, t=targets: f(t, z), logits
        )
        expression, each_slope = formulas.softmax_crossentropy(
            [*map(real, targets)], [*map(real, logits)]
        )
        found = np.array(values([], [expression, *each_slope]), float)
        np.testing.assert_allclose(found, [value, *slopes], 1e-9, 1e-12)
        p = np.array(values([], formulas.softmax([*map(real, logits)])), float)
        np.testing.assert_allclose(p, tf.nn.softmax(logits), 1e-9, 1e-300)


# What the charts make of them


@CHARTS
def test_a_chart_starts_with_the_numbers_of_keras(made, name):
    start = moving.start(made[name])
    shown = moving.shown_without_a_browser(made[name], start)
    assert moving.differences(name, made[name], start, shown) == []


BREAKS = [
    *((name, part) for name in formulas.ERROR_LOSSES for part in ("value", "slope")),
    *(("HALF_SQUARED_ERROR", part) for part in ("slope",)),
    *(("SIGMOID", part) for part in ("value", "slope")),
    *(("BINARY_CROSSENTROPY", part) for part in ("value", "slope")),
    *(("BINARY_CROSSENTROPY_OF_LOGIT", part) for part in ("value", "slope")),
]


@pytest.mark.parametrize(("name", "part"), BREAKS)
def test_a_formula_that_is_wrong_is_noticed_in_a_chart(
    monkeypatch, as_they_are, name, part
):
    def wrong(formula):
        broken = f"1.00001 * ({getattr(formula, part)})"
        kept = {"value": formula.value, "slope": formula.slope, part: broken}
        return formulas.Formula(formula.variable, **kept)

    if name in formulas.ERROR_LOSSES:
        right = formulas.ERROR_LOSSES[name]
        monkeypatch.setitem(formulas.ERROR_LOSSES, name, wrong(right))
    else:
        right = getattr(formulas, name)
        for module in (accuracy, cross_entropy, neuron):
            if hasattr(module, name):
                monkeypatch.setattr(module, name, wrong(right))
    assert noticed(as_they_are)


@pytest.mark.parametrize("name", ["softmax", "softmax_crossentropy"])
def test_a_softmax_that_is_wrong_is_noticed_in_a_chart(monkeypatch, as_they_are, name):
    right = getattr(formulas, name)

    def wrong(*arguments):
        made = right(*arguments)
        if name == "softmax":
            return [f"1.00001 * {p}" for p in made]
        return made[0], [f"1.00001 * ({slope})" for slope in made[1]]

    monkeypatch.setattr(softmax, name, wrong)
    assert noticed(as_they_are)


@pytest.fixture(scope="module")
def as_they_are():
    """What the charts are while nothing is broken, as texts; nobody changes it."""
    return {name: json.dumps(moving.made(name)) for name in moving.CHARTS}


def noticed(as_they_are):
    """Whether any chart starts with a number that Keras does not compute.

    A chart that is what it was has the same numbers: those need not be computed.
    """
    changed = 0
    for name in moving.CHARTS:
        spec = moving.made(name)
        if json.dumps(spec) == as_they_are[name]:
            continue
        changed += 1
        start = moving.start(spec)
        shown = moving.shown_without_a_browser(spec, start)
        if moving.differences(name, spec, start, shown):
            return True
    assert changed, "no chart has what was broken"
    return False


def test_the_best_lines_are_best(made):
    spec = made["explore-line"]
    for out in (-4.5, 1.0, 4.5, 12.0):
        state = {**moving.start(spec), "out": out}
        shown = moving.shown_without_a_browser(spec, state)
        assert moving.differences("explore-line", spec, state, shown) == []


# What jumps is drawn as a jump


def test_the_formulas_know_where_their_slopes_jump():
    for name, formula in formulas.ERROR_LOSSES.items():
        found = jumps(getattr(keras.losses, name)(), 0.0, np.linspace(-3, 3, 13))
        assert [jump.at for jump in found] == [*formula.jumps], name


def drawn(spec, mark, panel):
    """The marks of one kind in a panel of a chart, as elements of its picture."""
    picture = ElementTree.fromstring(draw(spec)["stills"][1])
    name = f"mark-{mark} role-mark concat_{panel}_"
    groups = [g for g in picture.iter() if g.get("class", "").startswith(name)]
    return [element for group in groups for element in group]


def points(path):
    """The points of a line, in pixels: x and y."""
    return np.array([p.split(",") for p in re.findall(r"[-\d.]+,[-\d.]+", path)], float)


def test_no_line_crosses_the_jump_of_the_slope_of_the_absolute_error(made):
    lines = [
        points(line.get("d")) for line in drawn(made["explore-pointwise"], "line", 1)
    ]
    left, right, *others = lines  # MAE is the first of its losses
    assert len(others) == 2
    assert left[-1][0] == right[0][0] == (left[0][0] + right[-1][0]) / 2
    for piece in (left, right):
        assert np.ptp(piece[:, 1]) == 0, "a piece is level: the slope is -1 or 1"
    assert left[0][1] > right[0][1]


def test_dots_show_where_a_slope_jumps_and_what_tensorflow_answers_there(made):
    dots = drawn(made["explore-pointwise"], "symbol", 1)[:3]
    assert [dot.get("aria-label").split(": ")[-1] for dot in dots] == ["−1", "1", "0"]
    hollow, full = chart.PAPER, chart.COLORS[0]
    assert [dot.get("fill") for dot in dots] == [hollow, hollow, full]


def test_accuracy_is_drawn_as_levels_with_nothing_between(made):
    levels = drawn(made["explore-accuracy"], "rule", 0)
    ends = [
        (level.get("x2"), level.get("y2")) for level in levels[:-1]
    ]  # and the guide
    assert len(ends) == 7
    assert {down for _, down in ends} == {"0"}, "each is level"
    assert not drawn(made["explore-accuracy"], "line", 0)


def test_the_slope_of_a_clipped_probability_is_a_dot_aside_of_the_curve(made):
    (line,) = drawn(made["explore-cross-entropy"], "line", 1)
    heights = points(line.get("d"))[:, 1]
    assert (np.diff(heights) <= 0).all(), "from left to right the slope rises alone"
    dots = drawn(made["explore-cross-entropy"], "symbol", 1)[:3]
    assert [dot.get("aria-label").split(": ")[-1] for dot in dots][1:] == ["0", "0"]


SAID = {
    (2, 3): "MAE is 2.00; example 1 carries 25% of it; example 2 carries 75% of it; "
    "MSE is 5.00; example 1 carries 10% of it; example 2 carries 90% of it; "
    "RMSE is 2.24",
    (1, 3): "MAE is 1.50; example 1 carries 0% of it; example 2 carries 100% of it; "
    "MSE is 4.50; example 1 carries 0% of it; example 2 carries 100% of it; "
    "RMSE is 2.12",
    (1, 0): "MAE is 0.00; no example adds to it; MSE is 0.00; no example adds to it; "
    "RMSE is 0.00",
}


@pytest.mark.parametrize("y_pred", SAID)
def test_shares_are_said_of_a_loss_that_has_parts(monkeypatch, y_pred):
    shown = []
    monkeypatch.setattr(chart, "_display", shown.append)
    losses = {"MAE": MAE, "MSE": MSE, "RMSE": keras.metrics.RootMeanSquaredError()}
    explore.explore_predictions(losses, [1, 0], y_pred)
    signals = moving.compiled(shown[0])["signals"]
    assert values(signals, ["sentence"]) == [SAID[y_pred]]


# What a chart is


@CHARTS
def test_all_that_a_chart_shows_has_a_name_and_is_there(made, name):
    spec = made[name]
    about = contract_of(spec)
    given = {parameter["name"] for parameter in spec["params"]}
    assert {"sentence", *moving.numbers(spec)} <= given
    assert all(control["signal"] in given for control in about["controls"])
    labels = [control.get("label", "step") for control in about["controls"]]
    assert len(set(labels)) == len(labels)
    assert all(len(cells) == len(about["columns"]) for _, cells in about["rows"])
    json.dumps(spec, allow_nan=False)


@CHARTS
def test_in_jupyterlab_every_control_has_its_name(made, name):
    bound = [p["bind"] for p in made[name]["params"] if "bind" in p]
    assert all(bind["name"].strip() for bind in bound)
    assert len(bound) == len(contract_of(made[name])["controls"])


def test_a_chart_is_shown_as_what_jupyterlab_draws_without_a_network(monkeypatch):
    import IPython
    import IPython.display

    shown = []
    monkeypatch.setattr(IPython, "get_ipython", lambda: True)
    monkeypatch.setattr(
        IPython.display,
        "display",
        lambda bundle, metadata, raw: shown.append((bundle, raw)),
    )
    assert explore.explore_pointwise({"MAE": MAE}) is None
    (bundle, raw), *_ = shown
    assert raw
    assert list(bundle) == ["application/vnd.vegalite.v5+json", "text/plain"]
    assert bundle["text/plain"] == "A chart that moves: Loss and slope over the error."


def test_outside_of_a_notebook_a_chart_says_what_it_is(capsys):
    explore.explore_cross_entropy(BINARY)
    assert capsys.readouterr().out == "A chart that moves: −log p and its slope.\n"


def test_the_colors_are_those_of_the_still_figures():
    assert all(f'"{color[1:]}"' in SHEET for color in chart.COLORS)
    places = [SHEET.index(color[1:]) for color in chart.COLORS]
    assert places == sorted(places)


def test_lossbook_offers_the_charts_and_imports_altair_for_them_alone():
    assert set(explore.__all__) < set(lossbook.__all__)
    assert set(explore.__all__) < set(dir(lossbook))
    code = """
import sys, lossbook
assert "altair" not in sys.modules
lossbook.explore_pointwise
assert "altair" in sys.modules and "tensorflow" not in sys.modules
try: lossbook.explore_nothing
except AttributeError as error: print(error)
"""
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    )
    assert said.stdout.strip() == "module 'lossbook' has no attribute 'explore_nothing'"


def test_huber_tells_its_delta_by_its_slope():
    for delta in (0.3, 1.0, 2.5):
        assert given.delta(keras.losses.Huber(delta=delta)) == delta


def test_a_sentence_becomes_an_expression():
    signals = [{"name": "p", "value": 0.75}, {"name": "who", "value": "it’s"}]
    tree = sentence(
        'For {who} "p" is {share} \\ {p}{and_so} {name}',
        who=of_charts.computed("who"),
        share=of_charts.computed("p", ".1%"),
        p=of_charts.computed("p", ".2f"),
        and_so=either("p > 0.5", sentence(", so {p}", p="more"), "no"),
        name="{p}",
    )
    said = values(signals, [expression(tree)])
    assert said == ['For it’s "p" is 75.0% \\ 0.75, so more {p}']
    german = {tree[0]: "{p}: {who}, {share}, {name}{and_so}", ", so {p}": ", {p}!"}
    said = values(signals, [expression(tree, german.get)])
    assert said == ["0.75: it’s, 75.0%, {p}, more!"]


def test_a_sentence_with_other_slots_than_values_is_refused():
    with pytest.raises(ValueError, match="needs a slot for each of: p, q"):
        sentence("It is {p}.", p="1", q="2")


# Bad input

NAN = float("nan")


@pytest.mark.parametrize(
    ("call", "error", "says"),
    [
        (lambda: explore.explore_pointwise(MAE), TypeError, "losses: got Mean"),
        (lambda: explore.explore_pointwise({}), ValueError, "losses: got none"),
        (
            lambda: explore.explore_pointwise({str(i): MAE for i in range(6)}),
            ValueError,
            "got 6; the chart has colors for 5",
        ),
        (
            lambda: explore.explore_pointwise({"BCE": BINARY}),
            TypeError,
            r"losses\['BCE'\]: got .*; needs a Keras loss .*: MeanAbsoluteError, ",
        ),
        (
            lambda: explore.explore_pointwise({"MAE": MAE}, error=4),
            ValueError,
            "error: got 4; needs -3 to 3",
        ),
        (
            lambda: explore.explore_pointwise({"MAE": MAE}, error=NAN),
            ValueError,
            "error",
        ),
        (
            lambda: explore.explore_pointwise({"H": keras.losses.Huber(delta=5.0)}),
            ValueError,
            "delta: got 5; needs 0.1 to 3",
        ),
        (
            lambda: explore.explore_predictions({"MAE": MAE}, [1, 2], [1]),
            ValueError,
            "y_pred",
        ),
        (
            lambda: explore.explore_predictions({"MAE": MAE}, [0] * 7, [0] * 7),
            ValueError,
            "y_true: got 7 examples; needs at most 6",
        ),
        (
            lambda: explore.explore_line({"MAE": MAE}, [1, 2], [1, 2]),
            ValueError,
            "x: got 2 points; needs at least 3",
        ),
        (
            lambda: explore.explore_line(
                {"H": keras.losses.Huber()}, [1, 2, 3], [1, 2, 3]
            ),
            TypeError,
            "MeanAbsoluteError, MeanSquaredError$",
        ),
        (
            lambda: explore.explore_line({"MAE": MAE}, [1, 1, 1], [1, 2, 3]),
            ValueError,
            "x: got .* the same; needs",
        ),
        (
            lambda: explore.explore_line({"MAE": MAE}, [1, 2, 3], [1, 2, 3], outlier=3),
            ValueError,
            "outlier: got 3; needs -3 to 2",
        ),
        (
            lambda: explore.explore_descent({"MAE": MAE}, [1], [1], w=9),
            ValueError,
            "w: got 9; needs -1 to 5",
        ),
        (
            lambda: explore.explore_descent({"MAE": MAE}, [1], [NAN]),
            ValueError,
            "y_true",
        ),
        (
            lambda: explore.explore_descent({"MAE": MAE}, [1], [1], ends=(2, 1)),
            ValueError,
            r"ends: got \(2, 1\); needs a smaller and a larger number",
        ),
        (
            lambda: explore.explore_descent({"MAE": MAE}, [1], [1], learning_rate=2),
            ValueError,
            "learning_rate: got 2; needs 0 to 1",
        ),
        (lambda: explore.explore_accuracy(MSE, [1], [1]), TypeError, "BinaryCross"),
        (
            lambda: explore.explore_accuracy(BINARY, [1, 2], [0, 2]),
            ValueError,
            "y_true: got labels besides 0 and 1",
        ),
        (
            lambda: explore.explore_softmax(
                keras.losses.CategoricalCrossentropy(), 0, [1, 2, 3]
            ),
            ValueError,
            "from_logits=True",
        ),
        (
            lambda: explore.explore_softmax(SEVERAL, 3, [1, 2, 3]),
            ValueError,
            "y_true: got 3; every label must lie between 0 and 2",
        ),
        (
            lambda: explore.explore_softmax(SEVERAL, 0.5, [1, 2, 3]),
            TypeError,
            "y_true: got float64 labels",
        ),
        (
            lambda: explore.explore_softmax(SEVERAL, 0, [1, 2]),
            ValueError,
            "logits: got 2; needs 3 to 5",
        ),
        (
            lambda: explore.explore_softmax(SEVERAL, 0, [1, 2, 9]),
            ValueError,
            "logits: got 9; needs -5 to 5",
        ),
        (
            lambda: explore.explore_softmax(SEVERAL, 0, [1, 2, 3], ["a", "b", "b"]),
            ValueError,
            "needs 3 different ones",
        ),
        (
            lambda: explore.explore_neuron({"one": (1, 1)}),
            ValueError,
            "starts: got 1; needs at least two",
        ),
        (
            lambda: explore.explore_neuron({"one": (1, 1), "two": (1, 1, 1)}),
            ValueError,
            r"starts\['two'\]: got 3 numbers; needs w and b",
        ),
        (
            lambda: explore.explore_neuron({"a": (1, 1), "b": (1, 1)}, steps=1000),
            ValueError,
            "steps: got 1000; needs 1 to 300",
        ),
        (
            lambda: explore.explore_cross_entropy(
                keras.losses.BinaryCrossentropy(from_logits=True)
            ),
            ValueError,
            "from_logits=False",
        ),
        (
            lambda: explore.explore_cross_entropy(BINARY, p=1.5),
            ValueError,
            "p: got 1.5; needs 0 to 1",
        ),
    ],
)
def test_bad_input_gets_an_error_that_names_it(call, error, says):
    with pytest.raises(error, match=says):
        call()


def test_the_errors_of_a_chart_come_before_anything_is_shown(capsys):
    with pytest.raises(ValueError, match="error"):
        pointwise.explore_pointwise({"MAE": MAE}, error=7)
    assert capsys.readouterr().out == ""
