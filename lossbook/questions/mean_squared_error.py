"""The questions of the chapter on the mean squared error."""

from itertools import combinations

import numpy as np

from lossbook.gradients import mean_squared_error_gradient
from lossbook.losses import (
    mean_absolute_error,
    mean_squared_error,
    root_mean_squared_error,
)
from lossbook.questions.misconceptions import (
    mean_error,
    sum_of_distances,
    sum_of_squares,
)
from lossbook.questions.numbers import mean, median, midrange
from lossbook.site.questions.question import number, one, several

TWO_DAYS = {"y_true": (1, 0), "y_pred": (2, 3)}


# What examples make of a loss


def factor_of(loss):
    """A function: by what the loss grows when all numbers grow by a factor."""

    def grown(factor):
        some = np.array([2.0, 3.0])
        return loss(0 * some, factor * some) / loss(0 * some, some)

    return grown


def relative_error(y_true, y_pred):
    """Measured the errors against the numbers themselves, so that no unit is left."""
    return mean_squared_error(y_true, y_pred) / np.mean(np.square(y_pred))


def share_of_last(power):
    """A function: the percentage of the last error, each counted to a power."""

    def share(errors):
        sizes = np.abs(errors) ** float(power)
        return 100 * sizes[-1] / sizes.sum()

    return share


def share_of_second_day(power):
    return lambda y_true, y_pred: share_of_last(power)(np.subtract(y_pred, y_true))


def preferred(loss):
    """A function: which of two lists of errors has the smaller loss."""

    def compared(first, second):
        values = [loss(np.zeros(len(errors)), errors) for errors in (first, second)]
        if np.isclose(*values):
            return "neither"
        return "first" if values[0] < values[1] else "second"

    return compared


def smallest_distance(y_true, y_pred):
    """Looked at the best example alone."""
    return np.min(np.abs(np.subtract(y_pred, y_true)))


# The slope


def first_slope(y_true, y_pred):
    return mean_squared_error_gradient(y_true, y_pred)[0]


def first_error(y_true, y_pred):
    return y_pred[0] - y_true[0]


def growth(loss_power, slope_power):
    """Words for what a doubled error does to the loss, and to its slope."""
    return f"loss × {2**loss_power}, slope × {2**slope_power}"


def doubled_error(error):
    """The same words, measured."""
    loss, slope = (
        function([0], [2 * error]) / function([0], [error])
        for function in (mean_squared_error, mean_squared_error_gradient)
    )
    return f"loss × {loss:.0f}, slope × {slope.item():.0f}"


# What it estimates


def moved(estimate):
    """A function: how far an estimate moves when the last target is mistyped."""

    def distance(targets, mistyped):
        return estimate([*targets[:-1], mistyped]) - estimate(targets)

    return distance


def best_on_a_grid(loss, targets):
    """The constant with the least loss, found by trying many."""
    constants = np.arange(0, max(targets) + 0.005, 0.01)
    losses = [loss(targets, np.full(len(targets), c)) for c in constants]
    return constants[np.argmin(losses)]


# Eight points on a line, the last one spoiled

X = np.arange(8.0)
SPOILED = np.append(2 * X[:-1] + 1, 35.0)


def line_of_least_squares():
    return np.polyfit(X, SPOILED, 1)[0]


def line_of_least_distances():
    """The slope of the best line for MAE: it passes through two of the points."""

    def through(i, j):
        w = (SPOILED[j] - SPOILED[i]) / (X[j] - X[i])
        return w, SPOILED[i] - w * X[i]

    lines = [through(i, j) for i, j in combinations(range(8), 2)]
    return min(lines, key=lambda wb: np.abs(wb[0] * X + wb[1] - SPOILED).sum())[0]


def which_leave(mae_slope, mse_slope):
    """The losses whose lines are no longer as steep as before the spoiling."""
    slopes = {"MAE": mae_slope, "MSE": mse_slope}
    return ", ".join(name for name, w in slopes.items() if abs(w - 2) > 0.01) or "none"


def leave_by_majority():
    """Thought that a line goes where most points are, whatever the loss."""
    typical = np.median(np.diff(SPOILED))
    return which_leave(typical, typical)


def leave_by_any_pull():
    """Thought that every line must give way to a point that pulls."""
    error = 2 * X[-1] + 1 - SPOILED[-1]
    return which_leave(2 - np.sign(error), 2 - 2 * error)


# The root


def against_rmse(combined):
    """A function: a combination of the days' own roots, against the RMSE of both."""

    def compared(y_true, y_pred):
        roots = np.abs(np.subtract(y_pred, y_true))
        both = root_mean_squared_error(y_true, y_pred)
        difference = combined(roots) - both
        return "same" if np.isclose(difference, 0) else _side(difference)

    return compared


def _side(difference):
    return "larger" if difference > 0 else "smaller"


def root_mean_square(roots):
    return np.sqrt(np.mean(np.square(roots)))


def is_root_larger(name):
    """A function: whether the RMSE of the errors of this name is above their MAE."""

    def compared(**lists):
        errors = lists[name]
        zeros = np.zeros(len(errors))
        root = root_mean_squared_error(zeros, errors)
        return bool(root > mean_absolute_error(zeros, errors) + 1e-9)

    return compared


# The noise


def likelier_noise(errors):
    """The noise under which errors are likelier, each with its best spread."""
    sizes = np.abs(errors)
    spread, scale = root_mean_square(sizes), np.mean(sizes)
    gauss = -np.log(np.sqrt(2 * np.pi) * spread) - sizes**2 / (2 * spread**2)
    laplace = -np.log(2 * scale) - sizes / scale
    return "Gauss" if gauss.sum() > laplace.sum() else "Laplace"


def noise_and_loss(errors):
    noise = likelier_noise(errors)
    return f"{noise}, {'MSE' if noise == 'Gauss' else 'MAE'}"


def noise_of_most(errors):
    """Judged by the small errors alone, and left the huge one out."""
    small = np.abs(errors) < np.max(np.abs(errors))
    return noise_and_loss(np.compress(small, errors))


def loss_that_notices_most(errors):
    """Took the loss in which the huge error has the largest share."""
    powers = {"MAE": 1, "MSE": 2}
    loss = max(powers, key=lambda name: share_of_last(powers[name])(errors))
    return f"{likelier_noise(errors)}, {loss}"


QUESTIONS = {
    "mse-of-three": number(
        "compute",
        given=[
            {"y_true": (2, 7, 4), "y_pred": (4, 6, 8)},
            {"y_true": (6, 1, 5), "y_pred": (1, 4, 6)},
            {"y_true": (0, 9, 3), "y_pred": (6, 8, 5)},
        ],
        right=mean_squared_error,
        summed=sum_of_squares,
        absolute=mean_absolute_error,
        signed=lambda y_true, y_pred: mean_error(y_true, y_pred) ** 2,
    ),
    "mse-in-a-smaller-unit": number(
        "compute",
        given=[{"factor": 100}, {"factor": 10}, {"factor": 1000}],
        decimals=0,
        right=factor_of(mean_squared_error),
        same=factor_of(mean_absolute_error),
        twice=lambda factor: 2 * factor,
        unchanged=factor_of(relative_error),
    ),
    "mse-second-day": number(
        "dominate",
        given=TWO_DAYS,
        decimals=0,
        unit="%",
        right=share_of_second_day(2),
        unsquared=share_of_second_day(1),
        equal=share_of_second_day(0),
    ),
    "mse-largest-share": number(
        "dominate",
        given=[{"errors": (1, 2, 3)}, {"errors": (1, -2, 5)}, {"errors": (-2, 3, 4)}],
        decimals=1,
        unit="%",
        right=share_of_last(2),
        unsquared=share_of_last(1),
        equal=share_of_last(0),
    ),
    "mse-two-forecasters": one(
        "dominate",
        given=[
            {"first": (2, -2, 2), "second": (0, 1, -5)},
            {"first": (3, 3, -3), "second": (-7, 1, 1)},
            {"first": (-4, 4, 4), "second": (0, 10, 2)},
        ],
        total=preferred(sum_of_distances),
        right=preferred(mean_squared_error),
        best_day=preferred(smallest_distance),
    ),
    "mse-half-error": number(
        "dominate",
        given={"error": 0.5},
        right=lambda error: mean_squared_error([0], [error]),
        unsquared=lambda error: mean_absolute_error([0], [error]),
        doubled=lambda error: 2 * error,
    ),
    "mse-slope-of-first": number(
        "dominate",
        given=[
            {"y_true": (5, 1, 2, 8), "y_pred": (8, 4, 2, 6)},
            {"y_true": (7, 3, 1, 4), "y_pred": (2, 4, 3, 4)},
            {"y_true": (1, 6, 6, 2), "y_pred": (8, 5, 6, 4)},
        ],
        right=first_slope,
        undivided=lambda y_true, y_pred: 2 * first_error(y_true, y_pred),
        no_two=lambda y_true, y_pred: first_error(y_true, y_pred) / len(y_true),
        sign_only=lambda y_true, y_pred: (
            np.sign(first_error(y_true, y_pred)) / len(y_true)
        ),
        turned=lambda y_true, y_pred: -first_slope(y_true, y_pred),
    ),
    "mse-doubled-error": one(
        "dominate",
        given={"error": 3},
        both_double=lambda error: growth(1, 1),
        as_for_mae=lambda error: growth(2, 0),
        both_square=lambda error: growth(2, 2),
        right=doubled_error,
    ),
    "mse-best-constant": one(
        "estimate",
        given={"targets": (1, 2, 3, 4, 10)},
        middle=midrange,
        median=median,
        right=lambda targets: best_on_a_grid(mean_squared_error, targets),
    ),
    "mse-mistyped": number(
        "estimate",
        given=[
            {"targets": (1, 2, 3, 4, 10), "mistyped": 110},
            {"targets": (2, 4, 4, 5, 5), "mistyped": 55},
            {"targets": (1, 3, 6, 8), "mistyped": 48},
        ],
        right=moved(mean),
        median=moved(median),
        all_the_way=moved(max),
        middle=moved(midrange),
    ),
    "mse-short-total": number(
        "estimate",
        given=[
            {"targets": (1, 1, 2, 2, 19)},
            {"targets": (1, 2, 3, 4, 10)},
            {"targets": (0, 1, 2, 5, 22)},
        ],
        right=lambda targets: sum(targets) - len(targets) * median(targets),
        with_mean=lambda targets: sum(targets) - len(targets) * mean(targets),
        single=lambda targets: mean(targets) - median(targets),
        total=lambda targets: len(targets) * median(targets),
    ),
    "mse-spoiled-line": one(
        "estimate",
        both=leave_by_any_pull,
        right=lambda: which_leave(line_of_least_distances(), line_of_least_squares()),
        neither=leave_by_majority,
    ),
    "rmse-of-single-days": one(
        "rmse",
        given=TWO_DAYS,
        same=against_rmse(root_mean_square),
        larger=against_rmse(np.sum),
        right=against_rmse(np.mean),
    ),
    "rmse-of-two-batches": number(
        "rmse",
        given=[{"roots": (1, 7)}, {"roots": (2, 14)}, {"roots": (7, 17)}],
        right=root_mean_square,
        mean=lambda roots: np.mean(roots),
        squared=lambda roots: np.mean(np.square(roots)),
        summed=lambda roots: np.sqrt(np.sum(np.square(roots))),
    ),
    "rmse-above-mae": several(
        "rmse",
        given={
            "equal": (2, 2, 2),
            "one_large": (0, 0, 3),
            "signs": (-4, 4, -4),
            "uneven": (1, 2, 3),
        },
        equal=is_root_larger("equal"),
        one_large=is_root_larger("one_large"),
        signs=is_root_larger("signs"),
        uneven=is_root_larger("uneven"),
    ),
    "rmse-best-constant": one(
        "rmse",
        given=[
            {"targets": (1, 2, 3, 4, 10)},
            {"targets": (2, 3, 10, 12, 18)},
            {"targets": (3, 12, 14, 20, 31)},
        ],
        right=lambda targets: best_on_a_grid(root_mean_squared_error, targets),
        root=lambda targets: np.sqrt(best_on_a_grid(mean_squared_error, targets)),
        median=lambda targets: best_on_a_grid(mean_absolute_error, targets),
    ),
    "mse-minus-log": number(
        "noise",
        given=[{"sigma": 3, "e": 9}, {"sigma": 3, "e": 12}, {"sigma": 10, "e": 5}],
        decimals=3,
        right=lambda sigma, e: e**2 / (2 * sigma**2),
        not_halved=lambda sigma, e: e**2 / sigma**2,
        laplace=lambda sigma, e: e / sigma,
        minus_lost=lambda sigma, e: -(e**2) / (2 * sigma**2),
        spread_once=lambda sigma, e: e**2 / (2 * sigma),
    ),
    "mse-noise-of-sensor": one(
        "noise",
        given={"errors": (0.3, -0.5, 0.6, -0.4, 0.5, -0.6, 0.4, 9)},
        small_ones=noise_of_most,
        right=noise_and_loss,
        notices=loss_that_notices_most,
    ),
}
