"""Charts that move, one of each kind, and what Keras says of the numbers they show.

A state is a dict from the names of a chart's controls to their values. All is computed
with 64-bit numbers.
"""

from dataclasses import dataclass
from functools import cache
from unittest import mock

import keras
import numpy as np
import tensorflow as tf

from lossbook import explore
from lossbook.explore import chart
from lossbook.explore.contract import contract_of
from lossbook.site.charts.page import compiled, values

X = np.linspace(-2, 2, 30).round(2)
Y = (1.2 * X + 1 + np.random.default_rng(1).normal(0, 0.5, 30)).round(2)
Y[-2] = 9.0
HOURS = np.array([0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0])
PASSED = np.array([0.0, 0.0, 0.0, 1.0, 0.0, 1.0, 1.0, 1.0])
NAMES = ["cat", "dog", "bird", "fish", "ant"]
STARTS = {"near": (0.6, 0.9), "far": (2.0, 2.0)}
WEIGHTS, PRICES = np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 6.0])

MAE = keras.losses.MeanAbsoluteError(dtype="float64")
MSE = keras.losses.MeanSquaredError(dtype="float64")
LOSSES = {"MAE": MAE, "MSE": MSE}


BINARY = keras.losses.BinaryCrossentropy()
SEVERAL = keras.losses.CategoricalCrossentropy(from_logits=True)
RMSE = keras.metrics.RootMeanSquaredError()
HUBER = keras.losses.Huber()

CHARTS = {
    "explore-pointwise": lambda: explore.explore_pointwise(
        {**LOSSES, "Huber": HUBER}, unit="°C"
    ),
    "explore-predictions": lambda: explore.explore_predictions(
        {**LOSSES, "RMSE": RMSE}, [1, 0, 2], [2, 3, 2.5]
    ),
    "explore-cross-entropy": lambda: explore.explore_cross_entropy(BINARY),
    "explore-descent": lambda: explore.explore_descent(LOSSES, WEIGHTS, PRICES),
    "explore-accuracy": lambda: explore.explore_accuracy(
        BINARY, HOURS, PASSED, bias=-3.0, w=1.3
    ),
    "explore-softmax": lambda: explore.explore_softmax(
        SEVERAL, 1, [2, 1, 0.1, -1, -3], NAMES
    ),
    "explore-line": lambda: explore.explore_line(LOSSES, X, Y, outlier=-2),
    "explore-neuron": lambda: explore.explore_neuron(STARTS),
}


def made(name):
    """The Vega-Lite of a chart."""
    shown = []
    with mock.patch.object(chart, "_display", shown.append):
        CHARTS[name]()
    (spec,) = shown
    return spec


def controls(spec):
    """The controls of a chart that have a value to choose."""
    every = contract_of(spec)["controls"]
    return [control for control in every if control["kind"] != "steps"]


def numbers(spec):
    """The signals whose values a chart shows."""
    rows = contract_of(spec)["rows"]
    return [number["signal"] for _, cells in rows for number in cells if number]


def start(spec):
    return {control["signal"]: control["value"] for control in controls(spec)}


def states(spec, *, some=12):
    """The start, both ends of each control, places between, and ends of all at once."""
    chosen, begin, random = [], start(spec), np.random.default_rng(0)
    chances = {}
    for control in controls(spec):
        name = control["signal"]
        if control["kind"] == "slider":
            low, high, step = control["low"], control["high"], control["step"]
            count = round((high - low) / step)
            ticks = {0, 1, count // 3, count // 2, count - 1, count}
            places = [round(low + tick * step, 10) for tick in sorted(ticks)]
        else:
            places = control.get("options", [False, True])
        chances[name] = places
        chosen += [{**begin, name: place} for place in places]
    for _ in range(some):
        chosen.append(
            {
                name: places[random.integers(len(places))]
                for name, places in chances.items()
            }
        )
    return [begin, *chosen, *({n: p[i] for n, p in chances.items()} for i in (0, -1))]


def shown_without_a_browser(spec, state):
    """The numbers of a chart in a state, computed outside of a page."""
    signals = compiled(spec)["signals"]
    for signal in signals:
        if signal["name"] in state:
            signal["value"] = state[signal["name"]]
    names = numbers(spec)
    return dict(zip(names, map(float, values(signals, names)), strict=True))


def expected(name, spec, state):
    """What Keras says of the numbers of a chart in a state."""
    return EXPECTED[name](state, spec)


def value_and_slopes(loss, *variables):
    """A loss of some variables, and its slopes for them."""
    variables = [tf.constant(v, tf.float64) for v in variables]
    with tf.GradientTape() as tape:
        for variable in variables:
            tape.watch(variable)
        value = loss(*variables)
    slopes = tape.gradient(value, variables)
    return float(value), [np.asarray(slope) for slope in slopes]


def _pointwise(state, spec):
    huber = keras.losses.Huber(delta=state["delta_2"], dtype="float64")
    zero = tf.constant([[0.0]], tf.float64)
    found = {}
    for i, loss in enumerate((MAE, MSE, huber)):
        value, (slope,) = value_and_slopes(lambda e, f=loss: f(zero, e), [[state["e"]]])
        found |= {f"loss_{i}": value, f"slope_{i}": slope.item()}
    return found


def _predictions(state, spec):
    y_true, y_pred = (
        np.array([[state[f"{name}_{i}"]] for i in (1, 2, 3)]) for name in ("y", "p")
    )
    found = {"loss_2": np.sqrt(float(MSE(y_true, y_pred)))}
    for n, loss in enumerate((MAE, MSE)):
        each = np.array(
            [float(loss(t, p)) for t, p in zip(y_true, y_pred, strict=True)]
        )
        found[f"loss_{n}"] = float(loss(y_true, y_pred))
        shares = each / each.sum() if each.any() else each
        found |= {f"share_{n}_{i}": share for i, share in enumerate(shares, start=1)}
    return found


def _line(state, spec):
    y = np.where(np.arange(30) == 28, state["out"], Y)
    of_line = {
        label: lambda w, b, f=loss: f(y[:, None], (w * X + b)[:, None])
        for label, loss in LOSSES.items()
    }
    found = {}
    for n, (label, loss) in enumerate(of_line.items()):
        value, slopes = value_and_slopes(loss, state["w"], state["b"])
        found[f"loss_{n}"] = value
        w, b, least = best_line(label, state["out"])
        found |= {f"best_w_{n}": w, f"best_b_{n}": b, f"best_loss_{n}": least}
        if label == state["loss"]:
            found |= {"slope_w": slopes[0], "slope_b": slopes[1], "gap": value - least}
    return {**found, "w": state["w"], "b": state["b"], "taken": 0}


@cache
def best_line(label, out):
    """The line with the least loss, found by other means than the chart's.

    Under MSE by the normal equations; under MAE as a linear program would have it: at
    a best line the slopes toward all sides are not negative.
    """
    y = np.where(np.arange(30) == 28, out, Y)
    if label == "MSE":
        table = np.stack([X, np.ones(30)], axis=1)
        w, b = np.linalg.solve(table.T @ table, table.T @ y)
        return w, b, np.mean((w * X + b - y) ** 2)
    best = min(
        (np.abs(w * X + b - y).mean(), w, b)
        for i in range(30)
        for j in range(i)
        for w in [(y[i] - y[j]) / (X[i] - X[j])]
        for b in [y[i] - w * X[i]]
    )
    least, w, b = best
    for angle in np.linspace(0, 2 * np.pi, 60):
        near = (w + 1e-3 * np.cos(angle)) * X + b + 1e-3 * np.sin(angle)
        assert np.abs(near - y).mean() >= least - 1e-12
    return w, b, least


def _descent(state, spec):
    def loss(w):
        return LOSSES[state["loss"]](PRICES[:, None], (w * WEIGHTS)[:, None])

    value, (slope,) = value_and_slopes(loss, state["w"])
    next_w = state["w"] - state["rate"] * slope
    return {
        "w": state["w"],
        "loss_now": value,
        "slope": slope,
        "next_w": next_w,
        "next_loss": float(loss(tf.constant(next_w))),
        "guess": state["guess"],
        "gap": abs(next_w - state["guess"]),
        "taken": 0,
    }


def _accuracy(state, spec):
    loss = keras.losses.BinaryCrossentropy(from_logits=True, dtype="float64")

    def of_weight(w):
        return loss(PASSED[:, None], (w * HOURS - 3.0)[:, None])

    value, (slope,) = value_and_slopes(of_weight, state["w"])
    p = np.asarray(tf.sigmoid(state["w"] * HOURS - 3.0))
    lowest = best_weight()
    return {
        "w": state["w"],
        "accuracy": np.mean((p > state["threshold"]) == (PASSED > 0.5)),
        "crossentropy": value,
        "slope": slope,
        "lowest": lowest,
        "least": float(of_weight(tf.constant(lowest, tf.float64))),
        "guess": state["guess"],
        "gap": abs(state["guess"] - lowest),
    }


@cache
def best_weight():
    """The weight at which the slope of the cross-entropy is zero, by Newton's method."""
    w = 1.5
    for _ in range(20):
        p = 1 / (1 + np.exp(3.0 - w * HOURS))
        w -= np.mean((p - PASSED) * HOURS) / np.mean(p * (1 - p) * HOURS**2)
    return w


def _softmax(state, spec):
    smooth = keras.losses.CategoricalCrossentropy(
        from_logits=True, label_smoothing=state["smoothing"], dtype="float64"
    )
    sharp = keras.losses.CategoricalCrossentropy(from_logits=True, dtype="float64")
    y_true = np.array([[float(name == state["label"]) for name in NAMES]])
    logits = [[state[f"z_{i}"] for i in range(5)]]
    temperature = tf.constant(state["temperature"], tf.float64)
    value, (slopes,) = value_and_slopes(
        lambda z: smooth(y_true, z / temperature), logits
    )
    tempered = tf.constant(logits, tf.float64) / temperature
    p = tf.nn.softmax(tempered).numpy()[0]
    y = y_true[0] * (1 - state["smoothing"]) + state["smoothing"] / 5
    return {
        **{f"p_{i}": p[i] for i in range(5)},
        **{f"y_{i}": y[i] for i in range(5)},
        **{f"slope_{i}": slopes[0, i] for i in range(5)},
        "crossentropy": value,
        "surprisal": float(sharp(y_true, tempered)),
    }


def squared(a):
    return tf.reduce_sum(a**2 / 2)


def crossentropy(a):
    return -tf.reduce_sum(tf.math.log(1 - a))


def _neuron(state, spec):
    found = {"guess": state["guess"]}
    for k, loss in enumerate((squared, crossentropy)):
        first, slopes, last = neuron_runs(loss, state["rate"])
        for s in (0, 1):
            found |= {
                f"first_{k}_{s}": first[s],
                f"slope_{k}_{s}": slopes[s],
                f"last_{k}_{s}": last[s],
            }
    return {**found, "gap": abs(found["last_0_1"] - state["guess"])}


@cache
def neuron_loop(loss):
    """The loop of the chapter, for all starts at once, as a function of the rate."""

    @tf.function
    def run(rate):
        w, b = (tf.constant(v, tf.float64) for v in zip(*STARTS.values(), strict=True))

        def step(w, b):
            with tf.GradientTape() as tape:
                tape.watch([w, b])
                a = tf.sigmoid(w + b)
                value = loss(a)
            return a, tape.gradient(value, [w, b])

        first, slopes = step(w, b)
        for _ in tf.range(300):
            _, (of_w, of_b) = step(w, b)
            w, b = w - rate * of_w, b - rate * of_b
        return first, slopes[0], step(w, b)[0]

    return run


@cache
def neuron_runs(loss, rate):
    """What the neuron answers first, its slopes then, and what it answers at the end."""
    of_rate = neuron_loop(loss)(tf.constant(rate, tf.float64))
    return [found.numpy() for found in of_rate]


def _cross_entropy(state, spec):
    loss = keras.losses.BinaryCrossentropy(dtype="float64")
    one = tf.constant([[1.0]], tf.float64)
    value, (slope,) = value_and_slopes(lambda p: loss(one, p), [[state["p"]]])
    factor = 1 if state["base"] == "natural" else 1 / np.log(2)
    return {
        "p": state["p"],
        "loss": factor * value,
        "slope": factor * slope.item(),
    }


EXPECTED = {
    "explore-pointwise": _pointwise,
    "explore-predictions": _predictions,
    "explore-line": _line,
    "explore-descent": _descent,
    "explore-accuracy": _accuracy,
    "explore-softmax": _softmax,
    "explore-neuron": _neuron,
    "explore-cross-entropy": _cross_entropy,
}


@dataclass(frozen=True)
class Difference:
    """A number that a chart shows, and what Keras says instead."""

    chart: str
    signal: str
    state: dict
    shown: float
    right: float

    def __str__(self):
        return (
            f"{self.chart} shows {self.signal} = {self.shown!r}, Keras says "
            f"{self.right!r}, where {self.state}"
        )


def differences(name, spec, state, shown, hidden=()):
    """Where a chart's numbers are not those of Keras, to one in a million."""
    right = expected(name, spec, state)
    assert set(shown) | set(hidden) == set(right), "each number shown is compared"
    return [
        Difference(name, signal, state, shown[signal], float(right[signal]))
        for signal in shown
        if not abs(shown[signal] - right[signal]) <= 1e-6 * max(1, abs(right[signal]))
    ]
