"""The questions of the chapter on what a loss function is."""

import numpy as np

from lossbook.gradients import mean_absolute_error_gradient, mean_squared_error_gradient
from lossbook.losses import (
    binary_crossentropy,
    mean_absolute_error,
    mean_squared_error,
    sigmoid,
)
from lossbook.questions.misconceptions import (
    largest_distance,
    mean_error,
    sum_of_squares,
)
from lossbook.site.questions.question import number, one, several

KILOGRAMS, EUROS = np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 6.0])
HOURS = np.arange(1, 9) / 2
PASSED = np.array([0, 0, 0, 1, 0, 1, 1, 1])
DRAWN_WEIGHTS = np.linspace(0.5, 3, 251).round(2)


# The parcel model, ŷ = w·x


def of_parcels(of_predictions):
    """A function of truth and predictions as one of inputs, truth and weight."""
    return lambda x, y_true, w: of_predictions(y_true, np.multiply(w, x))


def slope(w, gradient=mean_squared_error_gradient, **options):
    """The slope of a loss of the parcel model at a weight."""
    return np.sum(KILOGRAMS * gradient(EUROS, w * KILOGRAMS, **options))


def after_steps(w, rate, steps):
    for _ in range(steps):
        w -= rate * slope(w)
    return w


def after_more_and_shorter(w, rate, steps):
    """Took one long step for five short ones."""
    return after_steps(w, rate / 5, 5 * steps)


def after_even_steps(w, rate, steps):
    """Took every step to be as long as the first."""
    length = abs(rate * slope(w))
    for _ in range(steps):
        w -= length * np.sign(slope(w))
    return w


def compared_with_the_start(weights, w, **how):
    """Whether the weight ends nearer to 2 than it was, farther, or as far."""
    before, after = abs(w - 2), abs(weights(w, **how) - 2)
    if np.isclose(before, after):
        return "as far"
    return "nearer" if after < before else "farther"


def weight_after_a_step(w, rate, reduction):
    return w - rate * slope(w, reduction=reduction)


def has_slope_almost_everywhere(loss):
    weights = np.linspace(-1, 5, 1001)
    losses = [loss(EUROS, w * KILOGRAMS) for w in weights]
    return bool(np.mean(np.diff(losses) != 0) > 0.99)


def share_off_by_a_euro(y_true, y_pred):
    return np.mean(np.abs(y_pred - y_true) > 1)


def rounded_squares(y_true, y_pred):
    return np.round(mean_squared_error(y_true, y_pred))


# Which is better


def smaller_number(monday, tuesday):
    return "Monday" if monday < tuesday else "Tuesday"


def larger_number(monday, tuesday):
    return "Tuesday" if monday < tuesday else "Monday"


def better_day(monday, tuesday):
    """No day is, if the very same predictions could have given both numbers."""
    same = [
        loss(EUROS, 0.5 * KILOGRAMS)
        for loss in (mean_squared_error, mean_absolute_error)
    ]
    no_telling = np.allclose([monday, tuesday], same)
    return "no telling" if no_telling else smaller_number(monday, tuesday)


def better_models(by_squares, by_distances):
    """The better model under each loss, from a pair of numbers for (a, b)."""
    return " ".join("ab"[int(np.argmin(pair))] for pair in (by_squares, by_distances))


def better_by_losses(a, b):
    return better_models(
        [mean_squared_error([0, 0, 0], errors) for errors in (a, b)],
        [mean_absolute_error([0, 0, 0], errors) for errors in (a, b)],
    )


def better_more_often(a, b):
    """Counted on how many prices each model comes closer."""
    farther = [np.sum(np.greater(a, b)), np.sum(np.greater(b, a))]
    return better_models(farther, farther)


def better_at_worst(a, b):
    """Looked at the worst price of each model alone."""
    worst = [np.max(np.abs(errors)) for errors in (a, b)]
    return better_models(worst, worst)


# Slopes and steps


def next_on_a_parabola(bottom, start, first):
    """Each step multiplies the distance from the bottom by the same factor."""
    return bottom + (first - bottom) ** 2 / (start - bottom)


def next_of_same_length(bottom, start, first):
    return first + (first - start)


def next_of_a_rolling_ball(bottom, start, first):
    """Let the steps grow as the distance shrinks, as if they gathered speed."""
    return first + (first - start) * (start - bottom) / (first - bottom)


def slope_on_a_v(tip, near, slope, far):
    return abs(slope) * np.sign(far - tip)


def slope_on_a_parabola(tip, near, slope, far):
    return slope * (far - tip) / (near - tip)


def formula_at_the_tip():
    """The derivative of |e| by its formula, e / |e|."""
    with np.errstate(invalid="ignore"):
        return str(np.float64(0) / abs(np.float64(0)))


# The student model


def probability(w):
    return sigmoid(w * HOURS - 3)


def accuracy(w):
    return np.mean((probability(w) > 0.5) == (PASSED > 0.5))


def crossentropy(w):
    return binary_crossentropy(PASSED, probability(w))


def mean_probability_of_the_truth(w):
    """Took accuracy for the probability that the model gives to what is right."""
    return np.mean(np.where(PASSED, probability(w), 1 - probability(w)))


def which_change(before, after, accuracy=accuracy, crossentropy=crossentropy):
    measures = {"accuracy": accuracy, "cross-entropy": crossentropy}
    names = [name for name, it in measures.items() if it(before) != it(after)]
    return " and ".join(names) or "neither"


def to_one_decimal(measure):
    return lambda w: np.round(measure(w), 1)


def after_ten_steps_on_accuracy(w):
    for _ in range(10):
        w -= 0.1 * (accuracy(w + 1e-6) - accuracy(w - 1e-6)) / 2e-6
    return w


def nearest_highest_accuracy(w):
    """The nearest weight with the highest accuracy, as if gradient descent saw it."""
    accuracies = [accuracy(weight) for weight in DRAWN_WEIGHTS]
    best = DRAWN_WEIGHTS[accuracies == np.max(accuracies)]
    return best[np.argmin(np.abs(best - w))]


def lowest_crossentropy(w):
    return min(DRAWN_WEIGHTS, key=crossentropy)


# The reduction


def growth_when_doubled(reduction):
    """How many times as steep the loss is when each example comes twice."""
    options = {"reduction": reduction}
    twice = mean_squared_error_gradient(
        np.tile(EUROS, 2), np.tile(0.5 * KILOGRAMS, 2), **options
    )
    return np.sum(np.tile(KILOGRAMS, 2) * twice) / slope(0.5, **options)


def growths(mean, total):
    """How the slope grows under a mean and under a sum, from two reductions."""
    return f"{growth_when_doubled(mean):.0f} and {growth_when_doubled(total):.0f}"


A_STEP = {
    "right": lambda w, slope, rate: w - rate * slope,
    "uphill": lambda w, slope, rate: w + rate * slope,
    "whole": lambda w, slope, rate: w - slope,
    "change": lambda w, slope, rate: -rate * slope,
}

QUESTIONS = {
    "parcel-loss": number(
        "purpose",
        given=[
            {"x": (1, 2, 4), "y_true": (3, 6, 9), "w": 2},
            {"x": (1, 3, 2), "y_true": (5, 8, 8), "w": 3},
            {"x": (2, 1, 5), "y_true": (7, 4, 9), "w": 2},
        ],
        right=of_parcels(mean_squared_error),
        summed=of_parcels(sum_of_squares),
        unsquared=of_parcels(mean_absolute_error),
        signed=of_parcels(mean_error),
    ),
    "loss-of-two-days": one(
        "purpose",
        given={"monday": 10.5, "tuesday": 3.0},
        right=better_day,
        tuesday=smaller_number,
        monday=larger_number,
    ),
    "curve-point": number(
        "slope",
        given=[
            {"receipts": 20, "weights": 50},
            {"receipts": 8, "weights": 100},
            {"receipts": 30, "weights": 40},
        ],
        decimals=0,
        tolerance=0.1,
        right=lambda receipts, weights: receipts,
        single=lambda receipts, weights: 1,
        curve=lambda receipts, weights: receipts * weights,
        points=lambda receipts, weights: weights,
    ),
    "better-by-which-loss": one(
        "purpose",
        given=[
            {"a": (0, 0, 6), "b": (3, 3, 3)},
            {"a": (0, 8, 0), "b": (4, 4, 4)},
            {"a": (7, 1, 1), "b": (4, 4, 4)},
        ],
        right=better_by_losses,
        often=better_more_often,
        worst=better_at_worst,
    ),
    "slope-nudge": number(
        "slope",
        given=[
            {"loss": 6, "slope": 4, "nudge": 0.1},
            {"loss": 9, "slope": -20, "nudge": 0.05},
            {"loss": 2, "slope": -3, "nudge": 0.1},
        ],
        tolerance=0.02,
        right=lambda loss, slope, nudge: loss + slope * nudge,
        against=lambda loss, slope, nudge: loss - slope * nudge,
        whole=lambda loss, slope, nudge: loss + slope,
        nudged=lambda loss, slope, nudge: loss + nudge,
        change=lambda loss, slope, nudge: slope * nudge,
    ),
    "slope-zero": number(
        "slope",
        given=[
            {"y_true": (1, 3), "w": 2},
            {"y_true": (2, 8), "w": 5},
            {"y_true": (3, 7), "w": 5},
        ],
        right=lambda y_true, w: mean_squared_error(y_true, (w, w)),
        zero=lambda y_true, w: mean_squared_error_gradient(y_true, (w, w)).sum(),
        summed=lambda y_true, w: sum_of_squares(y_true, (w, w)),
    ),
    "step-first": number(
        "step",
        given={"w": 0.5, "slope": -14, "rate": 0.05},
        **A_STEP,
    ),
    "rate-too-large": one(
        "step",
        given={"w": 0.5, "rate": 0.25, "steps": 4},
        right=lambda **given: compared_with_the_start(after_steps, **given),
        faster=lambda **given: compared_with_the_start(after_more_and_shorter, **given),
        back=lambda **given: compared_with_the_start(after_even_steps, **given),
    ),
    "step-by-hand": number(
        "step",
        given=[
            {"w": 3, "slope": 4, "rate": 0.1},
            {"w": -1, "slope": -6, "rate": 0.1},
            {"w": 2, "slope": 0.5, "rate": 0.4},
        ],
        **A_STEP,
    ),
    "step-next": number(
        "step",
        given=[
            {"bottom": 2, "start": 10, "first": 8},
            {"bottom": 0, "start": 5, "first": 4},
            {"bottom": 3, "start": -7, "first": -3},
        ],
        right=next_on_a_parabola,
        even=next_of_same_length,
        rolling=next_of_a_rolling_ball,
    ),
    "kink-tip": one(
        "slope",
        decimals=0,
        right=lambda: slope(2, mean_absolute_error_gradient),
        before=lambda: slope(2 - 1e-6, mean_absolute_error_gradient),
        formula=formula_at_the_tip,
    ),
    "kink-slope-far": number(
        "slope",
        given=[
            {"tip": 2, "near": 1.9, "slope": -2, "far": 0.5},
            {"tip": 3, "near": 3.5, "slope": 4, "far": 5},
            {"tip": 1, "near": 0.5, "slope": -3, "far": 2},
        ],
        right=slope_on_a_v,
        bowl=slope_on_a_parabola,
        turned=lambda **given: -slope_on_a_v(**given),
    ),
    "accuracy-nudge": one(
        "metric",
        given={"before": 1.3, "after": 1.4},
        right=which_change,
        surer=lambda **given: which_change(
            **given, accuracy=mean_probability_of_the_truth
        ),
        rounded=lambda **given: which_change(
            **given,
            accuracy=to_one_decimal(accuracy),
            crossentropy=to_one_decimal(crossentropy),
        ),
    ),
    "accuracy-trained-on": one(
        "metric",
        given={"w": 1.3},
        right=after_ten_steps_on_accuracy,
        highest=nearest_highest_accuracy,
        valley=lowest_crossentropy,
    ),
    "which-can-train": several(
        "metric",
        distances=lambda: has_slope_almost_everywhere(mean_absolute_error),
        share=lambda: has_slope_almost_everywhere(share_off_by_a_euro),
        largest=lambda: has_slope_almost_everywhere(largest_distance),
        rounded=lambda: has_slope_almost_everywhere(rounded_squares),
    ),
    "sum-first-step": number(
        "reduction",
        given={"w": 0.5, "rate": 0.05},
        right=lambda w, rate: weight_after_a_step(w, rate, "sum"),
        same=lambda w, rate: weight_after_a_step(w, rate, "sum_over_batch_size"),
        shorter=lambda w, rate: weight_after_a_step(w, rate / 3, "sum_over_batch_size"),
        tripled=lambda w, rate: 3 * weight_after_a_step(w, rate, "sum_over_batch_size"),
    ),
    "sum-same-rate": number(
        "reduction",
        given=[
            {"examples": 3, "rate": 0.06},
            {"examples": 5, "rate": 0.1},
            {"examples": 4, "rate": 0.2},
        ],
        right=lambda examples, rate: rate / examples,
        unchanged=lambda examples, rate: rate,
        multiplied=lambda examples, rate: rate * examples,
    ),
    "twice-the-examples": one(
        "reduction",
        right=lambda: growths("sum_over_batch_size", "sum"),
        both=lambda: growths("sum", "sum"),
        neither=lambda: growths("sum_over_batch_size", "sum_over_batch_size"),
    ),
}
