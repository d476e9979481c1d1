"""What people often do instead of what is right, as functions.

Each takes what the right function takes, and returns the number that comes out. A
question names those that are likely for it.
"""

import numpy as np


def sum_of_distances(y_true, y_pred):
    """Forgot to divide by the number of examples."""
    return np.sum(np.abs(np.subtract(y_pred, y_true)))


def sum_of_squares(y_true, y_pred):
    """Forgot to divide by the number of examples."""
    return np.sum(np.square(np.subtract(y_pred, y_true)))


def mean_error(y_true, y_pred):
    """Forgot to take the signs away, so that errors cancel each other."""
    return np.mean(np.subtract(y_pred, y_true))


def largest_distance(y_true, y_pred):
    """Looked at the worst example alone."""
    return np.max(np.abs(np.subtract(y_pred, y_true)))


def surprisal_in_bits(p):
    """Took the logarithm to base 2 for the natural one."""
    return -np.log2(p)


def surprisal_in_tens(p):
    """Took the logarithm to base 10 for the natural one."""
    return -np.log10(p)


def missing_probability(p):
    """Took what is missing to certainty, without any logarithm."""
    return 1 - p
