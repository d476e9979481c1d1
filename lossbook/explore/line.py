"""A chart about lines among points: moved by hand, by steps, and the best ones."""

import json

import altair as alt
import numpy as np

from lossbook import losses as twins
from lossbook.explore import panels
from lossbook.explore.chart import (
    COLORS,
    INK,
    MOST_STEPS,
    choice_of,
    place_of_choice,
    show,
)
from lossbook.explore.contract import Number, Reveal, Slider, Steps, Table
from lossbook.explore.formulas import mean
from lossbook.explore.given import around, error_losses, formula, kind, vectors, within
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

STEP = 0.5  # of the outlier, for each of whose places the best lines are known


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

    >>> from keras.losses import MeanAbsoluteError
    >>> explore_line({"MAE": MeanAbsoluteError()}, [0, 1, 2, 3], [1, 3, 5, 20])
    A chart that moves: A line among points, and its loss over weight and bias.
    """
    losses = error_losses(losses, ("MeanAbsoluteError", "MeanSquaredError"))
    x, y = vectors(x=x, y=y)
    if len(x) < 3:
        raise ValueError(f"x: got {len(x)} points; needs at least 3")
    rate = within("learning_rate", learning_rate, 0, 1)
    if np.ptp(x) == 0:
        raise ValueError(f"x: got {x[0]:g} all the same; needs two different numbers")
    moved = int(within("outlier", outlier, -len(x), len(x) - 1)) % len(x)
    is_moved = np.arange(len(x)) == moved
    slope, height = np.polyfit(x[~is_moved], y[~is_moved], 1)
    ws, bs = around(slope, 2, w), around(height, 3, b)
    room = np.ptp(y[~is_moved]) / 2
    ys, xs = around(0, 0, *(y - room), *(y + room)), around(0, 0, *x)
    # The y of each point, as an expression.
    targets = [
        "out" if here else real(target)
        for here, target in zip(is_moved, y, strict=True)
    ]
    plane = _plane(losses, x, y, is_moved, ws, bs)
    show(
        "explore-line",
        say("A line among points, and its loss over weight and bias"),
        [
            _among_points(losses, x, targets, moved, xs, ys),
            _over_the_plane(losses, *plane, ws, bs),
        ],
        controls=[
            Slider("w", say("weight w"), float(w), *ws, 0.02),
            Slider("b", say("bias b"), float(b), *bs, 0.05),
            Slider("out", say("y of the outlier"), float(y[moved]), *ys, STEP),
            Slider("rate", say("learning rate η"), rate, 0, 1, 0.01),
            *choice_of(losses),
            Reveal(
                "shown",
                say("Show the best lines"),
                say("Which line is best? Your line is your guess: move w and b."),
            ),
            Steps(
                "step",
                {"path": "path + w + ',' + b + ';'", "w": "next_w", "b": "next_b"},
                forget=("path",),
            ),
        ],
        signals={
            **place_of_choice(losses),
            **_slopes(losses, x, targets),
            **_best_lines(losses, x, y, is_moved, ys),
            "gap": f"{_chosen(losses, 'loss')} - {_chosen(losses, 'best_loss')}",
            "points": "split(path + w + ',' + b, ';')",
            "taken": "length(points) - 1",
        },
        table=_numbers(losses),
        sentence=_sentence(losses),
        drag=[{"y": "out"}, {"x": "w", "y": "b"}],
    )


def _chosen(losses, signal):
    """What a signal is for the chosen loss."""
    return picked([f"{signal}_{n}" for n in range(len(losses))], "chosen")


def _slopes(losses, x, targets):
    """The signals of the line at hand: errors, losses, slopes and the next step."""
    signals = {}
    for i, (a, target) in enumerate(zip(x, targets, strict=True)):
        signals[f"e_{i}"] = f"w * {real(a)} + b - {target}"
    slopes = {"w": [], "b": []}
    for n, loss in enumerate(losses.values()):
        errors = [formula(loss).at(e=f"e_{i}") for i in range(len(x))]
        signals[f"loss_{n}"] = mean([error.value for error in errors])
        pulls = [f"{e.slope} * {real(a)}" for e, a in zip(errors, x, strict=True)]
        slopes["w"].append(mean(pulls))
        slopes["b"].append(mean([error.slope for error in errors]))
    for name, of_each in slopes.items():
        signals[f"slope_{name}"] = picked(of_each, "chosen")
        signals[f"next_{name}"] = f"{name} - rate * slope_{name}"
    return signals


def _best_lines(losses, x, y, is_moved, ys):
    """The signals of the best lines: looked up, for each place of the outlier."""
    heights = np.arange(ys[0], ys[1] + STEP / 2, STEP)
    signals = {"place": f"round((out - {real(heights[0])}) / {STEP})"}
    for n, loss in enumerate(losses.values()):
        lines = [_best_line(loss, x, np.where(is_moved, out, y)) for out in heights]
        for name, values in zip(("w", "b", "loss"), np.transpose(lines), strict=True):
            table = json.dumps([round(value, 9) for value in values.tolist()])
            signals[f"best_{name}_{n}"] = f"{table}[place]"
    return signals


def _among_points(losses, x, targets, moved, xs, ys):
    """The panel with the points, the line at hand and the best lines."""
    x_axis, y_axis = panels.horizontal("x", xs), panels.vertical("y", ys)
    data = [{"x": float(a), "i": i} for i, a in enumerate(x)]
    dots = alt.Chart(alt.Data(values=data)).transform_calculate(
        y=f"{listed(targets)}[datum.i]", y2="w * datum.x + b"
    )

    def line(w, b, **style):
        ends = [(real(end), f"{w} * {real(end)} + {b}") for end in xs]
        return panels.stroke(ends, x_axis, y_axis, **style)

    best = [
        line(f"best_w_{n}", f"best_b_{n}", strokeWidth=2.5)
        for n, _ in enumerate(losses)
    ]
    outlined = alt.condition(
        f"datum.i == {moved}", alt.value(COLORS[3]), alt.value(INK)
    )
    return panels.panel(
        dots.mark_rule(**{**panels.GUIDE, "strokeDash": [2, 2]}).encode(
            x=x_axis, y=y_axis, y2="y2:Q"
        ),
        dots.mark_circle(size=45, opacity=1, clip=True).encode(
            x=x_axis, y=y_axis, color=outlined
        ),
        *panels.shown_if(
            "shown",
            *(panels.labelled([*losses], n, one) for n, one in enumerate(best)),
        ),
        line("w", "b", color=COLORS[2], strokeWidth=3, strokeDash=[1, 0]),
    )


def _over_the_plane(losses, cells, loss_of_cell, ws, bs):
    """The panel with the loss over w and b, the path, and where it is least."""
    w_axis, b_axis = (
        panels.horizontal(say("weight w"), ws),
        panels.vertical(say("bias b"), bs),
    )
    least = _chosen(losses, "best_loss")
    path = panels.visited("taken", MOST_STEPS).transform_calculate(
        x="toNumber(split(points[datum.t], ',')[0])",
        y="toNumber(split(points[datum.t], ',')[1])",
    )
    return panels.panel(
        panels.plane(cells, loss_of_cell, least, w_axis, b_axis),
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
                for n in range(len(losses))
            ),
        ),
        panels.dot(("w", "b"), w_axis, b_axis, color=COLORS[2]),
    )


def _numbers(losses):
    """The table: the line at hand, and beside it the best line for each loss."""
    count = len(losses)
    blank = [None] * count
    columns = [say("your line"), *(say("best for {loss}", loss=n) for n in losses)]
    rows = {
        name: [
            Number(signal),
            *(Number(f"best_{signal}_{n}", when="shown") for n in range(count)),
        ]
        for name, signal in ((say("weight w"), "w"), (say("bias b"), "b"))
    }
    for n, label in enumerate(losses):
        best = [
            Number(f"best_loss_{n}", when="shown") if m == n else None
            for m in range(count)
        ]
        rows[label] = [Number(f"loss_{n}"), *best]
    rows[say("slope for w")] = [Number("slope_w"), *blank]
    rows[say("slope for b")] = [Number("slope_b"), *blank]
    rows[say("loss above its least")] = [Number("gap", when="shown"), *blank]
    rows[say("steps taken")] = [Number("taken", 0), *blank]
    return Table(tuple(columns), rows)


def _sentence(losses):
    each = [
        sentence("{name} is {loss}", name=label, loss=computed(f"loss_{n}", ".3f"))
        for n, label in enumerate(losses)
    ]
    known = sentence(
        "The line is y = {w}·x + {b}; {losses}",
        w=computed("w", ".2f"),
        b=computed("b", ".2f"),
        losses=sentences("{before}, {after}", each),
    )
    gap = computed("gap", ".3f")
    above = sentence(
        "{before}; the chosen loss is {gap} above its least", before=known, gap=gap
    )
    return either("shown", above, known)


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
