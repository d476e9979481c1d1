"""Charts that move: each function shows one, and returns nothing.

The reader moves its sliders, in the page of a browser or in JupyterLab, and the chart
computes again. What holds for every function: a loss is a Keras loss, whose name and
settings the chart takes over, while its mathematics stands in
`lossbook.explore.formulas`; `unit` is written behind the numbers that have one; an
argument of the wrong kind raises `TypeError`, and one that is empty, not finite, of an
unlike length or outside of what the chart can show `ValueError`.
"""

import importlib

__all__ = [
    "explore_accuracy",
    "explore_cross_entropy",
    "explore_descent",
    "explore_line",
    "explore_neuron",
    "explore_pointwise",
    "explore_predictions",
    "explore_softmax",
]


def __getattr__(name):
    """Bring a chart, and with it Altair, when it is asked for: a build needs neither."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = importlib.import_module(
        f"lossbook.explore.{name.removeprefix('explore_')}"
    )
    return getattr(module, name)


def __dir__():
    return sorted({*globals(), *__all__})
