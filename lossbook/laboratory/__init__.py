"""Two laboratories and what they need: a network to draw for, and one to train.

digits.py   some of MNIST's digits, for a page to carry
packed.py   a trained network, one byte for each weight
runs.py     what the page computes when it trains
show.py     the functions that put a laboratory into a page
"""

from lossbook.laboratory.packed import PackedNetwork, packed_network
from lossbook.laboratory.runs import Run, laboratory_runs
from lossbook.laboratory.show import (
    explore_drawing,
    explore_mistakes,
    explore_training,
)

__all__ = [
    "PackedNetwork",
    "Run",
    "explore_drawing",
    "explore_mistakes",
    "explore_training",
    "laboratory_runs",
    "packed_network",
]
