"""What the questions of several pages compute alike: right for one, wrong for another."""

import numpy as np


def mean(targets):
    return np.mean(targets)


def median(targets):
    return np.median(targets)


def midrange(targets):
    """The number halfway between the smallest and the largest."""
    return (min(targets) + max(targets)) / 2


def change(before, after):
    """How the second number differs from the first, in a word."""
    if after == before:
        return "the same"
    return "larger" if after > before else "smaller"
