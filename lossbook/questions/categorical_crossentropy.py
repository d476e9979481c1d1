"""The questions of the chapter on the categorical cross-entropy."""

import numpy as np

from lossbook.gradients import (
    categorical_crossentropy_gradient,
    mean_squared_error_gradient,
    softmax_jacobian,
    sparse_categorical_crossentropy_gradient,
)
from lossbook.losses import (
    binary_crossentropy,
    sigmoid,
    softmax,
    sparse_categorical_crossentropy,
)
from lossbook.questions.misconceptions import (
    missing_probability,
    surprisal_in_bits,
    surprisal_in_tens,
)
from lossbook.site.questions.question import number, one, several, shown

EPSILON = 1e-7  # where Keras clips probabilities
RATE = 0.15  # the learning rate of the neuron


def one_hot(label, classes, mark=1):
    """A one-hot vector as it is shown, with another mark than 1 if wanted."""
    return shown([mark if place == label else 0 for place in range(classes)])


def surprisal(p):
    return -np.log(p)


def unclipped_surprisal(p):
    return -np.log(p) if p > 0 else "infinite"


def first_of(probabilities):
    return probabilities[0]


def best_of(cost):
    """The probability, of all hundredths, at which a cost is least."""
    grid = np.arange(1, 100) / 100
    return grid[np.argmin([cost(p) for p in grid])]


def mean_cost(answers):
    """The mean cross-entropy of one probability for all answers."""
    return lambda p: binary_crossentropy(answers, np.full(len(answers), p))


def greatest_cost(p):
    """What a probability costs if the worse of both answers comes true."""
    return max(-np.log(p), -np.log(1 - p))


def better_model(score):
    """Name the model with the higher score, for the two questions asked of them."""
    return lambda first, second: "A" if score(first) > score(second) else "B"


by_accuracy = better_model(lambda p: np.mean(np.array(p) > 0.5))
by_loss = better_model(lambda p: np.mean(np.log(p)))
by_confidence = better_model(np.mean)


def slope_of_squashing(a):
    """How a probability moves with its own logit, under softmax and sigmoid."""
    return a * (1 - a)


def taken_for_probabilities(z, label):
    """What Keras reports of logits that it takes for probabilities."""
    cut = np.clip(z, EPSILON, 1 - EPSILON)
    return surprisal(cut[label] / cut.sum())


def slopes_of_bare_probabilities(gradient, y_true, z):
    """The slopes for the logits, if the loss gets the result of softmax."""
    p = softmax(np.array(z, float))
    return gradient(y_true, [p]) @ softmax_jacobian(z)


def one_hot_slopes(z, label):
    target = np.eye(len(z))[[label]]
    return slopes_of_bare_probabilities(categorical_crossentropy_gradient, target, z)


def sparse_slopes(z, label):
    gradient = sparse_categorical_crossentropy_gradient
    return slopes_of_bare_probabilities(gradient, [label], z)


def logit_slopes(z, label):
    gradient = sparse_categorical_crossentropy_gradient
    return gradient([label], [z], from_logits=True)


def is_step(slopes, rate=RATE):
    """Whether a step against these slopes moves anything."""
    return bool(np.any(rate * slopes != 0))


def half_square_slope(a):
    """The slope of half the squared error for an answer that should be 0."""
    return mean_squared_error_gradient([0], [a])[0] / 2


def further(first, second, step):
    """From which start the first step is longer; a step depends on the answer."""
    steps = [RATE * step(sigmoid(np.sum(start))) for start in (first, second)]
    if np.isclose(*steps):
        return "both alike"
    return "first" if steps[0] > steps[1] else "second"


def mixed_answers(yes, cases):
    return np.repeat([1.0, 0.0], [yes, cases - yes])


CHOSEN = [
    {"z": (2, 0.5, -1), "label": 0},
    {"z": (3, 0.2, -1), "label": 0},
    {"z": (1, 0.4, -2), "label": 0},
]

QUESTIONS = {
    "cce-one-hot": one(
        "encode",
        given=[
            {"label": 2, "classes": 4},
            {"label": 3, "classes": 5},
            {"label": 2, "classes": 3},
        ],
        written=lambda label, classes: one_hot(label, classes, mark=label),
        right=one_hot,
        from_one=lambda label, classes: one_hot(label - 1, classes),
    ),
    "softmax-shift": one(
        "encode",
        given={"z": (2, 0.5, -1)},
        scaled=lambda z: first_of(softmax(np.multiply(z, 100))),
        plain=lambda z: first_of(np.add(z, 100) / np.sum(np.add(z, 100))),
        right=lambda z: first_of(softmax(np.add(z, 100.0))),
    ),
    "softmax-of-two": number(
        "encode",
        given=[{"z": (3, 1)}, {"z": (2, 1)}, {"z": (1, 4)}],
        decimals=3,
        right=lambda z: first_of(softmax(z)),
        plain=lambda z: z[0] / sum(z),
        powers=lambda z: np.exp(z[0]),
        other=lambda z: softmax(z)[1],
    ),
    "cce-of-one": number(
        "compute",
        given=[
            {"p": (0.25, 0.55, 0.2), "label": 2},
            {"p": (0.35, 0.05, 0.6), "label": 1},
            {"p": (0.3, 0.3, 0.4), "label": 2},
        ],
        decimals=3,
        right=lambda p, label: surprisal(p[label]),
        tens=lambda p, label: surprisal_in_tens(p[label]),
        bits=lambda p, label: surprisal_in_bits(p[label]),
        from_one=lambda p, label: surprisal(p[label - 1]),
        missing=lambda p, label: missing_probability(p[label]),
    ),
    "cce-mean-of-two": number(
        "compute",
        given=[{"p": (0.9, 0.2)}, {"p": (0.8, 0.1)}, {"p": (0.5, 0.05)}],
        decimals=3,
        right=lambda p: np.mean(surprisal(p)),
        summed=lambda p: np.sum(surprisal(p)),
        averaged=lambda p: surprisal(np.mean(p)),
        tens=lambda p: np.mean(surprisal_in_tens(p)),
    ),
    "cce-at-zero": one(
        "read",
        given={"p": 0},
        decimals=1,
        infinite=unclipped_surprisal,
        right=lambda p: binary_crossentropy([1], [p]),
        missing=missing_probability,
    ),
    "cce-read-back": number(
        "read",
        given=[{"loss": 0.5}, {"loss": 0.7}, {"loss": 0.9}],
        decimals=3,
        right=lambda loss: np.exp(-loss),
        rest=lambda loss: 1 - loss,
        tens=lambda loss: 10**-loss,
        bits=lambda loss: 2**-loss,
    ),
    "cce-accuracy": one(
        "read",
        given=[
            {"first": (0.6, 0.6), "second": (0.95, 0.45)},
            {"first": (0.55, 0.65), "second": (0.98, 0.48)},
            {"first": (0.52, 0.75), "second": (0.9, 0.49)},
        ],
        agree=lambda first, second: 2 * by_accuracy(first, second),
        confident=lambda first, second: 2 * by_confidence(first, second),
        right=lambda first, second: by_accuracy(first, second) + by_loss(first, second),
    ),
    "logits-steep-times-tiny": one(
        "read",
        given={"z": (2, 0.5, -1), "label": 1},
        steep=lambda z, label: -1 / softmax(z)[label],
        right=lambda z, label: logit_slopes(z, label)[0, label],
        tiny=lambda z, label: -slope_of_squashing(softmax(z)[label]),
    ),
    "logits-slope-of-truth": number(
        "read",
        given=[{"p": 0.2}, {"p": 0.3}, {"p": 0.6}],
        right=lambda p: p - 1,
        bare=lambda p: -1 / p,
        unlabeled=lambda p: p,
        turned=lambda p: 1 - p,
    ),
    "softmax-temperature": one(
        "encode",
        given=[
            {"z": (2, 1, 0), "temperature": 2},
            {"z": (3, 1, 0), "temperature": 3},
            {"z": (2, 0, 0), "temperature": 4},
        ],
        right=lambda z, temperature: first_of(softmax(np.divide(z, temperature))),
        same=lambda z, temperature: first_of(softmax(z)),
        sharper=lambda z, temperature: first_of(softmax(np.multiply(z, temperature))),
    ),
    "logits-choose": one(
        "choose",
        given=CHOSEN,
        decimals=4,
        missing=taken_for_probabilities,
        twice=lambda z, label: sparse_categorical_crossentropy(
            [label], [softmax(z)], from_logits=True
        ),
        right=lambda z, label: sparse_categorical_crossentropy(
            [label], [z], from_logits=True
        ),
    ),
    "logits-what-helps": several(
        "choose",
        given={"z": (0, 40, 0), "label": 0},
        faster=lambda z, label: is_step(one_hot_slopes(z, label), rate=100 * RATE),
        logits=lambda z, label: is_step(logit_slopes(z, label)),
        sparse=lambda z, label: is_step(sparse_slopes(z, label)),
    ),
    "cce-binary": number(
        "compute",
        given=[{"p": 0.9}, {"p": 0.8}, {"p": 0.6}],
        decimals=3,
        right=lambda p: binary_crossentropy([0], [p]),
        other=lambda p: binary_crossentropy([1], [p]),
        bare=lambda p: p,
        bits=lambda p: surprisal_in_bits(1 - p),
    ),
    "cce-best-constant": one(
        "read",
        given={"yes": 7, "cases": 10},
        decimals=1,
        bold=lambda yes, cases: np.median(mixed_answers(yes, cases)),
        careful=lambda yes, cases: best_of(greatest_cost),
        right=lambda yes, cases: best_of(mean_cost(mixed_answers(yes, cases))),
    ),
    "cce-smoothed": number(
        "encode",
        given=[
            {"smoothing": 0.2, "classes": 4},
            {"smoothing": 0.3, "classes": 5},
            {"smoothing": 0.2, "classes": 2},
        ],
        right=lambda smoothing, classes: 1 - smoothing + smoothing / classes,
        others=lambda smoothing, classes: 1 - smoothing,
        share=lambda smoothing, classes: smoothing / classes,
    ),
    "cce-first-steps": one(
        "stall",
        given={"first": (0.6, 0.9), "second": (2, 2)},
        error=lambda first, second: further(first, second, half_square_slope),
        right=lambda first, second: further(
            first, second, lambda a: half_square_slope(a) * slope_of_squashing(a)
        ),
        rate=lambda first, second: further(first, second, np.ones_like),
    ),
    "cce-sigma-prime": number(
        "stall",
        given=[{"a": 0.9}, {"a": 0.8}, {"a": 0.95}],
        decimals=4,
        right=lambda a: half_square_slope(a) * slope_of_squashing(a),
        without=half_square_slope,
        alone=slope_of_squashing,
    ),
}
