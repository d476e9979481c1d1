"""Charts about probabilities: accuracy, softmax and cross-entropy."""

import altair as alt
import numpy as np

from lossbook import losses as twins
from lossbook.arguments import class_labels
from lossbook.explore import panels
from lossbook.explore.chart import COLORS, INK, MUTED, PAPER, show
from lossbook.explore.contract import Choice, Number, Reveal, Slider, Table
from lossbook.explore.formulas import (
    BINARY_CROSSENTROPY,
    BINARY_CROSSENTROPY_OF_LOGIT,
    SIGMOID,
    mean,
    softmax,
    softmax_crossentropy,
)
from lossbook.explore.given import check_kind, setting, two_ends, vectors, within
from lossbook.explore.words import (
    computed,
    either,
    listed,
    real,
    sentence,
    sentences,
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

    def per_example(weight, of_logit):
        logits = (f"{weight} * {real(a)} + {real(bias)}" for a in x)
        return mean([of_logit(z, int(y)) for z, y in zip(logits, y_true, strict=True)])

    def accuracy(weight):
        def hit(z, y):
            says_yes = f"{SIGMOID.at(z=z).value} > threshold"
            return f"({says_yes} ? {y} : {1 - y})"

        return per_example(weight, hit)

    def crossentropy(weight):
        def of_logit(z, y):
            return BINARY_CROSSENTROPY_OF_LOGIT.at(z=z, y=y).value

        return per_example(weight, of_logit)

    pulls = []
    for a, y in zip(x, y_true, strict=True):
        logit = f"w * {real(a)} + {real(bias)}"
        slope = BINARY_CROSSENTROPY_OF_LOGIT.at(z=logit, y=int(y)).slope
        pulls.append(f"{slope} * {real(a)}")
    lowest = _lowest(x, y_true, bias, low, high)
    signals = {
        "accuracy": accuracy("w"),
        "crossentropy": crossentropy("w"),
        "slope": mean(pulls),
        "lowest": real(lowest),
        "least": crossentropy(real(lowest)),
        "gap": "abs(guess - lowest)",
    }
    at = panels.horizontal(say("weight w"), (low, high))
    share = panels.vertical(
        say("accuracy"), (0, 1), axis=alt.Axis(format="%", tickCount=5)
    )
    top = max(_crossentropies(x, y_true, bias, np.array([low, high])))
    cost = panels.vertical(say("cross-entropy L"), (0, float(np.ceil(10 * top) / 10)))
    stairs = panels.treads(accuracy("datum.x"), (low, high), at, share)
    valley = panels.curve(crossentropy("datum.x"), (low, high), at, cost)
    floor = "0.02"
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
    show(
        "explore-accuracy",
        say("Accuracy and cross-entropy over one weight"),
        [
            panels.panel(
                stairs,
                panels.upright("w", at),
                panels.dot(("w", "accuracy"), at, share, color=COLORS[1]),
            ),
            panels.panel(
                *panels.shown_if("shown", valley),
                panels.upright("w", at),
                panels.upright("guess", at, strokeDash=[1, 3], color=INK),
                *panels.shown_if(
                    "shown",
                    panels.stroke(
                        [("guess", floor), ("lowest", floor)],
                        at,
                        cost,
                        strokeWidth=5,
                        strokeDash=[1, 0],
                    ),
                    panels.dot(("lowest", "least"), at, cost, color=COLORS[2]),
                ),
                panels.dot(("w", "crossentropy"), at, cost, color=COLORS[1]),
            ),
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
        signals=signals,
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
        sentence=either("shown", told, known),
        drag=[{"x": "w"}, {"x": "w"}],
    )


def explore_softmax(loss, y_true, logits, names=None):
    """Show how logits become probabilities, their cross-entropy and its slopes.

    Args:
        loss: A `CategoricalCrossentropy` made with `from_logits=True`.
        y_true: The number of the true class at the start.
        logits: The logits of 3 to 5 classes at the start, from −5 to 5.
        names: The names of the classes; by default 0, 1, 2, …

    >>> from keras.losses import CategoricalCrossentropy
    >>> loss = CategoricalCrossentropy(from_logits=True)
    >>> explore_softmax(loss, 0, [2, 1, 0], ["cat", "dog", "bird"])
    A chart that moves: From logits to probabilities, loss and slopes.
    """
    check_kind("loss", loss, "CategoricalCrossentropy")
    if not setting(loss, "from_logits"):
        raise ValueError("loss: got one for probabilities; needs from_logits=True")
    (logits,) = vectors(logits=logits)
    count = len(logits)
    if not 3 <= count <= 5:
        raise ValueError(f"logits: got {count}; needs 3 to 5")
    names = [*map(str, range(count) if names is None else names)]
    if len(set(names)) != count:
        raise ValueError(f"names: got {names}; needs {count} different ones")
    true = int(class_labels("y_true", y_true, shape=(), classes=count))
    smoothing = within("label_smoothing", setting(loss, "label_smoothing"), 0, 0.5)
    controls = [
        *(
            Slider(
                f"z_{i}",
                say("logit of {name}", name=name),
                *(within("logits", z, -5, 5), -5, 5, 0.1),
            )
            for i, (name, z) in enumerate(zip(names, logits, strict=True))
        ),
        Choice("label", say("true class"), names[true], tuple(names)),
        Slider("temperature", say("temperature T"), 1, 0.1, 5, 0.1),
        Slider("smoothing", say("label smoothing"), smoothing, 0, 0.5, 0.05),
    ]
    signals = {"place": f"indexof({listed(map(repr, names))}, label)"}
    for i in range(count):
        one_hot = f"(place == {i} ? 1 : 0)"
        signals[f"y_{i}"] = f"{one_hot} * (1 - smoothing) + smoothing / {count}"
        signals[f"u_{i}"] = f"z_{i} / temperature"
    tempered, targets = ([f"{v}_{i}" for i in range(count)] for v in ("u", "y"))
    for i, p in enumerate(softmax(tempered)):
        signals[f"p_{i}"] = p
    value, slopes = softmax_crossentropy(targets, tempered)
    signals["crossentropy"] = value
    for i, slope in enumerate(slopes):  # the chain rule brings 1 / T
        signals[f"slope_{i}"] = f"({slope}) / temperature"
    one_hot = [f"(place == {i} ? 1 : 0)" for i in range(count)]
    signals["surprisal"] = softmax_crossentropy(one_hot, tempered)[0]
    signals["p_true"] = f"{listed(f'p_{i}' for i in range(count))}[place]"

    rows = alt.Chart(
        alt.Data(values=[{"name": n, "n": i} for i, n in enumerate(names)])
    )
    rows = rows.transform_calculate(
        p=f"{listed(f'p_{i}' for i in range(count))}[datum.n]",
        y=f"{listed(f'y_{i}' for i in range(count))}[datum.n]",
        slope=f"{listed(f'slope_{i}' for i in range(count))}[datum.n]",
        zero="0",
    )
    where = alt.Y("name:N", sort=None, title=None, axis=alt.Axis(ticks=False))
    color = alt.condition(
        "datum.n == place", alt.value(COLORS[1]), alt.value(COLORS[0])
    )

    p, y = (
        panels.horizontal(say("probability p (bar), target y (stroke)"), (0, 1), field)
        for field in ("p", "y")
    )
    pull, zero = (
        panels.horizontal(say("slope ∂L/∂z"), (-1, 1), field)
        for field in ("slope", "x")
    )
    each = [
        sentence("{slope} for {name}", slope=computed(f"slope_{i}", ".3f"), name=name)
        for i, name in enumerate(names)
    ]
    show(
        "explore-softmax",
        say("From logits to probabilities, loss and slopes"),
        [
            panels.panel(
                rows.mark_bar(size=22).encode(x=p, y=where, color=color),
                rows.mark_tick(color=INK, thickness=3, size=32).encode(x=y, y=where),
            ),
            panels.panel(
                rows.mark_bar(size=22, clip=True).encode(
                    x=pull, x2="zero:Q", y=where, color=color
                ),
                panels.upright("0", zero, strokeDash=[1, 0]),
            ),
        ],
        controls=controls,
        signals=signals,
        table=Table(
            tuple(names),
            {
                say("probability p"): [Number(f"p_{i}") for i in range(count)],
                say("target y"): [Number(f"y_{i}") for i in range(count)],
                say("slope"): [Number(f"slope_{i}") for i in range(count)],
                say("cross-entropy"): [Number("crossentropy"), *[None] * (count - 1)],
                say("−log p of the true class"): [
                    Number("surprisal"),
                    *[None] * (count - 1),
                ],
            },
        ),
        sentence=sentence(
            "The true class, {label}, has the probability {p}; "
            "the cross-entropy is {loss}; the slopes are {slopes}",
            label=computed("label"),
            p=computed("p_true", ".3f"),
            loss=computed("crossentropy", ".4f"),
            slopes=sentences("{before}, {after}", each),
        ),
    )


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
