"""Tests of `lossbook.arguments`: what is taken, what is refused, and in which words."""

import inspect
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lossbook import arguments, gradients, losses


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_floats_keep_their_dtype(dtype):
    assert arguments.float_array("x", np.array([0.5], dtype)).dtype == dtype


@pytest.mark.parametrize(
    "value", [1, True, [1, 2], np.arange(3, dtype="uint8"), np.array([True, False])]
)
def test_whole_numbers_and_truth_values_become_float64(value):
    array = arguments.float_array("x", value)
    assert array.dtype == np.float64
    np.testing.assert_array_equal(array, value)


def test_floats_of_the_other_byte_order_become_native():
    array = arguments.float_array("x", np.array([0.5], ">f8"))
    assert array.dtype.isnative
    assert array == 0.5


def test_a_given_dtype_is_the_dtype_returned():
    assert arguments.float_array("x", [0.5], np.float32).dtype == np.float32


def test_the_array_is_a_copy():
    given = np.array([1.0, 2.0])
    arguments.float_array("x", given)[0] = 5.0
    assert given[0] == 1.0


@pytest.mark.parametrize(
    ("value", "error", "message"),
    [
        (
            [1j],
            TypeError,
            (
                "x: got complex128 values; needs whole numbers or "
                "float16, float32 or float64"
            ),
        ),
        (["a"], TypeError, "x: got <U1 values; needs whole numbers or .*"),
        ([None], TypeError, "x: got object values; needs whole numbers or .*"),
        ([Decimal(1)], TypeError, "x: got object values; needs whole numbers or .*"),
        (
            np.zeros(1, np.longdouble),
            TypeError,
            "x: got (float128|float96|longdouble) .*",
        ),
        ([], ValueError, "x: got no numbers; needs at least one"),
        (
            [[1.0], [2.0, 3.0]],
            ValueError,
            "x: got lists of unequal lengths; every row must be equally long",
        ),
        (np.nan, ValueError, "x: got nan; every number must be finite"),
        (
            [[1.0, 2.0], [3.0, -np.inf]],
            ValueError,
            r"x: got -inf at \[1, 1\]; every number must be finite",
        ),
    ],
)
def test_what_is_not_a_finite_number_is_refused(value, error, message):
    with pytest.raises(error, match=f"^{message}$"):
        arguments.float_array("x", value)


def test_a_number_too_large_for_the_dtype_is_refused_as_it_was_given():
    with pytest.raises(
        ValueError, match=r"^x: got 1e\+300 at \[0\]; .* fit into float32$"
    ):
        arguments.float_array("x", [1e300], np.float32)


@pytest.mark.parametrize("dtype", ["int64", "int8", "uint8", "uint64"])
def test_class_labels_are_returned_as_they_are(dtype):
    labels = np.array([0, 2, 1], dtype)
    returned = arguments.class_labels("y_true", labels, shape=(3,), classes=3)
    np.testing.assert_array_equal(returned, labels)


@pytest.mark.parametrize(
    ("labels", "error", "message"),
    [
        ([0, 3], ValueError, r"got 3 at \[1\]; every label must lie between 0 and 2"),
        ([-1, 0], ValueError, r"got -1 at \[0\]; every label must lie between 0 and 2"),
        (
            [0.0, 1.0],
            TypeError,
            (
                r"got float64 labels; needs integers \(if they are whole numbers, "
                r"use \.astype\(int\)\)"
            ),
        ),
        ([True, False], TypeError, "got bool labels; needs integers .*"),
        (["a", "b"], TypeError, "got <U1 labels; needs integers .*"),
        (
            [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]],
            ValueError,
            (
                r"got shape \(2, 3\); needs \(2,\), one class number per row of y_pred "
                r"\(one-hot rows are for categorical_crossentropy\)"
            ),
        ),
        ([], ValueError, "got no numbers; needs at least one"),
    ],
)
def test_labels_outside_the_classes_are_refused(labels, error, message):
    with pytest.raises(error, match=f"^y_true: {message}$"):
        arguments.class_labels("y_true", labels, shape=(2,), classes=3)


def test_no_weights_are_ones_in_the_dtype_of_the_losses():
    weights = arguments.example_weights(None, np.zeros(2, np.float32))
    np.testing.assert_array_equal(weights, [1.0, 1.0])
    assert weights.dtype == np.float32


@pytest.mark.parametrize(
    ("weights", "error", "message"),
    [
        ([1], ValueError, r"got shape \(1,\); needs \(2,\), one weight per example"),
        ([[1], [1]], ValueError, r"got shape \(2, 1\); needs \(2,\), one .*"),
        ([1, -2], ValueError, r"got -2.0 at \[1\]; no weight may be negative"),
        ([np.nan, 1], ValueError, r"got nan at \[0\]; every number must be finite"),
        (["a", "b"], TypeError, "got <U1 values; needs whole numbers or .*"),
    ],
)
def test_weights_that_do_not_fit_the_losses_are_refused(weights, error, message):
    with pytest.raises(error, match=f"^sample_weight: {message}$"):
        arguments.example_weights(weights, np.zeros(2))


def test_weights_may_be_zero():
    np.testing.assert_array_equal(arguments.example_weights([0, 1], np.ones(2)), [0, 1])


@pytest.mark.parametrize("outside", [-1e-300, 1 + 2**-52, 7.0])
def test_probabilities_outside_their_interval_are_refused(outside):
    message = (
        r"y_pred: got .* at \[1\]; a probability must lie between 0 and 1 \(hint\)"
    )
    arguments.check_probabilities("y_pred", np.array([0.0, 1.0]))
    with pytest.raises(ValueError, match=f"^{message}$"):
        arguments.check_probabilities("y_pred", np.array([0.5, outside]), " (hint)")


@settings(max_examples=50)
@given(
    st.sampled_from(["float16", "float32", "float64"]),
    st.lists(st.floats(-30, 30), min_size=2, max_size=1000),
)
def test_a_softmax_in_any_dtype_sums_to_one_closely_enough(dtype, logits):
    powers = np.exp(np.array(logits) - max(logits)).astype(dtype)
    softmax = powers / powers.sum()
    arguments.check_distributions("y_pred", softmax)
    if dtype != "float16":  # float16 is wide of the mark by itself
        arguments.check_distributions("y_pred", softmax.astype(np.float64))


@pytest.mark.parametrize(
    ("dtype", "off"), [("float16", 0.02), ("float32", 2e-5), ("float64", 2e-5)]
)
@pytest.mark.parametrize("sign", [-1, 1])
def test_rows_that_do_not_sum_to_one_are_refused(dtype, off, sign):
    rows = np.array([[0.5, 0.5], [0.25, 0.75 + sign * off]], dtype)
    message = r"y_pred: got probabilities that sum to .* in row 1; each row must .* 1"
    with pytest.raises(ValueError, match=f"^{message}$"):
        arguments.check_distributions("y_pred", rows)


def test_a_probability_outside_its_interval_is_refused_though_its_row_sums_to_one():
    with pytest.raises(ValueError, match=r"^y_pred: got 1.5 at \[0\]; a probability"):
        arguments.check_distributions("y_pred", np.array([1.5, -0.5]))


@pytest.mark.parametrize(
    ("y_true", "y_pred", "message"),
    [
        (1, 2, r"y_pred: got shape \(\); needs \(examples,\) or \(examples, numbers\)"),
        ([[[1]]], [[[2]]], r"y_pred: got shape \(1, 1, 1\); needs .*"),
        ([1, 2], [[1], [2]], r"y_true: got shape \(2,\); needs \(2, 1\), the shape .*"),
        ([1], [1, 2], r"y_true: got shape \(1,\); needs \(2,\), the shape of y_pred"),
    ],
)
def test_targets_and_predictions_need_one_shape(y_true, y_pred, message):
    with pytest.raises(ValueError, match=f"^{message}$"):
        arguments.examples(y_true, y_pred)


@pytest.mark.parametrize(
    ("shape", "message"),
    [
        ((), r"got shape \(\); needs \(classes,\) or \(examples, classes\)"),
        ((2, 2, 2), r"got shape \(2, 2, 2\); needs .*"),
        (
            (3, 1),
            (
                r"got 1 class in shape \(3, 1\); needs two or more "
                r"\(one probability per example is for binary_crossentropy\)"
            ),
        ),
    ],
)
def test_classes_need_a_last_axis_of_two_or_more(shape, message):
    with pytest.raises(ValueError, match=f"^logits: {message}$"):
        arguments.class_scores("logits", np.zeros(shape))


MASKED = np.ma.array([0.25, 0.75], mask=[False, True])


def with_keras_mask():
    import tensorflow as tf
    from keras.src.backend.common.masking import set_keras_mask

    tensor = tf.constant([0.25, 0.75])
    set_keras_mask(tensor, tf.constant([True, False]))
    return tensor


@pytest.mark.parametrize(
    "value",
    [
        MASKED,
        [MASKED, [0.5, 0.5]],
        [0.25, np.ma.masked],
        pytest.param(with_keras_mask, id="a tensor with a mask of Keras"),
    ],
)
def test_numbers_that_a_mask_hides_are_refused_with_what_to_do(value):
    value = value() if callable(value) else value
    message = r"^x: got numbers of which a mask hides some; .*x\[~x.mask\]\.data.*"
    with pytest.raises(ValueError, match=message):
        arguments.float_array("x", value)


def test_a_mask_that_hides_nothing_changes_nothing():
    value = np.ma.array([0.25, 0.75])
    assert type(arguments.float_array("x", value)) is np.ndarray
    np.testing.assert_array_equal(arguments.float_array("x", value), [0.25, 0.75])


ROWS = np.array([[0.25, 0.75], [0.5, 0.5]])
BY_NUMBER = {"y_true": np.array([0, 1]), "y_pred": ROWS}
LOGITS, PROBABILITIES = {"logits": ROWS}, {"probabilities": ROWS}
PAIRS = {"y_true": ROWS, "y_pred": ROWS}
TWINS = {
    name: (
        function,
        {
            **(
                BY_NUMBER
                if "sparse" in name
                else LOGITS
                if "logits" in inspect.signature(function).parameters
                else PROBABILITIES
                if name == "clipped"
                else PAIRS
            ),
            **(
                {"sample_weight": np.ones(2)}
                if "sample_weight" in inspect.signature(function).parameters
                else {}
            ),
        },
    )
    for module in (losses, gradients)
    for name, function in vars(module).items()
    if inspect.isfunction(function) and not name.startswith("_")
}


@pytest.mark.parametrize(
    ("twin", "argument"),
    [(twin, name) for twin, (_, given) in TWINS.items() for name in given],
)
def test_every_argument_of_every_twin_refuses_what_a_mask_hides(twin, argument):
    function, given = TWINS[twin]
    function(**given)
    hidden = np.ma.array(given[argument], mask=True)
    with pytest.raises(ValueError, match=f"^{argument}: got numbers of which a mask"):
        function(**{**given, argument: hidden})
