"""Still figures: `plots` draws them, `describe` puts them into words, `figure` shows them."""

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
    "plot_bars",
    "plot_constants",
    "plot_digits",
    "plot_gradients",
    "plot_lines",
    "plot_losses",
    "plot_panels",
    "plot_steps",
    "plot_weights",
]
