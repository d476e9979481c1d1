"""lossbook.history: the runs that chapter 5 compares with."""

import math
import re
from pathlib import Path

import numpy as np
import pytest

from lossbook import history

ROOT = Path(__file__).parents[2]
CHAPTER = ROOT / "chapters" / "loss_functions_in_practice.md"


def test_the_articles_run_has_ten_epochs_of_each_metric():
    article = history.article_history()
    assert list(article) == ["loss", "accuracy", "val_loss", "val_accuracy"]
    assert {len(values) for values in article.values()} == {10}
    assert (article["loss"][0], article["val_accuracy"][-1]) == (7.8607, 0.9344)


def test_there_are_twenty_runs_and_no_two_are_the_same():
    seeds = history.seed_histories()
    assert {values.shape for values in seeds.values()} == {(20, 10)}
    assert len({tuple(run) for run in seeds["loss"]}) == 20


def test_the_tolerances_in_the_chapter_are_four_standard_deviations_of_the_seeds():
    seeds = history.seed_histories()
    text = CHAPTER.read_text(encoding="utf-8")
    rows = re.findall(r"^ +(\d+)  [\d.]+  [\d.]+ +(.*±.*)$", text, re.MULTILINE)
    stated = [re.findall(r"([\d.]+) ± ([\d.]+)", row) for _, row in rows]
    assert [int(epoch) for epoch, _ in rows] == 2 * list(range(1, 11))
    for (epoch, _), pairs, part in zip(rows, stated, 10 * [0] + 10 * [2], strict=True):
        metrics = history.METRICS[part : part + 2]
        for metric, (center, tolerance) in zip(metrics, pairs, strict=True):
            runs = seeds[metric][:, int(epoch) - 1]
            places = len(center.partition(".")[2])
            assert center == f"{runs.mean():.{places}f}"
            margin = math.ceil(4 * runs.std(ddof=1) * 10**places) / 10**places
            assert float(tolerance) == pytest.approx(margin)


def test_the_articles_run_lies_within_four_standard_deviations_of_the_seeds():
    seeds, article = history.seed_histories(), history.article_history()
    for metric in history.METRICS:
        mean, spread = seeds[metric].mean(axis=0), seeds[metric].std(axis=0, ddof=1)
        assert np.all(np.abs(article[metric] - mean) <= 4 * spread)


def test_the_stored_runs_can_be_measured_again(monkeypatch):
    """One epoch of the first seed, on any machine, is like the stored one."""
    monkeypatch.setattr(history, "EPOCHS", 1)
    again = history.measure(seed=0)
    monkeypatch.undo()
    stored = history.seed_histories()
    for metric in history.METRICS:
        spread = stored[metric][:, 0].std(ddof=1)
        assert again[metric][0] == pytest.approx(stored[metric][0, 0], abs=4 * spread)
