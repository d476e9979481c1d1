"""A chart of what each example adds to the losses."""

import altair as alt
import numpy as np

from lossbook.explore import panels
from lossbook.explore.chart import COLORS, INK, MUTED, PAPER, show
from lossbook.explore.contract import Number, Slider, Table
from lossbook.explore.formulas import ERROR_LOSSES
from lossbook.explore.given import (
    ROOT,
    error_losses,
    formula,
    kind,
    vectors,
)
from lossbook.explore.words import (
    computed,
    either,
    listed,
    sentence,
    sentences,
)
from lossbook.say import say


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
    for n, loss in enumerate(losses.values()):
        signals |= _shares(n, loss, count)
    in_parts = {n: label for n, label in enumerate(losses) if _has_parts(losses[label])}
    # What belongs to an example has its color in both panels.
    color = alt.Color(
        "example:N",
        scale=alt.Scale(domain=[*count], range=[*COLORS, MUTED][: len(count)]),
        legend=alt.Legend(symbolType="square", title=say("example")),
    )
    show(
        "explore-predictions",
        say("What each example adds to the losses"),
        [
            _examples(count, reach, color),
            _bars(in_parts, count, color),
        ],
        controls=controls,
        signals=signals,
        table=_numbers(losses, in_parts, count),
        sentence=_sentence(losses, in_parts, count),
    )


def _has_parts(loss):
    """Tell whether the examples add up to the loss; no parts add up to a root."""
    return kind(loss) != ROOT


def _shares(n, loss, count):
    """The signals of one loss: what each example adds, the loss, and the shares of it."""
    signals = {f"part_{n}_{i}": formula(loss).at(e=f"e_{i}").value for i in count}
    signals[f"total_{n}"] = " + ".join(signals)
    mean = f"total_{n} / {len(count)}"
    signals[f"loss_{n}"] = mean if _has_parts(loss) else f"sqrt({mean})"
    if _has_parts(loss):
        for i in count:
            ratio = f"part_{n}_{i} / total_{n}"
            signals[f"share_{n}_{i}"] = f"total_{n} > 0 ? {ratio} : 0"
    return signals


def _examples(count, reach, color):
    """The panel with target, prediction and error of each example."""
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
    targets = examples.mark_tick(color=INK, thickness=3, width=26)
    return panels.panel(
        examples.mark_rule(strokeWidth=2).encode(x=x, y=y, y2="y2:Q", color=color),
        targets.encode(x=x, y=y2),
        examples.mark_circle(size=130, opacity=1).encode(x=x, y=y, color=color),
    )


def _bars(in_parts, count, color):
    """The panel with the share that each example has of each loss."""
    shares = [
        (f"share_{n}_{i}", label, i) for n, label in in_parts.items() for i in count
    ]
    rows = [
        {"label": label, "example": i, "n": place}
        for place, (_, label, i) in enumerate(shares)
    ]
    bars = alt.Chart(alt.Data(values=rows)).transform_calculate(
        x=f"{listed(signal for signal, _, _ in shares)}[datum.n]"
    )
    percent = alt.Axis(format="%", tickCount=5)
    split = panels.horizontal(
        say("share of the loss"), (0, 1), axis=percent, stack="zero"
    )
    which = alt.Y("label:N", sort=None, title=None, axis=alt.Axis(ticks=False))
    return panels.panel(
        bars.mark_bar(stroke=PAPER, strokeWidth=2).encode(
            x=split, y=which, color=color, order="example:Q"
        )
    )


def _numbers(losses, in_parts, count):
    """The table: the losses, and below each the shares of the examples."""
    rows = {say("loss"): [Number(f"loss_{n}") for n in range(len(losses))]}
    for i in count:
        rows[say("share of example {number}", number=i)] = [
            Number(f"share_{n}_{i}", decimals=1, percent=True)
            if n in in_parts
            else None
            for n in range(len(losses))
        ]
    return Table(tuple(losses), rows)


def _sentence(losses, in_parts, count):
    said = []
    for n, label in enumerate(losses):
        here = computed(f"loss_{n}", ".2f")
        said.append(sentence("{name} is {loss}", name=label, loss=here))
        if n in in_parts:  # of a loss of 0 nobody carries a part
            carried = [
                sentence(
                    "example {number} carries {share} of it",
                    number=i,
                    share=computed(f"share_{n}_{i}", ".0%"),
                )
                for i in count
            ]
            some = sentences("{before}; {after}", carried)
            none = sentence("no example adds to it")
            said.append(either(f"total_{n} > 0", some, none))
    return sentences("{before}; {after}", said)
