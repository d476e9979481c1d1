"""A trained network, made small enough for a page to carry."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from lossbook.arguments import check_shape, float_array
from lossbook.laboratory.settings import SIDE, SIZES
from lossbook.losses import softmax

LARGEST = 127  # of the whole numbers that one byte holds


@dataclass(frozen=True)
class PackedLayer:
    """A dense layer, each of whose weights is one byte.

    Attributes:
        steps: The weights as whole numbers from −127 to 127, of shape
            `(inputs, units)`, signed bytes.
        step: What one of them is worth, for each unit, of shape `(units,)`, float32.
        biases: As they are, of shape `(units,)`, float32.
    """

    steps: np.ndarray
    step: np.ndarray
    biases: np.ndarray

    def weights(self):
        """The weights that the bytes stand for, of shape `(inputs, units)`, float32."""
        return self.steps * self.step

    def __call__(self, inputs):
        return inputs @ self.weights() + self.biases


class PackedNetwork:
    """The chapter's network, its weights rounded to one byte each.

    Args:
        layers: Its two layers, `PackedLayer` objects.
    """

    def __init__(self, layers):
        self.layers = tuple(layers)

    def predict(self, pixels):
        """Compute the probabilities of the ten digits.

        Args:
            pixels: Images from 0 to 1, of shape `(n, 28, 28)`.

        Returns:
            A float array of shape `(n, 10)`, each row of which sums to 1.

        Raises:
            TypeError: If `pixels` are not numbers.
            ValueError: If the shape is another one, or a pixel is not finite.
        """
        return softmax(self.logits(pixels).astype(np.float64))

    def logits(self, pixels):
        """Compute what softmax makes the probabilities of; see `predict`."""
        pixels = float_array("pixels", pixels, np.float32)
        check_shape("pixels", pixels, {3: "(n, 28, 28)"})
        if pixels.shape[1:] != (SIDE, SIDE):
            raise ValueError(f"pixels: got shape {pixels.shape}; needs (n, 28, 28)")
        hidden, output = self.layers
        return output(np.maximum(hidden(pixels.reshape(-1, SIZES[0])), 0))

    def to_bytes(self):
        """Lay out all that it consists of: the bytes of both layers, then the rest.

        The rest are the steps and the biases of the first layer, then of the second,
        as little-endian float32.
        """
        rest = [part for layer in self.layers for part in (layer.step, layer.biases)]
        return b"".join(
            [layer.steps.astype("i1").tobytes() for layer in self.layers]
            + [part.astype("<f4").tobytes() for part in rest]
        )


def packed_network(model):
    """Pack the chapter's network: one byte for each weight, instead of four.

    The weights of a unit become whole multiples of a step of its own, the largest of
    them 127 steps. The biases, one for each unit, stay as they are.

    Args:
        model: A Keras model with the chapter's network: `Flatten`, and `Dense` layers
            of 84 and of 10 units.

    Returns:
        A `PackedNetwork`.

    Raises:
        TypeError: If `model` has no `get_weights`.
        ValueError: If its weights have other shapes, or one is not finite.

    Source: Krishnamoorthi (2018), Quantizing deep convolutional networks for efficient
    inference: A whitepaper, arXiv:1806.08342: the symmetric quantizer, with a scale for
    each channel, here for each unit. TensorFlow Lite stores weights so.

    >>> class Model:
    ...     def get_weights(self):
    ...         first = np.zeros((784, 84)), np.zeros(84)
    ...         return [*first, np.full((84, 10), 0.5), np.arange(10)]
    >>> packed_network(Model()).logits(np.zeros((1, 28, 28)))
    array([[0., 1., 2., 3., 4., 5., 6., 7., 8., 9.]], dtype=float32)
    """
    if not hasattr(model, "get_weights"):
        raise TypeError(f"model: got {model!r}; needs a Keras model")
    weights = [
        float_array("weights of model", w, np.float32) for w in model.get_weights()
    ]
    found = [array.shape for array in weights]
    wanted = [shape for i, o in pairwise(SIZES) for shape in ((i, o), (o,))]
    if found != wanted:
        raise ValueError(f"model: got weights of shapes {found}; needs {wanted}")
    return PackedNetwork(map(_packed_layer, weights[::2], weights[1::2]))


def _packed_layer(weights, biases):
    step = np.abs(weights).max(axis=0) / LARGEST
    step[step == 0] = 1  # a unit without weights: any step will do
    return PackedLayer(np.rint(weights / step).astype(np.int8), step, biases)
