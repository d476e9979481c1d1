"""The exercises of the chapter on the mean squared error."""

import numpy as np

from lossbook.exercises.exercise import Exercise, Wrong
from lossbook.gradients import mean_squared_error_gradient
from lossbook.losses import (
    mean_absolute_error,
    mean_squared_error,
    root_mean_squared_error,
)
from lossbook.say import say

FORECASTS = np.array([12.0, 7.0, 9.0, 10.0]), np.array([10.0, 8.0, 9.0, 15.0])

# Among them one example alone, and predictions that are all right.
CASES = [
    FORECASTS,
    (np.array([1.0, 0.0]), np.array([2.0, 3.0])),
    (np.array([-2.0]), np.array([1.5])),
    (np.array([7.0, 8.0]), np.array([7.0, 8.0])),
]

# Sizes of batches, and their RMSEs: of equal size, of other sizes, and one batch alone.
BATCHES = [
    (np.array([4, 4]), np.array([1.0, 7.0])),
    (np.array([30, 10]), np.array([2.0, 6.0])),
    (np.array([8, 8, 4]), np.array([3.0, 0.0, 5.0])),
    (np.array([16]), np.array([2.5])),
]

SENSOR = np.array([3.0, -1.0, 4.0, -2.0, 1.0])

STREETS = np.array([[1, 2, 3, 4, 10], [2, 6, 7, 7, 8], [4, 5, 5, 5, 21]])
MEANS, MEDIANS = STREETS.mean(axis=1), np.median(STREETS, axis=1)


def slope_of_line(last):
    """The slope of the line of least squares through eight points, one moved."""
    x = np.arange(8.0)
    return np.polyfit(x, np.append(2 * x[:-1] + 1, last), 1)[0]


def root_over_batches(sizes, roots):
    return np.sqrt(np.sum(sizes * roots**2) / np.sum(sizes))


EXERCISES = {
    "mse-by-hand": Exercise(
        serves="compute",
        answer=mean_squared_error(*FORECASTS),
        praise=say("The squares are 4, 1, 0 and 25, and a quarter of 30 is 7.5."),
        wrong={
            "summed": Wrong(
                np.sum((FORECASTS[1] - FORECASTS[0]) ** 2),
                say("These are the squares added up. Divide by how many there are."),
            ),
            "absolute": Wrong(
                mean_absolute_error(*FORECASTS),
                say("This is the mean absolute error. Square each error first."),
            ),
            "squared_last": Wrong(
                np.mean(FORECASTS[1] - FORECASTS[0]) ** 2,
                say(
                    "You have squared the mean of the errors. Square each error first."
                ),
            ),
        },
    ),
    "rmse-in-numpy": Exercise(
        serves="rmse",
        answer=root_mean_squared_error,
        praise=say("Squares, then their mean, then the root: in this order."),
        cases=CASES,
        wrong={
            "squared": Wrong(
                mean_squared_error,
                say("This is the MSE, in squared units. Take its root."),
            ),
            "root_first": Wrong(
                mean_absolute_error,
                say(
                    "This is the MAE. If there is a root in it, take it after the mean."
                ),
            ),
            "summed": Wrong(
                lambda y_true, y_pred: np.sqrt(np.sum((y_pred - y_true) ** 2)),
                say("This is the root of the sum. Take the mean of the squares first."),
            ),
        },
    ),
    "mse-half-of-the-loss": Exercise(
        serves="dominate",
        answer=np.sqrt(25 * 2.0**2),
        praise=say("Its square is 100, and so are the other squares together."),
        wrong={
            "absolute": Wrong(
                25 * 2.0,
                say("With this error it would carry half of the MAE. Now use squares."),
            ),
            "no_root": Wrong(
                25 * 2.0**2,
                say("This is the square of the error. Take the root of it."),
            ),
            "unit_errors": Wrong(
                np.sqrt(25),
                say(
                    "It would be right if the others were off by 1. They are off by 2."
                ),
            ),
        },
    ),
    "mse-slopes-in-numpy": Exercise(
        serves="dominate",
        answer=mean_squared_error_gradient,
        praise=say(
            "Each slope is proportional to its error, and zero for a perfect one."
        ),
        cases=CASES,
        wrong={
            "undivided": Wrong(
                lambda y_true, y_pred: 2 * (y_pred - y_true),
                say("The slopes are too steep: the loss is a mean, so divide by m."),
            ),
            "no_two": Wrong(
                lambda y_true, y_pred: (y_pred - y_true) / len(y_true),
                say(
                    "All slopes are half as steep as they should be: e² has the slope 2e."
                ),
            ),
            "turned": Wrong(
                lambda y_true, y_pred: 2 * (y_true - y_pred) / len(y_true),
                say("All signs are reversed. The error is y_pred - y_true."),
            ),
            "absolute": Wrong(
                lambda y_true, y_pred: np.sign(y_pred - y_true) / len(y_true),
                say(
                    "These are the slopes of the MAE. Those of the MSE know the distance."
                ),
            ),
        },
    ),
    "rmse-of-all-batches": Exercise(
        serves="rmse",
        answer=root_over_batches,
        praise=say(
            "Back to squares, their mean over all examples, and one root at the end."
        ),
        cases=BATCHES,
        wrong={
            "mean": Wrong(
                lambda sizes, roots: np.mean(roots),
                say("This is the mean of the roots. Square them before you average."),
            ),
            "weighted_mean": Wrong(
                lambda sizes, roots: np.sum(sizes * roots) / np.sum(sizes),
                say(
                    "The sizes are in, but you average roots. Square them before that."
                ),
            ),
            "sizes_forgotten": Wrong(
                lambda sizes, roots: np.sqrt(np.mean(roots**2)),
                say(
                    "It holds for batches of equal size. Let a larger batch count more."
                ),
            ),
            "no_root": Wrong(
                lambda sizes, roots: np.sum(sizes * roots**2) / np.sum(sizes),
                say("This is the MSE of all the data. Take its root."),
            ),
        },
    ),
    "mse-line-again": Exercise(
        serves="estimate",
        answer=slope_of_line(55.0),
        praise=say(
            "The point is twice as far off, and the slope is twice as far from 2."
        ),
        tolerance=0.01,
        wrong={
            "unmoved": Wrong(
                slope_of_line(35.0),
                say(
                    "This is the slope from before. Set y[-1] to 55 and fit once more."
                ),
            ),
            "good_line": Wrong(
                slope_of_line(15.0),
                say(
                    "This is the line of the seven good points. Fit with mse, not mae."
                ),
            ),
            "doubled": Wrong(
                2 * slope_of_line(35.0),
                say(
                    "This is twice the slope from before. Set y[-1] to 55 and fit again."
                ),
            ),
        },
    ),
    "rmse-best-spread": Exercise(
        serves="noise",
        answer=root_mean_squared_error(np.zeros(5), SENSOR),
        praise=say("The most likely σ is the RMSE, and the most likely σ² is the MSE."),
        tolerance=0.005,
        wrong={
            "squared": Wrong(
                np.mean(SENSOR**2),
                say("This is σ², which is the MSE. Take the root."),
            ),
            "absolute": Wrong(
                np.mean(np.abs(SENSOR)),
                say(
                    "This is the MAE, the best s for Laplace noise. Use Gaussian noise."
                ),
            ),
            "deviation": Wrong(
                np.std(SENSOR),
                say(
                    "This is np.std, which subtracts the mean. The bell is centered at 0."
                ),
            ),
        },
    ),
    "mse-streets": Exercise(
        serves="estimate",
        answer=np.array([MEANS, MEDIANS]),
        praise=say("One model gives the mean of each street, the other its median."),
        tolerance=0.02,
        wrong={
            "swapped": Wrong(
                np.array([MEDIANS, MEANS]),
                say("The rows are the wrong way around. Put the model with MSE first."),
            ),
            "means_twice": Wrong(
                np.array([MEANS, MEANS]),
                say("Both rows hold means. Train the second model with the MAE."),
            ),
            "all_alike": Wrong(
                np.array([[STREETS.mean()] * 3, [np.median(STREETS)] * 3]),
                say(
                    "Your models do not know the street. Train them on inputs and targets."
                ),
            ),
        },
    ),
}
