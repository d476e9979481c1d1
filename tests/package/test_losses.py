"""Tests of `lossbook.losses` and `lossbook.gradients`: they answer what Keras answers.

Keras gets the same plain arrays with `dtype=` set to theirs, and `tf.GradientTape`
gives its gradient. Both sides round, so they may differ by a few units of rounding,
taken of the largest number that enters the calculation: the `scale` of a case.
"""

import inspect
from typing import NamedTuple

import keras
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lossbook import gradients, losses

properties = settings(max_examples=30)
# No finite input may make NumPy warn of an overflow, a division by 0 or a NaN: each warning
# is an error here.

KERAS = {
    "mean_absolute_error": keras.losses.MeanAbsoluteError,
    "mean_squared_error": keras.losses.MeanSquaredError,
    "binary_crossentropy": keras.losses.BinaryCrossentropy,
    "categorical_crossentropy": keras.losses.CategoricalCrossentropy,
    "sparse_categorical_crossentropy": keras.losses.SparseCategoricalCrossentropy,
}
CROSSENTROPIES = [name for name in KERAS if "crossentropy" in name]
# Each loss, the cross-entropies from probabilities and from logits.
FORMS = [(name, {}) for name in KERAS] + [
    (name, {"from_logits": True}) for name in CROSSENTROPIES
]
forms = pytest.mark.parametrize(
    ("name", "options"),
    FORMS,
    ids=[name + "_from_logits" * bool(options) for name, options in FORMS],
)


class Case(NamedTuple):
    """The arguments of a loss, and how large the numbers in its calculation get."""

    y_true: np.ndarray
    y_pred: np.ndarray
    sample_weight: np.ndarray | None
    scale: np.ndarray  # of each example's loss
    slope: np.ndarray  # of each number of the gradient


# Numbers with six decimals, because TensorFlow takes differences below the smallest
# normal number for 0; and huge ones whose squares still fit float32.
numbers = st.one_of(
    st.sampled_from([0.0, 1.0, -1.0, 1e10, -1e10]),
    st.integers(-(10**8), 10**8).map(lambda millionths: millionths / 10**6),
)
logits = st.one_of(
    st.sampled_from([0.0, 1.0, 40.0, -40.0, 1e4, -1e4]), st.floats(-20, 20)
)
# Probabilities: exactly 0 and 1, on, between and beside the limits of the clip.
probabilities = st.one_of(
    st.sampled_from([0.0, 1.0, 1e-9, 1e-7, 2e-7, 0.5, 1 - 1e-7, 1 - 1e-9]),
    st.floats(0, 1),
)


def arrays(draw, elements, shape):
    count = int(np.prod(shape))
    values = draw(st.lists(elements, min_size=count, max_size=count))
    return np.array(values).reshape(shape)


def distributions(draw, shape):
    """Rows that sum to one, or to a little less, or have a single one."""
    shares = arrays(draw, st.one_of(st.just(0.0), probabilities), shape)
    shares[..., 0] += shares.sum(axis=-1) == 0
    shares /= shares.sum(axis=-1, keepdims=True)
    return shares * draw(st.sampled_from([1.0, 1 - 9e-6]))


@st.composite
def cases(draw, name, from_logits=False):
    """Arguments for the loss of that name, extreme ones included."""
    dtype = draw(st.sampled_from([np.float32, np.float64]))
    examples, width = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    weights = st.one_of(st.sampled_from([0.0, 1.0, 3.0]), st.floats(1e-3, 100))
    sample_weight = (
        arrays(draw, weights, (examples,)).astype(dtype)
        if draw(st.booleans())
        else None
    )
    if "categorical" in name:
        shape = (examples, width + 1)
        targets, predictions = distributions, distributions
    else:
        shape = (examples, width)
        unit = probabilities if "crossentropy" in name else numbers
        targets = predictions = lambda draw, shape: arrays(draw, unit, shape)
    if from_logits:
        predictions = lambda draw, shape: arrays(draw, logits, shape)
    y_pred = predictions(draw, shape).astype(dtype)
    if "sparse" in name:
        y_true = arrays(draw, st.integers(0, width), (examples,))
    else:
        y_true = targets(draw, shape).astype(dtype)
    if "error" in name:
        equal = arrays(draw, st.booleans(), shape)
        y_pred = np.where(equal, y_true, y_pred)
    return Case(y_true, y_pred, sample_weight, *scales(name, y_pred, from_logits))


def scales(name, y_pred, from_logits):
    """Return the largest number in the loss of each example, and in each slope."""
    if "error" in name:  # Sums of numbers that are not negative: each its own scale.
        return np.zeros(len(y_pred)), np.zeros(y_pred.shape)
    if from_logits:  # max(z, 0) - y z cancels; probabilities are at most 1.
        return np.abs(y_pred).max(axis=-1) + 1, np.ones(y_pred.shape)
    p = np.clip(y_pred, 1e-7, 1 - 1e-7)  # Slopes are 1 / p and 1 / (1 - p).
    slope = 1 / np.minimum(p, 1 - p if name == "binary_crossentropy" else p)
    if name == "categorical_crossentropy":  # Each slope has the sum of its row in it.
        slope = np.broadcast_to(slope.max(axis=-1, keepdims=True), p.shape)
    return np.ones(len(p)), slope


def assert_close(actual, expected, scale):
    """Assert that numbers differ by a few units of rounding of a scale at most."""
    assert actual.dtype == expected.dtype
    assert np.shape(actual) == np.shape(expected)
    info = np.finfo(expected.dtype)
    allowed = 16 * info.eps * np.maximum(np.abs(expected), scale) + info.tiny
    assert np.all(np.abs(actual - expected) <= allowed), (actual, expected)


def answer_of_keras(name, case, reduction, **options):
    """Return the value and the gradient of a Keras loss."""
    loss = KERAS[name](reduction=reduction, dtype=case.y_pred.dtype.name, **options)
    y_pred = tf.constant(case.y_pred)
    with tf.GradientTape() as tape:
        tape.watch(y_pred)
        value = loss(case.y_true, y_pred, case.sample_weight)
    return value.numpy(), tape.gradient(value, y_pred).numpy()


def answer_of_the_twin(module, name, case, reduction, **options):
    return getattr(module, name)(
        case.y_true,
        case.y_pred,
        sample_weight=case.sample_weight,
        reduction=reduction,
        **options,
    )


def heaviest(case):
    return 1 if case.sample_weight is None else case.sample_weight.max()


@forms
@properties
@given(data=st.data(), reduction=st.sampled_from(losses.REDUCTIONS))
def test_the_value_equals_the_one_of_keras(name, options, data, reduction):
    case = data.draw(cases(name, **options))
    expected, _ = answer_of_keras(name, case, reduction, **options)
    actual = answer_of_the_twin(losses, name, case, reduction, **options)
    scale = case.scale if reduction == "none" else case.scale.sum()
    assert_close(actual, expected, scale * heaviest(case))


@forms
@properties
@given(data=st.data(), reduction=st.sampled_from(losses.REDUCTIONS))
def test_the_gradient_equals_the_one_of_the_tape(name, options, data, reduction):
    case = data.draw(cases(name, **options))
    if name == "categorical_crossentropy" and not options:
        # The sum of a row rounds, and a share that lies on a limit of the clip falls
        # to one side or the other: the gradient jumps there.
        eps = np.finfo(case.y_pred.dtype).eps
        share = case.y_pred / case.y_pred.sum(axis=-1, keepdims=True)
        for limit in np.array([1e-7, 1 - 1e-7], share.dtype):
            assume(np.all(np.abs(share - limit) > 4 * eps * limit))
    _, expected = answer_of_keras(name, case, reduction, **options)
    actual = answer_of_the_twin(
        gradients, f"{name}_gradient", case, reduction, **options
    )
    assert_close(actual, expected, case.slope * heaviest(case))


@properties
@given(case=cases("mean_squared_error"))
def test_the_rmse_equals_the_metric_of_keras(case):
    metric = keras.metrics.RootMeanSquaredError(dtype=case.y_pred.dtype.name)
    metric.update_state(case.y_true, case.y_pred, case.sample_weight)
    actual = losses.root_mean_squared_error(
        case.y_true, case.y_pred, sample_weight=case.sample_weight
    )
    assert_close(actual, metric.result().numpy(), 0)


@properties
@given(case=cases("mean_squared_error"))
def test_the_gradient_of_the_rmse_equals_the_one_of_the_tape(case):
    # A metric has no gradient: this is its formula.
    y_pred = tf.constant(case.y_pred)
    weights = np.ones_like(case.y_pred[:, 0])
    weights = weights if case.sample_weight is None else case.sample_weight
    with tf.GradientTape() as tape:
        tape.watch(y_pred)
        squares = tf.reduce_mean(tf.square(case.y_true - y_pred), axis=-1)
        mean = tf.reduce_sum(weights * squares) / tf.reduce_sum(weights)
        root = tf.sqrt(mean)
    assume(root > 0)
    actual = gradients.root_mean_squared_error_gradient(
        case.y_true, case.y_pred, sample_weight=case.sample_weight
    )
    assert_close(actual, tape.gradient(root, y_pred).numpy(), 0)


@pytest.mark.parametrize("weight", [None, [1.0, 2.0], [0.0, 0.0]])
def test_the_rmse_and_its_gradient_are_zero_at_a_perfect_fit(weight):
    # The root has no slope at 0, and TensorFlow answers NaN.
    y = [[1.0, 2.0], [3.0, 4.0]]
    assert losses.root_mean_squared_error(y, y, sample_weight=weight) == 0
    gradient = gradients.root_mean_squared_error_gradient(y, y, sample_weight=weight)
    np.testing.assert_array_equal(gradient, np.zeros((2, 2)))


def test_the_rmse_of_weights_that_are_all_zero_is_zero():
    arguments = {"y_true": [1.0], "y_pred": [2.0], "sample_weight": [0.0]}
    assert losses.root_mean_squared_error(**arguments) == 0
    assert gradients.root_mean_squared_error_gradient(**arguments) == [0.0]


def test_the_rmse_of_tiny_weights_has_a_gradient():
    # Weights of 1e-200 weigh as much as ones do: the mean divides by their sum.
    gradient = gradients.root_mean_squared_error_gradient(
        [1.0, 0.0], [2.0, 7.0], sample_weight=[1e-200, 1e-200]
    )
    np.testing.assert_allclose(gradient, [0.1, 0.7])


COLUMNS = [form for form in FORMS if "categorical" not in form[0]]


@pytest.mark.parametrize(("name", "options"), COLUMNS)
@pytest.mark.parametrize("reduction", losses.REDUCTIONS)
def test_a_flat_array_is_a_column_of_examples_for_keras(name, options, reduction):
    flat = Case(
        np.array([0.0, 1.0, 1.0]), np.array([0.25, 0.5, 1.0]), np.arange(3.0), 1, 1
    )
    column = flat._replace(y_true=flat.y_true[:, None], y_pred=flat.y_pred[:, None])
    value, gradient = answer_of_keras(name, column, reduction, **options)
    actual = answer_of_the_twin(losses, name, flat, reduction, **options)
    assert_close(actual, value, 2)
    actual = answer_of_the_twin(
        gradients, f"{name}_gradient", flat, reduction, **options
    )
    assert_close(actual, gradient[:, 0], 8)


@pytest.mark.parametrize(("name", "options"), COLUMNS)
def test_a_flat_array_as_it_is_costs_the_same_in_keras(name, options):
    flat = Case(np.array([0.0, 1.0, 1.0]), np.array([0.25, 0.5, 1.0]), None, 1, 1)
    value, gradient = answer_of_keras(name, flat, "sum_over_batch_size", **options)
    assert_close(getattr(losses, name)(*flat[:2], **options), value, 1)
    actual = getattr(gradients, f"{name}_gradient")(*flat[:2], **options)
    assert_close(actual, gradient, 4)


@pytest.mark.parametrize("from_logits", [False, True])
@pytest.mark.parametrize("reduction", losses.REDUCTIONS)
def test_a_single_row_of_classes_is_one_example(from_logits, reduction):
    row = Case(np.array([0.0, 1.0]), np.array([0.25, 0.75]), np.float64(3), 1, 1)
    name, options = "categorical_crossentropy", {"from_logits": from_logits}
    value, gradient = answer_of_keras(name, row, reduction, **options)
    actual = answer_of_the_twin(losses, name, row, reduction, **options)
    assert_close(actual, value, 3)
    actual = answer_of_the_twin(
        gradients, f"{name}_gradient", row, reduction, **options
    )
    assert_close(actual, gradient, 12)


@properties
@given(data=st.data(), dtype=st.sampled_from([np.float32, np.float64]))
def test_softmax_and_its_jacobian_equal_those_of_tensorflow(data, dtype):
    z = arrays(data.draw, logits, (3,)).astype(dtype)
    x = tf.constant(z)
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        p = tf.nn.softmax(x)
    table = tape.jacobian(p, x, experimental_use_pfor=False)
    assert_close(losses.softmax(z), p.numpy(), 1)
    assert_close(gradients.softmax_jacobian(z), table.numpy(), 1)


def test_softmax_and_its_jacobian_take_each_row_by_itself():
    # exp of 0 and of ln 3 are 1 and 3: probabilities 1/4 and 3/4, and their product.
    z = [[0, np.log(3)], [5, 5]]
    np.testing.assert_allclose(losses.softmax(z), [[1 / 4, 3 / 4], [1 / 2, 1 / 2]])
    tables = [
        [[3 / 16, -3 / 16], [-3 / 16, 3 / 16]],
        [[1 / 4, -1 / 4], [-1 / 4, 1 / 4]],
    ]
    np.testing.assert_allclose(gradients.softmax_jacobian(z), tables)


@properties
@given(data=st.data(), dtype=st.sampled_from([np.float32, np.float64]))
def test_sigmoid_equals_the_one_of_tensorflow(data, dtype):
    z = arrays(data.draw, logits, (2, 3)).astype(dtype)
    assert_close(losses.sigmoid(z), tf.sigmoid(z).numpy(), 1)


RATES = [("root_mean_squared_error", {})] + [
    (name, {**options, "reduction": reduction})
    for name, options in FORMS
    for reduction in ("sum", "sum_over_batch_size")
]


@pytest.mark.parametrize(("name", "options"), RATES)
def test_the_gradient_is_the_rate_at_which_the_loss_changes(name, options):
    # Away from kinks and clips, the loss changes by gradient times step, up to step
    # cubed. The step stays below the 1e-5 by which a row may miss the sum of one.
    step = 5e-6
    y_pred = np.array([[0.2, 0.3, 0.5], [0.1, 0.6, 0.3]])
    y_true = np.array([[0.1, 0.7, 0.2], [0.5, 0.25, 0.25]])
    if "sparse" in name:
        y_true = np.array([1, 0])
    options = {**options, "sample_weight": [0.5, 2.0]}
    loss = getattr(losses, name)
    gradient = getattr(gradients, f"{name}_gradient")(y_true, y_pred, **options)
    for place in np.ndindex(y_pred.shape):
        nudge = np.zeros_like(y_pred)
        nudge[place] = step
        rise = loss(y_true, y_pred + nudge, **options)
        fall = loss(y_true, y_pred - nudge, **options)
        np.testing.assert_allclose(
            gradient[place], (rise - fall) / (2 * step), rtol=1e-7, atol=1e-9
        )


@forms
def test_without_reduction_each_gradient_is_the_one_of_its_example(name, options):
    y_pred = np.array([[0.2, 0.3, 0.5], [0.1, 0.6, 0.3]])
    y_true = np.array(
        [1, 0] if "sparse" in name else [[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]]
    )
    gradient = getattr(gradients, f"{name}_gradient")
    both = gradient(y_true, y_pred, reduction="none", **options)
    for i in range(2):
        alone = gradient(y_true[i : i + 1], y_pred[i : i + 1], **options)
        np.testing.assert_array_equal(both[i : i + 1], alone)


# The errors of the book's first example are 1 and 3; ln 4 is -log(0.25).
LN4, LN4_3 = np.log(4), np.log(4 / 3)
LOGITS = np.log([0.25, 0.75])  # their softmax is 0.25 and 0.75
EXAMPLES = {
    "mean_absolute_error": ([1, 0], [2, 3], {}, [1, 3], [1, 1]),
    "mean_squared_error": ([1, 0], [2, 3], {}, [1, 9], [2, 6]),
    "binary_crossentropy": ([1, 0], [0.75, 0.75], {}, [LN4_3, LN4], [-4 / 3, 4]),
    "binary_crossentropy_from_logits": (
        [1, 0],
        [np.log(3), np.log(3)],  # the sigmoid of ln 3 is 3/4
        {"from_logits": True},
        [LN4_3, LN4],
        [-1 / 4, 3 / 4],
    ),
    "categorical_crossentropy": (
        [[0, 1], [1, 0]],
        [[0.25, 0.75], [0.25, 0.75]],
        {},
        [LN4_3, LN4],
        [[1, 1 - 4 / 3], [1 - 4, 1]],
    ),
    "categorical_crossentropy_from_logits": (
        [[0, 1], [1, 0]],
        [LOGITS, LOGITS],
        {"from_logits": True},
        [LN4_3, LN4],
        [[1 / 4, -1 / 4], [-3 / 4, 3 / 4]],
    ),
    "sparse_categorical_crossentropy": (
        [1, 0],
        [[0.25, 0.75], [0.25, 0.75]],
        {},
        [LN4_3, LN4],
        [[1, 1 - 4 / 3], [1 - 4, 1]],
    ),
    "sparse_categorical_crossentropy_from_logits": (
        [1, 0],
        [LOGITS, LOGITS],
        {"from_logits": True},
        [LN4_3, LN4],
        [[1 / 4, -1 / 4], [-3 / 4, 3 / 4]],
    ),
}
examples = pytest.mark.parametrize("key", EXAMPLES)


def twins(key):
    name = key.removesuffix("_from_logits")
    return getattr(losses, name), getattr(gradients, f"{name}_gradient"), *EXAMPLES[key]


@examples
def test_unweighted(key):
    loss, slope, y_true, y_pred, options, each, slopes = twins(key)
    value = loss(y_true, y_pred, **options)
    np.testing.assert_allclose(value, sum(each) / 2, rtol=1e-14)
    gradient = slope(y_true, y_pred, **options)
    np.testing.assert_allclose(gradient, np.array(slopes) / 2, rtol=1e-14)


@examples
def test_sample_weighted(key):
    # Divided by the number of examples, 2, and not by the sum of the weights, 6.
    loss, slope, y_true, y_pred, options, each, slopes = twins(key)
    options = {**options, "sample_weight": [1, 5]}
    value = loss(y_true, y_pred, **options)
    np.testing.assert_allclose(value, (each[0] + 5 * each[1]) / 2, rtol=1e-14)
    gradient = slope(y_true, y_pred, **options)
    expected = [np.multiply(slopes[0], 1 / 2), np.multiply(slopes[1], 5 / 2)]
    np.testing.assert_allclose(gradient, expected, rtol=1e-14)


@examples
def test_sum(key):
    loss, slope, y_true, y_pred, options, each, slopes = twins(key)
    options = {**options, "reduction": "sum"}
    np.testing.assert_allclose(loss(y_true, y_pred, **options), sum(each), rtol=1e-14)
    np.testing.assert_allclose(slope(y_true, y_pred, **options), slopes, rtol=1e-14)


@examples
def test_no_reduction(key):
    loss, slope, y_true, y_pred, options, each, slopes = twins(key)
    options = {**options, "reduction": "none"}
    np.testing.assert_allclose(loss(y_true, y_pred, **options), each, rtol=1e-14)
    np.testing.assert_allclose(slope(y_true, y_pred, **options), slopes, rtol=1e-14)


def test_the_rmse_is_the_root_of_the_mean_square():
    # Errors 1 and 7: √((1 + 49) / 2) = 5; the second alone, by its weight, is 7.
    assert losses.root_mean_squared_error([1, 0], [2, 7]) == 5
    assert losses.root_mean_squared_error([1, 0], [2, 7], sample_weight=[0, 3]) == 7


@pytest.mark.parametrize(
    ("dtype", "lowest", "highest"),
    [("float32", 1e-7, 2.0**-23), ("float64", 1e-7, 1e-7)],
)
def test_the_clip_bounds_the_loss_of_a_certain_mistake(dtype, lowest, highest):
    # In float32, 1 - 1e-7 rounds to 1 - 2⁻²³: being wrong about a 0 costs less, 15.9,
    # than being wrong about a 1, 16.1.
    wrong = np.array([0, 1], dtype)
    loss = losses.binary_crossentropy([1, 0], wrong, reduction="none")
    np.testing.assert_allclose(loss, -np.log([lowest, highest]), rtol=1e-6)
    gradient = gradients.binary_crossentropy_gradient([1, 0], wrong)
    np.testing.assert_array_equal(gradient, [0, 0])


def test_rows_are_divided_by_their_sum_before_the_clip_or_after_it():
    # Certain of the wrong class. The sparse loss clips first: with two classes the row
    # still sums to one, 1e-7 + (1 - 1e-7), but with three to 1 + 1e-7.
    two, three = np.array([[0.0, 1.0]]), np.array([[0.0, 0.0, 1.0]])
    first = losses.categorical_crossentropy([[1, 0, 0]], three)
    np.testing.assert_allclose(first, -np.log(1e-7), rtol=1e-14)
    after = losses.sparse_categorical_crossentropy([0], two)
    np.testing.assert_allclose(after, -np.log(1e-7), rtol=1e-14)
    after = losses.sparse_categorical_crossentropy([0], three)
    np.testing.assert_allclose(after, -np.log(1e-7 / (1 + 1e-7)), rtol=1e-14)


def test_a_certain_and_right_answer_from_logits_costs_zero_and_not_minus_zero():
    for loss, y_true in (
        (losses.categorical_crossentropy, [[1, 0]]),
        (losses.sparse_categorical_crossentropy, [0]),
    ):
        assert repr(loss(y_true, [[1e4, 0]], from_logits=True)) == "np.float64(0.0)"


# Float16 cannot hold the limits of the clip: see BAD_KIND.
@pytest.mark.parametrize(
    ("name", "options", "dtype"),
    [
        (name, options, dtype)
        for name, options in FORMS
        for dtype in ("float16", "float32", "float64")
        if dtype != "float16" or options or "error" in name
    ],
)
def test_the_dtype_of_the_predictions_is_the_dtype_of_the_answer(name, options, dtype):
    y_pred = np.array([[0.25, 0.75], [0.5, 0.5]], dtype)
    y_true = np.array([1, 0] if "sparse" in name else [[0.0, 1.0], [1.0, 0.0]])
    weights = np.array([1.0, 2.0])
    answers = [
        getattr(losses, name)(y_true, y_pred, sample_weight=weights, **options),
        getattr(gradients, f"{name}_gradient")(y_true, y_pred, **options),
    ]
    assert [answer.dtype for answer in answers] == [dtype, dtype]
    assert np.isscalar(answers[0])
    assert answers[1].shape == y_pred.shape


@forms
def test_the_arguments_are_left_as_they_were(name, options):
    y_pred = np.array([[0.25, 0.75], [0.0, 1.0]])
    y_true = np.array([1, 0] if "sparse" in name else [[0.0, 1.0], [1.0, 0.0]])
    weights = np.array([1.0, 2.0])
    given = [array.copy() for array in (y_true, y_pred, weights)]
    getattr(losses, name)(y_true, y_pred, sample_weight=weights, **options)
    getattr(gradients, f"{name}_gradient")(
        y_true, y_pred, sample_weight=weights, **options
    )
    for before, after in zip(given, (y_true, y_pred, weights), strict=True):
        np.testing.assert_array_equal(before, after)


def test_tensors_of_tensorflow_are_taken_too():
    assert (
        losses.mean_squared_error(tf.constant([1.0, 0.0]), tf.constant([2.0, 3.0])) == 5
    )


@pytest.mark.parametrize("name", [*KERAS, "root_mean_squared_error"])
def test_a_gradient_takes_the_arguments_of_its_loss(name):
    loss, gradient = getattr(losses, name), getattr(gradients, f"{name}_gradient")
    assert inspect.signature(gradient) == inspect.signature(loss)


@pytest.mark.parametrize("name", KERAS)
def test_a_loss_has_the_name_and_the_first_arguments_of_a_function_of_keras(name):
    theirs = inspect.signature(getattr(keras.losses, name)).parameters
    ours = inspect.signature(getattr(losses, name)).parameters
    assert list(ours)[:2] == list(theirs)[:2] == ["y_true", "y_pred"]
    assert ours.get("from_logits") is None or "from_logits" in theirs


ROWS = [[0.25, 0.75], [0.5, 0.5]]
HINT = r" \(for logits, use from_logits=True\)"
BAD = {
    "no numbers": ("mean_squared_error", [], [], {}, "y_pred: got no numbers"),
    "NaN": ("mean_absolute_error", [1], [np.nan], {}, r"y_pred: got nan at \[0\];"),
    "an infinite target": (
        "mean_absolute_error",
        [np.inf],
        [1],
        {},
        r"y_true: got inf at \[0\];",
    ),
    "other shapes": (
        "root_mean_squared_error",
        [1, 2],
        [[1], [2]],
        {},
        r"y_true: got shape \(2,\); needs \(2, 1\), the shape of y_pred$",
    ),
    "one weight for two": (
        "mean_squared_error",
        [1, 2],
        [1, 2],
        {"sample_weight": [1]},
        r"sample_weight: got shape \(1,\); needs \(2,\)",
    ),
    "a negative weight": (
        "root_mean_squared_error",
        [1, 2],
        [1, 2],
        {"sample_weight": [1, -1]},
        r"sample_weight: got -1.0 at \[1\];",
    ),
    "another reduction": (
        "mean_squared_error",
        [1],
        [2],
        {"reduction": "mean"},
        "reduction: got 'mean'; needs 'sum_over_batch_size' or 'sum' or 'none'$",
    ),
    "a target over one": (
        "binary_crossentropy",
        [2],
        [0.5],
        {"from_logits": True},
        r"y_true: got 2.0 at \[0, 0\]; a probability must lie between 0 and 1$",
    ),
    "logits for a probability": (
        "binary_crossentropy",
        [[1.0]],
        [[-0.5]],
        {},
        r"y_pred: got -0.5 at \[0, 0\]; a probability must lie between 0 and 1" + HINT,
    ),
    "logits for probabilities": (
        "categorical_crossentropy",
        [[0, 1]],
        [[-1.0, 2.0]],
        {},
        r"y_pred: got -1.0 at \[0, 0\]; a probability must lie between 0 and 1" + HINT,
    ),
    "rows over one": (
        "sparse_categorical_crossentropy",
        [0, 1],
        [[0.5, 0.5], [0.5, 0.75]],
        {},
        "y_pred: got probabilities that sum to 1.25 in row 1; each row must sum to 1"
        + HINT,
    ),
    "target rows under one": (
        "categorical_crossentropy",
        [[0.0, 0.0], [0.0, 1.0]],
        ROWS,
        {"from_logits": True},
        "y_true: got probabilities that sum to 0 in row 0; each row must sum to 1$",
    ),
    "class numbers for rows": (
        "categorical_crossentropy",
        [0, 1],
        ROWS,
        {},
        (
            r"y_true: got shape \(2,\); needs \(2, 2\), the shape of y_pred "
            r"\(class numbers are for sparse_categorical_crossentropy\)$"
        ),
    ),
    "rows for class numbers": (
        "sparse_categorical_crossentropy",
        [[0, 1], [1, 0]],
        ROWS,
        {},
        r"y_true: got shape \(2, 2\); needs \(2,\), one class number per row",
    ),
    "one row for class numbers": (
        "sparse_categorical_crossentropy",
        [0],
        [0.25, 0.75],
        {},
        r"y_pred: got shape \(2,\); needs \(examples, classes\)$",
    ),
    "an unknown class": (
        "sparse_categorical_crossentropy",
        [0, 2],
        ROWS,
        {},
        r"y_true: got 2 at \[1\]; every label must lie between 0 and 1$",
    ),
    "a single class": (
        "categorical_crossentropy",
        [[1.0]],
        [[1.0]],
        {},
        r"y_pred: got 1 class in shape \(1, 1\); needs two or more",
    ),
}
BAD_KIND = {
    "words": ("mean_squared_error", ["a"], [1], "y_true: got <U1 values"),
    "float labels": (
        "sparse_categorical_crossentropy",
        [0.0, 1.0],
        ROWS,
        "y_true: got float64 labels; needs integers",
    ),
    "a half probability": (
        "binary_crossentropy",
        [1],
        np.array([0.5], np.float16),
        "y_pred: got float16 probabilities; needs float32 or float64",
    ),
    "half probabilities": (
        "categorical_crossentropy",
        [[0, 1]],
        np.array([[0.5, 0.5]], np.float16),
        "y_pred: got float16 probabilities; needs float32 or float64",
    ),
}


@pytest.mark.parametrize("key", BAD)
def test_bad_input_is_refused_by_loss_and_gradient(key):
    name, y_true, y_pred, options, message = BAD[key]
    for function in getattr(losses, name), getattr(gradients, f"{name}_gradient"):
        with pytest.raises(ValueError, match=f"^{message}"):
            function(y_true, y_pred, **options)


@pytest.mark.parametrize("key", BAD_KIND)
def test_input_of_the_wrong_kind_is_refused_by_loss_and_gradient(key):
    name, y_true, y_pred, message = BAD_KIND[key]
    for function in getattr(losses, name), getattr(gradients, f"{name}_gradient"):
        with pytest.raises(TypeError, match=f"^{message}"):
            function(y_true, y_pred)


@pytest.mark.parametrize("function", [losses.softmax, gradients.softmax_jacobian])
def test_softmax_needs_two_classes(function):
    with pytest.raises(
        ValueError, match=r"^logits: got 1 class in shape \(1,\); needs"
    ):
        function([1.0])


def test_only_probabilities_are_clipped():
    with pytest.raises(ValueError, match=r"^probabilities: got 2.0 at \[0\]; a prob"):
        losses.clipped([2.0])
