"""The gradients of the losses: how each loss moves with each prediction.

`<name>_gradient` takes the arguments of the loss `<name>` in `lossbook.losses`, raises
the same errors, and returns the derivative of the loss with respect to `y_pred`, in its
shape and dtype. With the reduction "none" each example's part is the gradient of its
own loss. The derivatives are exact for the arithmetic of the losses, clipping included.
"""

import numpy as np

from lossbook import arguments
from lossbook.losses import (
    REDUCTIONS,
    clipped,
    root_mean_squared_error,
    sigmoid,
    softmax,
)


def mean_absolute_error_gradient(
    y_true, y_pred, *, sample_weight=None, reduction="sum_over_batch_size"
):
    """Return the gradient of the mean absolute error: the sign of each error.

    The loss has a kink at an error of zero. The answer there is 0, as TensorFlow's.

    >>> mean_absolute_error_gradient([1, 0, 5], [2, -3, 5], reduction="sum")
    array([ 1., -1.,  0.])
    """
    target, output = arguments.examples(y_true, y_pred)
    gradient = np.sign(output - target) / output.shape[1]
    return _spread(gradient, y_pred, sample_weight, reduction)


def mean_squared_error_gradient(
    y_true, y_pred, *, sample_weight=None, reduction="sum_over_batch_size"
):
    """Return the gradient of the mean squared error: twice each error.

    >>> mean_squared_error_gradient([1, 0], [2, 3], reduction="sum")
    array([2., 6.])
    """
    target, output = arguments.examples(y_true, y_pred)
    gradient = 2 * (output - target) / output.shape[1]
    return _spread(gradient, y_pred, sample_weight, reduction)


def root_mean_squared_error_gradient(y_true, y_pred, *, sample_weight=None):
    """Return the gradient of the root mean squared error: error / (m · RMSE).

    At a perfect fit the root has a kink, and TensorFlow answers NaN. The answer here is
    0: the fit is the minimum, and 0 is one of the slopes that the kink allows.

    >>> root_mean_squared_error_gradient([1, 0], [2, 7])
    array([0.1, 0.7])
    """
    root = root_mean_squared_error(y_true, y_pred, sample_weight=sample_weight)
    target, output = arguments.examples(y_true, y_pred)
    if root == 0:
        gradient = np.zeros_like(output)
    else:
        count = arguments.example_weights(sample_weight, output[:, 0]).sum()
        gradient = (output - target) / output.shape[1] / count / root
    return _spread(gradient, y_pred, sample_weight, "sum")


def binary_crossentropy_gradient(
    y_true,
    y_pred,
    *,
    from_logits=False,
    sample_weight=None,
    reduction="sum_over_batch_size",
):
    """Return the gradient of binary cross-entropy: (1 - y) / (1 - p) - y / p.

    With respect to the logits it is p - y (Bishop 2006, equation 4.91). Where a
    probability is clipped, moving it changes nothing, and the gradient is 0.

    >>> binary_crossentropy_gradient([1, 0], [0.5, 0.75], reduction="sum")
    array([-2.,  4.])
    >>> binary_crossentropy_gradient([1, 0], [0, 0], from_logits=True, reduction="sum")
    array([-0.5,  0.5])
    """
    target, output = arguments.binary_examples(y_true, y_pred, from_logits)
    if from_logits:
        gradient = sigmoid(output) - target
    else:
        p = clipped(output)
        gradient = np.where(p == output, (1 - target) / (1 - p) - target / p, 0)
    return _spread(gradient / output.shape[1], y_pred, sample_weight, reduction)


def categorical_crossentropy_gradient(
    y_true,
    y_pred,
    *,
    from_logits=False,
    sample_weight=None,
    reduction="sum_over_batch_size",
):
    """Return the gradient of categorical cross-entropy.

    With respect to the logits it is p - y (Bishop 2006, equation 4.109). With respect
    to the probabilities it is 1 - y / p and not -y / p: the loss divides them by their
    sum first, so it stays the same when all of them grow alike. Where a probability is
    clipped, its -y / p is 0.

    >>> categorical_crossentropy_gradient([[0, 1]], [[0.75, 0.25]])
    array([[ 1., -3.]])
    >>> categorical_crossentropy_gradient([[0, 1]], [[0, 0]], from_logits=True)
    array([[ 0.5, -0.5]])
    """
    target, output = arguments.categorical_examples(y_true, y_pred, from_logits)
    if from_logits:
        gradient = softmax(output) - target
    else:
        total = output.sum(axis=-1, keepdims=True)
        share = output / total
        p = clipped(share)
        slope = np.where(p == share, -target / p, 0)
        gradient = (slope - (slope * share).sum(axis=-1, keepdims=True)) / total
    return _spread(gradient, y_pred, sample_weight, reduction)


def sparse_categorical_crossentropy_gradient(
    y_true,
    y_pred,
    *,
    from_logits=False,
    sample_weight=None,
    reduction="sum_over_batch_size",
):
    """Return the gradient of sparse categorical cross-entropy.

    It is p - y with respect to the logits and 1 - y / p with respect to the
    probabilities, where y is 1 for the true class and 0 for the others. Where a
    probability is clipped, the gradient is 0.

    >>> sparse_categorical_crossentropy_gradient([1], [[0.75, 0.25]]).round(4)
    array([[ 1., -3.]])
    """
    target, output = arguments.sparse_examples(y_true, y_pred, from_logits)
    if from_logits:
        gradient = softmax(output) - target
    else:
        p = clipped(output)
        slope = 1 / p.sum(axis=-1, keepdims=True) - target / p
        gradient = np.where(p == output, slope, 0)
    return _spread(gradient, y_pred, sample_weight, reduction)


def softmax_jacobian(logits):
    """Return how each probability moves with each logit: p_i (δ_ij - p_j).

    The full table is easier to read than a product with it; `upstream @ jacobian` gives
    the product for one row.

    Args:
        logits: Numbers of any size, `(k,)` or `(m, k)`.

    Returns:
        A table of shape `(k, k)`, or `(m, k, k)` with one table per row: probabilities
        down, logits across.

    Source: Bishop 2006, equation 4.106.

    >>> softmax_jacobian([0, 0])
    array([[ 0.25, -0.25],
           [-0.25,  0.25]])
    """
    p = softmax(logits)
    return p[..., :, None] * (np.eye(p.shape[-1], dtype=p.dtype) - p[..., None, :])


def _spread(gradient, y_pred, sample_weight, reduction):
    """Return the gradient of the reduced loss from those of the examples' losses."""
    arguments.check_choice("reduction", reduction, REDUCTIONS)
    weights = arguments.example_weights(sample_weight, gradient[..., 0])
    gradient = gradient * weights[..., None]
    if reduction == "sum_over_batch_size":
        gradient = gradient / weights.size
    return gradient.reshape(np.shape(y_pred))
