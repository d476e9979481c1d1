"""What the chapters of *Loss Functions in TensorFlow* import.

Numbers, pictures and data. Importing this takes a fraction of a second: TensorFlow
and Matplotlib are imported by the functions that need them.
"""

from lossbook import gradients, losses, mnist
from lossbook.compute import (
    best_constant,
    contributions,
    descent_path,
    gradient,
    pointwise,
)
from lossbook.history import article_history, seed_histories
from lossbook.plot import (
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
    "contributions",
    "descent_path",
    "gradient",
    "gradients",
    "losses",
    "mnist",
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
