"""The checks that public functions make of their arguments.

A function named after a thing returns that thing; a function named `check_…` returns
nothing. Both raise `TypeError` for the wrong kind of value and `ValueError` for a wrong
value. Every message has one form: the argument, what it got, what it needs.
"""

import numpy as np

FLOATS = (np.float16, np.float32, np.float64)

# The shapes that predictions may have, by their number of axes.
EXAMPLES = {1: "(examples,)", 2: "(examples, numbers)"}
CLASSES = {1: "(classes,)", 2: "(examples, classes)"}


def float_array(name, value, dtype=None):
    """Return a number or numbers as a finite floating array that is not empty.

    Args:
        name: The argument's name, for the message.
        value: A number, nested lists of numbers, an array or an eager tensor.
        dtype: The dtype to return. By default float16, float32 and float64 stay as they
            are; whole numbers and truth values become float64, as in `np.mean`.

    Returns:
        A NumPy array with the shape of `value`.

    Raises:
        TypeError: For complex numbers, strings, objects and other dtypes.
        ValueError: For lists of unequal lengths, no numbers, numbers that a mask hides,
            NaN, infinity, or a number too large for the dtype.

    >>> float_array("y_pred", [2, 3])
    array([2., 3.])
    >>> float_array("y_pred", [2, np.nan])
    Traceback (most recent call last):
    ValueError: y_pred: got nan at [1]; every number must be finite
    """
    array = _array(name, value)
    if array.dtype.kind not in "biu" and array.dtype.type not in FLOATS:
        raise TypeError(
            f"{name}: got {array.dtype} values; needs whole numbers or "
            "float16, float32 or float64"
        )
    if dtype is None:
        dtype = array.dtype.type if array.dtype.type in FLOATS else np.float64
    with np.errstate(over="ignore"):  # A number too large is reported just below.
        numbers = array.astype(dtype)
    _check_each(name, array, np.isfinite(array), "every number must be finite")
    fit = f"every number must fit into {numbers.dtype}"
    _check_each(name, array, np.isfinite(numbers), fit)
    return numbers


def class_labels(name, value, shape, classes):
    """Return class numbers as an integer array.

    Labels name classes and are not quantities, so floats are refused even when they are
    whole: Keras would cut 1.7 to class 1 without a word.

    Args:
        name: The argument's name, for the message.
        value: Integers from 0 to `classes - 1`.
        shape: The shape that `value` must have.
        classes: The number of classes.

    Returns:
        A NumPy array of integers with the given shape.

    Raises:
        TypeError: If the labels are not integers.
        ValueError: If the shape differs, a mask hides a label, or one is outside the
            classes.

    >>> class_labels("y_true", [0, 3], shape=(2,), classes=3)
    Traceback (most recent call last):
    ValueError: y_true: got 3 at [1]; every label must lie between 0 and 2
    """
    labels = _array(name, value)
    if labels.shape != shape:
        raise ValueError(
            f"{name}: got shape {labels.shape}; needs {shape}, one class number per "
            "row of y_pred (one-hot rows are for categorical_crossentropy)"
        )
    if labels.dtype.kind not in "iu":
        raise TypeError(
            f"{name}: got {labels.dtype} labels; needs integers "
            "(if they are whole numbers, use .astype(int))"
        )
    known = (labels >= 0) & (labels < classes)
    rule = f"every label must lie between 0 and {classes - 1}"
    _check_each(name, labels, known, rule)
    return labels


def example_weights(value, losses):
    """Return `sample_weight`, one weight for each example; ones if there are none.

    Args:
        value: Numbers that are not negative, or `None`.
        losses: The losses of the examples, which lend their shape and dtype.

    Returns:
        A NumPy array with the shape and dtype of `losses`.

    Raises:
        TypeError: If the weights are not numbers.
        ValueError: If the shape differs, a mask hides a weight, or one is negative or
            not finite.

    >>> example_weights([1, 2], losses=np.array([0.5, 0.7]))
    array([1., 2.])
    """
    if value is None:
        return np.ones_like(losses)
    weights = float_array("sample_weight", value, losses.dtype)
    if weights.shape != losses.shape:
        raise ValueError(
            f"sample_weight: got shape {weights.shape}; needs {losses.shape}, "
            "one weight per example"
        )
    _check_each("sample_weight", weights, weights >= 0, "no weight may be negative")
    return weights


def check_shape(name, array, needed):
    """Raise `ValueError` unless an array has a shape that is described in words.

    Args:
        name: The argument's name, for the message.
        array: A NumPy array.
        needed: A description for each number of axes that is allowed.

    >>> check_shape("y_pred", np.zeros(3), {2: "(examples, classes)"})
    Traceback (most recent call last):
    ValueError: y_pred: got shape (3,); needs (examples, classes)
    """
    if array.ndim not in needed:
        allowed = " or ".join(needed.values())
        raise ValueError(f"{name}: got shape {array.shape}; needs {allowed}")


def check_same_shape(name, array, other_name, other, hint=""):
    """Raise `ValueError` unless two arrays have the same shape.

    >>> check_same_shape("y_true", np.zeros(3), "y_pred", np.zeros((3, 1)))
    Traceback (most recent call last):
    ValueError: y_true: got shape (3,); needs (3, 1), the shape of y_pred
    """
    if array.shape != other.shape:
        raise ValueError(
            f"{name}: got shape {array.shape}; needs {other.shape}, "
            f"the shape of {other_name}{hint}"
        )


def check_probabilities(name, array, hint=""):
    """Raise `ValueError` unless every number lies in [0, 1].

    >>> check_probabilities("y_pred", np.array([0.5, -2.0]))
    Traceback (most recent call last):
    ValueError: y_pred: got -2.0 at [1]; a probability must lie between 0 and 1
    """
    inside = (array >= 0) & (array <= 1)
    _check_each(name, array, inside, f"a probability must lie between 0 and 1{hint}")


def check_distributions(name, array, hint=""):
    """Raise `ValueError` unless each row holds probabilities that sum to one.

    The sum may be off by 1e-5, or by ten units of rounding where that is more: softmax
    in float32 leaves about 1e-7, and its numbers may have become float64 on their way.

    >>> check_distributions("y", np.array([[0.2, 0.2, 0.2]]))
    Traceback (most recent call last):
    ValueError: y: got probabilities that sum to 0.6 in row 0; each row must sum to 1
    """
    check_probabilities(name, array, hint)
    sums = np.atleast_1d(array.sum(axis=-1, dtype=np.float64))
    wrong = np.abs(sums - 1) > max(1e-5, 10 * np.finfo(array.dtype).eps)
    if wrong.any():
        row = int(np.argmax(wrong))
        raise ValueError(
            f"{name}: got probabilities that sum to {sums[row]:.6g} in row {row}; "
            f"each row must sum to 1{hint}"
        )


def check_choice(name, value, choices):
    """Raise `ValueError` unless a value is one of a few.

    >>> check_choice("reduction", "mean", ("sum", "none"))
    Traceback (most recent call last):
    ValueError: reduction: got 'mean'; needs 'sum' or 'none'
    """
    if value not in choices:
        allowed = " or ".join(repr(choice) for choice in choices)
        raise ValueError(f"{name}: got {value!r}; needs {allowed}")


def examples(y_true, y_pred):
    """Return targets and predictions of the same shape, with one row per example.

    Args:
        y_true: Numbers, `(m,)` or `(m, d)`.
        y_pred: Numbers, of the same shape.

    Returns:
        Two arrays in the dtype of `y_pred`: `(m, d)`, or `(m, 1)` for `(m,)`.

    >>> targets, predictions = examples([1, 0], [2, 3])
    >>> predictions
    array([[2.],
           [3.]])
    """
    y_pred = float_array("y_pred", y_pred)
    y_true = float_array("y_true", y_true, y_pred.dtype)
    check_shape("y_pred", y_pred, EXAMPLES)
    check_same_shape("y_true", y_true, "y_pred", y_pred)
    rows = (len(y_pred), -1)
    return y_true.reshape(rows), y_pred.reshape(rows)


def binary_examples(y_true, y_pred, from_logits):
    """Return `examples` whose numbers are probabilities, or logits for predictions."""
    y_true, y_pred = examples(y_true, y_pred)
    check_probabilities("y_true", y_true)
    if not from_logits:
        _check_predicted(check_probabilities, y_pred)
    return y_true, y_pred


def categorical_examples(y_true, y_pred, from_logits):
    """Return targets and predictions of one probability, or logit, per class.

    Both are `(m, k)`, or `(k,)` for a single example, and keep that shape.
    """
    y_pred = class_scores("y_pred", y_pred)
    y_true = float_array("y_true", y_true, y_pred.dtype)
    labels = " (class numbers are for sparse_categorical_crossentropy)"
    check_same_shape(
        "y_true", y_true, "y_pred", y_pred, labels if y_true.ndim < y_pred.ndim else ""
    )
    check_distributions("y_true", y_true)
    if not from_logits:
        _check_predicted(check_distributions, y_pred)
    return y_true, y_pred


def sparse_examples(y_true, y_pred, from_logits):
    """Return `categorical_examples` for class numbers `(m,)` and predictions `(m, k)`.

    >>> targets, predictions = sparse_examples([1], [[0.25, 0.75]], from_logits=False)
    >>> targets
    array([[0., 1.]])
    """
    y_pred = class_scores("y_pred", y_pred)
    check_shape("y_pred", y_pred, {2: CLASSES[2]})
    count, classes = y_pred.shape
    labels = class_labels("y_true", y_true, (count,), classes)
    if not from_logits:
        _check_predicted(check_distributions, y_pred)
    one_hot = labels[:, None] == np.arange(classes)
    return one_hot.astype(y_pred.dtype), y_pred


def class_scores(name, value):
    """Return finite numbers for two classes or more, `(k,)` or `(m, k)`."""
    scores = float_array(name, value)
    check_shape(name, scores, CLASSES)
    if scores.shape[-1] < 2:
        raise ValueError(
            f"{name}: got 1 class in shape {scores.shape}; needs two or more "
            "(one probability per example is for binary_crossentropy)"
        )
    return scores


def _check_predicted(check, y_pred):
    """Raise an error unless `y_pred` passes the check and can be clipped."""
    if y_pred.dtype == np.float16:
        raise TypeError(
            "y_pred: got float16 probabilities; needs float32 or float64, "
            "because 1 - 1e-7 is 1 in float16 and log(1 - p) infinite"
        )
    check("y_pred", y_pred, " (for logits, use from_logits=True)")


def hides_numbers(value):
    """Tell whether a mask hides some of the numbers, as in NumPy's masked arrays.

    NumPy's own conversion drops a mask without a word, and with it what it says.

    Args:
        value: Anything; lists are looked into. A tensor may carry a mask of Keras.

    >>> hides_numbers([np.ma.array([2.0, 3.0], mask=[False, True])])
    True
    >>> hides_numbers(np.ma.array([2.0, 3.0]))
    False
    """
    if isinstance(value, list | tuple):
        return any(map(hides_numbers, value))
    if (kept := getattr(value, "_keras_mask", None)) is not None:
        return not np.all(kept)
    return bool(np.ma.is_masked(value))


def _array(name, value):
    """Return a value as an array that is not empty, and of which nothing is hidden."""
    if hides_numbers(value):
        raise ValueError(
            f"{name}: got numbers of which a mask hides some; every number must count "
            "(leave the hidden ones out, as x[~x.mask].data does, in every argument "
            "alike; or give them a sample_weight of 0)"
        )
    try:
        array = np.asarray(value)
    except ValueError:  # NumPy's own message names neither the argument nor the cure.
        raise ValueError(
            f"{name}: got lists of unequal lengths; every row must be equally long"
        ) from None
    if array.size == 0:
        raise ValueError(f"{name}: got no numbers; needs at least one")
    return array


def _check_each(name, array, good, rule):
    """Raise `ValueError` with the rule for the first element that is not good."""
    if not good.all():
        place = tuple(int(i) for i in np.argwhere(~good)[0])
        where = f" at {list(place)}" if place else ""
        raise ValueError(f"{name}: got {array[place]}{where}; {rule}")
