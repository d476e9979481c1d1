"""The questions of the chapter on the mean absolute error."""

import numpy as np

from lossbook.losses import mean_absolute_error, mean_squared_error
from lossbook.questions.misconceptions import (
    mean_error,
    sum_of_distances,
)
from lossbook.questions.numbers import mean, median, midrange
from lossbook.site.questions.question import number, one, several


def days_that_can_halve(y_true, y_pred):
    """The days whose forecast alone could bring the MAE down to half of what it is."""
    distances = np.abs(np.subtract(y_pred, y_true))
    enough = distances >= distances.sum() / 2
    return " ".join(str(day) for day, can in enumerate(enough, start=1) if can)


def largest_share(y_true, y_pred):
    return str(1 + np.argmax(np.abs(np.subtract(y_pred, y_true))))


def smallest_share(y_true, y_pred):
    return str(1 + np.argmin(np.abs(np.subtract(y_pred, y_true))))


def slope_by_difference(loss, error, width=1e-6):
    """The slope of a loss of one example at an error, from two nearby values."""
    above, below = loss([0], [error + width]), loss([0], [error - width])
    return (above - below) / (2 * width)


def walk(target, rate, steps, slope):
    """The weight after some steps of gradient descent from 0, for x = 1."""
    weight = 0.0
    for step in range(1, steps + 1):
        length = rate(step) if callable(rate) else rate
        weight -= length * slope(weight - target)
    return weight


def walk_mae(target, rate, steps):
    return walk(target, rate, steps, np.sign)


def walk_mse(target, rate, steps):
    return walk(target, rate, steps, lambda error: 2 * error)


def stop_at_target(target, rate, steps):
    return min(target, rate * steps)


def stay_nearest(target, rate, steps):
    return rate * round(target / rate - 0.01)


def walk_on(target, rate, steps):
    return rate * steps


def rests(rate, slope):
    """Whether the weight lies within a thousandth of its target after 5000 steps."""
    places = [walk(1.0, rate, steps, slope) for steps in (5000, 5001)]
    return all(abs(place - 1) < 0.001 for place in places)


def with_mistake(targets, mistake):
    return [*targets[:-1], mistake]


def pull(distance, loss=mean_absolute_error):
    return abs(slope_by_difference(loss, distance))


def errors_of(first, second):
    return np.abs([*first, *second])


ORIGINAL = np.array([1.0, 0.0, 4.0]), np.array([2.0, 3.0, 2.0])


def leaves_mae(change):
    """Whether the MAE of some forecasts stays the same under a change."""
    before = mean_absolute_error(*ORIGINAL)
    return bool(np.isclose(mean_absolute_error(*change(*ORIGINAL)), before))


FORECASTS = {"y_true": (1, 0), "y_pred": (2, 3)}

QUESTIONS = {
    "mae-of-three": number(
        "compute",
        given=[
            {"y_true": (2, 7, 4), "y_pred": (4, 6, 7)},
            {"y_true": (6, 1, 5), "y_pred": (2, 4, 5)},
            {"y_true": (0, 9, 3), "y_pred": (5, 8, 2)},
        ],
        right=mean_absolute_error,
        summed=sum_of_distances,
        signed=mean_error,
        squared=mean_squared_error,
    ),
    "mae-cancel": number(
        "compute",
        given=[{"errors": (-4, 4)}, {"errors": (-3, 3)}, {"errors": (-5, 1)}],
        right=lambda errors: mean_absolute_error([0, 0], errors),
        signed=lambda errors: mean_error([0, 0], errors),
        summed=lambda errors: sum_of_distances([0, 0], errors),
        squared=lambda errors: mean_squared_error([0, 0], errors),
        decimals=1,
    ),
    "mae-which-day": one(
        "compute",
        given=FORECASTS,
        right=days_that_can_halve,
        small=smallest_share,
        any=lambda y_true, y_pred: " ".join(
            str(day) for day, _ in enumerate(y_true, start=1)
        ),
    ),
    "mae-unchanged": several(
        "compute",
        swap=lambda: leaves_mae(lambda y_true, y_pred: (y_pred, y_true)),
        shift=lambda: leaves_mae(lambda y_true, y_pred: (y_true + 10, y_pred + 10)),
        double=lambda: leaves_mae(lambda y_true, y_pred: (2 * y_true, 2 * y_pred)),
        repeat=lambda: leaves_mae(
            lambda y_true, y_pred: (np.tile(y_true, 2), np.tile(y_pred, 2))
        ),
    ),
    "mae-slope-at-three": number(
        "slope",
        given={"error": 3},
        right=lambda error: slope_by_difference(mean_absolute_error, error),
        value=lambda error: mean_absolute_error([0], [error]),
        squared=lambda error: slope_by_difference(mean_squared_error, error),
        downward=lambda error: -slope_by_difference(mean_absolute_error, error),
        decimals=0,
    ),
    "mae-slope-of-one": number(
        "slope",
        given=[
            {"m": 4, "distance": 5},
            {"m": 5, "distance": 3},
            {"m": 10, "distance": 7},
        ],
        right=lambda m, distance: np.sign(-distance) / m,
        whole=lambda m, distance: np.sign(-distance),
        upward=lambda m, distance: np.sign(distance) / m,
        proportional=lambda m, distance: -distance / m,
        decimals=2,
    ),
    "mae-at-kink": one(
        "slope",
        given={"rate": 0.1},
        right=lambda rate: rate * np.sign(0.0),
        rightward=lambda rate: -rate * slope_by_difference(mean_absolute_error, -0.01),
        unknown=lambda rate: float("nan") * rate,
    ),
    "mae-rattle": number(
        "rattle",
        given={"target": 1, "rate": 0.3, "steps": 4},
        right=walk_mae,
        stops=stop_at_target,
        stays=stay_nearest,
        shrinks=walk_mse,
    ),
    "mae-rattle-again": number(
        "rattle",
        given=[
            {"target": 1, "rate": 0.7, "steps": 4},
            {"target": 2, "rate": 0.7, "steps": 5},
            {"target": 2, "rate": 0.3, "steps": 8},
        ],
        right=walk_mae,
        stops=stop_at_target,
        onward=walk_on,
        decimals=1,
    ),
    "mae-cure": several(
        "rattle",
        given={"rate": 0.3, "small": 0.07},
        smaller=lambda rate, small: rests(small, np.sign),
        halved=lambda rate, small: rests(lambda step: rate / step, np.sign),
        squared=lambda rate, small: rests(rate, lambda error: 2 * error),
        longer=lambda rate, small: rests(rate, np.sign),
    ),
    "mae-best-constant": one(
        "estimate",
        given={"targets": (1, 2, 3, 4, 10)},
        right=median,
        mean=mean,
        middle=midrange,
        decimals=1,
    ),
    "mae-median-of": number(
        "estimate",
        given=[
            {"targets": (2, 9, 4, 30, 5)},
            {"targets": (7, 1, 12, 3, 40)},
            {"targets": (20, 3, 6, 8, 60)},
        ],
        right=median,
        mean=mean,
        middle=midrange,
        unsorted=lambda targets: targets[len(targets) // 2],
        decimals=1,
    ),
    "mae-rain": one(
        "estimate",
        given={"dry": 7, "wet": 3, "amount": 5},
        right=lambda dry, wet, amount: np.median([0] * dry + [amount] * wet),
        mean=lambda dry, wet, amount: np.mean([0] * dry + [amount] * wet),
        rainy=lambda dry, wet, amount: np.median([amount] * wet),
        decimals=1,
    ),
    "mae-mistyped": one(
        "estimate",
        given={"targets": (1, 2, 3, 4, 10), "mistake": 1000},
        right=lambda targets, mistake: np.median(with_mistake(targets, mistake)),
        mean=lambda targets, mistake: np.mean(with_mistake(targets, mistake)),
        next=lambda targets, mistake: sorted(targets)[len(targets) // 2 + 1],
        decimals=0,
    ),
    "mae-pull": one(
        "estimate",
        given=[
            {"near": 100, "far": 1000},
            {"near": 20, "far": 60},
            {"near": 5, "far": 50},
        ],
        right=lambda near, far: round(pull(far) / pull(near), 3),
        proportional=lambda near, far: far / near,
        squared=lambda near, far: (far / near) ** 2,
        decimals=0,
    ),
    "mae-batches": number(
        "compute",
        given=[
            {"first": (8,), "second": (1, 1, 2)},
            {"first": (6,), "second": (2, 2, 2)},
            {"first": (1, 1, 1, 1), "second": (9,)},
        ],
        right=lambda first, second: np.mean(errors_of(first, second)),
        means=lambda first, second: (np.mean(first) + np.mean(second)) / 2,
        summed=lambda first, second: np.sum(errors_of(first, second)),
        decimals=1,
    ),
}
