"""The digits of the laboratories: few and small enough for a page to carry."""

import numpy as np

from lossbook.mnist import load_data

LEVELS = 16  # shades of gray: four bits a pixel
MNIST_LEVELS = 256
EVERY_TRAIN, EVERY_TEST = 12, 20  # which pictures are taken: the 1st, the 13th, …


def laboratory_digits():
    """Take some of MNIST's digits, with 16 shades of gray instead of 256.

    They are taken at equal distances from the pictures to learn from, and from those
    to be tested on, which a network in a page never learns from.

    Returns:
        Two pairs of arrays, ``(pixels, labels), (unseen_pixels, unseen_labels)``:
        5,000 and 500 images of 28 × 28 pixels from 0 to 1, in steps of 1/15, and
        their labels from 0 to 9.

    >>> (pixels, labels), (unseen_pixels, unseen_labels) = laboratory_digits()
    >>> pixels.shape, unseen_pixels.shape, pixels.max()
    ((5000, 28, 28), (500, 28, 28), np.float32(1.0))
    """
    (x_train, y_train), (x_test, y_test) = load_data()
    return (
        (_rounded(x_train[::EVERY_TRAIN]), y_train[::EVERY_TRAIN]),
        (_rounded(x_test[::EVERY_TEST]), y_test[::EVERY_TEST]),
    )


def _rounded(pixels):
    step = (MNIST_LEVELS - 1) // (LEVELS - 1)
    return (np.rint(pixels / step) / (LEVELS - 1)).astype(np.float32)
