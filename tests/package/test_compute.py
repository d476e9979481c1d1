"""Tests of `lossbook.compute`: what it says of a loss follows from the formula."""

import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given, settings
from hypothesis import strategies as st
from keras import losses

from lossbook.compute import (
    best_constant,
    best_constants,
    contributions,
    descent_path,
    gradient,
    jumps,
    mean_loss,
    pointwise,
)

MAE, MSE, HUBER = (
    losses.MeanAbsoluteError(),
    losses.MeanSquaredError(),
    losses.Huber(delta=1.0),
)
ERRORS = np.array([-3.0, -1.0, -0.5, 0.0, 0.25, 1.0, 2.0])

few = settings(max_examples=10)
targets = st.lists(st.integers(-(10**4), 10**4).map(lambda n: n / 100), min_size=1)


def rmse(y_true, y_pred):
    """A loss that gives one number for the whole batch."""
    return tf.sqrt(tf.reduce_mean((y_true - y_pred) ** 2))


def pinball(y_true, y_pred, share=0.3):
    """A loss that gives a number for each prediction; it estimates a quantile."""
    error = y_true - y_pred
    return tf.maximum(share * error, (share - 1) * error)


def equal(y_true, y_pred):
    """A metric: nothing to differentiate."""
    return tf.cast(y_true == y_pred, "float32")


def no_tensorflow(y_true, y_pred):
    return tf.constant(np.abs(y_true.numpy() - y_pred.numpy()))


# pointwise


@pytest.mark.parametrize(
    ("loss", "formula"),
    [
        (MAE, np.abs(ERRORS)),
        (MSE, ERRORS**2),
        (HUBER, np.where(abs(ERRORS) < 1, ERRORS**2 / 2, abs(ERRORS) - 0.5)),
        (losses.mean_squared_error, ERRORS**2),
        (losses.MeanSquaredError(reduction="sum"), ERRORS**2),
        (losses.MeanSquaredError(reduction=None), ERRORS**2),
        (rmse, np.abs(ERRORS)),
        (pinball, np.where(ERRORS < 0, -0.3 * ERRORS, 0.7 * ERRORS)),
    ],
)
def test_each_prediction_has_its_own_loss(loss, formula):
    found = pointwise(loss, 2.0, 2.0 + ERRORS)
    assert found.dtype == np.float64
    np.testing.assert_allclose(found, formula, rtol=1e-6)


def test_one_prediction_has_one_loss():
    np.testing.assert_array_equal(pointwise(MSE, 0.0, [3.0]), [9.0])


def test_all_predictions_are_evaluated_in_one_call():
    calls = []

    class Counted(losses.Loss):
        def call(self, y_true, y_pred):
            calls.append(len(y_pred))
            return tf.abs(y_pred - y_true)[:, 0]

    pointwise(Counted(), 0.0, ERRORS)
    gradient(Counted(), 0.0, ERRORS)
    assert calls == [len(ERRORS)] * 2


@pytest.mark.parametrize(
    ("loss", "y_true"),
    [
        (losses.CategoricalCrossentropy(), [0.0, 1.0, 0.0]),
        (losses.SparseCategoricalCrossentropy(), 1),
        (losses.categorical_crossentropy, [0.0, 1.0, 0.0]),
    ],
)
def test_rows_of_probabilities_cost_minus_the_log_of_the_true_class(loss, y_true):
    p = np.array([[0.2, 0.75, 0.05], [0.1, 0.5, 0.4]])
    np.testing.assert_allclose(pointwise(loss, y_true, p), -np.log(p[:, 1]), rtol=1e-6)


# gradient


@pytest.mark.parametrize(
    ("loss", "formula"),
    [
        (MAE, np.sign(ERRORS)),
        (MSE, 2 * ERRORS),
        (HUBER, np.clip(ERRORS, -1, 1)),
        (losses.huber, np.clip(ERRORS, -1, 1)),
        (losses.MeanSquaredError(reduction="sum"), 2 * ERRORS),
    ],
)
def test_each_prediction_has_its_own_slope(loss, formula):
    found = gradient(loss, 2.0, 2.0 + ERRORS)
    assert found.dtype == np.float64
    np.testing.assert_allclose(found, formula, rtol=1e-6)


def test_a_loss_of_the_whole_batch_is_differentiated_at_each_prediction_on_its_own():
    slopes = gradient(rmse, 0.0, [-3.0, -1.0, 2.0])
    np.testing.assert_allclose(slopes, [-1, -1, 1], rtol=1e-6)


def test_the_slope_in_the_logits_is_softmax_minus_the_target():
    logits, one_hot = np.array([[2.0, 0.5, -1.0], [0.0, 0.0, 0.0]]), np.array([1, 0, 0])
    softmax = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    loss = losses.CategoricalCrossentropy(from_logits=True)
    np.testing.assert_allclose(
        gradient(loss, one_hot, logits), softmax - one_hot, rtol=1e-5
    )


@pytest.mark.parametrize("loss", [equal, no_tensorflow])
def test_a_function_that_tensorflow_cannot_differentiate_is_refused(loss):
    with pytest.raises(ValueError, match="^loss: got no gradient"):
        gradient(loss, 0.0, [1.0, 2.0])


# jumps


@pytest.mark.parametrize("target", [0.0, 0.5, 1 / 3, -2.9, 700.0])
@pytest.mark.parametrize("count", [2, 7, 121])
def test_the_slope_of_the_absolute_error_jumps_from_minus_one_to_one(target, count):
    (jump,) = jumps(MAE, target, target + np.linspace(-3, 3, count))
    assert (jump.before, jump.after) == (-1, 1)
    assert jump.at == pytest.approx(target, rel=2e-5, abs=2e-5)


def test_a_jump_at_a_point_where_the_search_begins_is_found_once():
    assert jumps(MAE, 0.382, [0.0, 1.0]) == [(0.382, -1, 1)]


def test_a_slope_that_jumps_twice_is_found_twice():
    def trough(y_true, y_pred):
        return tf.maximum(abs(y_pred - y_true) - 1, 0)

    assert jumps(trough, 0.0, np.linspace(-3, 3, 121)) == [(-1, -1, 0), (1, 0, 1)]


@pytest.mark.parametrize(
    "loss",
    [
        MSE,
        HUBER,
        losses.LogCosh(),
        lambda y_true, y_pred: tf.math.log(tf.cosh(20 * (y_pred - y_true))),
    ],
)
def test_a_kink_or_a_steep_climb_of_the_slope_is_no_jump(loss):
    assert jumps(loss, 0.5, np.linspace(-3, 3, 25)) == []


# contributions


def test_contributions_are_shares_of_the_total():
    y_true, y_pred = [1.0, 0.0, 5.0], [2.0, 3.0, 5.0]
    np.testing.assert_allclose(contributions(MAE, y_true, y_pred), [1 / 4, 3 / 4, 0])
    np.testing.assert_allclose(contributions(MSE, y_true, y_pred), [1 / 10, 9 / 10, 0])


@pytest.mark.parametrize(
    ("loss", "y_true"),
    [
        (losses.CategoricalCrossentropy(), [[0.0, 1.0], [1.0, 0.0]]),
        (losses.SparseCategoricalCrossentropy(), [1, 0]),
    ],
)
def test_contributions_of_probabilities_are_those_of_their_logarithms(loss, y_true):
    shares = contributions(loss, y_true, [[0.5, 0.5], [0.25, 0.75]])
    np.testing.assert_allclose(shares, [1 / 3, 2 / 3], rtol=1e-6)


def test_a_total_of_zero_has_no_shares():
    with pytest.raises(ValueError, match="total of 0"):
        contributions(MAE, [1.0, 2.0], [1.0, 2.0])


# mean_loss


@pytest.mark.parametrize(
    "loss",
    [
        MAE,
        losses.MeanSquaredError(reduction="sum"),
        losses.MeanSquaredError(reduction=None),
        losses.mean_squared_error,
        rmse,
        pinball,
    ],
)
def test_the_mean_loss_of_a_row_is_what_the_loss_gives_for_it(loss):
    y_true, rows = (
        np.array([1.0, 0.0, 5.0]),
        np.array([[2.0, 3.0, 5.0], [0.0, 0.0, 9.0]]),
    )
    expected = [
        np.mean(loss(np.float32(y_true[:, None]), np.float32(row[:, None])))
        for row in rows
    ]
    np.testing.assert_allclose(mean_loss(loss, y_true, rows), expected, rtol=1e-6)


# best_constant


@few
@given(targets)
def test_the_best_constant_for_the_squared_error_is_the_mean(y_true):
    scale = np.abs(y_true).max()
    assert best_constant(MSE, y_true) == pytest.approx(
        np.mean(y_true), abs=1e-5 * scale
    )


@few
@given(targets)
def test_the_best_constants_for_the_absolute_error_are_the_middle_targets(y_true):
    middle = np.sort(y_true)[[(len(y_true) - 1) // 2, len(y_true) // 2]]
    scale = np.abs(y_true).max()
    assert best_constants(MAE, y_true) == pytest.approx(middle, abs=2e-5 * scale)


def test_the_best_constant_of_large_close_targets_is_their_mean_to_a_ten_thousandth():
    y_true = 1000 + np.random.default_rng(0).normal(size=500)
    assert best_constant(MSE, y_true) == pytest.approx(y_true.mean(), rel=1e-5)


def test_the_best_constant_for_the_pinball_loss_is_a_quantile():
    # 3 of 10 targets lie below: any constant from the third to the fourth is best.
    assert best_constants(pinball, np.arange(10.0)) == (2.0, 3.0)
    assert best_constant(pinball, np.arange(10.0)) == 2.5


def test_the_best_constant_for_a_loss_of_the_whole_batch_is_found():
    assert best_constant(rmse, [1.0, 2.0, 6.0]) == pytest.approx(3, rel=1e-5)


def test_the_best_probability_is_the_share_of_ones():
    loss = losses.BinaryCrossentropy()
    assert best_constant(loss, [0, 1, 1, 1]) == pytest.approx(0.75, rel=1e-5)


def test_the_best_logit_may_lie_beyond_the_targets():
    loss = losses.BinaryCrossentropy(from_logits=True)
    assert best_constant(loss, [0, 1, 1, 1]) == pytest.approx(np.log(3), rel=1e-5)
    assert best_constant(loss, [0, 0, 0, 1]) == pytest.approx(-np.log(3), rel=1e-5)


def test_a_loss_that_falls_without_end_has_no_best_constant():
    with pytest.raises(ValueError, match="needs a least value"):
        best_constant(losses.BinaryCrossentropy(from_logits=True), [1, 1])


# descent_path


def test_descent_on_a_parabola_shrinks_the_distance_by_the_same_factor():
    path = descent_path(MSE, [1.0], [2.0], w=-1, learning_rate=0.1, steps=6)
    np.testing.assert_allclose(path, 2 - 3 * 0.8 ** np.arange(7), rtol=1e-6)


def test_descent_goes_by_the_mean_over_all_examples():
    # The slope of the mean of (w x - y)^2 is 2 mean(x (w x - y)): here 2 (5 w - 7) / 2.
    path = descent_path(MSE, [1.0, 2.0], [1.0, 3.0], w=0, learning_rate=0.1, steps=2)
    np.testing.assert_allclose(path, [0, 0.7, 1.05], rtol=1e-6)


def test_a_function_of_ones_own_leads_where_the_keras_loss_leads():
    def squares(y_true, y_pred):
        return (y_true - y_pred) ** 2

    options = {"w": 0.5, "learning_rate": 0.05, "steps": 4}
    x, y_true = [1.0, 2.0, 3.0], [2.0, 4.0, 7.0]
    np.testing.assert_allclose(
        descent_path(squares, x, y_true, **options),
        descent_path(MSE, x, y_true, **options),
        rtol=1e-6,
    )


def test_steps_that_are_too_long_lead_away_without_complaint():
    path = descent_path(MSE, [1.0], [0.0], w=1, learning_rate=1.5, steps=9)
    np.testing.assert_allclose(path, (-2.0) ** np.arange(10), rtol=1e-6)
    far = descent_path(MSE, [1.0], [0.0], w=1, learning_rate=1e9, steps=9)
    assert not np.isfinite(far[-1])


# Bad input

GOOD = {"w": 0, "learning_rate": 0.1, "steps": 1}


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: pointwise("mse", 0.0, [1.0]), TypeError, "loss: got 'mse'; needs"),
        (lambda: best_constant(None, [1.0]), TypeError, "loss: got None; needs"),
        (lambda: pointwise(MSE, 0.0, []), ValueError, "y_pred: got no numbers"),
        (lambda: pointwise(MSE, 0.0, [np.nan]), ValueError, "y_pred: got nan"),
        (lambda: pointwise(MSE, 0.0, ["a"]), TypeError, "y_pred: got"),
        (lambda: pointwise(MSE, 0.0, 1.0), ValueError, r"y_pred: got shape \(\)"),
        (lambda: pointwise(MSE, [0.0], [1.0]), ValueError, r"y_true: got shape \(1,\)"),
        (lambda: pointwise(MSE, np.inf, [1.0]), ValueError, "y_true: got inf"),
        (lambda: pointwise(MSE, 0.0, [[1.0, 2.0]]), TypeError, "y_true: got float64"),
        (lambda: pointwise(MSE, 2, [[1.0, 2.0]]), ValueError, "y_true: got 2; every"),
        (
            lambda: pointwise(pinball, [0.0, 1.0], [[1.0, 2.0]]),
            ValueError,
            r"loss: got shape \(1, 2\) for one example; needs one number",
        ),
        (
            lambda: contributions(MSE, [0.0], [1.0, 2.0]),
            ValueError,
            "y_true: got shape",
        ),
        (lambda: mean_loss(MSE, [0.0], [[1.0, 2.0]]), ValueError, "y_true: got shape"),
        (lambda: mean_loss(MSE, [0.0], [1.0]), ValueError, "y_pred: got shape"),
        (lambda: best_constant(MSE, []), ValueError, "y_true: got no numbers"),
        (lambda: best_constant(MSE, [[1.0]]), ValueError, "y_true: got shape"),
        (
            lambda: descent_path(MSE, [1.0], [1.0, 2.0], **GOOD),
            ValueError,
            "y_true: got",
        ),
        (lambda: descent_path(MSE, [np.inf], [1.0], **GOOD), ValueError, "x: got inf"),
        (
            lambda: descent_path(MSE, [1.0], [1.0], **GOOD | {"w": np.nan}),
            ValueError,
            "w: got nan",
        ),
        (
            lambda: descent_path(MSE, [1.0], [1.0], **GOOD | {"learning_rate": 0}),
            ValueError,
            "learning_rate: got 0.0; needs more than 0",
        ),
        (
            lambda: descent_path(MSE, [1.0], [1.0], **GOOD | {"steps": 0}),
            ValueError,
            "steps: got 0; needs at least 1",
        ),
        (
            lambda: descent_path(MSE, [1.0], [1.0], **GOOD | {"steps": 1.5}),
            TypeError,
            "steps: got 1.5; needs an integer",
        ),
    ],
)
def test_bad_input_is_named_with_what_it_got_and_what_it_needs(call, error, message):
    with pytest.raises(error, match=f"^{message}"):
        call()
