"""Puts a laboratory into a page.

A notebook shows in its place what it would be; the site has the scripts that bring it to
life, see `lossbook.site.laboratories.page`. What it needs of the chapter goes along: the
network, and the numbers that stand there until somebody touches it.
"""

import base64
import zlib

import numpy as np

from lossbook import losses
from lossbook.display import show
from lossbook.laboratory.digits import laboratory_digits
from lossbook.laboratory.packed import PackedNetwork
from lossbook.laboratory.runs import laboratory_runs
from lossbook.laboratory.settings import LOSSES, MISTAKES
from lossbook.say import say, tree_of

MIME = "application/vnd.lossbook.laboratory.v1+json"


def explore_drawing(network):
    """Show the laboratory in which a network reads a digit that you draw.

    Args:
        network: A `PackedNetwork`.

    Raises:
        TypeError: If `network` is another thing.
    """
    _check_packed(network)
    _, (pixels, labels) = laboratory_digits()
    (first,) = _judged(network, pixels[:1], labels[:1])
    packed = text_of(network.to_bytes())
    _show("drawing", say("Draw a digit"), network=packed, digit=first)


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
    _show("training", say("Train the network"), runs=runs)


def explore_mistakes(network):
    """Show the laboratory that lists the digits with the largest loss.

    Args:
        network: A `PackedNetwork`.

    Raises:
        TypeError: If `network` is another thing.
    """
    _check_packed(network)
    _, (pixels, labels) = laboratory_digits()
    digits = _judged(network, pixels, labels)
    worst = sorted(digits, key=lambda digit: -digit["costs"]["cross-entropy"])
    wrong = [digit for digit in digits if np.argmax(digit["logits"]) != digit["label"]]
    _show(
        "mistakes",
        say("What a network gets wrong"),
        network=text_of(network.to_bytes()),
        digits=worst[:MISTAKES],
        count=len(digits),
        wrong=len(wrong),
        shares={loss: _total(wrong, loss) / _total(digits, loss) for loss in LOSSES},
    )


def _judged(network, pixels, labels):
    """Some of the unseen digits, with what the network says, and what that costs."""
    logits = network.logits(pixels).astype(float)
    y_true, p = np.eye(logits.shape[1])[labels], losses.softmax(logits)
    costs = (
        losses.categorical_crossentropy(
            y_true, logits, from_logits=True, reduction="none"
        ),
        losses.mean_squared_error(y_true, p, reduction="none"),
        losses.mean_absolute_error(y_true, p, reduction="none"),
    )
    shades = np.rint(pixels * 255).astype(int)
    return [
        {
            "shades": shades.tolist(),
            "label": int(label),
            "logits": z.tolist(),
            "costs": dict(zip(LOSSES, map(float, each), strict=True)),
        }
        for shades, label, z, *each in zip(shades, labels, logits, *costs, strict=True)
    ]


def _total(digits, loss):
    return sum(digit["costs"][loss] for digit in digits)


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
    content = {"kind": kind, "title": tree_of(title), **parts}
    show(f"A laboratory of the site: {title}.", {MIME: content})
