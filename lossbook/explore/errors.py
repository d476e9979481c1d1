"""Charts about the errors of predictions: their losses, slopes and shares."""

import altair as alt
import numpy as np

from lossbook.explore import panels
from lossbook.explore.chart import COLORS, INK, MUTED, PAPER, show
from lossbook.explore.contract import Number, Slider, Table
from lossbook.explore.formulas import ERROR_LOSSES
from lossbook.explore.given import (
    ROOT,
    delta,
    error_losses,
    formula,
    kind,
    vectors,
    within,
)
from lossbook.explore.words import (
    behind,
    computed,
    either,
    listed,
    real,
    sentence,
    sentences,
)
from lossbook.say import say

ERRORS = (-3.0, 3.0)


def explore_pointwise(losses, *, error=1.5, unit=""):
    """Show losses and their slopes over the error, with an error to move.

    Args:
        losses: A dict from label to `MeanAbsoluteError`, `MeanSquaredError` or `Huber`;
            the delta of each Huber loss can be moved, too.
        error: The error at the start, from −3 to 3.
        unit: The unit of the error.

    >>> from keras.losses import Huber, MeanAbsoluteError
    >>> explore_pointwise({"MAE": MeanAbsoluteError(), "Huber": Huber()})
    A chart that moves: Loss and slope over the error.
    """
    losses, error = error_losses(losses), within("error", error, *ERRORS)

    def slope_of(loss, settings):
        slope = ERROR_LOSSES[kind(loss)]
        return lambda e: slope.at(e=real(e), **settings).slope

    controls = [Slider("e", say("error e = ŷ − y"), error, *ERRORS, 0.05, unit)]
    at = sentence(
        "At an error of {error}{unit}", error=computed("e", ".2f"), unit=behind(unit)
    )
    signals, rows, said = {}, {}, [at]
    curves, dots = {"loss": {}, "slope": {}}, {"loss": {}, "slope": {}}
    cuts, breaks = {}, []  # of the slopes
    for i, (label, loss) in enumerate(losses.items()):
        settings = {}
        if kind(loss) == "Huber":
            settings = {"delta": f"delta_{i}"}
            name = "δ" if len(losses) == 1 else say("δ of {loss}", loss=label)
            start = within("delta", delta(loss), 0.1, 3)
            controls.append(Slider(f"delta_{i}", name, start, 0.1, 3, 0.1, unit))
        here = ERROR_LOSSES[kind(loss)].at(e="e", **settings)
        there = ERROR_LOSSES[kind(loss)].at(e="datum.x", **settings)
        for part, now, anywhere in (
            ("loss", here.value, there.value),
            ("slope", here.slope, there.slope),
        ):
            signals[f"{part}_{i}"] = now
            curves[part][label] = anywhere
            dots[part][label] = ("e", f"{part}_{i}")
        cuts[label] = ERROR_LOSSES[kind(loss)].jumps
        breaks += [(at, COLORS[i], slope_of(loss, settings)) for at in cuts[label]]
        rows[label] = [Number(f"loss_{i}"), Number(f"slope_{i}")]
        said.append(
            sentence(
                "{name} is {loss}, its slope {slope}",
                name=label,
                loss=computed(f"loss_{i}", ".2f"),
                slope=computed(f"slope_{i}", ".2f"),
            )
        )

    def drawn(part, title, domain):
        x, y = panels.horizontal(say("error e"), ERRORS), panels.vertical(title, domain)
        jumps = cuts if part == "slope" else {}
        ends = [
            dot
            for at, color, height in breaks
            if jumps
            for dot in panels.jump(height, at, x, y, color)
        ]
        return panels.panel(
            panels.upright("e", x),
            *panels.curves(curves[part], ERRORS, x, y, jumps=jumps),
            *ends,
            *panels.dots(dots[part], x, y),
        )

    show(
        "explore-pointwise",
        say("Loss and slope over the error"),
        [
            drawn("loss", say("loss L"), (0, 9)),
            drawn("slope", say("slope ∂L/∂ŷ"), (-6, 6)),
        ],
        controls=controls,
        signals=signals,
        table=Table((say("loss"), say("slope")), rows),
        sentence=sentences("{before}; {after}", said),
        drag=[{"x": "e"}, {"x": "e"}],
    )


def explore_predictions(losses, y_true, y_pred, *, unit=""):
    """Show what each example adds to the losses, with all numbers to move.

    Args:
        losses: A dict from label to `MeanAbsoluteError`, `MeanSquaredError`, `Huber` or
            the metric `RootMeanSquaredError`.
        y_true: The targets at the start, of shape `(m,)` with m up to 6.
        y_pred: The predictions at the start, of the same shape.
        unit: The unit of both.

    >>> from keras.losses import MeanAbsoluteError
    >>> explore_predictions({"MAE": MeanAbsoluteError()}, [1, 0], [2, 3])
    A chart that moves: What each example adds to the losses.
    """
    losses = error_losses(losses, (*ERROR_LOSSES, ROOT))
    y_true, y_pred = vectors(y_true=y_true, y_pred=y_pred)
    if len(y_true) > 6:
        raise ValueError(f"y_true: got {len(y_true)} examples; needs at most 6")
    count = range(1, len(y_true) + 1)
    reach = max(5.0, float(np.ceil(1.5 * abs(np.append(y_true, y_pred)).max())))
    controls, signals = [], {}
    for i, target, output in zip(count, y_true, y_pred, strict=True):
        ends = -reach, reach, 0.1, unit
        true = say("example {number}: true y", number=i)
        predicted = say("example {number}: predicted ŷ", number=i)
        controls.append(Slider(f"y_{i}", true, float(target), *ends))
        controls.append(Slider(f"p_{i}", predicted, float(output), *ends))
        signals[f"e_{i}"] = f"p_{i} - y_{i}"
    row_of_loss = say("loss")
    rows_of_shares = {i: say("share of example {number}", number=i) for i in count}
    rows = {name: [] for name in (row_of_loss, *rows_of_shares.values())}
    shares, said = [], []
    for n, (label, loss) in enumerate(losses.items()):
        for i in count:
            signals[f"part_{n}_{i}"] = formula(loss).at(e=f"e_{i}").value
        total = " + ".join(f"part_{n}_{i}" for i in count)
        signals[f"total_{n}"] = total
        mean = f"total_{n} / {len(y_true)}"
        signals[f"loss_{n}"] = f"sqrt({mean})" if kind(loss) == ROOT else mean
        rows[row_of_loss].append(Number(f"loss_{n}"))
        here = computed(f"loss_{n}", ".2f")
        said.append(sentence("{name} is {loss}", name=label, loss=here))
        carried = []
        for i in count:
            share = None
            if kind(loss) != ROOT:  # no parts add up to a root
                share = Number(f"share_{n}_{i}", decimals=1, percent=True)
                ratio = f"part_{n}_{i} / total_{n}"
                signals[share.signal] = f"total_{n} > 0 ? {ratio} : 0"
                row = {"label": label, "example": i, "n": len(shares)}
                shares.append((share.signal, row))
                carried.append(
                    sentence(
                        "example {number} carries {share} of it",
                        number=i,
                        share=computed(share.signal, ".0%"),
                    )
                )
            rows[rows_of_shares[i]].append(share)
        if carried:  # of a loss of 0 nobody carries a part
            some = sentences("{before}; {after}", carried)
            none = sentence("no example adds to it")
            said.append(either(f"total_{n} > 0", some, none))

    # What belongs to an example has its color in both panels.
    color = alt.Color(
        "example:N",
        scale=alt.Scale(domain=[*count], range=[*COLORS, MUTED][: len(count)]),
        legend=alt.Legend(symbolType="square", title=say("example")),
    )
    x = alt.X(
        "example:O", title=say("example"), axis=alt.Axis(labelAngle=0, grid=False)
    )
    y, y2 = (
        panels.vertical(say("y (stroke) and ŷ (dot)"), (-reach, reach), field)
        for field in ("y", "y2")
    )
    examples = alt.Chart(alt.Data(values=[{"example": i} for i in count]))
    examples = examples.transform_calculate(
        y=f"{listed(f'p_{i}' for i in count)}[datum.example - 1]",
        y2=f"{listed(f'y_{i}' for i in count)}[datum.example - 1]",
    )
    errors = examples.mark_rule(strokeWidth=2).encode(x=x, y=y, y2="y2:Q", color=color)
    outputs = examples.mark_circle(size=130, opacity=1).encode(x=x, y=y, color=color)
    targets = examples.mark_tick(color=INK, thickness=3, width=26)
    targets = targets.encode(x=x, y=y2)
    bars = alt.Chart(alt.Data(values=[row for _, row in shares])).transform_calculate(
        x=f"{listed(signal for signal, _ in shares)}[datum.n]"
    )
    percent = alt.Axis(format="%", tickCount=5)
    split = panels.horizontal(
        say("share of the loss"), (0, 1), axis=percent, stack="zero"
    )
    which = alt.Y("label:N", sort=None, title=None, axis=alt.Axis(ticks=False))
    show(
        "explore-predictions",
        say("What each example adds to the losses"),
        [
            panels.panel(errors, targets, outputs),
            panels.panel(
                bars.mark_bar(stroke=PAPER, strokeWidth=2).encode(
                    x=split, y=which, color=color, order="example:Q"
                )
            ),
        ],
        controls=controls,
        signals=signals,
        table=Table(tuple(losses), rows),
        sentence=sentences("{before}; {after}", said),
    )
