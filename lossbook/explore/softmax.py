"""A chart of how logits become probabilities, loss and slopes."""

import altair as alt

from lossbook.arguments import class_labels
from lossbook.explore import panels
from lossbook.explore.chart import COLORS, INK, show
from lossbook.explore.contract import Choice, Number, Slider, Table
from lossbook.explore.formulas import (
    softmax,
    softmax_crossentropy,
)
from lossbook.explore.given import check_kind, setting, vectors, within
from lossbook.explore.words import (
    computed,
    listed,
    sentence,
    sentences,
)
from lossbook.say import say


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
    show(
        "explore-softmax",
        say("From logits to probabilities, loss and slopes"),
        _bars(names),
        controls=controls,
        signals=_signals(names),
        table=_numbers(names),
        sentence=_sentence(names),
    )


def _each(signal, names):
    """The signals of all classes."""
    return [f"{signal}_{i}" for i in range(len(names))]


def _signals(names):
    signals = {"place": f"indexof({listed(map(repr, names))}, label)"}
    one_hot = [f"(place == {i} ? 1 : 0)" for i in range(len(names))]
    for i, hot in enumerate(one_hot):
        signals[f"y_{i}"] = f"{hot} * (1 - smoothing) + smoothing / {len(names)}"
        signals[f"u_{i}"] = f"z_{i} / temperature"
    tempered = _each("u", names)
    for i, p in enumerate(softmax(tempered)):
        signals[f"p_{i}"] = p
    value, slopes = softmax_crossentropy(_each("y", names), tempered)
    signals["crossentropy"] = value
    for i, slope in enumerate(slopes):  # the chain rule brings 1 / T
        signals[f"slope_{i}"] = f"({slope}) / temperature"
    signals["surprisal"] = softmax_crossentropy(one_hot, tempered)[0]
    signals["p_true"] = f"{listed(_each('p', names))}[place]"
    return signals


def _bars(names):
    """The two panels: probabilities with targets, and slopes."""
    rows = alt.Chart(
        alt.Data(values=[{"name": n, "n": i} for i, n in enumerate(names)])
    )
    rows = rows.transform_calculate(
        p=f"{listed(_each('p', names))}[datum.n]",
        y=f"{listed(_each('y', names))}[datum.n]",
        slope=f"{listed(_each('slope', names))}[datum.n]",
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
    return [
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
    ]


def _numbers(names):
    """The table: a column for each class, and what is one for all in the first."""
    blank = [None] * (len(names) - 1)

    def of_each(signal):
        return [*map(Number, _each(signal, names))]

    return Table(
        tuple(names),
        {
            say("probability p"): of_each("p"),
            say("target y"): of_each("y"),
            say("slope"): of_each("slope"),
            say("cross-entropy"): [Number("crossentropy"), *blank],
            say("−log p of the true class"): [Number("surprisal"), *blank],
        },
    )


def _sentence(names):
    each = [
        sentence("{slope} for {name}", slope=computed(signal, ".3f"), name=name)
        for signal, name in zip(_each("slope", names), names, strict=True)
    ]
    return sentence(
        "The true class, {label}, has the probability {p}; "
        "the cross-entropy is {loss}; the slopes are {slopes}",
        label=computed("label"),
        p=computed("p_true", ".3f"),
        loss=computed("crossentropy", ".4f"),
        slopes=sentences("{before}, {after}", each),
    )
