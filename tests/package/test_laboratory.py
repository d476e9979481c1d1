"""What the laboratories need of the package: digits, a packed network, and runs."""

import base64
import json
import zlib

import IPython.display
import keras
import numpy as np
import pytest
from chapter_network import build

import lossbook as lb
from lossbook.laboratory.digits import laboratory_digits
from lossbook.laboratory.packed import PackedLayer, PackedNetwork
from lossbook.laboratory.show import MISTAKES
from lossbook.mnist import load_data


@pytest.fixture(scope="module")
def model():
    """The network, with weights and biases of chance."""
    keras.utils.set_random_seed(3)
    model, chance = build(), np.random.default_rng(3)
    for layer in model.layers[1:]:
        kernel, bias = layer.get_weights()
        layer.set_weights([kernel, chance.normal(size=bias.shape)])
    return model


@pytest.fixture
def shown(monkeypatch):
    """What a notebook gets to show."""
    bundles = []
    monkeypatch.setattr(IPython, "get_ipython", lambda: True)
    monkeypatch.setattr(
        IPython.display, "display", lambda bundle, metadata, raw: bundles.append(bundle)
    )
    return bundles


def weights(**changed):
    """A model that only has weights, some of them changed."""
    arrays = {"a": (784, 84), "b": (84,), "c": (84, 10), "d": (10,)}
    arrays = {name: np.ones(shape) for name, shape in arrays.items()} | changed

    class Model:
        def get_weights(self):
            return [*arrays.values()]

    return Model()


# Digits


def test_the_digits_are_those_of_mnist_with_sixteen_shades():
    (x_train, y_train), (x_test, y_test) = load_data()
    for (pixels, labels), x, y, count, every in zip(
        laboratory_digits(), (x_train, x_test), (y_train, y_test),
        (5000, 500), (12, 20), strict=True,
    ):  # fmt: skip
        assert pixels.shape == (count, 28, 28)
        assert (labels == y[::every]).all()
        assert np.abs(pixels - x[::every] / 255).max() <= 1 / 30 + 1e-6
        assert len(np.unique(pixels)) == 16
        assert min(np.bincount(labels)) >= count / 15  # no digit is rare


# The packed network


def test_a_packed_network_says_nearly_what_the_model_says(model):
    _, (pixels, _) = laboratory_digits()
    packed = lb.packed_network(model)
    right = model.predict(pixels, verbose=0)
    got = packed.predict(pixels)
    assert got.shape == (500, 10)
    assert got.sum(axis=1) == pytest.approx(np.ones(500))
    assert np.abs(got - right).max() < 0.02
    assert np.mean(got.argmax(axis=1) == right.argmax(axis=1)) > 0.98


def test_a_weight_is_off_by_half_a_step_at_most(model):
    packed = lb.packed_network(model)
    for layer, (kernel, bias) in zip(
        packed.layers, (each.get_weights() for each in model.layers[1:]), strict=True
    ):
        assert layer.steps.dtype == np.int8
        assert np.abs(layer.steps).max(axis=0) == pytest.approx(127)
        assert (np.abs(layer.weights() - kernel) <= 0.501 * layer.step).all()
        assert (layer.biases == bias).all()


def test_a_unit_without_weights_stays_one():
    packed = lb.packed_network(weights(a=np.zeros((784, 84))))
    assert (packed.layers[0].weights() == 0).all()
    assert packed.predict(np.ones((1, 28, 28))) == pytest.approx(np.full((1, 10), 0.1))


def test_its_bytes_are_in_the_order_in_which_the_page_reads_them():
    layers = [
        PackedLayer(
            steps=np.full((inputs, units), number, np.int8),
            step=np.full(units, number / 4, np.float32),
            biases=np.full(units, number / 8, np.float32),
        )
        for number, inputs, units in ((1, 784, 84), (2, 84, 10))
    ]
    content = PackedNetwork(layers).to_bytes()
    weight_bytes = 784 * 84 + 84 * 10
    rest = np.frombuffer(content[weight_bytes:], "<f4")
    assert content[:weight_bytes] == b"\1" * 784 * 84 + b"\2" * 840
    assert [*dict.fromkeys(rest.tolist())] == [0.25, 0.125, 0.5]
    assert len(rest) == 2 * (84 + 10)


@pytest.mark.parametrize(
    ("model", "error", "said"),
    [
        (3, TypeError, "model: got 3; needs a Keras model"),
        (weights(d=np.ones(9)), ValueError, r"got weights of shapes .*\(9,\)\]; needs"),
        (weights(b=np.full(84, np.nan)), ValueError, "must be finite"),
        (weights(b=np.full(84, "a")), TypeError, "weights of model"),
    ],
)
def test_what_cannot_be_packed_is_refused(model, error, said):
    with pytest.raises(error, match=said):
        lb.packed_network(model)


@pytest.mark.parametrize(
    ("pixels", "error", "said"),
    [
        (np.ones((28, 28)), ValueError, r"pixels: .*\(28, 28\).*\(n, 28, 28\)"),
        (np.ones((1, 784)), ValueError, r"\(n, 28, 28\)"),
        (np.ones((1, 27, 28)), ValueError, r"pixels: got shape \(1, 27, 28\)"),
        (np.full((1, 28, 28), np.inf), ValueError, "must be finite"),
        (np.full((1, 28, 28), "ink"), TypeError, "pixels"),
    ],
)
def test_pixels_that_are_none_are_refused(pixels, error, said):
    packed = lb.packed_network(weights())
    with pytest.raises(error, match=said):
        packed.predict(pixels)


# Runs


def test_the_runs_are_the_six_of_the_page():
    runs = lb.laboratory_runs()
    settings = [(run.loss, run.largest_pixel, run.rate, run.seed) for run in runs]
    losses = ("cross-entropy", "MSE", "MAE")
    assert settings == [(loss, top, 0.001, 0) for top in (1, 255) for loss in losses]
    for run in runs:
        assert run.losses.shape == (235,)
        assert [*run.batches] == [*range(1, 21), *range(25, 236, 5)]
        assert run.accuracies.shape == run.batches.shape
        assert ((run.accuracies >= 0) & (run.accuracies <= 1)).all()


# What a notebook gets


def test_the_laboratory_that_draws_gets_the_network_and_a_digit(shown, model):
    packed = lb.packed_network(model)
    lb.explore_drawing(packed)
    (bundle,) = shown
    assert bundle["text/plain"] == "A laboratory of the site: Draw a digit."
    content = json.loads(
        json.dumps(bundle["application/vnd.lossbook.laboratory.v1+json"])
    )
    assert content["kind"] == "drawing"
    _, (pixels, labels) = laboratory_digits()
    assert np.array(content["digit"]["shades"]) == pytest.approx(255 * pixels[0])
    assert content["digit"]["label"] == labels[0]
    assert zlib.decompress(base64.b85decode(content["network"])) == packed.to_bytes()


def test_the_laboratory_of_mistakes_gets_the_largest_losses(shown, model):
    packed = lb.packed_network(model)
    lb.explore_mistakes(packed)
    (bundle,) = shown
    content = bundle["application/vnd.lossbook.laboratory.v1+json"]
    _, (pixels, labels) = laboratory_digits()
    each = keras.losses.SparseCategoricalCrossentropy(
        from_logits=True, reduction="none"
    )
    losses = each(labels, packed.logits(pixels)).numpy()
    worst = np.argsort(-losses)[:MISTAKES]
    assert [digit["label"] for digit in content["digits"]] == labels[worst].tolist()
    for digit, place in zip(content["digits"], worst, strict=True):
        assert np.array(digit["shades"]) == pytest.approx(255 * pixels[place])


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("cross-entropy", keras.losses.CategoricalCrossentropy),
        ("MSE", keras.losses.MeanSquaredError),
        ("MAE", keras.losses.MeanAbsoluteError),
    ],
)
def test_it_gets_what_a_loss_makes_of_them_and_of_all_wrong_answers(
    shown, model, name, kind
):
    packed = lb.packed_network(model)
    lb.explore_mistakes(packed)
    content = shown[0]["application/vnd.lossbook.laboratory.v1+json"]
    _, (pixels, labels) = laboratory_digits()
    p, y_true = packed.predict(pixels), keras.ops.one_hot(labels, 10, dtype="float64")
    costs = kind(reduction="none", dtype="float64")(y_true, p).numpy()
    worst = p[np.arange(500), labels].argsort()[:MISTAKES]
    got = [digit["costs"][name] for digit in content["digits"]]
    assert got == pytest.approx(costs[worst])
    wrong = p.argmax(axis=1) != labels
    assert (content["wrong"], content["count"]) == (wrong.sum(), 500)
    assert content["shares"][name] == pytest.approx(costs[wrong].sum() / costs.sum())


def test_the_laboratory_that_trains_gets_the_runs(shown):
    lb.explore_training()
    (bundle,) = shown
    content = bundle["application/vnd.lossbook.laboratory.v1+json"]
    assert [run["losses"] for run in content["runs"]] == [
        run.losses.tolist() for run in lb.laboratory_runs()
    ]


def test_outside_of_a_notebook_a_laboratory_is_a_sentence(capsys):
    lb.explore_training()
    assert capsys.readouterr().out == "A laboratory of the site: Train the network.\n"


@pytest.mark.parametrize("show", [lb.explore_drawing, lb.explore_mistakes])
def test_a_network_that_is_not_packed_is_refused(show, model):
    with pytest.raises(TypeError, match="needs what packed_network returns"):
        show(model)
