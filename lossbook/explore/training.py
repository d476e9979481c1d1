"""Charts about training: steps downhill for a weight, and a neuron that unlearns."""

import altair as alt

from lossbook.explore import panels
from lossbook.explore.chart import COLORS, MOST_STEPS, choice_of, place_of_choice, show
from lossbook.explore.contract import Number, Reveal, Slider, Steps, Table
from lossbook.explore.formulas import (
    BINARY_CROSSENTROPY_OF_LOGIT,
    HALF_SQUARED_ERROR,
    SIGMOID,
    mean,
)
from lossbook.explore.given import error_losses, formula, two_ends, vectors, within
from lossbook.explore.words import (
    computed,
    either,
    listed,
    picked,
    real,
    sentence,
    sentences,
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
    labels = list(losses)

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

    controls = [
        Slider("w", say("weight w"), w, low, high, 0.05),
        Slider("rate", say("learning rate η"), rate, 0, 1, 0.01),
        *choice_of(labels),
        Slider("guess", say("your guess for w"), w, low, high, 0.05),
        Reveal(
            "shown",
            say("Show the step"),
            say("Where does one step lead? Guess first."),
            "guess",
        ),
        Steps("step", {"path": "path + w + ';'", "w": "next_w"}, forget=("path",)),
    ]
    signals = {
        **place_of_choice(labels),
        "loss_now": chosen("w"),
        "slope": chosen("w", "slope"),
        "next_w": "w - rate * slope",
        "next_loss": chosen("next_w"),
        "gap": "abs(next_w - guess)",
        "top": f"max({chosen(real(low))}, {chosen(real(high))})",
        "points": "split(path + w, ';')",
        "taken": "length(points) - 1",
    }
    x_axis = panels.horizontal(say("weight w"), (low, high))
    y_axis = alt.Y("y:Q", title=say("loss L"), scale=panels.rising("top"))
    here = "w", "loss_now"
    tangent = [(f"w + {d}", f"loss_now + {d} * slope") for d in (-10, 10)]
    past = panels.visited("taken", MOST_STEPS).transform_calculate(
        x="toNumber(points[datum.t])", y=chosen("datum.x")
    )
    curve = panels.panel(
        panels.curve(chosen("datum.x"), (low, high), x_axis, y_axis),
        panels.stroke(tangent, x_axis, y_axis, color=COLORS[1], strokeWidth=2),
        past.mark_line(color=COLORS[3], strokeWidth=1, clip=True, opacity=0.8).encode(
            x=x_axis, y=y_axis, order="t:Q"
        ),
        past.mark_circle(color=COLORS[3], size=40, opacity=1, clip=True).encode(
            x=x_axis, y=y_axis
        ),
        panels.upright("guess", x_axis, strokeDash=[2, 3]),
        *panels.shown_if(
            "shown",
            panels.stroke(
                [("guess", "top / 16"), ("next_w", "top / 16")],
                x_axis,
                y_axis,
                strokeWidth=4,
                strokeDash=[1, 0],
            ),
            panels.stroke(
                [here, ("next_w", "loss_now")],
                x_axis,
                y_axis,
                color=COLORS[2],
                strokeWidth=2.5,
                strokeDash=[1, 0],
            ),
            panels.stroke(
                [("next_w", "loss_now"), ("next_w", "next_loss")],
                x_axis,
                y_axis,
                color=COLORS[2],
                strokeWidth=2.5,
            ),
            panels.dot(("next_w", "next_loss"), x_axis, y_axis, color=COLORS[2]),
        ),
        panels.dot(here, x_axis, y_axis, color=COLORS[1]),
    )
    t_axis = alt.X(
        "t:Q",
        title=say("step"),
        scale=panels.rising("max(10, taken)"),
        axis=alt.Axis(tickMinStep=1, tickCount=5),
    )
    times = panels.panel(
        past.mark_line(
            color=COLORS[3],
            clip=True,
            point={"color": COLORS[3], "size": 40, "opacity": 1},
        ).encode(x=t_axis, y=y_axis)
    )
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
    show(
        "explore-descent",
        say("The loss over one weight, and steps downhill"),
        [curve, times],
        controls=controls,
        signals=signals,
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
        sentence=either("shown", told, asked),
        drag=[{"x": "w"}, {}],
    )


def explore_neuron(starts, *, learning_rate=0.15, steps=300):
    """Show a neuron that unlearns a wrong answer, under two losses side by side.

    Its one input is 1 and its target 0, so that its answer is a = sigmoid(w + b). The
    losses are half the squared error and the cross-entropy.

    Args:
        starts: A dict from label to the pair `(w, b)` at the start, two or more; the
            guess is for the last one.
        learning_rate: The learning rate at the start, up to 1.
        steps: The number of steps, up to 300.

    >>> explore_neuron({"near": (0.6, 0.9), "far": (2, 2)})
    A chart that moves: One neuron, two starts, two losses.
    """
    labels = list(starts)
    if len(labels) < 2:
        raise ValueError(f"starts: got {len(labels)}; needs at least two")
    rate = within("learning_rate", learning_rate, 0, 1)
    steps = int(within("steps", steps, 1, 300))
    controls = [
        Slider("rate", say("learning rate η"), rate, 0, 1, 0.01),
        Slider("guess", say("your guess for its answer"), 0.5, 0, 1, 0.01),
        Reveal(
            "shown",
            say("Run"),
            say(
                "From {start}, under squared error, where is the answer after "
                "{count} steps? Guess first.",
                start=labels[-1],
                count=steps,
            ),
            "guess",
        ),
    ]
    kinds = {
        say("squared error"): _squared_slope,
        say("cross-entropy"): _crossentropy_slope,
    }
    signals, rows, drawn = {}, {}, []
    # Every third step is as smooth to the eye, and computed faster.
    shown = [*range(0, steps, 3), steps]
    x, y = (
        panels.horizontal(say("step"), (0, steps)),
        panels.vertical(say("answer a"), (0, 1)),
    )
    for k, (name, slope) in enumerate(kinds.items()):
        curves = {}
        for s, (label, start) in enumerate(starts.items()):
            run = f"z_{k}_{s}"
            (pair,) = vectors(**{f"starts[{label!r}]": start})
            if len(pair) != 2:
                raise ValueError(
                    f"starts[{label!r}]: got {len(pair)} numbers; needs w and b"
                )
            signals[f"{run}_0"] = real(pair.sum())
            for t in range(steps):  # w and b move alike, so their sum twice as far
                signals[f"{run}_{t + 1}"] = (
                    f"{run}_{t} - 2 * rate * {slope(f'{run}_{t}')}"
                )
            signals[run] = listed(f"{run}_{t}" for t in range(steps + 1))
            signals[f"first_{k}_{s}"] = SIGMOID.at(z=f"{run}_0").value
            signals[f"slope_{k}_{s}"] = slope(f"{run}_0")
            signals[f"last_{k}_{s}"] = SIGMOID.at(z=f"{run}_{steps}").value
            curves[label] = SIGMOID.at(z=f"{run}[datum.x]").value
            for row, number in (
                (say("{start}: start", start=label), Number(f"first_{k}_{s}")),
                (say("{start}: first slope", start=label), Number(f"slope_{k}_{s}")),
                (
                    say("{start}: end", start=label),
                    Number(f"last_{k}_{s}", when="shown"),
                ),
            ):
                rows.setdefault(row, []).append(number)
        lines = panels.curves(curves, shown, x, y)
        firsts = {label: ("0", f"first_{k}_{s}") for s, label in enumerate(labels)}
        layers = [
            *panels.shown_if("shown", *lines),
            *panels.dots(firsts, x, y, clip=False),
        ]
        if k == 0:
            last = f"last_0_{len(labels) - 1}"
            end = real(steps)
            layers += [
                panels.stroke([("0", "guess"), (end, "guess")], x, y),
                *panels.shown_if(
                    "shown",
                    panels.stroke(
                        [(end, "guess"), (end, last)],
                        x,
                        y,
                        strokeWidth=6,
                        strokeDash=[1, 0],
                    ),
                ),
            ]
            signals["gap"] = f"abs({last} - guess)"
        drawn.append(panels.panel(*layers, title=name))
    rows[say("your guess")] = [Number("guess", 2), None]
    rows[say("gap")] = [Number("gap", when="shown"), None]

    def answers(run):
        each = [computed(f"{run}_{s}", ".3f") for s in range(len(labels))]
        return sentences("{before}, {after}", each)

    before = sentence(
        "The neuron starts at {answers} and should answer 0", answers=answers("first_0")
    )
    ends = [
        sentence(
            "under {loss} it ends at {answers}", loss=name, answers=answers(f"last_{k}")
        )
        for k, name in enumerate(kinds)
    ]
    off = sentence("your guess is {gap} off", gap=computed("gap", ".3f"))
    after = sentences("{before}; {after}", [before, *ends, off])
    show(
        "explore-neuron",
        say("One neuron, two starts, two losses"),
        drawn,
        controls=controls,
        signals=signals,
        table=Table(tuple(kinds), rows),
        sentence=either("shown", after, before),
    )


def _squared_slope(z):
    """The slope of half the squared error of sigmoid(z), for z and the target 0."""
    answer = SIGMOID.at(z=z)
    return f"{HALF_SQUARED_ERROR.at(a=answer.value, y=0).slope} * {answer.slope}"


def _crossentropy_slope(z):
    return BINARY_CROSSENTROPY_OF_LOGIT.at(z=z, y=0).slope
