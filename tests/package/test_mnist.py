"""lossbook.mnist: the digits, and what happens when they are not what they should be."""

import hashlib
import socket

import keras
import numpy as np
import pytest

from lossbook import mnist

# Checksums of the raw arrays, as lossbook/data/README.md gives them.
ARRAYS = {
    "x_train": "741c988805d008ac6e4c904b69001ba184c24b2c540a4ef403f4c71b676cf757",
    "y_train": "1feba77c54802fa5339a11837ea4b2866434b83314ec45192930f1df69120c13",
    "x_test": "6d87418db22cc8025d05968bec9bd5c3932904b23485740db143a061a2c9d161",
    "y_test": "ddeff807876a9661a1110d45c266c86239a3a1b7d37da0c3716a7a683c852ff5",
}


@pytest.fixture(scope="module")
def arrays():
    (x_train, y_train), (x_test, y_test) = mnist.load_data()
    return {"x_train": x_train, "y_train": y_train, "x_test": x_test, "y_test": y_test}


def test_the_arrays_are_the_original_ones_byte_for_byte(arrays):
    for name, array in arrays.items():
        assert hashlib.sha256(array.tobytes()).hexdigest() == ARRAYS[name], name


def test_types_and_shapes_are_those_of_keras(arrays):
    assert {name: (a.shape, a.dtype.name) for name, a in arrays.items()} == {
        "x_train": ((60000, 28, 28), "uint8"),
        "y_train": ((60000,), "uint8"),
        "x_test": ((10000, 28, 28), "uint8"),
        "y_test": ((10000,), "uint8"),
    }


def test_the_first_argument_is_the_path_as_in_keras():
    code = keras.datasets.mnist.load_data.__code__
    assert code.co_varnames[0] == mnist.load_data.__code__.co_varnames[0] == "path"


def test_no_network_is_asked(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket, "socket", refuse)
    mnist.load_data()


def test_another_file_is_read(tmp_path, arrays):
    other = tmp_path / "other.npz"
    turned = {**arrays, "x_test": arrays["x_test"][:, ::-1]}
    np.savez_compressed(other, **turned)
    for path in (other, str(other)):
        _, (x_test, _) = mnist.load_data(path)
        np.testing.assert_array_equal(x_test, turned["x_test"])


def test_a_damaged_file_is_named_with_both_checksums_and_left_as_it_is(
    tmp_path, monkeypatch
):
    damaged = tmp_path / "mnist.npz"
    content = bytearray(mnist.PATH.read_bytes())
    content[1000] ^= 1
    damaged.write_bytes(content)
    monkeypatch.setattr(mnist, "PATH", damaged)
    with pytest.raises(ValueError, match="the file is damaged: ") as caught:
        mnist.load_data()
    for part in (str(damaged), hashlib.sha256(content).hexdigest(), mnist.SHA256):
        assert part in str(caught.value)
    assert damaged.read_bytes() == content


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="nowhere.npz: there is no such file"):
        mnist.load_data(tmp_path / "nowhere.npz")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"y_test": None}, "the arrays ['y_test'] are missing"),
        (
            {"x_test": np.zeros((10, 28, 28), "uint8")},
            "x_test has the shape (10, 28, 28)",
        ),
        ({"y_test": np.zeros(10000)}, "type float64; it must have (10000,) and uint8"),
        ({"y_test": np.full(10000, 10, "uint8")}, "y_test has the label 10"),
    ],
)
def test_a_foreign_file_is_refused_with_its_reason(tmp_path, arrays, changes, reason):
    foreign = tmp_path / "foreign.npz"
    content = {**arrays, **changes}
    np.savez(foreign, **{k: a for k, a in content.items() if a is not None})
    with pytest.raises(ValueError, match=r"foreign\.npz") as caught:
        mnist.load_data(foreign)
    assert reason in str(caught.value)
    assert mnist.SHA256 in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"not an archive", b"PK\x03\x04 cut short"])
def test_what_is_no_archive_is_refused(tmp_path, content):
    path = tmp_path / "broken.npz"
    path.write_bytes(content)
    with pytest.raises(ValueError, match="not a readable mnist.npz"):
        mnist.load_data(path)


def test_pickled_objects_are_never_loaded(tmp_path, arrays):
    path = tmp_path / "pickled.npz"
    np.savez(path, **{**arrays, "y_test": np.array([object()] * 3)})
    with pytest.raises(ValueError, match="not a readable mnist.npz"):
        mnist.load_data(path)
