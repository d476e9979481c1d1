"""A chart of −log p and its slope."""

import numpy as np

from lossbook.explore import panels
from lossbook.explore.chart import COLORS, MUTED, PAPER, show
from lossbook.explore.contract import Choice, Number, Slider, Table
from lossbook.explore.formulas import (
    BINARY_CROSSENTROPY,
)
from lossbook.explore.given import check_kind, setting, within
from lossbook.explore.words import (
    computed,
    either,
    real,
    sentence,
)
from lossbook.say import say


def explore_cross_entropy(loss, *, p=0.75):
    """Show −log p of the true class and its slope −1/p, with p to move.

    Args:
        loss: A `BinaryCrossentropy`; the true answer is yes, and p is that of a yes.
        p: The probability at the start.

    >>> from keras.losses import BinaryCrossentropy
    >>> explore_cross_entropy(BinaryCrossentropy())
    A chart that moves: −log p and its slope.
    """
    check_kind("loss", loss, "BinaryCrossentropy")
    if setting(loss, "from_logits"):
        raise ValueError("loss: got one for logits; needs from_logits=False")
    p = within("p", p, 0, 1)
    here = BINARY_CROSSENTROPY.at(p="p", y=1)
    there = BINARY_CROSSENTROPY.at(p="datum.x", y=1)
    # Many places near 0, where both curves are steep, and 0 itself.
    near = [0, *np.geomspace(1e-7, 0.02, 20), *np.geomspace(0.03, 0.999, 60)]
    near = [float(f"{place:.3g}") for place in near]
    x = panels.horizontal(say("probability p"), (0, 1))
    loss_axis = panels.vertical(say("loss −log p"), (0, 24))
    slope_axis = panels.vertical(say("slope of the loss"), (-20, 0))
    clipped = BINARY_CROSSENTROPY.at(p=0, y=1).value
    natural = say("natural")
    is_natural = f"base == '{natural}'"
    loss = computed("loss", ".4f")
    known = sentence(
        "At p = {p} the loss is {loss} and its slope {slope}",
        p=computed("p", ".2f"),
        loss=either(is_natural, loss, sentence("{loss} bits", loss=loss)),
        slope=computed("slope", ".4f"),
    )
    clipped_here = sentence("{before}, for here p is clipped", before=known)

    def curve(part, y, places=near):
        expression = f"factor * {getattr(there, part)}"
        return panels.curve(expression, places, x, y)

    def slope_at(place):
        return f"factor * {BINARY_CROSSENTROPY.at(p=real(place), y=1).slope}"

    style = {"size": 50, "stroke": COLORS[0], "clip": False}
    ends = [  # where p is clipped, the slope jumps to 0
        panels.dot((str(at), slope_at(beside)), x, slope_axis, fill=color, **style)
        for at, beside, color in (
            (1, near[-1], PAPER),
            (0, 0, COLORS[0]),
            (1, 1, COLORS[0]),
        )
    ]

    show(
        "explore-cross-entropy",
        say("−log p and its slope"),
        [
            panels.panel(
                panels.stroke(
                    [("0", "most"), ("1", "most")], x, loss_axis, color=MUTED
                ),
                curve("value", loss_axis),
                panels.upright("p", x),
                panels.dot(("p", "loss"), x, loss_axis, color=COLORS[1]),
            ),
            panels.panel(
                curve("slope", slope_axis, near[1:]),
                *ends,
                panels.upright("p", x),
                panels.dot(("p", "slope"), x, slope_axis, color=COLORS[1]),
            ),
        ],
        controls=[
            Slider("p", say("probability p of the true class"), p, 0, 1, 0.01),
            Choice("base", say("logarithm"), natural, (natural, say("base 2 (bits)"))),
        ],
        signals={
            "factor": f"{is_natural} ? 1 : 1 / LN2",
            "loss": f"factor * {here.value}",
            "slope": f"factor * {here.slope}",
            "most": f"factor * {clipped}",
        },
        table=Table(
            (say("now"),),
            {
                "p": [Number("p", 2)],
                say("loss −log p"): [Number("loss")],
                say("slope of the loss"): [Number("slope")],
            },
        ),
        sentence=either("p < 1e-7 || p > 1 - 1e-7", clipped_here, known),
        drag=[{"x": "p"}, {"x": "p"}],
    )
