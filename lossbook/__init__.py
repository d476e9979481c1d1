"""What the chapters of *Loss Functions in TensorFlow* import.

Numbers, pictures, charts, laboratories, data, and `check`, which judges an answer to an
exercise. Importing this takes a fraction of a second: TensorFlow and Matplotlib are
imported by the functions that need them, and the charts that move, with Altair, when
the first of them is asked for.
"""

import importlib

from lossbook import gradients, losses, mnist
from lossbook.compute import (
    best_constant,
    contributions,
    descent_path,
    gradient,
    pointwise,
)
from lossbook.exercises import check
from lossbook.history import article_history, seed_histories
from lossbook.laboratory import (
    explore_drawing,
    explore_mistakes,
    explore_training,
    laboratory_runs,
    packed_network,
)
from lossbook.plot.plots import (
    plot_bars,
    plot_constants,
    plot_digits,
    plot_gradients,
    plot_lines,
    plot_losses,
    plot_panels,
    plot_steps,
    plot_weights,
)

__all__ = [
    "article_history",
    "best_constant",
    "check",
    "contributions",
    "descent_path",
    "explore_accuracy",
    "explore_cross_entropy",
    "explore_descent",
    "explore_drawing",
    "explore_line",
    "explore_mistakes",
    "explore_neuron",
    "explore_pointwise",
    "explore_predictions",
    "explore_softmax",
    "explore_training",
    "gradient",
    "gradients",
    "laboratory_runs",
    "losses",
    "mnist",
    "packed_network",
    "plot_bars",
    "plot_constants",
    "plot_digits",
    "plot_gradients",
    "plot_lines",
    "plot_losses",
    "plot_panels",
    "plot_steps",
    "plot_weights",
    "pointwise",
    "seed_histories",
]


def __getattr__(name):
    if name.startswith("explore_") and name in __all__:
        return getattr(importlib.import_module("lossbook.explore"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return sorted({*globals(), *__all__})
