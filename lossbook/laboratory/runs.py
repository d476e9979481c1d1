"""Runs of the laboratory that trains: what a page computes, kept to be compared with.

``data/laboratory.csv`` holds them. ``python tests/measure/laboratory_runs.py`` has a
browser compute them anew and writes the file; a test has it compute them and compares.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

DATA = Path(__file__).parents[1] / "data" / "laboratory.csv"
COLUMNS = ("loss", "largest_pixel", "rate", "seed", "batch", "mean_loss", "accuracy")


@dataclass(frozen=True)
class Run:
    """A training of 235 batches on 5,000 digits.

    Attributes:
        loss: ``cross-entropy``, ``MSE`` or ``MAE``.
        largest_pixel: 1 or 255: pixels went from 0 to this.
        rate: The learning rate.
        seed: The seed of the random numbers.
        losses: The mean loss of each batch, before its step, of shape ``(235,)``.
        batches: After how many batches the accuracy was taken, of shape ``(n,)``.
        accuracies: It, on 500 unseen digits, of shape ``(n,)``.
    """

    loss: str
    largest_pixel: int
    rate: float
    seed: int
    losses: np.ndarray
    batches: np.ndarray
    accuracies: np.ndarray


def laboratory_runs():
    """The network of the last chapter, trained in a page, once with each setting.

    Returns:
        A list of six `Run` objects: the three losses on pixels from 0 to 1, then on
        pixels from 0 to 255.

    >>> [(run.loss, run.largest_pixel) for run in laboratory_runs()][-1]
    ('MAE', 255)
    """
    with DATA.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    by_setting = {}
    for row in rows:
        setting = tuple(row[name] for name in COLUMNS[:4])
        by_setting.setdefault(setting, []).append(row)
    return [_run(*setting, rows) for setting, rows in by_setting.items()]


def _run(loss, largest_pixel, rate, seed, rows):
    taken = [row for row in rows if row["accuracy"]]
    return Run(
        loss,
        int(largest_pixel),
        float(rate),
        int(seed),
        losses=np.array([float(row["mean_loss"]) for row in rows]),
        batches=np.array([int(row["batch"]) for row in taken]),
        accuracies=np.array([float(row["accuracy"]) for row in taken]),
    )
