"""The handwritten digits of MNIST, shipped with the package: no network needed.

`data/README.md` says where the file comes from and who made the digits.
"""

import hashlib
import io
import zipfile
from pathlib import Path

import numpy as np

PATH = Path(__file__).parent / "data" / "mnist.npz"
SHA256 = "06af5dfe73b70e3bc1c36439982b18a8d76803db9b544f6fdf838a37fbb01b64"

NAMES_AND_SHAPES = {
    "x_train": (60000, 28, 28),
    "y_train": (60000,),
    "x_test": (10000, 28, 28),
    "y_test": (10000,),
}


def load_data(path=None):
    """Load the digits as `keras.datasets.mnist.load_data` returns them.

    The file that ships with the package is checked by its SHA-256 checksum, and read
    without pickle.

    Args:
        path: Another ``mnist.npz`` with the same four arrays, such as the one that
            Keras downloads, a string or a path. By default, the shipped file.

    Returns:
        Two pairs of arrays of unsigned bytes, ``(x_train, y_train), (x_test, y_test)``:
        60,000 and 10,000 images of 28 × 28 pixels from 0 to 255, and their labels
        from 0 to 9.

    Raises:
        FileNotFoundError: If there is no such file.
        ValueError: If the shipped file is damaged, with its path and both checksums;
            or if another file does not hold the four arrays as they should be.

    >>> (x_train, y_train), (x_test, y_test) = load_data()
    >>> x_train.shape, y_train[0], x_test.shape
    ((60000, 28, 28), np.uint8(5), (10000, 28, 28))
    """
    shipped = path is None
    path = PATH if shipped else Path(path)
    if not path.is_file():
        raise FileNotFoundError(f"{path}: there is no such file")
    content = path.read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if shipped and found != SHA256:
        raise ValueError(
            f"{path}: the file is damaged: its SHA-256 is {found}, "
            f"it should be {SHA256}; install lossbook again"
        )
    arrays = _read(content, f"{path} (SHA-256 {found}, the shipped file's is {SHA256})")
    return (
        (arrays["x_train"], arrays["y_train"]),
        (arrays["x_test"], arrays["y_test"]),
    )


def _read(content, name):
    """Read the four arrays, or say what keeps the file from being MNIST."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as file:
            if missing := NAMES_AND_SHAPES.keys() - set(file.files):
                raise ValueError(f"the arrays {sorted(missing)} are missing")
            arrays = {key: file[key] for key in NAMES_AND_SHAPES}
    except (ValueError, EOFError, AttributeError, zipfile.BadZipFile) as error:
        raise ValueError(f"{name}: not a readable mnist.npz: {error}") from error
    for key, shape in NAMES_AND_SHAPES.items():
        got = arrays[key]
        if got.shape != shape or got.dtype != np.uint8:
            raise ValueError(
                f"{name}: {key} has the shape {got.shape} and type {got.dtype}; "
                f"it must have {shape} and uint8"
            )
    for key in ("y_train", "y_test"):
        if arrays[key].max() > 9:
            raise ValueError(
                f"{name}: {key} has the label {arrays[key].max()}; labels are 0 to 9"
            )
    return arrays
