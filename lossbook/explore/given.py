"""What a chart is given: its losses and numbers, checked."""

from collections.abc import Mapping

import numpy as np

from lossbook.arguments import check_same_shape, check_shape, float_array
from lossbook.compute import gradient
from lossbook.explore.formulas import ERROR_LOSSES

ROOT = "RootMeanSquaredError"  # a metric: no mean of losses, but the root of one


def error_losses(losses, kinds=tuple(ERROR_LOSSES)):
    """Check a dict from label to losses of the error.

    Args:
        losses: The dict.
        kinds: The names that its losses may have in Keras.
    """
    if not isinstance(losses, Mapping):
        raise TypeError(f"losses: got {type(losses).__name__}; needs a dict")
    if not losses:
        raise ValueError("losses: got none; needs at least one")
    if len(losses) > 5:
        raise ValueError(f"losses: got {len(losses)}; the chart has colors for 5")
    for label, loss in losses.items():
        check_kind(f"losses[{label!r}]", loss, *kinds)
    return dict(losses)


def check_kind(name, loss, *kinds):
    """Raise `TypeError` unless a loss is an instance of one of these Keras classes."""
    if kind(loss) not in kinds:
        raise TypeError(
            f"{name}: got {loss!r}; needs a Keras loss that the chart has a formula "
            f"for: {', '.join(kinds)}"
        )


def kind(loss):
    """The name that the class of a loss has in Keras."""
    return type(loss).__name__


def setting(loss, name):
    """A number that a loss was made with, such as its label smoothing."""
    return float(loss.get_config()[name])


def delta(loss):
    """The delta of a Huber loss, of which Keras does not tell.

    It is the slope for errors that are larger.
    """
    return round(float(gradient(loss, 0.0, [1e6])[0]), 6)


def formula(loss):
    """The formula of a loss of the error, with the settings of that loss."""
    if kind(loss) == ROOT:  # inside the root it is the square
        return ERROR_LOSSES["MeanSquaredError"]
    if kind(loss) == "Huber":
        return ERROR_LOSSES["Huber"].at(delta=delta(loss))
    return ERROR_LOSSES[kind(loss)]


def vectors(**values):
    """Check vectors of one length, given by the names of the arguments."""
    first, *_ = values
    checked = {name: float_array(name, value) for name, value in values.items()}
    for name, vector in checked.items():
        check_shape(name, vector, {1: "(m,)"})
        check_same_shape(name, vector, first, checked[first])
    return checked.values()


def within(name, value, low, high):
    """Check a number that a slider has to show."""
    number = float(float_array(name, value))
    if not low <= number <= high:
        raise ValueError(f"{name}: got {number:g}; needs {low:g} to {high:g}")
    return number


def two_ends(ends):
    """Check the ends of an axis."""
    low, high = map(float, float_array("ends", ends))
    if not low < high:
        raise ValueError(f"ends: got {ends}; needs a smaller and a larger number")
    return low, high


def around(center, reach, *values):
    """Two whole ends around a center, between which all the values lie."""
    ends = [center - reach, center + reach, *values]
    return float(np.floor(min(ends))), float(np.ceil(max(ends)))
