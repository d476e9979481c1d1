"""The exercises of the chapter on the categorical cross-entropy."""

import numpy as np

from lossbook.exercises.exercise import Exercise, Wrong
from lossbook.gradients import softmax_jacobian
from lossbook.losses import categorical_crossentropy, softmax
from lossbook.say import say

CLASSES = 10

# Among them equal, negative and huge logits.
LOGITS = [
    (np.array([2.0, 0.5, -1.0]),),
    (np.array([0.0, 0.0]),),
    (np.array([-3.0, 1.0, 4.0, -3.0]),),
    (np.array([1000.0, 998.0, 1001.0]),),
]

# Rows of labels and of probabilities; among them a single row, and four classes.
ROWS = [
    (np.eye(3)[[1, 0]], np.array([[0.15, 0.75, 0.1], [0.75, 0.15, 0.1]])),
    (np.eye(3)[[2]], np.array([[0.5, 0.3, 0.2]])),
    (np.eye(4)[[0, 3, 3]], np.array([[0.4, 0.3, 0.2, 0.1]] * 3)),
]

EVEN, TRUE_CLASS = softmax(np.zeros(3)), 2
ANSWER = 0.99  # of a neuron that should answer 0

KNOWN_WRONG = 6 * np.roll(np.eye(3), 1, axis=1)  # logits, one row for each animal
STEPS, RATE = 100, 1.0


def floor(classes):
    """The least loss that is left if softmax is taken twice."""
    certain = np.eye(classes)[0]
    return -np.log(softmax(certain)[0])


def unstable_softmax(z):
    with np.errstate(over="ignore", invalid="ignore"):
        return np.exp(z) / np.sum(np.exp(z))


def powers(z):
    with np.errstate(over="ignore"):
        return np.exp(z)


def swapped_crossentropy(y_true, y_pred):
    with np.errstate(divide="ignore"):
        return -np.mean(np.sum(y_pred * np.log(y_true), axis=1))


def crossentropy_slopes(logits):
    """The slopes for the logits of the three animals; each is to get its own name."""
    return (softmax(logits) - np.eye(3)) / 3


def squared_slopes(logits):
    p = softmax(logits)
    return np.einsum("ik,ikj->ij", 2 * (p - np.eye(3)) / 9, softmax_jacobian(logits))


def unlearned(slopes, steps=STEPS):
    """The mean probability of the right names after training."""
    logits = KNOWN_WRONG
    for _ in range(steps):
        logits = logits - RATE * slopes(logits)
    return np.mean(np.diag(softmax(logits)))


EXERCISES = {
    "cce-knows-nothing": Exercise(
        serves="compute",
        answer=np.log(CLASSES),
        praise=say("An even guess among ten costs log 10, about 2.303. Remember it."),
        wrong={
            "tens": Wrong(
                np.log10(CLASSES),
                say("This is the logarithm to base 10. Take the natural one, np.log."),
            ),
            "bits": Wrong(
                np.log2(CLASSES),
                say("This is the loss in bits. Take the natural logarithm, np.log."),
            ),
            "missing": Wrong(
                1 - 1 / CLASSES,
                say(
                    "This is what is missing to certainty. Take the negative logarithm of "
                    "what the true class got."
                ),
            ),
            "rest": Wrong(
                -np.log(1 - 1 / CLASSES),
                say(
                    "This is the logarithm for the nine wrong classes. Only the "
                    "probability of the true class counts."
                ),
            ),
        },
    ),
    "softmax-in-numpy": Exercise(
        serves="encode",
        answer=softmax,
        praise=say("It holds for equal, negative and huge logits."),
        cases=LOGITS,
        tolerance=1e-6,
        wrong={
            "unstable": Wrong(
                unstable_softmax,
                say(
                    "The formula is right, but np.exp(1000) is too large for a float. "
                    "Subtract the largest logit first: that changes no probability."
                ),
            ),
            "plain": Wrong(
                lambda z: z / np.sum(z) if np.sum(z) else z * np.nan,
                say(
                    "You have divided the logits by their sum. Raise e to their power "
                    "first, so that all become positive."
                ),
            ),
            "powers": Wrong(
                powers,
                say("These are the powers of e. Divide them by their sum."),
            ),
        },
    ),
    "cce-in-numpy": Exercise(
        serves="compute",
        answer=categorical_crossentropy,
        praise=say(
            "It holds for one example and for many, and for any number of classes."
        ),
        cases=ROWS,
        wrong={
            "swapped": Wrong(
                swapped_crossentropy,
                say(
                    "You have taken the logarithm of the labels. Take that of the "
                    "probabilities."
                ),
            ),
            "summed": Wrong(
                lambda y_true, y_pred: -np.sum(y_true * np.log(y_pred)),
                say("This is the sum over all examples. Divide by how many there are."),
            ),
            "averaged": Wrong(
                lambda y_true, y_pred: -np.mean(y_true * np.log(y_pred)),
                say(
                    "This mean counts the zeros of the labels, too. Add up over the classes "
                    "first, with axis=1, and take the mean over the examples alone."
                ),
            ),
            "tens": Wrong(
                lambda y_true, y_pred: -np.mean(np.sum(y_true * np.log10(y_pred), 1)),
                say("This is the logarithm to base 10. Take the natural one, np.log."),
            ),
        },
    ),
    "logits-slopes-by-hand": Exercise(
        serves="read",
        answer=EVEN - np.eye(3)[TRUE_CLASS],
        praise=say(
            "A step goes against the slopes, so it raises the logit of class 2 alone."
        ),
        wrong={
            "unlabeled": Wrong(
                EVEN,
                say("These are the probabilities. Subtract the one-hot label."),
            ),
            "turned": Wrong(
                np.eye(3)[TRUE_CLASS] - EVEN,
                say(
                    "The signs are reversed. The slope is predicted minus true probability."
                ),
            ),
            "bare": Wrong(
                -np.eye(3)[TRUE_CLASS] / EVEN,
                say(
                    "This is the slope for the probabilities. The one for the logits has "
                    "gone through softmax, too, and is simpler."
                ),
            ),
        },
    ),
    "cce-times-steeper": Exercise(
        serves="stall",
        answer=1 / (ANSWER * (1 - ANSWER)),
        praise=say(
            "The factor is 1 / σ′, and it grows the more certain the neuron is."
        ),
        wrong={
            "without": Wrong(
                1.0,
                say(
                    "For the answer a, half the squared error has the slope a − y. For the "
                    "weight it also gets the factor σ′, which you have left out."
                ),
            ),
            "inverse": Wrong(
                ANSWER * (1 - ANSWER),
                say(
                    "This is the other way around. Divide the slope of the cross-entropy by "
                    "that of half the squared error."
                ),
            ),
            "for_a": Wrong(
                1 / (ANSWER * (1 - ANSWER)) ** 2,
                say(
                    "You have compared the slope for a under one loss with that for w under "
                    "the other. Take both for w."
                ),
            ),
        },
    ),
    "logits-floor": Exercise(
        serves="choose",
        answer=floor(CLASSES),
        praise=say(
            "With 1 and nine zeros taken for logits, no model can get below this."
        ),
        wrong={
            "honest": Wrong(
                0.0,
                say(
                    "This is the loss for probabilities. Here the loss takes the softmax of "
                    "1 and nine zeros first."
                ),
            ),
            "undecided": Wrong(
                np.log(CLASSES),
                say(
                    "This is the loss if all ten get the same. The softmax of 1 and nine "
                    "zeros still prefers the first a little."
                ),
            ),
            "other": Wrong(
                -np.log((1 - softmax(np.eye(CLASSES)[0])[0]) / (CLASSES - 1)),
                say(
                    "This is the loss of a wrong class. Look up the one that has the 1."
                ),
            ),
        },
    ),
    "cce-unlearn": Exercise(
        serves="stall",
        answer=np.array([unlearned(crossentropy_slopes), unlearned(squared_slopes)]),
        praise=say(
            "In 100 steps at a rate of 1, only the cross-entropy teaches the names."
        ),
        tolerance=0.01,
        wrong={
            "untrained": Wrong(
                np.array([unlearned(crossentropy_slopes, steps=0)] * 2),
                say("The network is as it was at the start. Has it been trained?"),
            ),
            "order": Wrong(
                np.array([unlearned(squared_slopes), unlearned(crossentropy_slopes)]),
                say("The order is reversed. Hand in the cross-entropy first."),
            ),
            "accuracy": Wrong(
                np.array([1.0, 0.0]),
                say(
                    "This is the accuracy: how often the right name is the most likely one. "
                    "Take the mean of the probabilities of the right names."
                ),
            ),
        },
    ),
}
