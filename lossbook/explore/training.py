"""Charts about training: steps downhill, for a weight, a line and a neuron."""

import json

import altair as alt
import numpy as np

from lossbook import losses as twins
from lossbook.explore import panels
from lossbook.explore.chart import (
    COLORS,
    INK,
    Choice,
    Number,
    Reveal,
    Slider,
    Steps,
    Table,
    show,
)
from lossbook.explore.formulas import (
    BINARY_CROSSENTROPY_OF_LOGIT,
    HALF_SQUARED_ERROR,
    SIGMOID,
    mean,
)
from lossbook.explore.given import (
    around,
    error_losses,
    formula,
    kind,
    two_ends,
    vectors,
    within,
)
from lossbook.explore.words import listed, picked, real, sentence

MOST_STEPS = 200  # of a path that are drawn


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
        Slider("w", "weight w", w, low, high, 0.05),
        Slider("rate", "learning rate η", rate, 0, 1, 0.01),
        *_choice_of(labels),
        Slider("guess", "your guess for w", w, low, high, 0.05),
        Reveal(
            "shown", "Show the step", "Where does one step lead? Guess first.", "guess"
        ),
        Steps("step", {"path": "path + w + ';'", "w": "next_w"}, forget=("path",)),
    ]
    signals = {
        **_chosen(labels),
        "loss_now": chosen("w"),
        "slope": chosen("w", "slope"),
        "next_w": "w - rate * slope",
        "next_loss": chosen("next_w"),
        "gap": "abs(next_w - guess)",
        "top": f"max({chosen(real(low))}, {chosen(real(high))})",
        "points": "split(path + w, ';')",
        "taken": "length(points) - 1",
    }
    x_axis = panels.horizontal("weight w", (low, high))
    y_axis = alt.Y("y:Q", title="loss L", scale=panels.rising("top"))
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
        title="step",
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
    known = "At w = {w:.2f} the loss is {loss_now:.3~g} and its slope {slope:.3~g}; "
    after = "one step leads to w = {next_w:.3~f}, {gap:.3~f} from your guess"
    show(
        "explore-descent",
        "The loss over one weight, and steps downhill",
        [curve, times],
        controls=controls,
        signals=signals,
        table=Table(
            ("now", "after one step"),
            {
                "weight w": [Number("w"), Number("next_w", when="shown")],
                "loss": [Number("loss_now"), Number("next_loss", when="shown")],
                "slope": [Number("slope"), None],
                "your guess": [None, Number("guess", 2)],
                "gap": [None, Number("gap", when="shown")],
                "steps taken": [Number("taken", 0), None],
            },
        ),
        sentence=f"{sentence(known)} + (shown ? {sentence(after)} : 'where does one step lead?')",
        drag=[{"x": "w"}, {}],
    )


def explore_line(losses, x, y, *, outlier=-1, w=0.0, b=0.0, learning_rate=0.1):
    """Show a line to move among points, and its losses over weight and bias.

    Args:
        losses: A dict from label to `MeanAbsoluteError` or `MeanSquaredError`.
        x: The points' first coordinates, of shape `(m,)`.
        y: The points' second coordinates, of shape `(m,)`.
        outlier: The index of the point that can be moved.
        w: The weight of the line at the start.
        b: The bias of the line at the start.
        learning_rate: The learning rate at the start, up to 1.
    """
    losses = error_losses(losses, ("MeanAbsoluteError", "MeanSquaredError"))
    x, y = vectors(x=x, y=y)
    if len(x) < 3:
        raise ValueError(f"x: got {len(x)} points; needs at least 3")
    rate = within("learning_rate", learning_rate, 0, 1)
    if np.ptp(x) == 0:
        raise ValueError(f"x: got {x[0]:g} all the same; needs two different numbers")
    labels, count = list(losses), len(x)
    moved = int(within("outlier", outlier, -count, count - 1)) % count
    is_moved = np.arange(count) == moved
    slope, height = np.polyfit(x[~is_moved], y[~is_moved], 1)
    ws, bs = around(slope, 2, w), around(height, 3, b)
    room = np.ptp(y[~is_moved]) / 2
    ys, xs = around(0, 0, *(y - room), *(y + room)), around(0, 0, *x)
    heights = np.arange(ys[0], ys[1] + 0.25, 0.5)

    controls = [
        Slider("w", "weight w", float(w), *ws, 0.02),
        Slider("b", "bias b", float(b), *bs, 0.05),
        Slider("out", "y of the outlier", float(y[moved]), *ys, 0.5),
        Slider("rate", "learning rate η", rate, 0, 1, 0.01),
        *_choice_of(labels),
        Reveal(
            "shown",
            "Show the best lines",
            "Which line is best? Your line is your guess: move w and b.",
        ),
        Steps(
            "step",
            {"path": "path + w + ',' + b + ';'", "w": "next_w", "b": "next_b"},
            forget=("path",),
        ),
    ]
    signals = _chosen(labels)
    targets = [
        "out" if here else real(target)
        for here, target in zip(is_moved, y, strict=True)
    ]
    for i, (a, target) in enumerate(zip(x, targets, strict=True)):
        signals[f"e_{i}"] = f"w * {real(a)} + b - {target}"
    slopes = {"w": [], "b": []}
    for n, loss in enumerate(losses.values()):
        errors = [formula(loss).at(e=f"e_{i}") for i in range(count)]
        signals[f"loss_{n}"] = mean([error.value for error in errors])
        pulls = [f"{e.slope} * {real(a)}" for e, a in zip(errors, x, strict=True)]
        slopes["w"].append(mean(pulls))
        slopes["b"].append(mean([error.slope for error in errors]))
    for name, of_each in slopes.items():
        signals[f"slope_{name}"] = picked(of_each, "chosen")
        signals[f"next_{name}"] = f"{name} - rate * slope_{name}"
    signals["place"] = f"round((out - {real(heights[0])}) / 0.5)"
    for n, loss in enumerate(losses.values()):
        lines = [_best_line(loss, x, np.where(is_moved, out, y)) for out in heights]
        for name, values in zip(("w", "b", "loss"), np.transpose(lines), strict=True):
            table = json.dumps([round(value, 9) for value in values.tolist()])
            signals[f"best_{name}_{n}"] = f"{table}[place]"
    at_hand = [f"loss_{n}" for n in range(len(labels))]
    least = [f"best_loss_{n}" for n in range(len(labels))]
    signals["gap"] = f"{picked(at_hand, 'chosen')} - {picked(least, 'chosen')}"
    signals["points"] = "split(path + w + ',' + b, ';')"
    signals["taken"] = "length(points) - 1"

    x_axis, y_axis = panels.horizontal("x", xs), panels.vertical("y", ys)
    data = [{"x": float(a), "i": i} for i, a in enumerate(x)]
    dots = alt.Chart(alt.Data(values=data)).transform_calculate(
        y=f"{listed(targets)}[datum.i]", y2="w * datum.x + b"
    )
    line = [(real(end), f"w * {real(end)} + b") for end in xs]
    best_lines = []
    for n in range(len(labels)):
        best = [(real(a), f"best_w_{n} * {real(a)} + best_b_{n}") for a in xs]
        best_lines.append(
            panels.labelled(
                labels, n, panels.stroke(best, x_axis, y_axis, strokeWidth=2.5)
            )
        )
    outlined = alt.condition(
        f"datum.i == {moved}", alt.value(COLORS[3]), alt.value(INK)
    )
    among = panels.panel(
        dots.mark_rule(**{**panels.GUIDE, "strokeDash": [2, 2]}).encode(
            x=x_axis, y=y_axis, y2="y2:Q"
        ),
        dots.mark_circle(size=45, opacity=1, clip=True).encode(
            x=x_axis, y=y_axis, color=outlined
        ),
        *panels.shown_if("shown", *best_lines),
        panels.stroke(
            line, x_axis, y_axis, color=COLORS[2], strokeWidth=3, strokeDash=[1, 0]
        ),
    )
    w_axis, b_axis = panels.horizontal("weight w", ws), panels.vertical("bias b", bs)
    plane = panels.plane(
        *_plane(losses, x, y, is_moved, ws, bs),
        picked(least, "chosen"),
        w_axis,
        b_axis,
    )
    path = panels.visited("taken", MOST_STEPS).transform_calculate(
        x="toNumber(split(points[datum.t], ',')[0])",
        y="toNumber(split(points[datum.t], ',')[1])",
    )
    over_the_plane = panels.panel(
        plane,
        path.mark_line(color=COLORS[2], clip=True, strokeWidth=1.5).encode(
            x=w_axis, y=b_axis, order="t:Q"
        ),
        path.mark_circle(color=COLORS[2], size=25, opacity=1, clip=True).encode(
            x=w_axis, y=b_axis
        ),
        *panels.shown_if(
            "shown",
            *(
                panels.cross((f"best_w_{n}", f"best_b_{n}"), w_axis, b_axis, COLORS[n])
                for n in range(len(labels))
            ),
        ),
        panels.dot(("w", "b"), w_axis, b_axis, color=COLORS[2]),
    )
    blank = [None] * len(labels)
    columns = ["your line", *(f"best for {label}" for label in labels)]
    rows = {
        name: [
            Number(signal),
            *(Number(f"best_{signal}_{n}", when="shown") for n in range(len(labels))),
        ]
        for name, signal in (("weight w", "w"), ("bias b", "b"))
    }
    for n, label in enumerate(labels):
        best = [
            Number(f"best_loss_{n}", when="shown") if m == n else None
            for m in range(len(labels))
        ]
        rows[label] = [Number(f"loss_{n}"), *best]
    rows["slope for w"] = [Number("slope_w"), *blank]
    rows["slope for b"] = [Number("slope_b"), *blank]
    rows["above the least"] = [Number("gap", when="shown"), *blank]
    rows["steps taken"] = [Number("taken", 0), *blank]
    said = "The line is y = {w:.2f}·x + {b:.2f}; " + ", ".join(
        f"{label} is {{loss_{n}:.3f}}" for n, label in enumerate(labels)
    )
    gap = sentence("; the chosen loss is {gap:.3f} above its least")
    show(
        "explore-line",
        "A line among points, and its loss over weight and bias",
        [among, over_the_plane],
        controls=controls,
        signals=signals,
        table=Table(tuple(columns), rows),
        sentence=f"{sentence(said)} + (shown ? {gap} : '')",
        drag=[{"y": "out"}, {"x": "w", "y": "b"}],
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
    """
    labels = list(starts)
    if len(labels) < 2:
        raise ValueError(f"starts: got {len(labels)}; needs at least two")
    rate = within("learning_rate", learning_rate, 0, 1)
    steps = int(within("steps", steps, 1, 300))
    controls = [
        Slider("rate", "learning rate η", rate, 0, 1, 0.01),
        Slider("guess", "your guess for its answer", 0.5, 0, 1, 0.01),
        Reveal(
            "shown",
            "Run",
            f"From {labels[-1]}, under squared error, where is the answer after {steps} "
            "steps? Guess first.",
            "guess",
        ),
    ]
    kinds = {"squared error": _squared_slope, "cross-entropy": _crossentropy_slope}
    signals, rows, drawn = {}, {}, []
    # Every third step is as smooth to the eye, and computed faster.
    shown = [*range(0, steps, 3), steps]
    x, y = panels.horizontal("step", (0, steps)), panels.vertical("answer a", (0, 1))
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
                ("start", Number(f"first_{k}_{s}")),
                ("first slope", Number(f"slope_{k}_{s}")),
                ("end", Number(f"last_{k}_{s}", when="shown")),
            ):
                rows.setdefault(f"{label}: {row}", []).append(number)
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
    rows["your guess"] = [Number("guess", 2), None]
    rows["gap"] = [Number("gap", when="shown"), None]
    before = sentence(
        f"The neuron starts at {', '.join(f'{{first_0_{s}:.3f}}' for s in range(len(labels)))} and should answer 0"
    )
    ends = [
        f"under {name} it ends at "
        + ", ".join(f"{{last_{k}_{s}:.3f}}" for s in range(len(labels)))
        for k, name in enumerate(kinds)
    ]
    after = sentence("; " + "; ".join(ends) + "; your guess is {gap:.3f} off")
    show(
        "explore-neuron",
        "One neuron, two starts, two losses",
        drawn,
        controls=controls,
        signals=signals,
        table=Table(tuple(kinds), rows),
        sentence=f"{before} + (shown ? {after} : '')",
    )


def _squared_slope(z):
    """The slope of half the squared error of sigmoid(z), for z and the target 0."""
    answer = SIGMOID.at(z=z)
    return f"{HALF_SQUARED_ERROR.at(a=answer.value, y=0).slope} * {answer.slope}"


def _crossentropy_slope(z):
    return BINARY_CROSSENTROPY_OF_LOGIT.at(z=z, y=0).slope


def _choice_of(labels):
    """The control that chooses one of several losses."""
    return [Choice("loss", "loss", labels[0], tuple(labels))] if len(labels) > 1 else []


def _chosen(labels):
    """The place of the chosen loss among all."""
    place = f"indexof({json.dumps(labels, ensure_ascii=False)}, loss)"
    return {"chosen": place if len(labels) > 1 else "0"}


def _best_line(loss, x, y):
    """The weight, bias and loss of the best line.

    Under the mean absolute error a best line goes through two of the points (Koenker
    and Bassett, Regression Quantiles, 1978, theorem 3.1), so all pairs are tried.
    """
    if kind(loss) == "MeanSquaredError":
        w, b = np.polyfit(x, y, 1)
        return w, b, twins.mean_squared_error(y, w * x + b)
    i, j = np.triu_indices(len(x), 1)
    i, j = i[x[i] != x[j]], j[x[i] != x[j]]
    w = (y[j] - y[i]) / (x[j] - x[i])
    b = y[i] - w * x[i]
    means = _means(loss, y, np.outer(w, x) + b[:, None])
    best = means.argmin()
    return w[best], b[best], means[best]


def _means(loss, y_true, y_pred):
    """The loss of each row of predictions."""
    twin = {
        "MeanAbsoluteError": twins.mean_absolute_error,
        "MeanSquaredError": twins.mean_squared_error,
    }[kind(loss)]
    return twin(np.broadcast_to(y_true, y_pred.shape), y_pred, reduction="none")


def _plane(losses, x, y, is_moved, ws, bs):
    """The cells of the (w, b) plane, and the chosen loss in each as an expression.

    What the fixed points add is computed here; the chart adds the outlier.
    """
    w, b = (
        cell.ravel() for cell in np.meshgrid(*(np.linspace(*e, 25) for e in (ws, bs)))
    )
    lines = np.outer(w, x[~is_moved]) + b[:, None]
    fixed = [_means(loss, y[~is_moved], lines) for loss in losses.values()]
    cells = [
        {"w": a, "b": c, **{f"f{n}": value for n, value in enumerate(values)}}
        for a, c, *values in np.round([w, b, *fixed], 4).T.tolist()
    ]
    error = f"datum.w * {real(x[is_moved].item())} + datum.b - out"
    totals = [
        f"datum.f{n} * {len(x) - 1} + {formula(loss).at(e=error).value}"
        for n, loss in enumerate(losses.values())
    ]
    return cells, f"{picked(totals, 'chosen')} / {len(x)}"
