"""A chart of a neuron that unlearns a wrong answer, under two losses."""

from lossbook.explore import panels
from lossbook.explore.chart import show
from lossbook.explore.contract import Number, Reveal, Slider, Table
from lossbook.explore.formulas import (
    BINARY_CROSSENTROPY_OF_LOGIT,
    HALF_SQUARED_ERROR,
    SIGMOID,
)
from lossbook.explore.given import vectors, within
from lossbook.explore.words import (
    computed,
    either,
    listed,
    real,
    sentence,
    sentences,
)
from lossbook.say import say


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
    kinds = {
        say("squared error"): _squared_slope,
        say("cross-entropy"): _crossentropy_slope,
    }
    sums = {}
    for label, start in starts.items():
        (pair,) = vectors(**{f"starts[{label!r}]": start})
        if len(pair) != 2:
            raise ValueError(
                f"starts[{label!r}]: got {len(pair)} numbers; needs w and b"
            )
        sums[label] = pair.sum()
    signals = {}
    for k, slope in enumerate(kinds.values()):
        for s, start in enumerate(sums.values()):
            signals |= _run(k, s, start, slope, steps)
    signals["gap"] = f"abs({_last(labels)} - guess)"
    show(
        "explore-neuron",
        say("One neuron, two starts, two losses"),
        [_answers(k, name, labels, steps) for k, name in enumerate(kinds)],
        controls=[
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
        ],
        signals=signals,
        table=_numbers(kinds, labels),
        sentence=_sentence(kinds, labels),
    )


def _last(labels):
    """The signal for which the guess is: where the last start ends under the first loss."""
    return f"last_0_{len(labels) - 1}"


def _run(k, s, start, slope, steps):
    """The signals of a run from one start under one loss: logits, answers and slope.

    As w and b move alike, their sum, the logit, moves twice as far.
    """
    run = f"z_{k}_{s}"
    signals = {f"{run}_0": real(start)}
    for t in range(steps):
        signals[f"{run}_{t + 1}"] = f"{run}_{t} - 2 * rate * {slope(f'{run}_{t}')}"
    return {
        **signals,
        run: listed(f"{run}_{t}" for t in range(steps + 1)),
        f"first_{k}_{s}": SIGMOID.at(z=f"{run}_0").value,
        f"slope_{k}_{s}": slope(f"{run}_0"),
        f"last_{k}_{s}": SIGMOID.at(z=f"{run}_{steps}").value,
    }


def _answers(k, name, labels, steps):
    """The panel of one loss, with the answers over the steps; the first has the guess."""
    # Every third step is as smooth to the eye, and computed faster.
    places = [*range(0, steps, 3), steps]
    x = panels.horizontal(say("step"), (0, steps))
    y = panels.vertical(say("answer a"), (0, 1))
    curves = {
        label: SIGMOID.at(z=f"z_{k}_{s}[datum.x]").value
        for s, label in enumerate(labels)
    }
    firsts = {label: ("0", f"first_{k}_{s}") for s, label in enumerate(labels)}
    layers = [
        *panels.shown_if("shown", *panels.curves(curves, places, x, y)),
        *panels.dots(firsts, x, y, clip=False),
    ]
    if k == 0:
        end, last = real(steps), _last(labels)
        gap = [(end, "guess"), (end, last)]
        layers += [
            panels.stroke([("0", "guess"), (end, "guess")], x, y),
            *panels.shown_if(
                "shown", panels.stroke(gap, x, y, strokeWidth=6, strokeDash=[1, 0])
            ),
        ]
    return panels.panel(*layers, title=name)


def _numbers(kinds, labels):
    """The table: for each start where a run begins and ends, under each loss."""
    rows = {}
    for s, label in enumerate(labels):
        losses = range(len(kinds))
        start, slope, end = (
            say("{start}: start", start=label),
            say("{start}: first slope", start=label),
            say("{start}: end", start=label),
        )
        rows[start] = [Number(f"first_{k}_{s}") for k in losses]
        rows[slope] = [Number(f"slope_{k}_{s}") for k in losses]
        rows[end] = [Number(f"last_{k}_{s}", when="shown") for k in losses]
    rows[say("your guess")] = [Number("guess", 2), None]
    rows[say("gap")] = [Number("gap", when="shown"), None]
    return Table(tuple(kinds), rows)


def _sentence(kinds, labels):
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
    return either("shown", after, before)


def _squared_slope(z):
    """The slope of half the squared error of sigmoid(z), for z and the target 0."""
    answer = SIGMOID.at(z=z)
    return f"{HALF_SQUARED_ERROR.at(a=answer.value, y=0).slope} * {answer.slope}"


def _crossentropy_slope(z):
    return BINARY_CROSSENTROPY_OF_LOGIT.at(z=z, y=0).slope
