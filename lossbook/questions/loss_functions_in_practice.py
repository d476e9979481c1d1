"""The questions of the chapter on loss functions in practice."""

from functools import cache

import numpy as np

from lossbook.gradients import (
    categorical_crossentropy_gradient,
    mean_absolute_error_gradient,
    mean_squared_error_gradient,
)
from lossbook.history import article_history
from lossbook.losses import (
    binary_crossentropy,
    categorical_crossentropy,
    mean_absolute_error,
    mean_squared_error,
    softmax,
    sparse_categorical_crossentropy,
)
from lossbook.mnist import load_data
from lossbook.questions.misconceptions import (
    missing_probability,
    surprisal_in_bits,
    surprisal_in_tens,
)
from lossbook.questions.numbers import change
from lossbook.site.questions.question import number, one, several

DIGITS = 10
LOSSES = {
    "cross-entropy": (categorical_crossentropy, categorical_crossentropy_gradient),
    "MSE": (mean_squared_error, mean_squared_error_gradient),
    "MAE": (mean_absolute_error, mean_absolute_error_gradient),
}


# The network


def parameters(side, units, classes):
    return (side**2 + 1) * units + (units + 1) * classes


def parameters_without_biases(side, units, classes):
    return side**2 * units + units * classes


def parameters_of_one_row(side, units, classes):
    """Took a row of pixels for the whole picture."""
    return (side + 1) * units + (units + 1) * classes


def parameters_of_hidden(side, units, classes):
    """Forgot the layer that makes the outputs."""
    return (side**2 + 1) * units


# Where the loss comes in


def reported(loss, label, z):
    """What a loss that is told of logits reports, or that it stops."""
    try:
        return loss(np.array([label]), np.array([z]), from_logits=True)
    except ValueError:
        return "stops"


def taken_for_probabilities(label, z):
    """What Keras reports of logits that it takes for probabilities.

    With one-hot labels it divides them by their sum, and clips what comes out.

    >>> round(taken_for_probabilities((0, 1, 0), (0.1, 0.3, 0.1)), 4)  # -log 0.6
    0.5108
    """
    parts = np.clip(np.divide(z, np.sum(z)), 1e-7, 1 - 1e-7)
    return float(-np.dot(label, np.log(parts)))


def trained(gradient=mean_squared_error_gradient, memory=0.0, watched=None):
    """The weight after a few steps toward 2; `watched` is called and changes nothing.

    Args:
        gradient: The slopes of the loss.
        memory: The part of the last step that the next one repeats.
        watched: A function of targets and predictions, evaluated after each step.
    """
    x = np.array([1.0, 2.0, 3.0])
    weight = step = 0.0
    for _ in range(5):
        slope = np.sum(x * gradient(2 * x, weight * x))
        step = memory * step - 0.05 * slope
        weight += step
        if watched:
            watched(2 * x, weight * x)
    return weight


def differs(**setting):
    return bool(trained(**setting) != trained())


# Ten epochs, and the curves


def steps_in_all(pictures, batch, epochs):
    return epochs * int(np.ceil(pictures / batch))


def lower_one(epoch):
    """Which of the article's two losses is the lower one in an epoch."""
    history = article_history()
    seen, new = history["loss"][epoch], history["val_loss"][epoch]
    return "training" if seen < new else "test"


def lower_ones():
    first, last = lower_one(0), lower_one(-1)
    return first if first == last else f"{first}, then {last}"


def accuracy(p):
    return np.mean(np.array(p) > 0.5)


def mean_surprise(p):
    return binary_crossentropy(np.ones(len(p)), np.array(p))


def accuracy_and_loss(before, after):
    return (
        change(accuracy(before), accuracy(after)),
        change(mean_surprise(before), mean_surprise(after)),
    )


OPPOSITE = {"larger": "smaller", "smaller": "larger", "the same": "the same"}


def as_accuracy_says(before, after):
    """Let the loss follow from the accuracy."""
    of_accuracy, _ = accuracy_and_loss(before, after)
    return f"accuracy {of_accuracy}, loss {OPPOSITE[of_accuracy]}"


def as_loss_says(before, after):
    """Let the accuracy follow from the loss."""
    _, of_loss = accuracy_and_loss(before, after)
    return f"accuracy {OPPOSITE[of_loss]}, loss {of_loss}"


def epoch_of_least(losses):
    return 1 + int(np.argmin(losses))


def epoch_of_crossing(loss, val_loss):
    """The first epoch in which the training loss is the lower one."""
    return 1 + int(np.argmax(np.less(loss, val_loss)))


# Why the first loss is so large


@cache
def untrained(scale):
    """A network of random weights looks at a thousand digits.

    Returns:
        The labels, and the logits, one row for each picture.
    """
    (pictures, labels), _ = load_data()
    random = np.random.default_rng(0)
    numbers = pictures[:1000].reshape(1000, -1) * scale
    for units in (84, DIGITS):
        limit = np.sqrt(6 / (numbers.shape[1] + units))
        weights = random.uniform(-limit, limit, (numbers.shape[1], units))
        numbers = numbers @ weights
        if units == 84:
            numbers = np.maximum(numbers, 0)
    return labels[:1000].astype(int), numbers


RAW, SCALED = 1, 1 / 255


def first_loss(scale):
    return sparse_categorical_crossentropy(*untrained(scale), from_logits=True)


def certainty(scale):
    """How sure an untrained network is on average."""
    _, logits = untrained(scale)
    return np.mean(softmax(logits).max(axis=1))


def first_accuracy(scale):
    labels, logits = untrained(scale)
    return np.mean(logits.argmax(axis=1) == labels)


def surprise_of_one_in(classes):
    return sparse_categorical_crossentropy([0], [np.zeros(classes)], from_logits=True)


# The same network with three losses


def through_softmax(slopes, p):
    """The slopes for the logits, from those for the probabilities."""
    return p * (slopes - np.sum(p * slopes, axis=1, keepdims=True))


def slopes_for_logits(gradient, targets, p):
    return through_softmax(gradient(targets, p, reduction="sum"), p)


def moved(name):
    """The share of pictures that get a slope from a loss, on raw pixels."""
    labels, logits = untrained(RAW)
    targets, p = np.eye(DIGITS)[labels], np.clip(softmax(logits), 1e-7, 1)
    slopes = (
        p - targets
        if name == "cross-entropy"
        else slopes_for_logits(LOSSES[name][1], targets, p)
    )
    return np.mean(np.abs(slopes).max(axis=1) > 0.001)


def first_value(name):
    labels, logits = untrained(RAW)
    return LOSSES[name][0](np.eye(DIGITS)[labels], np.clip(softmax(logits), 1e-7, 1))


def far_to_near(name):
    """How much steeper a loss is where the truth got little than where it got much."""
    gradient = LOSSES[name][1]
    steep = [gradient([[1.0, 0.0]], [[p, 1 - p]])[0, 0] for p in (0.01, 0.9)]
    return steep[0] / steep[1]


def of_two_classes(p):
    """Labels and probabilities, from those of the true class."""
    p = np.array(p)
    return np.tile([1.0, 0.0], (len(p), 1)), np.column_stack([p, 1 - p])


def hardest_pull(p, gradient):
    """The picture with the steepest slope for a logit, counted from 1."""
    slopes = slopes_for_logits(gradient, *of_two_classes(p))
    return 1 + int(np.argmax(np.abs(slopes).max(axis=1)))


def most_expensive(p):
    return 1 + int(np.argmin(p))


def best_known(p):
    return 1 + int(np.argmax(p))


# What it gets wrong


@cache
def classified():
    """A small model, trained on some of the digits, looks at the test pictures.

    Returns:
        The labels, and the probabilities, one row for each picture.
    """
    (pictures, labels), (new, new_labels) = load_data()
    x = pictures[:10000].reshape(10000, -1) / 255
    targets = np.eye(DIGITS)[labels[:10000]]
    weights = np.zeros((x.shape[1], DIGITS))
    for start in range(0, len(x), 50):
        batch = slice(start, start + 50)
        slopes = (softmax(x[batch] @ weights) - targets[batch]) / 50
        weights -= 0.5 * x[batch].T @ slopes
    return new_labels.astype(int), softmax(new.reshape(len(new), -1) / 255 @ weights)


def costs(labels, p):
    return sparse_categorical_crossentropy(labels, p, reduction="none")


def portion(share):
    """A share in a word."""
    if np.isclose(share, 1):
        return "all"
    return "most" if share > 0.5 else "few"


def share_of_loss():
    labels, p = classified()
    wrong = p.argmax(axis=1) != labels
    return np.sum(costs(labels, p)[wrong]) / np.sum(costs(labels, p))


def share_of_pictures():
    labels, p = classified()
    return np.mean(p.argmax(axis=1) != labels)


def share_if_right_is_free():
    labels, p = classified()
    wrong = p.argmax(axis=1) != labels
    each = np.where(wrong, costs(labels, p), 0)
    return np.sum(each[wrong]) / np.sum(each)


MISTYPED = 100


def mistyped_found(order):
    """How many mistyped labels are among the first hundred pictures of an order.

    Args:
        order: A function from labels and probabilities to numbers; those with the
            largest are looked at first.
    """
    labels, p = classified()
    random = np.random.default_rng(0)
    spoiled = random.choice(len(labels), MISTYPED, replace=False)
    labels = labels.copy()
    labels[spoiled] = (labels[spoiled] + random.integers(1, DIGITS, MISTYPED)) % DIGITS
    looked_at = np.argsort(-order(labels, p), kind="stable")[:MISTYPED]
    return len(set(looked_at) & set(spoiled))


def certain_and_wrong(classes):
    """The label of class 0, and a prediction that is certain of class 1."""
    return np.eye(classes)[:2]


QUESTIONS = {
    "practice-parameters": number(
        "build",
        given=[
            {"side": 28, "units": 128, "classes": 10},
            {"side": 10, "units": 20, "classes": 5},
            {"side": 16, "units": 50, "classes": 26},
        ],
        right=parameters,
        without=parameters_without_biases,
        row=parameters_of_one_row,
        hidden=parameters_of_hidden,
        decimals=0,
        tolerance=0.5,
    ),
    "practice-larger-pictures": one(
        "build",
        given=[{"factor": 2}, {"factor": 3}, {"factor": 4}],
        side=lambda factor: factor,
        right=lambda factor: parameters(28 * factor, 84, 10) / parameters(28, 84, 10),
        same=lambda factor: parameters(28, 84, 10) / parameters(28, 84, 10),
        decimals=0,
    ),
    "practice-choose-loss": one(
        "hand",
        given={"label": (0, 1, 0), "z": (0.5, 3, -1)},
        default=taken_for_probabilities,
        right=lambda label, z: reported(categorical_crossentropy, label, z),
        sparse=lambda label, z: reported(sparse_categorical_crossentropy, label, z),
    ),
    "practice-steps": number(
        "log",
        given=[
            {"pictures": 1000, "batch": 300, "epochs": 5},
            {"pictures": 500, "batch": 128, "epochs": 3},
            {"pictures": 2000, "batch": 600, "epochs": 4},
        ],
        right=steps_in_all,
        single=lambda pictures, batch, epochs: steps_in_all(pictures, batch, 1),
        dropped=lambda pictures, batch, epochs: epochs * (pictures // batch),
        each=lambda pictures, batch, epochs: epochs * pictures,
        decimals=0,
        tolerance=0.4,
    ),
    "practice-what-moves": several(
        "hand",
        metric=lambda: differs(watched=mean_absolute_error),
        loss=lambda: differs(gradient=mean_absolute_error_gradient),
        validation=lambda: differs(
            watched=lambda y_true, y_pred: mean_squared_error(y_true + 1, y_pred)
        ),
        optimizer=lambda: differs(memory=0.9),
    ),
    "practice-deviations": number(
        "log",
        given=[
            {"mean": 93, "spread": 0.8, "new": 94.2},
            {"mean": 90, "spread": 0.5, "new": 91},
            {"mean": 85, "spread": 1.2, "new": 86.5},
        ],
        right=lambda mean, spread, new: (new - mean) / spread,
        points=lambda mean, spread, new: new - mean,
        inverse=lambda mean, spread, new: spread / (new - mean),
        variance=lambda mean, spread, new: (new - mean) / spread**2,
    ),
    "practice-curves": one(
        "log",
        seen=lambda: lower_one(-1),
        new=lambda: lower_one(0),
        right=lower_ones,
    ),
    "practice-both-rise": one(
        "log",
        given=[
            {"before": (0.6, 0.6, 0.45, 0.4), "after": (0.8, 0.8, 0.55, 0.01)},
            {"before": (0.7, 0.55, 0.48, 0.45), "after": (0.9, 0.6, 0.52, 0.005)},
            {"before": (0.8, 0.6, 0.4, 0.3), "after": (0.9, 0.7, 0.6, 0.002)},
        ],
        together=as_accuracy_says,
        right=lambda before, after: "accuracy {}, loss {}".format(
            *accuracy_and_loss(before, after)
        ),
        worse=as_loss_says,
    ),
    "practice-untrained": one(
        "start",
        undecided=lambda: 100 / DIGITS,
        small=lambda: 100 * certainty(SCALED),
        right=lambda: 100 * certainty(RAW),
        decimals=0,
        unit="%",
    ),
    "practice-scaled": one(
        "start",
        same=lambda: first_loss(RAW),
        right=lambda: first_loss(SCALED),
        divided=lambda: first_loss(RAW) * SCALED,
        decimals=1,
    ),
    "practice-first-loss": number(
        "start",
        given=[{"classes": 100}, {"classes": 26}, {"classes": 4}],
        right=surprise_of_one_in,
        tens=lambda classes: surprisal_in_tens(1 / classes),
        bits=lambda classes: surprisal_in_bits(1 / classes),
        missing=lambda classes: missing_probability(1 / classes),
    ),
    "practice-same-accuracy": one(
        "start",
        sinks=lambda: change(certainty(RAW), certainty(SCALED)),
        right=lambda: change(first_accuracy(RAW), first_accuracy(SCALED)),
        rises=lambda: change(-first_loss(RAW), -first_loss(SCALED)),
    ),
    "practice-when-to-stop": number(
        "log",
        given=[
            {"loss": (0.9, 0.5, 0.3, 0.2, 0.1), "val_loss": (0.8, 0.6, 0.5, 0.6, 0.7)},
            {
                "loss": (0.8, 0.6, 0.4, 0.3, 0.2, 0.1),
                "val_loss": (0.9, 0.8, 0.6, 0.5, 0.6, 0.7),
            },
            {
                "loss": (2.1, 1.4, 0.9, 0.6, 0.4, 0.3),
                "val_loss": (1.8, 1.2, 1.1, 1.0, 0.9, 1.3),
            },
        ],
        right=lambda loss, val_loss: epoch_of_least(val_loss),
        last=lambda loss, val_loss: epoch_of_least(loss),
        crossing=epoch_of_crossing,
        decimals=0,
        tolerance=0.4,
    ),
    "practice-worst-start": one(
        "start",
        robust=lambda: min(("MSE", "MAE"), key=far_to_near),
        bounded=lambda: min(LOSSES, key=first_value),
        right=lambda: max(LOSSES, key=moved),
    ),
    "practice-hardest-pull": one(
        "start",
        given=[
            {"p": (0.001, 0.4, 0.95)},
            {"p": (0.98, 0.002, 0.3)},
            {"p": (0.5, 0.97, 0.003)},
        ],
        costly=most_expensive,
        right=lambda p: hardest_pull(p, mean_squared_error_gradient),
        known=best_known,
        decimals=0,
    ),
    "practice-share": one(
        "mistakes",
        count=lambda: portion(share_of_pictures()),
        right=lambda: portion(share_of_loss()),
        all=lambda: portion(share_if_right_is_free()),
    ),
    "practice-ceiling": number(
        "mistakes",
        given=[{"classes": 4}, {"classes": 20}, {"classes": 5}],
        right=lambda classes: mean_squared_error(*certain_and_wrong(classes)),
        truth=lambda classes: 1 / classes,
        summed=lambda classes: np.sum(np.subtract(*certain_and_wrong(classes)) ** 2),
        largest=lambda classes: np.max(np.subtract(*certain_and_wrong(classes))),
    ),
    "practice-as-many": number(
        "mistakes",
        given=[
            {"sure": 0.99, "doubt": 0.001},
            {"sure": 0.95, "doubt": 0.0001},
            {"sure": 0.9, "doubt": 0.001},
        ],
        right=lambda sure, doubt: np.log(doubt) / np.log(sure),
        ratio=lambda sure, doubt: sure / doubt,
        missing=lambda sure, doubt: (
            missing_probability(doubt) / missing_probability(sure)
        ),
        decimals=0,
    ),
    "practice-mistyped-labels": one(
        "mistakes",
        unsure=lambda: mistyped_found(lambda labels, p: -p.max(axis=1)),
        any=lambda: mistyped_found(lambda labels, p: -np.arange(len(p))),
        right=lambda: mistyped_found(costs),
        decimals=0,
    ),
}
