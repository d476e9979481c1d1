"""A chart of accuracy and cross-entropy over one weight."""

import altair as alt
import numpy as np

from lossbook import losses as twins
from lossbook.explore import panels
from lossbook.explore.chart import COLORS, INK, show
from lossbook.explore.contract import Number, Reveal, Slider, Table
from lossbook.explore.formulas import (
    BINARY_CROSSENTROPY_OF_LOGIT,
    SIGMOID,
    mean,
)
from lossbook.explore.given import check_kind, two_ends, vectors, within
from lossbook.explore.words import (
    computed,
    either,
    real,
    sentence,
)
from lossbook.say import say


def explore_accuracy(loss, x, y_true, *, bias=0.0, w=1.0, ends=(0.5, 3.0)):
    """Show accuracy and cross-entropy over the weight of p = sigmoid(w·x + bias).

    Args:
        loss: A `BinaryCrossentropy`.
        x: The inputs, of shape `(m,)`.
        y_true: The labels, 0 or 1, of shape `(m,)`.
        bias: What stays fixed.
        w: The weight at the start.
        ends: The weights between which both are drawn.

    >>> from keras.losses import BinaryCrossentropy
    >>> explore_accuracy(BinaryCrossentropy(), [1, 2, 3, 4], [0, 1, 0, 1], bias=-2)
    A chart that moves: Accuracy and cross-entropy over one weight.
    """
    check_kind("loss", loss, "BinaryCrossentropy")
    x, y_true = vectors(x=x, y_true=y_true)
    if not np.isin(y_true, [0, 1]).all():
        raise ValueError("y_true: got labels besides 0 and 1; needs only these two")
    low, high = two_ends(ends)
    w = within("w", w, low, high)

    def over(weight, of_example):
        """The mean over the examples, at a weight."""
        logits = (f"{weight} * {real(a)} + {real(bias)}" for a in x)
        examples = zip(logits, x, y_true, strict=True)
        return mean([of_example(z, real(a), int(y)) for z, a, y in examples])

    lowest = _lowest(x, y_true, bias, low, high)
    top = max(_crossentropies(x, y_true, bias, np.array([low, high])))
    w_axis = panels.horizontal(say("weight w"), (low, high))
    show(
        "explore-accuracy",
        say("Accuracy and cross-entropy over one weight"),
        [
            _stairs(over("datum.x", _hit), w_axis, (low, high)),
            _valley(over("datum.x", _cost), w_axis, (low, high), top),
        ],
        controls=[
            Slider("w", say("weight w"), w, low, high, 0.01),
            Slider("threshold", say("threshold"), 0.5, 0.05, 0.95, 0.05),
            Slider("guess", say("your guess for w"), low, low, high, 0.01),
            Reveal(
                "shown",
                say("Show the curve"),
                say("At which w is the cross-entropy least? Guess first."),
                "guess",
            ),
        ],
        signals={
            "accuracy": over("w", _hit),
            "crossentropy": over("w", _cost),
            "slope": over("w", _pull),
            "lowest": real(lowest),
            "least": over(real(lowest), _cost),
            "gap": "abs(guess - lowest)",
        },
        table=Table(
            (say("now"), say("least")),
            {
                say("weight w"): [Number("w", 2), Number("lowest", when="shown")],
                say("accuracy"): [Number("accuracy", 1, percent=True), None],
                say("cross-entropy"): [
                    Number("crossentropy"),
                    Number("least", when="shown"),
                ],
                say("slope of the cross-entropy"): [Number("slope"), None],
                say("your guess"): [Number("guess", 2), None],
                say("gap"): [Number("gap", when="shown"), None],
            },
        ),
        sentence=_sentence(),
        drag=[{"x": "w"}, {"x": "w"}],
    )


def _hit(z, x, y):
    """Whether the answer to an example is right: 1 or 0."""
    return f"({SIGMOID.at(z=z).value} > threshold ? {y} : {1 - y})"


def _cost(z, x, y):
    """The cross-entropy of an example."""
    return BINARY_CROSSENTROPY_OF_LOGIT.at(z=z, y=y).value


def _pull(z, x, y):
    """The slope of the cross-entropy of an example, for w."""
    return f"{BINARY_CROSSENTROPY_OF_LOGIT.at(z=z, y=y).slope} * {x}"


def _stairs(height, w_axis, ends):
    """The panel with the accuracy."""
    percent = alt.Axis(format="%", tickCount=5)
    share = panels.vertical(say("accuracy"), (0, 1), axis=percent)
    return panels.panel(
        panels.treads(height, ends, w_axis, share),
        panels.upright("w", w_axis),
        panels.dot(("w", "accuracy"), w_axis, share, color=COLORS[1]),
    )


def _valley(height, w_axis, ends, top):
    """The panel with the cross-entropy: where it is least is to be guessed."""
    cost = panels.vertical(say("cross-entropy L"), (0, float(np.ceil(10 * top) / 10)))
    floor = "0.02"
    gap = [("guess", floor), ("lowest", floor)]
    return panels.panel(
        *panels.shown_if("shown", panels.curve(height, ends, w_axis, cost)),
        panels.upright("w", w_axis),
        panels.upright("guess", w_axis, strokeDash=[1, 3], color=INK),
        *panels.shown_if(
            "shown",
            panels.stroke(gap, w_axis, cost, strokeWidth=5, strokeDash=[1, 0]),
            panels.dot(("lowest", "least"), w_axis, cost, color=COLORS[2]),
        ),
        panels.dot(("w", "crossentropy"), w_axis, cost, color=COLORS[1]),
    )


def _sentence():
    known = sentence(
        "At w = {w} the accuracy is {accuracy}; the cross-entropy is {loss} and its "
        "slope {slope}",
        w=computed("w", ".2f"),
        accuracy=computed("accuracy", ".1%"),
        loss=computed("crossentropy", ".4f"),
        slope=computed("slope", ".4f"),
    )
    told = sentence(
        "{before}; it is least at w = {lowest}, {gap} from your guess",
        before=known,
        lowest=computed("lowest", ".3f"),
        gap=computed("gap", ".3f"),
    )
    return either("shown", told, known)


def _crossentropies(x, y_true, bias, weights):
    """The mean cross-entropy at each weight."""
    logits = np.outer(weights, x) + bias
    targets = np.broadcast_to(y_true, logits.shape)
    return twins.binary_crossentropy(
        targets, logits, from_logits=True, reduction="none"
    )


def _lowest(x, y_true, bias, low, high):
    """The weight between two ends at which the mean cross-entropy is least.

    It is convex, so the least of some weights has the least of all beside it.
    """
    while high - low > 1e-9:
        weights = np.linspace(low, high, 11)
        best = _crossentropies(x, y_true, bias, weights).argmin()
        low, high = weights[max(best - 1, 0)], weights[min(best + 1, 10)]
    return (low + high) / 2
