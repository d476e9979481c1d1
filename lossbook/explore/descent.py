"""A chart of a loss over one weight, and of the steps of gradient descent."""

import altair as alt

from lossbook.explore import panels
from lossbook.explore.chart import COLORS, MOST_STEPS, choice_of, place_of_choice, show
from lossbook.explore.contract import Number, Reveal, Slider, Steps, Table
from lossbook.explore.formulas import (
    mean,
)
from lossbook.explore.given import error_losses, formula, two_ends, vectors, within
from lossbook.explore.words import (
    computed,
    either,
    picked,
    real,
    sentence,
)
from lossbook.say import say


def explore_descent(losses, x, y_true, *, w=0.5, learning_rate=0.05, ends=(-1.0, 5.0)):
    """Show the loss over one weight, its tangent, and the steps of gradient descent.

    The model is ŷ = w·x.

    Args:
        losses: A dict from label to `MeanAbsoluteError`, `MeanSquaredError` or `Huber`.
        x: The inputs, of shape `(m,)`.
        y_true: The targets, of shape `(m,)`.
        w: The weight at the start.
        learning_rate: The learning rate at the start, up to 1.
        ends: The weights between which the loss is drawn.

    >>> from keras.losses import MeanSquaredError
    >>> explore_descent({"MSE": MeanSquaredError()}, [1, 2, 3], [2, 4, 6])
    A chart that moves: The loss over one weight, and steps downhill.
    """
    losses, (x, y_true) = error_losses(losses), vectors(x=x, y_true=y_true)
    low, high = two_ends(ends)
    w = within("w", w, low, high)
    rate = within("learning_rate", learning_rate, 0, 1)

    def chosen(weight, part="value"):
        """The chosen loss at a weight, or its slope there."""
        of_each = []
        for loss in losses.values():
            terms = []
            for a, target in zip(x, y_true, strict=True):
                one = formula(loss).at(e=f"{weight} * {real(a)} - {real(target)}")
                inner = "" if part == "value" else f" * {real(a)}"
                terms.append(getattr(one, part) + inner)
            of_each.append(mean(terms))
        return picked(of_each, "chosen")

    loss_axis = alt.Y("y:Q", title=say("loss L"), scale=panels.rising("top"))
    past = panels.visited("taken", MOST_STEPS).transform_calculate(
        x="toNumber(points[datum.t])", y=chosen("datum.x")
    )
    show(
        "explore-descent",
        say("The loss over one weight, and steps downhill"),
        [
            _valley(chosen("datum.x"), past, (low, high), loss_axis),
            _course(past, loss_axis),
        ],
        controls=[
            Slider("w", say("weight w"), w, low, high, 0.05),
            Slider("rate", say("learning rate η"), rate, 0, 1, 0.01),
            *choice_of(losses),
            Slider("guess", say("your guess for w"), w, low, high, 0.05),
            Reveal(
                "shown",
                say("Show the step"),
                say("Where does one step lead? Guess first."),
                "guess",
            ),
            Steps("step", {"path": "path + w + ';'", "w": "next_w"}, forget=("path",)),
        ],
        signals={
            **place_of_choice(losses),
            "loss_now": chosen("w"),
            "slope": chosen("w", "slope"),
            "next_w": "w - rate * slope",
            "next_loss": chosen("next_w"),
            "gap": "abs(next_w - guess)",
            "top": f"max({chosen(real(low))}, {chosen(real(high))})",
            "points": "split(path + w, ';')",
            "taken": "length(points) - 1",
        },
        table=Table(
            (say("now"), say("after one step")),
            {
                say("weight w"): [Number("w"), Number("next_w", when="shown")],
                say("loss"): [Number("loss_now"), Number("next_loss", when="shown")],
                say("slope"): [Number("slope"), None],
                say("your guess"): [None, Number("guess", 2)],
                say("gap"): [None, Number("gap", when="shown")],
                say("steps taken"): [Number("taken", 0), None],
            },
        ),
        sentence=_sentence(),
        drag=[{"x": "w"}, {}],
    )


def _valley(height, past, ends, loss_axis):
    """The panel with the loss over the weight, its tangent, and where a step leads."""
    w_axis = panels.horizontal(say("weight w"), ends)
    here, after = ("w", "loss_now"), ("next_w", "next_loss")
    tangent = [(f"w + {d}", f"loss_now + {d} * slope") for d in (-10, 10)]

    def stroke(first, last, **style):
        return panels.stroke([first, last], w_axis, loss_axis, **style)

    green = {"color": COLORS[2], "strokeWidth": 2.5}
    gap = ("guess", "top / 16"), ("next_w", "top / 16")
    corner = "next_w", "loss_now"  # the way to it is the step in w
    return panels.panel(
        panels.curve(height, ends, w_axis, loss_axis),
        stroke(*tangent, color=COLORS[1], strokeWidth=2),
        past.mark_line(color=COLORS[3], strokeWidth=1, clip=True, opacity=0.8).encode(
            x=w_axis, y=loss_axis, order="t:Q"
        ),
        past.mark_circle(color=COLORS[3], size=40, opacity=1, clip=True).encode(
            x=w_axis, y=loss_axis
        ),
        panels.upright("guess", w_axis, strokeDash=[2, 3]),
        *panels.shown_if(
            "shown",
            stroke(*gap, strokeWidth=4, strokeDash=[1, 0]),
            stroke(here, corner, strokeDash=[1, 0], **green),
            stroke(corner, after, **green),
            panels.dot(after, w_axis, loss_axis, color=COLORS[2]),
        ),
        panels.dot(here, w_axis, loss_axis, color=COLORS[1]),
    )


def _course(past, loss_axis):
    """The panel with the loss after each step."""
    t_axis = alt.X(
        "t:Q",
        title=say("step"),
        scale=panels.rising("max(10, taken)"),
        axis=alt.Axis(tickMinStep=1, tickCount=5),
    )
    dots = {"color": COLORS[3], "size": 40, "opacity": 1}
    line = past.mark_line(color=COLORS[3], clip=True, point=dots)
    return panels.panel(line.encode(x=t_axis, y=loss_axis))


def _sentence():
    known = sentence(
        "At w = {w} the loss is {loss} and its slope {slope}",
        w=computed("w", ".2f"),
        loss=computed("loss_now", ".3~g"),
        slope=computed("slope", ".3~g"),
    )
    asked = sentence("{before}; where does one step lead?", before=known)
    told = sentence(
        "{before}; one step leads to w = {next}, {gap} from your guess",
        before=known,
        next=computed("next_w", ".3~f"),
        gap=computed("gap", ".3~f"),
    )
    return either("shown", told, asked)
