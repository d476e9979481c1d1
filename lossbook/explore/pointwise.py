"""A chart of losses and their slopes over the error."""

from lossbook.explore import panels
from lossbook.explore.chart import COLORS, show
from lossbook.explore.contract import Number, Slider, Table
from lossbook.explore.formulas import ERROR_LOSSES
from lossbook.explore.given import (
    delta,
    error_losses,
    kind,
    within,
)
from lossbook.explore.words import (
    behind,
    computed,
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
