"""What a loss does: its values, its slopes, what it estimates, where it leads.

The functions receive a loss and never make one. A loss is any callable
`loss(y_true, y_pred)`: a Keras loss object, a Keras function, or a function of your own
that is built of TensorFlow operations. It is called with one example a row, and answers
with a loss for each row, which depends on that row alone, or with one loss for all.
"""

from typing import NamedTuple

import numpy as np

from lossbook.arguments import (
    check_same_shape,
    check_shape,
    class_labels,
    float_array,
)


class Jump(NamedTuple):
    """A prediction at which a slope jumps, and the slopes just before and after it."""

    at: float
    before: float
    after: float


def pointwise(loss, y_true, y_pred):
    """Evaluate a loss at each prediction on its own.

    Args:
        loss: A callable `loss(y_true, y_pred)`.
        y_true: The one target: a number; or k numbers, or the number of one of k
            classes, if each prediction has k numbers.
        y_pred: The predictions, of shape `(n,)` or `(n, k)`.

    Returns:
        A float array of shape `(n,)`.

    Raises:
        TypeError: If `loss` is not callable or the numbers are not numbers.
        ValueError: If shapes do not match, a number is not finite, or the loss of one
            prediction is not one number.

    Example:

    >>> from keras.losses import MeanSquaredError
    >>> pointwise(MeanSquaredError(), 0.0, [1.0, 2.0])
    array([1., 4.])
    """
    return _numbers(_each(loss, *_against_one(y_true, y_pred)))


def gradient(loss, y_true, y_pred):
    """Differentiate a loss at each prediction on its own.

    This is what `tf.GradientTape` answers, also where the loss has a kink.

    Args:
        loss: A callable `loss(y_true, y_pred)`.
        y_true: The one target, as in `pointwise`.
        y_pred: The predictions, of shape `(n,)` or `(n, k)`.

    Returns:
        A float array of the shape of `y_pred`.

    Raises:
        TypeError: If `loss` is not callable or the numbers are not numbers.
        ValueError: As `pointwise`, and if TensorFlow finds no gradient.

    Example:

    >>> from keras.losses import MeanSquaredError
    >>> gradient(MeanSquaredError(), 0.0, [1.0, 2.0])
    array([2., 4.])
    """
    y_true, rows = _against_one(y_true, y_pred)
    slopes = _slopes(lambda y_pred: _each(loss, y_true, y_pred), rows)
    return slopes.reshape(_predictions(y_pred).shape) + 0.0  # −0 becomes 0


def jumps(loss, y_true, y_pred):
    """Find where the slope of a loss jumps.

    Between neighbouring predictions the slope changes a little or it jumps. Narrowing
    the gap tells the two apart: a change fades with the gap, a jump does not.

    Args:
        loss: A callable `loss(y_true, y_pred)`.
        y_true: The one target, a number.
        y_pred: The predictions between which to look, of shape `(n,)`.

    Returns:
        A list of `Jump(at, before, after)`, in rising order.

    Raises:
        TypeError: As `gradient`.
        ValueError: As `gradient`.

    Example:

    >>> from keras.losses import MeanAbsoluteError
    >>> jumps(MeanAbsoluteError(), 0.0, [-3.0, 3.0])
    [Jump(at=0.0, before=-1.0, after=1.0)]
    """
    x = np.unique(float_array("y_pred", y_pred, np.float32)).astype(float)
    first, last, scale = x[0], x[-1], np.abs(x).max()
    near = 1e-6 * scale  # 16 steps of float32
    # Kinks lie at round numbers, and so do the predictions given: look beside them.
    x = np.concatenate([x[:1], x[:-1] + 0.382 * np.diff(x), x[-1:]])
    points = np.stack([x, gradient(loss, y_true, x)])
    points = points[:, np.isfinite(points[1])]
    least = 1e-3 * np.ptp(points[1]) if points.size else 0.0
    left, right = points[:, :-1], points[:, 1:]
    while True:
        steep = np.abs(right[1] - left[1]) > least
        left, right = left[:, steep], right[:, steep]
        if not steep.any():
            return []
        if (right[0] - left[0] <= near).all():
            break
        x = left[0] + 0.382 * (right[0] - left[0])
        middle = np.stack([x, gradient(loss, y_true, x)])
        in_left = np.abs(middle[1] - left[1]) > np.abs(right[1] - middle[1])
        left, right = np.where(in_left, left, middle), np.where(in_left, middle, right)
    x = left[0][np.diff(left[0], prepend=-np.inf) > 4 * near]  # each jump once
    # Slopes are taken a little aside: so close, float32 may stand on the kink itself.
    before = gradient(loss, y_true, np.maximum(x - 2 * near, first))
    after = gradient(loss, y_true, np.minimum(x + 2 * near, last))
    found = zip(_rounded(x, scale), before, after, strict=True)
    return [Jump(*map(float, jump)) for jump in found]


def contributions(loss, y_true, y_pred):
    """Return the share of each example in the total loss.

    Args:
        loss: A callable `loss(y_true, y_pred)`.
        y_true: The targets, of the shape of `y_pred`; or class numbers, of shape
            `(m,)`, for predictions of shape `(m, k)`.
        y_pred: The predictions, of shape `(m,)` or `(m, k)`.

    Returns:
        A float array of shape `(m,)` that sums to 1.

    Raises:
        TypeError: As `pointwise`.
        ValueError: As `pointwise`, and if the total is 0, so that there is nothing to
            share.

    Example:

    >>> from keras.losses import MeanAbsoluteError
    >>> contributions(MeanAbsoluteError(), [1.0, 0.0], [2.0, 3.0])
    array([0.25, 0.75])
    """
    y_pred = _predictions(y_pred)
    if y_pred.ndim == 2 and np.ndim(y_true) == 1:
        y_true = class_labels("y_true", y_true, y_pred.shape[:1], y_pred.shape[1])
    else:
        y_true = float_array("y_true", y_true, np.float32)
        check_same_shape("y_true", y_true, "y_pred", y_pred)
    losses = _numbers(_each(loss, _rows(y_true), _rows(y_pred)))
    total = losses.sum()
    if total == 0:
        raise ValueError(
            "loss: got a total of 0 over all examples; needs another total"
        )
    return losses / total


def mean_loss(loss, y_true, y_pred):
    """Evaluate the mean loss over all targets, for each row of predictions.

    A loss object that sums instead of taking the mean gives the sum.

    Args:
        loss: A callable `loss(y_true, y_pred)`.
        y_true: The targets, of shape `(m,)`.
        y_pred: The rows of predictions, of shape `(n, m)`.

    Returns:
        A float array of shape `(n,)`.

    Raises:
        TypeError: As `pointwise`.
        ValueError: If shapes do not match or a number is not finite.

    Example:

    >>> from keras.losses import MeanAbsoluteError
    >>> mean_loss(MeanAbsoluteError(), [1.0, 0.0], [[2.0, 3.0], [1.0, 0.0]])
    array([2., 0.])
    """
    y_true = _targets("y_true", y_true)
    y_pred = float_array("y_pred", y_pred, np.float32)
    check_shape("y_pred", y_pred, {2: "(n, m)"})
    check_same_shape("y_true", y_true, "each row of y_pred", y_pred[0])
    if getattr(loss, "reduction", None) != "sum":
        targets = np.tile(y_true, len(y_pred))
        losses = _at_once(loss, _rows(targets), _rows(y_pred.ravel()))
        if losses is not None:
            return _numbers(losses).reshape(y_pred.shape).mean(axis=1)
    mean = _mean(loss, y_true)
    return np.array([_numbers(mean(_rows(row))) for row in y_pred])


def best_constant(loss, y_true):
    """Return the one prediction with the least mean loss over all targets.

    If a whole interval of predictions is best, this is its midpoint: for the mean
    absolute error of an even number of targets, halfway between the middle two.

    Args:
        loss: A callable `loss(y_true, y_pred)`, convex in the prediction.
        y_true: The targets, of shape `(m,)`.

    Returns:
        A float, to about six digits: float32 does not tell closer predictions apart.

    Raises:
        TypeError: As `gradient`.
        ValueError: As `gradient`, and if the loss falls without end.

    Example:

    >>> from keras.losses import MeanAbsoluteError, MeanSquaredError
    >>> best_constant(MeanSquaredError(), [1.0, 2.0, 6.0])
    3.0
    >>> best_constant(MeanAbsoluteError(), [1.0, 2.0, 6.0])
    2.0
    """
    first, last = best_constants(loss, y_true)
    return (first + last) / 2


def best_constants(loss, y_true):
    """Return the first and the last of the predictions with the least mean loss.

    The two are equal unless the bottom of the mean loss is flat. They are found by
    bisection on the sign of the slope, which rises along a convex loss. Comparing
    values would not do: near the bottom they differ by less than float32 can tell.

    Args:
        loss: A callable `loss(y_true, y_pred)`, convex in the prediction.
        y_true: The targets, of shape `(m,)`.

    Returns:
        A pair of floats.

    Raises:
        TypeError: As `gradient`.
        ValueError: As `gradient`, and if the loss falls without end.

    Example:

    >>> from keras.losses import MeanAbsoluteError
    >>> best_constants(MeanAbsoluteError(), [1.0, 2.0, 4.0, 6.0])
    (2.0, 4.0)
    """
    y_true = _targets("y_true", y_true)
    mean = _mean(loss, y_true)

    def sign(constant):
        slopes = _slopes(mean, np.full((len(y_true), 1), constant, np.float32))
        total = slopes.sum()
        rounding = 4 * np.finfo(np.float32).eps * np.abs(slopes).sum()
        return 0.0 if abs(total) <= rounding else np.sign(total)

    low, high = float(y_true.min()), float(y_true.max())
    reach = max(high - low, 1.0)
    low, high = _bracket_end(sign, low, -reach), _bracket_end(sign, high, reach)
    scale = max(abs(low), abs(high))

    def edge(before, left, right):
        while right - left > 2e-7 * scale:  # 3 steps of float32
            middle = (left + right) / 2
            left, right = (middle, right) if before(sign(middle)) else (left, middle)
        return (left + right) / 2

    first = edge(lambda sign: sign < 0, low, high)
    near = min(first + 1e-5 * scale, high)  # Few losses are flat at the bottom.
    last = edge(lambda sign: sign <= 0, first, near if sign(near) > 0 else high)
    if last - first < 1e-5 * scale:  # as narrow as the rounding of the slopes
        first = last = (first + last) / 2
    return float(_rounded(first, scale)), float(_rounded(last, scale))


def descent_path(loss, x, y_true, *, w, learning_rate, steps):
    """Return the weights of ŷ = w·x that gradient descent visits.

    Each step is `w = w - learning_rate * slope`, the slope being that of the mean loss
    over all examples. Steps that are too long lead away: that is for you to see.

    Args:
        loss: A callable `loss(y_true, y_pred)`.
        x: The inputs, of shape `(m,)`.
        y_true: The targets, of shape `(m,)`.
        w: The weight to start from.
        learning_rate: The length of a step for a slope of 1; more than 0.
        steps: The number of steps; at least 1.

    Returns:
        A float array of shape `(steps + 1,)`, the start first.

    Raises:
        TypeError: If `steps` is not an integer; as `gradient`.
        ValueError: If `steps` or `learning_rate` is too small; as `gradient`.

    Example:

    >>> from keras.losses import MeanSquaredError
    >>> x, y_true = [1.0], [2.0]
    >>> descent_path(MeanSquaredError(), x, y_true, w=0, learning_rate=0.25, steps=2)
    array([0. , 1. , 1.5])
    """
    x, y_true = _targets("x", x), _targets("y_true", y_true)
    check_same_shape("y_true", y_true, "x", x)
    w, learning_rate = _number("w", w), _number("learning_rate", learning_rate)
    if learning_rate <= 0:
        raise ValueError(f"learning_rate: got {learning_rate}; needs more than 0")
    if isinstance(steps, bool) or not isinstance(steps, int | np.integer):
        raise TypeError(f"steps: got {steps!r}; needs an integer")
    if steps < 1:
        raise ValueError(f"steps: got {steps}; needs at least 1")
    mean = _mean(loss, y_true)
    path = [w]
    for _ in range(steps):
        with np.errstate(over="ignore"):  # A path may lead beyond float32.
            weight = np.float32(path[-1])
        slope = _slopes(lambda w: mean(w * _rows(x)), weight)
        path.append(path[-1] - learning_rate * float(slope))
    return np.array(path)


def _predictions(y_pred):
    y_pred = float_array("y_pred", y_pred, np.float32)
    check_shape("y_pred", y_pred, {1: "(n,)", 2: "(n, k)"})
    return y_pred


def _targets(name, value):
    array = float_array(name, value, np.float32)
    check_shape(name, array, {1: "(m,)"})
    return array


def _number(name, value):
    array = float_array(name, value)
    check_shape(name, array, {0: "one number"})
    return float(array)


def _rows(array):
    """Return an array with one example a row."""
    return array.reshape(len(array), -1)


def _against_one(y_true, y_pred):
    """Return the one target as often as there are predictions, and these, in rows."""
    y_pred = _predictions(y_pred)
    if y_pred.ndim == 2 and np.ndim(y_true) == 0:
        target = class_labels("y_true", y_true, (), y_pred.shape[1])
    else:
        target = float_array("y_true", y_true, np.float32)
        check_same_shape("y_true", target, "each prediction", y_pred[0])
    return np.tile(target.reshape(1, -1), (len(y_pred), 1)), _rows(y_pred)


def _each(loss, y_true, y_pred):
    """Return the loss of each row on its own, as a tensor."""
    import tensorflow as tf

    losses = _at_once(loss, y_true, y_pred)
    if losses is None:
        n = len(y_true)
        rows = [loss(y_true[i : i + 1], y_pred[i : i + 1]) for i in range(n)]
        losses = tf.stack(rows)
        if losses.shape.num_elements() != n:
            raise ValueError(
                f"loss: got shape {tuple(losses.shape[1:])} for one example; "
                "needs one number"
            )
    return tf.reshape(losses, (-1,))


def _at_once(loss, y_true, y_pred):
    """Return the loss of each row from one call, or `None` if it gives none for each.

    One call is a hundred times faster than one a row. A Keras loss object reduces the
    losses of the rows to one number; its `call` is what it does before that.
    """
    import keras
    import tensorflow as tf

    _check_loss(loss)
    batch = loss.call if isinstance(loss, keras.Loss) else loss
    y_true, y_pred = tf.convert_to_tensor(y_true), tf.convert_to_tensor(y_pred)
    losses = tf.convert_to_tensor(batch(y_true, y_pred))
    n = len(y_true)
    return losses if losses.shape in ((n,), (n, 1)) else None


def _mean(loss, y_true):
    """Return the function from rows of predictions to their mean loss, a tensor."""
    import tensorflow as tf

    _check_loss(loss)
    y_true = tf.constant(_rows(y_true))
    return lambda y_pred: tf.reduce_mean(loss(y_true, tf.convert_to_tensor(y_pred)))


def _slopes(function, x):
    """Return the slope of a function, or of a sum of functions, at each x."""
    import tensorflow as tf

    x = tf.constant(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        value = function(x)
    slopes = tape.gradient(value, x)
    if slopes is None:
        raise ValueError(
            "loss: got no gradient from TensorFlow; needs differentiable TensorFlow "
            "operations on y_pred"
        )
    return _numbers(tf.convert_to_tensor(slopes))  # It may have been sparse.


def _bracket_end(sign, start, step):
    """Return the start, or, if the loss falls there, a point where it rises again."""
    outward = np.sign(step)
    if sign(start) * outward >= 0:
        return start
    end = start
    while sign(end) * outward <= 0:
        end, step = end + step, 2 * step
        if abs(end) > 1e30:
            raise ValueError(
                f"loss: got one that falls from {start:g} to {end:g}; "
                "needs a least value"
            )
    return end


def _rounded(value, scale):
    """Round to what float32 tells apart among numbers up to a scale."""
    if scale == 0:
        return value
    return np.round(value, 5 - int(np.floor(np.log10(scale)))) + 0.0  # not -0.0


def _numbers(tensor):
    return np.asarray(tensor, dtype=np.float64)


def _check_loss(loss):
    if not callable(loss):
        raise TypeError(f"loss: got {loss!r}; needs a callable loss(y_true, y_pred)")
