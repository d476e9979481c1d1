"""The exercises of the chapter on the mean absolute error."""

import numpy as np

from lossbook.exercises.exercise import Exercise, Wrong
from lossbook.losses import mean_absolute_error, mean_squared_error
from lossbook.say import say

FORECASTS = np.array([5.0, 3.0, 10.0]), np.array([4.0, 4.0, 4.0])
DISTANCES = np.abs(FORECASTS[1] - FORECASTS[0])

# Among them one example alone, and predictions that are all right.
CASES = [
    FORECASTS,
    (np.array([1.0, 0.0]), np.array([2.0, 3.0])),
    (np.array([-2.0]), np.array([1.5])),
    (np.array([7.0, 8.0]), np.array([7.0, 8.0])),
]

TARGETS = [
    (np.array([1.0, 2.0, 3.0, 4.0, 10.0]), np.arange(0.0, 11.0)),
    (np.array([0.0, 0.0, 0.0, 5.0]), np.arange(0.0, 6.0)),
    (np.array([-4.0, 8.0, 9.0]), np.arange(-5.0, 10.0)),
]

AREAS = np.array([30.0, 40.0, 50.0, 60.0, 80.0, 100.0])
RENTS = np.array([360.0, 480.0, 600.0, 720.0, 960.0, 12000.0])


def slopes(y_true, y_pred):
    return np.sign(y_pred - y_true) / len(y_true)


def path(slope, rate=0.4, steps=6):
    """The weights of gradient descent from 0 to the target 1, for x = 1."""
    weights = [0.0]
    for _ in range(steps):
        weights.append(weights[-1] - rate * slope(weights[-1] - 1))
    return np.array(weights)


def best(loss):
    """A function that finds the best of some constants under a loss."""

    def search(targets, constants):
        costs = [loss(targets, np.full(len(targets), float(c))) for c in constants]
        return constants[np.argmin(costs)]

    return search


def rate_of_least_loss(loss):
    """The rent for a square meter with the least loss, among many."""
    candidates = np.linspace(0, 120, 12001)
    costs = [loss(RENTS / 1000, rate * AREAS / 1000) for rate in candidates]
    return candidates[np.argmin(costs)]


EXERCISES = {
    "mae-by-hand": Exercise(
        serves="compute",
        answer=mean_absolute_error(*FORECASTS),
        praise=say("The distances are 1, 1 and 6, and their mean is a third of 8."),
        wrong={
            "summed": Wrong(
                DISTANCES.sum(),
                say("These are the distances added up. Divide by how many there are."),
            ),
            "signed": Wrong(
                np.mean(FORECASTS[1] - FORECASTS[0]),
                say("Errors of both signs have canceled. Take the signs away first."),
            ),
            "squared": Wrong(
                mean_squared_error(*FORECASTS),
                say("You have squared the errors. Here their size counts, unsquared."),
            ),
        },
    ),
    "mae-in-numpy": Exercise(
        serves="compute",
        answer=mean_absolute_error,
        praise=say("It works for one example, for many, and for perfect predictions."),
        cases=CASES,
        wrong={
            "signed": Wrong(
                lambda y_true, y_pred: np.mean(y_pred - y_true),
                say(
                    "Errors of both signs cancel each other. Use np.abs before the mean."
                ),
            ),
            "squared": Wrong(
                mean_squared_error,
                say(
                    "This is the mean squared error. Use np.abs in place of the square."
                ),
            ),
            "summed": Wrong(
                lambda y_true, y_pred: np.sum(np.abs(y_pred - y_true)),
                say("This is the sum of the distances. Take their mean."),
            ),
        },
    ),
    "mae-slopes": Exercise(
        serves="slope",
        answer=slopes,
        praise=say(
            "It gives a side and no distance, and 0 where a prediction is right."
        ),
        cases=CASES,
        wrong={
            "whole": Wrong(
                lambda y_true, y_pred: np.sign(y_pred - y_true),
                say(
                    "These are the slopes of each distance by itself. "
                    "The mean divides each of them by the number of examples."
                ),
            ),
            "downhill": Wrong(
                lambda y_true, y_pred: -slopes(y_true, y_pred),
                say("These point downhill. A slope is positive where the loss rises."),
            ),
            "squared": Wrong(
                lambda y_true, y_pred: 2 * (y_pred - y_true) / len(y_true),
                say(
                    "These are the slopes of the squared error. "
                    "Those of the absolute error are −1, 0 or 1, before the mean."
                ),
            ),
            "no-kink": Wrong(
                lambda y_true, y_pred: np.where(y_pred >= y_true, 1, -1) / len(y_true),
                say("Where a prediction is exactly right, the slope should be 0."),
            ),
        },
    ),
    "mae-path": Exercise(
        serves="rattle",
        answer=path(np.sign),
        praise=say("It passes the goal at the third step, and then jumps to and fro."),
        wrong={
            "squared": Wrong(
                path(lambda error: 2 * error),
                say(
                    "This is the path under MSE: its steps shrink. Under MAE they do not."
                ),
            ),
            "without-start": Wrong(
                path(np.sign)[1:],
                say("Hand in the start, too: the first of the seven numbers is 0."),
            ),
            "stops": Wrong(
                np.minimum(0.4 * np.arange(7), 1),
                say(
                    "You let it stop at the goal. But a step has its full length, "
                    "and leads past it."
                ),
            ),
        },
    ),
    "mae-best": Exercise(
        serves="estimate",
        answer=best(mean_absolute_error),
        praise=say("Each time it is a number in the middle of the targets."),
        cases=TARGETS,
        wrong={
            "squared": Wrong(
                best(mean_squared_error),
                say("This is the best constant under the squared error."),
            ),
            "position": Wrong(
                lambda targets, constants: np.argmin(
                    [np.mean(np.abs(targets - c)) for c in constants]
                ),
                say(
                    "This is the place of the best constant. Return the constant itself."
                ),
            ),
            "loss": Wrong(
                lambda targets, constants: np.min(
                    [np.mean(np.abs(targets - c)) for c in constants]
                ),
                say("This is the least loss. Return the constant that has it."),
            ),
        },
    ),
    "mae-rent": Exercise(
        serves="estimate",
        answer=rate_of_least_loss(mean_absolute_error),
        praise=say(
            "The five others pull harder together, however large the mistyped rent is."
        ),
        tolerance=0.02,
        wrong={
            "squared": Wrong(
                rate_of_least_loss(mean_squared_error),
                say("This is the best rate under MSE: the mistyped rent pulls it up."),
            ),
            "mean": Wrong(
                np.mean(RENTS / AREAS),
                say(
                    "This is the mean of the six rates. The mistyped one has spoiled it."
                ),
            ),
        },
    ),
}
