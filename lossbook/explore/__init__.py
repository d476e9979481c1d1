"""Charts that move: each function shows one, and returns nothing.

The reader moves its sliders, in the page of a browser or in JupyterLab, and the chart
computes again. What holds for every function: a loss is a Keras loss, whose name and
settings the chart takes over, while its mathematics stands in
`lossbook.explore.formulas`; `unit` is written behind the numbers that have one; an
argument of the wrong kind raises `TypeError`, and one that is empty, not finite, of an
unlike length or outside of what the chart can show `ValueError`.
"""

from lossbook.explore.errors import explore_pointwise, explore_predictions
from lossbook.explore.lines import explore_line
from lossbook.explore.probabilities import (
    explore_accuracy,
    explore_cross_entropy,
    explore_softmax,
)
from lossbook.explore.training import explore_descent, explore_neuron

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
