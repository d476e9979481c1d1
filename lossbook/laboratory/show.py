"""Puts a laboratory into a page.

A notebook shows in its place what it would be; the site has the scripts that bring it to
life, see `lossbook.site.laboratories`. What it needs of the chapter goes along: the
network, and the numbers that stand there until somebody touches it.
"""

import base64
import zlib

import numpy as np

from lossbook.laboratory.digits import laboratory_digits
from lossbook.laboratory.packed import PackedNetwork
from lossbook.laboratory.runs import laboratory_runs

MIME = "application/vnd.lossbook.laboratory.v1+json"
MISTAKES = 12  # how many digits the list of mistakes has


def explore_drawing(network):
    """Show the laboratory in which a network reads a digit that you draw.

    Args:
        network: A `PackedNetwork`.

    Raises:
        TypeError: If `network` is another thing.
    """
    _check_packed(network)
    _, (pixels, labels) = laboratory_digits()
    (first,) = _judged(network, pixels[:1], labels[:1], range(1))
    _show("drawing", "Draw a digit", network=text_of(network.to_bytes()), digit=first)


def explore_training():
    """Show the laboratory that trains the network, with a choice of loss."""
    runs = [
        {
            "loss": run.loss,
            "largest_pixel": run.largest_pixel,
            "rate": run.rate,
            "seed": run.seed,
            "losses": run.losses.tolist(),
            "batches": run.batches.tolist(),
            "accuracies": run.accuracies.tolist(),
        }
        for run in laboratory_runs()
    ]
    _show("training", "Train the network", runs=runs)


def explore_mistakes(network):
    """Show the laboratory that lists the digits with the largest loss.

    Args:
        network: A `PackedNetwork`.

    Raises:
        TypeError: If `network` is another thing.
    """
    _check_packed(network)
    _, (pixels, labels) = laboratory_digits()
    logits = network.logits(pixels).astype(float)
    truth = logits[np.arange(len(labels)), labels]
    costs = np.logaddexp.reduce(logits, axis=1) - truth
    worst = np.argsort(-costs, kind="stable")[:MISTAKES].tolist()
    _show(
        "mistakes",
        "What a network gets wrong",
        network=text_of(network.to_bytes()),
        digits=_judged(network, pixels[worst], labels[worst], worst),
    )


def _judged(network, pixels, labels, places):
    """Some of the unseen digits, with what the network says of them."""
    shades = np.rint(pixels * 255).astype(int)
    return [
        {"place": place, "shades": s.tolist(), "label": int(label), "logits": z}
        for place, s, label, z in zip(
            places, shades, labels, network.logits(pixels).tolist(), strict=True
        )
    ]


def text_of(content):
    """Bytes as a text that a page unpacks: compressed, five characters for four bytes.

    >>> zlib.decompress(base64.b85decode(text_of(b"pixels")))
    b'pixels'
    """
    return base64.b85encode(zlib.compress(content, 9)).decode()


def _check_packed(network):
    if not isinstance(network, PackedNetwork):
        raise TypeError(f"network: got {network!r}; needs what packed_network returns")


def _show(kind, title, **parts):
    from IPython import get_ipython
    from IPython.display import display

    said = f"A laboratory of the site: {title}."
    if get_ipython() is None:
        print(said)
    else:
        display(
            {MIME: {"kind": kind, "title": title, **parts}, "text/plain": said},
            raw=True,
        )
