"""The losses inventory: twenty questions to take before the book and after it.

Each serves the chapter that teaches it.
"""

import math

import numpy as np

from lossbook.gradients import (
    mean_absolute_error_gradient,
    mean_squared_error_gradient,
    sparse_categorical_crossentropy_gradient,
)
from lossbook.history import seed_histories
from lossbook.losses import (
    binary_crossentropy,
    mean_absolute_error,
    mean_squared_error,
    root_mean_squared_error,
    sigmoid,
    softmax,
    sparse_categorical_crossentropy,
)
from lossbook.questions.numbers import change, midrange
from lossbook.say import joined
from lossbook.site.questions.question import one, several

FIRST = "what_is_a_loss_function"
ABSOLUTE = "mean_absolute_error"
SQUARED = "mean_squared_error"
CROSS_ENTROPY = "categorical_crossentropy"
PRACTICE = "loss_functions_in_practice"


def best_number(cost, targets):
    """The number that costs least as the prediction for all targets."""
    candidates = np.arange(min(targets), max(targets) + 0.5, 0.5)
    costs = [cost(targets, np.full(len(targets), number)) for number in candidates]
    return candidates[np.argmin(costs)]


def most_frequent(targets):
    values, counts = np.unique(targets, return_counts=True)
    return values[np.argmax(counts)]


# What is a loss function?


HOURS = np.array([20, 30, 40, 50, 90])  # what the same trip took


def late_count(hours, promised):
    return np.count_nonzero(np.greater(hours, promised))


def broken(promised):
    """How many parcels come later than promised, and how many earlier."""
    return f"{late_count(HOURS, promised)} late, {late_count(promised, HOURS)} early"


def angry(hours, promised):
    """A loss that counts each late hour three times: one that nobody chose."""
    late = np.maximum(np.subtract(hours, promised), 0)
    return mean_absolute_error(hours, promised) + 2 * np.mean(late)


def valley(steepness, slope):
    """A squared loss over a weight, which has the given slope at the weight 0."""
    target = -slope / (2 * steepness)
    return lambda w: mean_squared_error([target], [steepness * w])


def after_step(slope, rate):
    return 0 - rate * slope


STEEPNESSES, RATES = (1, 2, 3), (0.01, 0.1, 1)


def moves_up(slope):
    return all(after_step(slope, rate) > 0 for rate in RATES)


def grows_with_rate(slope):
    lengths = [abs(after_step(slope, rate)) for rate in RATES]
    return lengths == sorted(set(lengths))


def always_lowers(slope):
    losses = [valley(steepness, slope) for steepness in STEEPNESSES]
    return all(
        loss(after_step(slope, rate)) < loss(0) for loss in losses for rate in RATES
    )


def always_as_far(slope):
    weights = np.linspace(0, 10, 1001)
    losses = [valley(steepness, slope) for steepness in STEEPNESSES]
    best = {weights[np.argmin([loss(w) for w in weights])] for loss in losses}
    return len(best) == 1


SIGNALS = np.arange(0.5, 4.5, 0.5)
IS_CAT = np.array([0, 0, 0, 1, 0, 1, 1, 1])


def accuracy(w):
    return np.mean((sigmoid(w * SIGNALS - 3.0) > 0.5) == IS_CAT)


def accuracy_slope(w, reach):
    """The slope of the accuracy, from weights on both sides."""
    return (accuracy(w + reach) - accuracy(w - reach)) / (2 * reach)


def step_with(reduction, examples=1000, rate=0.05):
    """Where one step from the weight 0 leads, when the best weight is 2."""
    targets = np.full(examples, 2.0)
    slopes = mean_squared_error_gradient(targets, 0 * targets, reduction=reduction)
    return -rate * slopes.sum()


# Mean absolute error


def ratio_of_steps(slopes):
    far, near = np.abs(slopes)
    return far / near


def tip_slope(errors):
    """The slope at the tip of the V, taken for the slope everywhere."""
    return np.max(np.abs(mean_absolute_error_gradient(errors, errors)))


def path(slope, start=0.0, goal=1.0, rate=0.3, steps=10):
    """The weights that gradient descent visits on the way to a goal."""
    weights = [start]
    for _ in range(steps):
        weights.append(weights[-1] - rate * slope(weights[-1], goal))
    return np.array(weights)


def ends(weights):
    """How the steps of a path end, in a word."""
    lengths = np.abs(np.diff(weights))
    if np.isnan(lengths).any():
        return "breaks"
    if lengths[-1] == 0:
        return "rests"
    return "slows" if lengths[-1] < lengths[-2] / 2 else "jumps"


def slope_of_distance(w, goal):
    return mean_absolute_error_gradient([goal], [w])[0]


def slope_of_square(w, goal):
    return mean_squared_error_gradient([goal], [w])[0]


def path_that_arrives(goal=1.0):
    """Equal steps that end at the tip of the V, as if no step could cross it."""
    return np.maximum.accumulate(np.minimum(path(slope_of_distance), goal))


def undefined_slope(w, goal):
    """The slope of a distance as error / |error|, which the tip does not have."""
    with np.errstate(invalid="ignore"):
        return np.divide(w - goal, abs(w - goal))


def number_and_loss(find, before, after):
    """What becomes of the best number, and of the loss that it has."""
    numbers = find(before), find(after)
    losses = [
        mean_absolute_error(targets, np.full(len(targets), number))
        for targets, number in zip((before, after), numbers, strict=True)
    ]
    return f"number {change(*numbers)}, loss {change(*losses)}"


def best_distance(targets):
    return best_number(mean_absolute_error, targets)


def ranks(values):
    return np.argsort(np.argsort(values))


# Mean squared error

LARGE_AND_SMALL = np.array([10.0, 1, 1, 1, 1, 1])
LARGE_HALVED = np.array([5.0, 1, 1, 1, 1, 1])
SMALL_REMOVED = np.array([10.0, 0, 0, 0, 0, 0])


def loss_of(errors):
    return mean_squared_error(np.zeros(len(errors)), errors)


def distance_of(errors):
    return mean_absolute_error(np.zeros(len(errors)), errors)


def better(cost):
    """Which of the two cures leaves less of a cost."""
    large, small = cost(LARGE_HALVED), cost(SMALL_REMOVED)
    if large == small:
        return "the same"
    return "large" if large < small else "small"


def gain_depends_on_count():
    """Compares how much is gained among few and among many, not which gains more."""
    many = np.zeros(1000)
    gains = [
        loss_of(np.append(LARGE_AND_SMALL, rest))
        - loss_of(np.append(LARGE_HALVED, rest))
        for rest in ([], many)
    ]
    return "depends" if gains[0] != gains[1] else better(loss_of)


EUROS = np.array([3.0, 5.0, 8.0]), np.array([4.0, 5.0, 6.0])


def grows_a_hundredfold(measure):
    in_euros = measure(*EUROS)
    in_cents = measure(*(100 * prices for prices in EUROS))
    return bool(np.isclose(in_cents, 100 * in_euros))


def largest_share(y_true, y_pred):
    squares = np.square(y_pred - y_true)
    return squares.max() / squares.sum()


X = np.arange(8.0)
ON_A_LINE = 2 * X + 1
SPOILED = np.append(ON_A_LINE[:-1], 35.0)


def height_at_last(y, weights=None):
    """The height of the line with the least squared errors, at the last point."""
    return np.polyval(np.polyfit(X, y, 1, w=weights), X[-1])


def lifted():
    """Keeps the tilt of the good points, and shares the far one's error evenly."""
    return height_at_last(ON_A_LINE) + np.mean(SPOILED - ON_A_LINE)


# Categorical cross-entropy


def costs_of_cat_and_dog(cost, cat, dog, horse):
    """What the answers cat and dog cost when the truth is horse."""
    return f"{cost([horse], [cat]):g} against {cost([horse], [dog]):g}"


CAREFUL = np.array([0.8] * 9 + [0.2])
BOLD = np.array([0.999] * 9 + [0.001])


def smaller_cost(cost):
    careful, bold = cost(CAREFUL), cost(BOLD)
    if careful == bold:
        return "the same"
    return "careful" if careful < bold else "bold"


def mean_surprise(p):
    return binary_crossentropy(np.ones(len(p)), p)


SURE = 4.0  # the weight of an output that is nearly 1


def half_square(w):
    return mean_squared_error([0.0], [sigmoid(w)]) / 2


def slope_at(function, w, reach=1e-4):
    return (function(w + reach) - function(w - reach)) / (2 * reach)


# Loss functions in practice

PICTURES, BATCH = 60000, 256


def steps_in_a_pass():
    """The steps of a pass whose batches agree with all the data on the slope."""
    random = np.random.default_rng(0)
    x = random.normal(size=PICTURES)
    slopes = x * mean_squared_error_gradient(2 * x, 0 * x, reduction="none")
    of_all = slopes.mean()
    batches = [slopes[i : i + BATCH].mean() for i in range(0, PICTURES, BATCH)]
    agree = np.sign(batches) == np.sign(of_all)
    return int(np.count_nonzero(agree))


def losses_of_fits(degrees):
    """How the loss changes on points seen and on new ones, between two fits."""
    random = np.random.default_rng(0)
    x = np.linspace(-1, 1, 12)
    seen, new = (np.sin(3 * x) + random.normal(0, 0.3, 12) for _ in range(2))
    fits = [np.polyval(np.polyfit(x, seen, degree), x) for degree in degrees]
    return [[mean_squared_error(y, fit) for fit in fits] for y in (seen, new)]


def losses_of_leaps():
    """The same, between the start of a run with far too large a rate and its end."""
    weights = path(slope_of_square, goal=2.0, rate=1.5, steps=5)
    x = np.array([1.0, -1.0])
    return [
        [mean_squared_error(goal * x, w * x) for w in weights[[0, -1]]]
        for goal in (2.0, 2.1)
    ]


def seen_and_new(losses):
    seen, new = losses
    return f"seen {change(*seen)}, new {change(*new)}"


def share_of_pairs(gap):
    """The percentage of pairs of runs that differ so much, with no trick in either."""
    right = np.round(10000 * seed_histories()["val_accuracy"][:, -1])
    gaps = np.abs(right[:, None] - right)[np.triu_indices(len(right), 1)]
    return 100 * np.mean(gaps >= gap)


def chance_in_counting(gap, pictures=10000, share=0.935):
    """A gap in units of what chance does to a count: the runs are forgotten."""
    return gap / math.sqrt(pictures * share * (1 - share))


def untrained(scale=1, units=84):
    """The logits of a network of random weights, and labels, for random pictures."""
    random = np.random.default_rng(0)
    labels = random.integers(0, 10, 100)
    ink = random.random((100, 784)) < 0.2
    pixels = ink * random.integers(0, 256, (100, 784)) * scale
    numbers = pixels
    for size in (units, 10):
        limit = np.sqrt(6 / (numbers.shape[1] + size))
        weights = random.uniform(-limit, limit, (numbers.shape[1], size))
        numbers = numbers @ weights
        if size == units:
            numbers = np.maximum(numbers, 0)
    return labels, numbers


def first_loss(**how):
    return sparse_categorical_crossentropy(*untrained(**how), from_logits=True)


def loss_after_a_leap(rate=1000):
    """The loss after one step that is much too long, from a network that was fine."""
    labels, logits = untrained(scale=1 / 255)
    slopes = sparse_categorical_crossentropy_gradient(labels, logits, from_logits=True)
    moved = logits - rate * slopes.sum(axis=0)
    return sparse_categorical_crossentropy(labels, moved, from_logits=True)


QUESTIONS = {
    "inventory-purpose": one(
        FIRST,
        wishes=lambda: broken(best_number(angry, HOURS)),
        right=lambda: broken(best_number(mean_absolute_error, HOURS)),
        watched=lambda: broken(best_number(late_count, HOURS)),
        longer=lambda: broken(HOURS),
    ),
    "inventory-step": several(
        FIRST,
        given={"slope": -14},
        direction=moves_up,
        lower=always_lowers,
        rate=grows_with_rate,
        distance=always_as_far,
    ),
    "inventory-accuracy": one(
        FIRST,
        slow=lambda: accuracy_slope(1.2, reach=0.7),
        upward=lambda: -accuracy_slope(1.2, reach=0.7),
        endless=lambda: accuracy_slope(1.5, reach=1e-5),
        right=lambda: accuracy_slope(1.3, reach=1e-5),
    ),
    "inventory-sum": one(
        FIRST,
        right=lambda: step_with("sum"),
        harmless=lambda: step_with("sum_over_batch_size"),
        faster=lambda: min(step_with("sum"), 2.0),
        larger=lambda: np.full(1000, 2.0).sum(),
    ),
    "inventory-middle": one(
        ABSOLUTE,
        given={"days": (1, 2, 2, 3, 4, 5, 25)},
        decimals=0,
        mean=lambda days: np.mean(days),
        frequent=lambda days: most_frequent(days),
        right=lambda days: best_distance(days),
        halfway=lambda days: midrange(days),
    ),
    "inventory-pull": one(
        ABSOLUTE,
        given={"far": 100, "near": 1},
        proportional=lambda far, near: ratio_of_steps(
            mean_squared_error_gradient((0, 0), (far, near))
        ),
        right=lambda far, near: ratio_of_steps(
            mean_absolute_error_gradient((0, 0), (far, near))
        ),
        ignored=lambda far, near: ratio_of_steps((1 / far, 1 / near)),
        corner=lambda far, near: tip_slope((far, near)),
    ),
    "inventory-corner": one(
        ABSOLUTE,
        slows=lambda: ends(path(slope_of_square)),
        breaks=lambda: ends(path(undefined_slope, start=1.0)),
        rests=lambda: ends(path_that_arrives()),
        right=lambda: ends(path(slope_of_distance)),
    ),
    "inventory-mistyped": one(
        ABSOLUTE,
        given={"rents": (3, 4, 5, 7, 9), "mistyped": (3, 4, 5, 7, 900)},
        right=lambda rents, mistyped: number_and_loss(best_distance, rents, mistyped),
        dragged=lambda rents, mistyped: number_and_loss(np.mean, rents, mistyped),
        dropped=lambda rents, mistyped: number_and_loss(
            best_distance, rents, mistyped[:-1]
        ),
        unmoved=lambda rents, mistyped: number_and_loss(
            best_distance, ranks(rents), ranks(mistyped)
        ),
    ),
    "inventory-average": one(
        SQUARED,
        given={"rain": (0, 0, 0, 0, 0, 0, 0, 10, 10, 10)},
        decimals=0,
        unit="mm",
        typical=lambda rain: np.median(rain),
        sampled=lambda rain: joined("{before} or {after}", map(str, np.unique(rain))),
        halfway=lambda rain: midrange(rain),
        right=lambda rain: best_number(mean_squared_error, rain),
    ),
    "inventory-halve": one(
        SQUARED,
        perfect=lambda: better(np.count_nonzero),
        right=lambda: better(loss_of),
        same=lambda: better(distance_of),
        depends=gain_depends_on_count,
    ),
    "inventory-cents": several(
        SQUARED,
        distance=lambda: grows_a_hundredfold(mean_absolute_error),
        square=lambda: grows_a_hundredfold(mean_squared_error),
        share=lambda: grows_a_hundredfold(largest_share),
        root=lambda: grows_a_hundredfold(root_mean_squared_error),
    ),
    "inventory-far-point": one(
        SQUARED,
        right=lambda: height_at_last(SPOILED),
        ignored=lambda: height_at_last(ON_A_LINE),
        lifted=lifted,
        through=lambda: height_at_last(SPOILED, weights=np.where(X == 7, 1000, 1)),
    ),
    "inventory-names": one(
        CROSS_ENTROPY,
        fair=lambda: costs_of_cat_and_dog(mean_squared_error, 0, 1, 2),
        square=lambda: costs_of_cat_and_dog(mean_absolute_error, 0, 1, 2),
        right=lambda: costs_of_cat_and_dog(mean_squared_error, *np.eye(3)),
        spread=lambda: costs_of_cat_and_dog(mean_squared_error, 10, 20, 30),
    ),
    "inventory-scores": several(
        CROSS_ENTROPY,
        given={"scores": (4, 2, -1)},
        twice=lambda scores: bool(np.isclose(*(softmax(scores)[:2] * (1, 2)))),
        negative=lambda scores: softmax(scores)[2] > 0,
        shifted=lambda scores: np.allclose(
            softmax(scores), softmax(np.add(scores, 100))
        ),
        doubled=lambda scores: np.allclose(
            softmax(scores), softmax(np.multiply(scores, 2))
        ),
    ),
    "inventory-sure": one(
        CROSS_ENTROPY,
        right=lambda: smaller_cost(mean_surprise),
        bold=lambda: smaller_cost(lambda p: np.mean(1 - p)),
        same=lambda: smaller_cost(lambda p: np.mean(p < 0.5)),
    ),
    "inventory-stuck": one(
        CROSS_ENTROPY,
        decimals=4,
        bottom=lambda: min(half_square(w) for w in np.linspace(-20, 20, 401)),
        fraction=lambda: half_square(SURE),
        right=lambda: slope_at(sigmoid, SURE),
        leaps=lambda: 0.1 * 0.15 * slope_at(half_square, SURE),
    ),
    "inventory-batches": one(
        PRACTICE,
        decimals=0,
        exact=lambda: math.sqrt(PICTURES / BATCH),
        right=steps_in_a_pass,
        once=lambda: math.ceil(PICTURES / BATCH) * BATCH // PICTURES,
        smaller=lambda: BATCH / PICTURES,
    ),
    "inventory-new-pictures": one(
        PRACTICE,
        seen=lambda: f"seen {change(*losses_of_fits((3, 10))[0])}",
        leaps=lambda: seen_and_new(losses_of_leaps()),
        harder=lambda: seen_and_new(losses_of_fits((1, 3))),
        right=lambda: seen_and_new(losses_of_fits((3, 10))),
    ),
    "inventory-two-runs": one(
        PRACTICE,
        given={"gap": 50},
        decimals=0,
        unit="%",
        many=chance_in_counting,
        equal=lambda gap: gap,
        right=share_of_pairs,
        never=lambda gap: share_of_pairs(0),
    ),
    "inventory-first-loss": one(
        PRACTICE,
        usual=first_loss,
        right=lambda: first_loss(scale=1 / 255),
        small=lambda: first_loss(units=512),
        rate=loss_after_a_leap,
    ),
}
