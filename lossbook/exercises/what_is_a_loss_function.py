"""The exercises of the chapter on what a loss function is."""

import numpy as np

from lossbook.exercises.exercise import Exercise, Wrong
from lossbook.gradients import binary_crossentropy_gradient, mean_squared_error_gradient
from lossbook.losses import mean_absolute_error, mean_squared_error, sigmoid
from lossbook.say import say

KILOGRAMS, EUROS = np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 6.0])
HOURS = np.arange(1, 9) / 2
PASSED = np.array([0, 0, 0, 1, 0, 1, 1, 1])

TOO_HIGH = 3 * KILOGRAMS
THREE_WEIGHTS = np.array([0.0, 2.0, 3.0])

# Among them one example alone, a perfect fit, and negative numbers.
STEPS = [
    (0.5, KILOGRAMS, EUROS, 0.05),
    (3.0, np.array([1.0, 4.0]), np.array([2.0, 5.0]), 0.1),
    (-1.0, np.array([2.0]), np.array([-3.0]), 0.25),
    (2.0, KILOGRAMS, EUROS, 0.2),
]

# Among them a probability of exactly one half, which does not say "pass".
STUDENTS = [
    (np.array([1, 1, 0, 0]), np.array([0.9, 0.4, 0.6, 0.2])),
    (np.array([1, 0, 0, 0, 1]), np.array([0.8, 0.1, 0.3, 0.7, 0.95])),
    (np.array([0, 1]), np.array([0.5, 0.3])),
    (np.array([1]), np.array([0.55])),
]

# Among them batches of the same size, for which the means may be averaged.
BATCHES = [
    (np.array([1.0, 3.0, 8.0]), np.array([4, 4, 2])),
    (np.array([2.0, 6.0]), np.array([32, 32])),
    (np.array([0.5, 0.9, 4.0]), np.array([100, 100, 1])),
    (np.array([7.0]), np.array([3])),
]


def slope(w, x=KILOGRAMS, y_true=EUROS):
    """The slope of the mean squared error of ŷ = w·x."""
    return np.sum(x * mean_squared_error_gradient(y_true, w * x))


def at_each(function, values):
    return np.array([function(value) for value in values])


def step(w, x, y_true, rate):
    return w - rate * slope(w, x, y_true)


def log_cosh_slope(w):
    return np.mean(KILOGRAMS * np.tanh(w * KILOGRAMS - EUROS))


def accuracy(y_true, probability):
    return np.mean((probability > 0.5) == (y_true > 0.5))


def trained(steps, rate=1.0, start=(0.0, 0.0), with_bias=True):
    """Weight and bias of the student model after steps on the cross-entropy."""
    w, b = start
    for _ in range(steps):
        z = w * HOURS + b
        slopes = binary_crossentropy_gradient(PASSED, z, from_logits=True)
        w -= rate * np.sum(HOURS * slopes)
        b -= rate * np.sum(slopes) * with_bias
    return np.array([w, b])


def fitted():
    """Weight and bias with the least cross-entropy, by Newton's method."""
    inputs = np.stack([HOURS, np.ones_like(HOURS)])
    found = np.zeros(2)
    for _ in range(20):
        p = sigmoid(found @ inputs)
        found -= np.linalg.solve(inputs * p * (1 - p) @ inputs.T, inputs @ (p - PASSED))
    return found


EXERCISES = {
    "parcel-loss-by-hand": Exercise(
        serves="purpose",
        answer=mean_squared_error(EUROS, TOO_HIGH),
        praise=say(
            "The errors are 1, 2 and 3. Their squares add up to 14, and a third of that is 4.67."
        ),
        wrong={
            "summed": Wrong(
                np.sum((TOO_HIGH - EUROS) ** 2),
                say("These are the squares added up. Divide by how many there are."),
            ),
            "unsquared": Wrong(
                mean_absolute_error(EUROS, TOO_HIGH),
                say(
                    "This is the mean of the errors themselves. Square each of them first."
                ),
            ),
            "mean squared": Wrong(
                np.mean(TOO_HIGH - EUROS) ** 2,
                say(
                    "You took the mean first and squared it then. Square each error first."
                ),
            ),
        },
    ),
    "slopes-by-hand": Exercise(
        serves="slope",
        answer=at_each(slope, THREE_WEIGHTS),
        praise=say(
            "It is negative left of the bottom, zero there, and positive to the right."
        ),
        wrong={
            "no input": Wrong(
                at_each(lambda w: 2 * np.mean(w * KILOGRAMS - EUROS), THREE_WEIGHTS),
                say(
                    "Each error still has to be multiplied by the weight of its parcel."
                ),
            ),
            "no two": Wrong(
                at_each(slope, THREE_WEIGHTS) / 2,
                say("These are half the slopes. The square brings a factor of 2."),
            ),
            "summed": Wrong(
                3 * at_each(slope, THREE_WEIGHTS),
                say(
                    "These are the slopes of the sum. Divide by the number of parcels."
                ),
            ),
            "turned": Wrong(
                -at_each(slope, THREE_WEIGHTS),
                say("The signs are reversed. An error is prediction minus truth."),
            ),
        },
    ),
    "rate-that-lands": Exercise(
        serves="step",
        answer=(5 - 2) / slope(5),
        praise=say(
            "From any start: on a parabola the slope is proportional to the distance."
        ),
        wrong={
            "limit": Wrong(
                2 * (5 - 2) / slope(5),
                say(
                    "With this rate the weight jumps to the other side, equally far from 2."
                ),
            ),
            "inverse": Wrong(
                slope(5) / (5 - 2),
                say("It is the other way around: the distance, divided by the slope."),
            ),
            "no distance": Wrong(
                1 / slope(5),
                say(
                    "This step has a length of 1. It has to be as long as the distance."
                ),
            ),
        },
    ),
    "step-in-numpy": Exercise(
        serves="step",
        answer=step,
        praise=say(
            "It goes left and right, and stays where every prediction is right."
        ),
        cases=STEPS,
        wrong={
            "uphill": Wrong(
                lambda w, x, y_true, rate: w + rate * slope(w, x, y_true),
                say("Your step goes uphill. Subtract the slope instead of adding it."),
            ),
            "no rate": Wrong(
                lambda w, x, y_true, rate: w - slope(w, x, y_true),
                say("The slope is subtracted as it is. Multiply it by the rate first."),
            ),
            "change": Wrong(
                lambda w, x, y_true, rate: -rate * slope(w, x, y_true),
                say(
                    "This is the change alone. Add it to the weight, and return the sum."
                ),
            ),
            "summed": Wrong(
                lambda w, x, y_true, rate: w - rate * len(x) * slope(w, x, y_true),
                say(
                    "Your loss is the sum. For the mean, divide by the number of examples."
                ),
            ),
        },
    ),
    "step-on-log-cosh": Exercise(
        serves="step",
        answer=0.5 - 0.3 * log_cosh_slope(0.5),
        praise=say(
            "You did not need the formula: the tape worked back through it for you."
        ),
        wrong={
            "uphill": Wrong(
                0.5 + 0.3 * log_cosh_slope(0.5),
                say("The weight went uphill. Subtract the slope instead of adding it."),
            ),
            "slope": Wrong(
                log_cosh_slope(0.5),
                say(
                    "This is the slope. Take the step with it, and hand in the weight."
                ),
            ),
            "squared": Wrong(
                0.5 - 0.3 * slope(0.5),
                say(
                    "This is a step on the mean squared error. Make a LogCosh() and use it."
                ),
            ),
        },
    ),
    "accuracy-in-numpy": Exercise(
        serves="metric",
        answer=accuracy,
        praise=say(
            "It counts what the model says, and forgets how sure the model was."
        ),
        cases=STUDENTS,
        wrong={
            "surer": Wrong(
                lambda y_true, p: np.mean(np.where(y_true, p, 1 - p)),
                say(
                    "This is the mean probability of what is right. First decide: above 0.5?"
                ),
            ),
            "passing": Wrong(
                lambda y_true, p: np.mean(p > 0.5),
                say(
                    "This is the share that is said to pass. Compare it with y_true first."
                ),
            ),
            "half passes": Wrong(
                lambda y_true, p: np.mean((p >= 0.5) == (y_true > 0.5)),
                say(
                    "A probability of exactly one half is not above it. Use > and not >=."
                ),
            ),
            "counted": Wrong(
                lambda y_true, p: np.sum((p > 0.5) == (y_true > 0.5)),
                say("This is how many are right. Divide by how many there are."),
            ),
        },
    ),
    "loss-of-batches": Exercise(
        serves="reduction",
        answer=lambda means, sizes: np.sum(means * sizes) / np.sum(sizes),
        praise=say("Every example counts once, in a small batch as in a large one."),
        cases=BATCHES,
        wrong={
            "mean of means": Wrong(
                lambda means, sizes: np.mean(means),
                say(
                    "This is the mean of the means. A small batch counts too much in it."
                ),
            ),
            "total": Wrong(
                lambda means, sizes: np.sum(means * sizes),
                say("This is the sum over all examples. Divide by how many there are."),
            ),
            "per batch": Wrong(
                lambda means, sizes: np.sum(means * sizes) / len(sizes),
                say(
                    "You divided by the number of batches. Divide by that of the examples."
                ),
            ),
        },
    ),
    "student-with-bias": Exercise(
        serves="metric",
        answer=fitted(),
        praise=say(
            "The least cross-entropy lies right here, and no picture was needed."
        ),
        tolerance=0.01,
        wrong={
            "fixed": Wrong(
                trained(400, start=(0.0, -3.0), with_bias=False),
                say(
                    "The second number is still −3. Let gradient descent change it, too."
                ),
            ),
            "accuracy": Wrong(
                np.zeros(2),
                say(
                    "Nothing has moved. Train on the cross-entropy: accuracy shows no direction."
                ),
            ),
            "too early": Wrong(
                trained(100),
                say("You are on the way, but stopped after 100 steps. Take 1000."),
            ),
        },
    ),
}
