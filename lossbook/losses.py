"""NumPy twins of the losses, y_true before y_pred.

Every function repeats the arithmetic of Keras 3.15 on TensorFlow, has its name and its
order of arguments, and is stricter with bad input. What holds for all stands here once.

Args:
    y_true: What is right. Same shape as `y_pred`; the sparse loss takes one class
        number per row instead.
    y_pred: What was predicted. For errors and binary cross-entropy `(m,)`, m examples
        of one number each, or `(m, d)`: the loss of an example is the mean over its
        row. For several classes `(m, k)`, one row of k classes per example, or `(k,)`,
        a single example. Its dtype is that of the whole calculation: float16, float32
        or float64; other numbers become float64. Probabilities cannot be float16.
    from_logits: Whether `y_pred` holds logits, any numbers, instead of probabilities.
    sample_weight: A factor for the loss of each example. Ones by default.
    reduction: "sum_over_batch_size" divides the weighted sum by the number of examples,
        not by the sum of the weights; "sum" adds; "none" keeps one loss per example.

Returns:
    The loss as a scalar, or with "none" one loss per example, in the dtype of `y_pred`.

Raises:
    TypeError: For a dtype that does not fit.
    ValueError: For shapes that do not fit, nothing at all, NaN, infinity, probabilities
        outside [0, 1] or not summing to one, labels outside the classes.

Keras itself takes `(m,)` for one example of m numbers. Without weights the default
reduction gives the same loss. For the rest, hand Keras columns: `y_pred[:, None]`.

Sources: Bishop, Pattern Recognition and Machine Learning, 2006; Goodfellow, Bengio and
Courville, Deep Learning, 2016; Keras 3.15.1, `keras/src/backend/tensorflow/nn.py` for
clipping and `keras/src/losses/loss.py` for weights and reduction.
"""

import numpy as np

from lossbook import arguments

REDUCTIONS = ("sum_over_batch_size", "sum", "none")


def mean_absolute_error(
    y_true, y_pred, *, sample_weight=None, reduction="sum_over_batch_size"
):
    """Return the mean of |y_pred - y_true|.

    Shapes: both `(m,)` or `(m, d)`. Source: Bishop 2006, equation 1.91 with q = 1.

    >>> mean_absolute_error([1, 0], [2, 3])
    np.float64(2.0)
    """
    target, output = arguments.examples(y_true, y_pred)
    return _reduce(np.abs(target - output).mean(axis=-1), sample_weight, reduction)


def mean_squared_error(
    y_true, y_pred, *, sample_weight=None, reduction="sum_over_batch_size"
):
    """Return the mean of (y_pred - y_true)².

    Shapes: both `(m,)` or `(m, d)`. Source: Goodfellow et al. 2016, section 5.1.4.

    >>> mean_squared_error([1, 0], [2, 3])
    np.float64(5.0)
    """
    target, output = arguments.examples(y_true, y_pred)
    return _reduce(np.square(target - output).mean(axis=-1), sample_weight, reduction)


def root_mean_squared_error(y_true, y_pred, *, sample_weight=None):
    """Return the root of the mean of (y_pred - y_true)² over all examples.

    There is no reduction. Weights make the mean a weighted mean: it divides by their
    sum and is 0 if that is 0, as in `keras.metrics.RootMeanSquaredError`.

    Shapes: both `(m,)` or `(m, d)`. Source: Bishop 2006, equation 1.3.

    >>> root_mean_squared_error([1, 0], [2, 7])
    np.float64(5.0)
    """
    target, output = arguments.examples(y_true, y_pred)
    squares = np.square(target - output).mean(axis=-1)
    weights = arguments.example_weights(sample_weight, squares)
    return np.sqrt((weights * squares).sum() / (weights.sum() or 1))


def binary_crossentropy(
    y_true,
    y_pred,
    *,
    from_logits=False,
    sample_weight=None,
    reduction="sum_over_batch_size",
):
    """Return the mean of -y log p - (1 - y) log(1 - p).

    From logits z it is max(z, 0) - y z + log(1 + exp(-|z|)), which is the same for p =
    sigmoid(z) but never takes the logarithm of 0. Probabilities are clipped instead.

    Shapes: both `(m,)` or `(m, d)`. Source: Bishop 2006, equation 4.90.

    >>> binary_crossentropy([1], [0.75]).round(4)
    np.float64(0.2877)
    """
    target, output = arguments.binary_examples(y_true, y_pred, from_logits)
    if from_logits:
        losses = np.maximum(output, 0) - target * output
        losses += np.log1p(np.exp(-np.abs(output)))
    else:
        p = clipped(output)
        losses = -(target * np.log(p) + (1 - target) * np.log(1 - p))
    return _reduce(losses.mean(axis=-1), sample_weight, reduction)


def categorical_crossentropy(
    y_true,
    y_pred,
    *,
    from_logits=False,
    sample_weight=None,
    reduction="sum_over_batch_size",
):
    """Return the sum of -y log p over the classes, where the y of a row sum to one.

    Probabilities are divided by the sum of their row, then clipped.

    Shapes: both `(m, k)` or `(k,)`. Source: Bishop 2006, equation 4.108.

    >>> categorical_crossentropy([[0, 1]], [[0.25, 0.75]]).round(4)
    np.float64(0.2877)
    """
    target, output = arguments.categorical_examples(y_true, y_pred, from_logits)
    if from_logits:
        surprisal = _surprisal(output)
    else:
        surprisal = -np.log(clipped(output / output.sum(axis=-1, keepdims=True)))
    return _reduce((target * surprisal).sum(axis=-1), sample_weight, reduction)


def sparse_categorical_crossentropy(
    y_true,
    y_pred,
    *,
    from_logits=False,
    sample_weight=None,
    reduction="sum_over_batch_size",
):
    """Return -log p of the true class, which y_true gives by its number.

    Probabilities are clipped; their logarithms then count as logits, which divides by
    the sum of the row.

    Shapes: y_true `(m,)`, y_pred `(m, k)`. Source: Bishop 2006, equation 4.108 with a
    single y of 1.

    >>> sparse_categorical_crossentropy([1], [[0.25, 0.75]]).round(4)
    np.float64(0.2877)
    """
    target, output = arguments.sparse_examples(y_true, y_pred, from_logits)
    surprisal = _surprisal(output if from_logits else np.log(clipped(output)))
    return _reduce((target * surprisal).sum(axis=-1), sample_weight, reduction)


def softmax(logits):
    """Return the probabilities exp(z) / Σ exp(z) of each row of logits.

    The largest logit is subtracted first, which changes nothing but keeps exp from
    overflowing (Goodfellow et al. 2016, section 4.1).

    Args:
        logits: Numbers of any size, `(k,)` or `(m, k)`.

    Returns:
        Probabilities of the same shape; each row sums to one.

    Source: Bishop 2006, equation 4.62.

    >>> softmax([0, 0, 0, 0])
    array([0.25, 0.25, 0.25, 0.25])
    """
    logits = arguments.class_scores("logits", logits)
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def sigmoid(logits):
    """Return 1 / (1 + exp(-z)) for each logit z, of any shape.

    Only exp(-|z|) is taken: it never overflows.

    Source: Bishop 2006, equation 4.59.

    >>> sigmoid(0)
    np.float64(0.5)
    """
    logits = arguments.float_array("logits", logits)
    power = np.exp(-np.abs(logits))
    return np.where(logits >= 0, 1, power) / (1 + power)


def clipped(probabilities):
    """Return probabilities moved into [1e-7, 1 - 1e-7], so that log stays finite.

    Both limits are rounded to the dtype: in float32 the upper one is 1 - 1.19e-7.

    Source: Keras 3.15.1, `keras.config.epsilon()`.

    >>> clipped([0, 0.5, 1])
    array([1.000000e-07, 5.000000e-01, 9.999999e-01])
    """
    probabilities = arguments.float_array("probabilities", probabilities)
    arguments.check_probabilities("probabilities", probabilities)
    limits = np.array([1e-7, 1 - 1e-7], probabilities.dtype)
    return np.clip(probabilities, *limits)


def _surprisal(logits):
    """Return -log softmax(logits), without taking the logarithm of 0."""
    gap = logits.max(axis=-1, keepdims=True) - logits
    return gap + np.log(np.exp(-gap).sum(axis=-1, keepdims=True))


def _reduce(losses, sample_weight, reduction):
    """Return the examples' losses, weighted and reduced as Keras does it."""
    arguments.check_choice("reduction", reduction, REDUCTIONS)
    losses = losses * arguments.example_weights(sample_weight, losses)
    if reduction == "none":
        return losses
    total = losses.sum()
    return total / losses.size if reduction == "sum_over_batch_size" else total
