"""Training histories to compare with: the article's run, and twenty seeds.

``data/article.csv`` holds the ten rows that the article prints. ``data/seeds.csv``
holds the same training measured with the seeds 0 to 19; ``python -m
lossbook.history`` measures it anew (about five minutes) and writes the file.
"""

import csv
from pathlib import Path

import numpy as np

METRICS = ("loss", "accuracy", "val_loss", "val_accuracy")
DATA = Path(__file__).parent / "data"
SEEDS = range(20)
EPOCHS = 10


def article_history():
    """The ten epochs that the article reports, in the form of Keras' ``History``.

    Returns:
        A dict from ``loss``, ``accuracy``, ``val_loss`` and ``val_accuracy`` to
        arrays of 10 values.

    >>> article_history()["val_accuracy"][-1]
    np.float64(0.9344)
    """
    return {key: values[0] for key, values in _read("article.csv").items()}


def seed_histories():
    """The article's training, repeated with twenty seeds.

    Returns:
        A dict from ``loss``, ``accuracy``, ``val_loss`` and ``val_accuracy`` to
        arrays of shape (20, 10): a row a seed, a column an epoch.

    >>> seed_histories()["val_accuracy"].shape
    (20, 10)
    """
    return _read("seeds.csv")


def _read(name):
    with (DATA / name).open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {
        key: np.array([float(row[key]) for row in rows]).reshape(-1, EPOCHS)
        for key in METRICS
    }


def measure(seed):
    """Train the article's network once, on raw pixels; 12 s on two cores.

    Returns:
        Keras' history: a dict from metric to a list of 10 values.
    """
    import keras
    from keras.layers import Dense, Flatten, Input

    from lossbook.mnist import load_data

    (x_train, y_train), test = load_data()
    keras.utils.set_random_seed(seed)
    model = keras.Sequential(
        [
            Input(shape=(28, 28)),
            Flatten(),
            Dense(84, activation="relu"),
            Dense(10, activation="softmax"),
        ]
    )
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model.fit(
        x_train, y_train, 256, EPOCHS, verbose=0, validation_data=test
    ).history


def main():
    rows = []
    for seed in SEEDS:
        history = measure(seed)
        for epoch in range(EPOCHS):
            values = [f"{history[key][epoch]:.4f}" for key in METRICS]
            rows.append([seed, epoch + 1, *values])
        print(
            f"seed {seed}: val_accuracy {history['val_accuracy'][-1]:.4f}", flush=True
        )
    with (DATA / "seeds.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["seed", "epoch", *METRICS])
        writer.writerows(rows)


if __name__ == "__main__":
    main()
