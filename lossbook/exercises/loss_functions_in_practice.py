"""The exercises of the chapter on loss functions in practice."""

from itertools import pairwise

import numpy as np

from lossbook.exercises.exercise import Exercise, Wrong
from lossbook.history import article_history, seed_histories
from lossbook.say import say

# Among them a network without a hidden layer, and one with two.
SIZES = [([784, 84, 10],), ([784, 10],), ([4, 3, 2, 1],), ([1, 1],)]

ROWS = [
    (np.eye(3)[[2, 0, 1, 1]],),
    (np.eye(10)[[7]],),
    (np.array([[0.15, 0.75, 0.1], [0.2, 0.2, 0.6]]),),
]

BATCHES = np.array([256, 256, 256, 128])
BATCH_LOSSES = np.array([8.0, 4.0, 2.0, 1.0])
LOSS_AFTER = 0.5

# No gap is that of a pair, so that no rounding decides.
RUNS = [
    (np.array([0.93, 0.94, 0.91]), 0.015),
    (np.array([0.9, 0.95]), 0.04),
    (np.array([0.9, 0.95]), 0.06),
    (seed_histories()["val_accuracy"][:, -1], 0.00501),
]

DIGITS, SURE = 10, 0.99

# One answer of three is wrong, then none, then all.
ANSWERS = np.array([[0.7, 0.2, 0.1], [0.1, 0.8, 0.1], [0.5, 0.3, 0.2]])
JUDGED = [
    (np.array([0, 1, 2]), ANSWERS),
    (np.array([0, 1, 0]), ANSWERS),
    (np.array([2, 0, 1]), ANSWERS),
    (np.array([1, 0]), np.array([[0.4, 0.6], [0.45, 0.55]])),
]

BLOCK, BLOCKS = 500, 40


def parameters(sizes):
    return sum((inputs + 1) * outputs for inputs, outputs in pairwise(sizes))


def share_of_pairs(runs, gap):
    """The share of the pairs of runs that differ by at least a gap."""
    gaps = np.abs(runs[:, None] - runs)[np.triu_indices(len(runs), 1)]
    return np.mean(gaps >= gap)


def of_truth(labels, probabilities):
    """The probabilities that the true classes got."""
    return probabilities[np.arange(len(labels)), labels]


def share_of_loss(labels, probabilities):
    """The share of the loss that the wrong answers carry."""
    costs = -np.log(of_truth(labels, probabilities))
    wrong = probabilities.argmax(axis=1) != labels
    return costs[wrong].sum() / costs.sum()


def expected_cost(p_true, p_others):
    """The mean cross-entropy of guesses that are right one time in ten."""
    return -np.log(p_true) / DIGITS - np.log(p_others) * (DIGITS - 1) / DIGITS


def slip():
    """The first picture whose label has slipped, as the exercise draws it."""
    return BLOCK * int(np.random.default_rng(2024).integers(5, BLOCKS - 5))


EXERCISES = {
    "practice-count-layers": Exercise(
        serves="build",
        answer=parameters,
        praise=say("Each output has a weight for each input, and one bias."),
        cases=SIZES,
        tolerance=1e-6,
        wrong={
            "without": Wrong(
                lambda sizes: sum(a * b for a, b in pairwise(sizes)),
                say("These are the weights alone. Each output has a bias, too."),
            ),
            "one-bias": Wrong(
                lambda sizes: sum(a * b + 1 for a, b in pairwise(sizes)),
                say("You have one bias for each layer. Each of its outputs has one."),
            ),
            "of-inputs": Wrong(
                lambda sizes: sum(a * b + a for a, b in pairwise(sizes)),
                say("You have given a bias to each input. The outputs have them."),
            ),
            "units": Wrong(
                sum,
                say(
                    "You have counted the units. Count the weights between them, and "
                    "the biases."
                ),
            ),
        },
    ),
    "practice-labels": Exercise(
        serves="hand",
        answer=lambda rows: rows.argmax(axis=1),
        praise=say(
            "The same function finds the most likely digit in what predict returns."
        ),
        cases=ROWS,
        wrong={
            "no-axis": Wrong(
                np.argmax,
                say("This is one place for the whole array. Ask for one in each row."),
            ),
            "columns": Wrong(
                lambda rows: rows.argmax(axis=0),
                say("This looks down the columns. Along the rows it is axis=1."),
            ),
            "largest": Wrong(
                lambda rows: rows.max(axis=1),
                say("These are the largest numbers themselves. Return their places."),
            ),
            "from-one": Wrong(
                lambda rows: rows.argmax(axis=1) + 1,
                say("You count the classes from 1. Keras counts them from 0."),
            ),
        },
    ),
    "practice-mean-of-epoch": Exercise(
        serves="log",
        answer=np.sum(BATCHES * BATCH_LOSSES) / np.sum(BATCHES),
        praise=say(
            "The log looks back on the whole epoch, so it is above the last losses."
        ),
        wrong={
            "unweighted": Wrong(
                np.mean(BATCH_LOSSES),
                say(
                    "The last batch has half as many pictures, so it counts half as much."
                ),
            ),
            "last": Wrong(
                BATCH_LOSSES[-1],
                say(
                    "This is the loss of the last batch. The log has the mean over all "
                    "pictures of the epoch."
                ),
            ),
            "after": Wrong(
                LOSS_AFTER,
                say(
                    "This is the loss at the end of the epoch, as for validation. Each "
                    "batch is measured just before its own step."
                ),
            ),
        },
    ),
    "practice-ratios": Exercise(
        serves="log",
        answer=article_history()["val_loss"] / article_history()["loss"],
        praise=say("The ratio passes 1 in the third epoch, and grows in every one."),
        wrong={
            "inverse": Wrong(
                article_history()["loss"] / article_history()["val_loss"],
                say("This is the other way around. Divide by the training loss."),
            ),
            "difference": Wrong(
                article_history()["val_loss"] - article_history()["loss"],
                say("These are the differences. How many times as large is it?"),
            ),
            "accuracy": Wrong(
                article_history()["val_accuracy"] / article_history()["accuracy"],
                say("These are the ratios of the accuracies. Take the losses."),
            ),
        },
    ),
    "practice-sure-and-wrong": Exercise(
        serves="start",
        answer=expected_cost(SURE, (1 - SURE) / (DIGITS - 1)),
        praise=say(
            "Being sure while knowing nothing costs far more than an even guess."
        ),
        wrong={
            "undecided": Wrong(
                np.log(DIGITS),
                say("This is what an undecided network costs. This one is sure."),
            ),
            "wrong-only": Wrong(
                -np.log((1 - SURE) / (DIGITS - 1)),
                say("This is the cost of a wrong guess. One guess in ten is right."),
            ),
            "unshared": Wrong(
                expected_cost(SURE, 1 - SURE),
                say(
                    "When it guesses wrong, the truth has only a ninth of what is left."
                ),
            ),
        },
    ),
    "practice-pairs": Exercise(
        serves="log",
        answer=share_of_pairs,
        praise=say("Ask this before you believe in a gap between two single runs."),
        cases=RUNS,
        wrong={
            "with-itself": Wrong(
                lambda runs, gap: np.mean(np.abs(runs[:, None] - runs) >= gap),
                say("You compare each run with itself, too. Leave these pairs out."),
            ),
            "signed": Wrong(
                lambda runs, gap: np.mean(
                    (runs[:, None] - runs)[np.triu_indices(len(runs), 1)] >= gap
                ),
                say(
                    "You miss the pairs whose second run is the better one. Use np.abs."
                ),
            ),
            "count": Wrong(
                lambda runs, gap: np.sum(
                    np.abs(runs[:, None] - runs)[np.triu_indices(len(runs), 1)] >= gap
                ),
                say(
                    "This is how many pairs there are. Divide by the number of all pairs."
                ),
            ),
        },
    ),
    "practice-share-of-loss": Exercise(
        serves="mistakes",
        answer=share_of_loss,
        praise=say("It is 0 if no answer is wrong, and 1 if all are."),
        cases=JUDGED,
        wrong={
            "pictures": Wrong(
                lambda labels, p: np.mean(p.argmax(axis=1) != labels),
                say("This is the share of the pictures. Weigh each with its loss."),
            ),
            "right": Wrong(
                lambda labels, p: 1 - share_of_loss(labels, p),
                say("This is the share of the right answers. Turn it around."),
            ),
            "probability": Wrong(
                lambda labels, p: (
                    np.sum((1 - of_truth(labels, p))[p.argmax(axis=1) != labels])
                    / np.sum(1 - of_truth(labels, p))
                ),
                say("You have added up missing probabilities. The loss is −log p."),
            ),
            "predicted": Wrong(
                lambda labels, p: (
                    np.sum(np.log(p.max(axis=1))[p.argmax(axis=1) != labels])
                    / np.sum(np.log(p.max(axis=1)))
                ),
                say(
                    "You have taken the largest probability. Look up that of the truth."
                ),
            ),
        },
    ),
    "practice-slipped": Exercise(
        serves="mistakes",
        answer=slip(),
        praise=say("The loss has led you to the place where the labels slipped."),
        wrong={
            "block": Wrong(
                slip() // BLOCK,
                say("This is the number of the block. Hand in its first picture."),
            ),
            "end": Wrong(
                slip() + BLOCK,
                say(
                    "Here the labels are right again. Hand in the first wrong picture."
                ),
            ),
        },
    ),
}
