"""The sentences that describe figures, computed from the numbers that are drawn.

Who does not see a picture reads these. After a few phrases, each function is named
after the `plot_…` function that uses it: it takes the numbers drawn and returns text.
"""

import re

import numpy as np


def number(value, digits=4):
    """Write a number for reading: few digits and a real minus sign.

    Example:

    >>> number(-0.287682), number(7), number(12345678), number(1.2e-7)
    ('−0.2877', '7', '12,350,000', '1.2e−7')
    """
    if np.isinf(value):
        return "−∞" if value < 0 else "∞"
    size = abs(float(f"{value:.{digits}g}"))
    text = f"{size:,.0f}" if 1000 <= size < 1e9 else f"{size:.{digits}g}"
    text = re.sub(r"e\+?(-?)0*", r"e\1", text).replace("-", "−")
    return "−" + text if value < 0 else text


def plain(label):
    r"""Take the mathematical typesetting off a label.

    Example:

    >>> plain(r"$\hat{y}_1 - y$"), plain(r"$\dfrac{\partial L}{\partial\hat{y}}$")
    ('ŷ₁ − y', '∂L/∂ŷ')
    """
    label = str(label)
    if "$" not in label:
        return label
    label = re.sub(r"\\hat *\{?y\}?", "ŷ", label)
    label = re.sub(r"\\partial *", "∂", label)
    label = re.sub(r"\\d?frac\{([^{}]*)\}\{([^{}]*)\}", r"\1/\2", label)
    label = re.sub(r"_\{?(\d)\}?", lambda digit: "₀₁₂₃₄₅₆₇₈₉"[int(digit[1])], label)
    return re.sub(r"[$\\{}]", "", label).replace("-", "−")


def span(first, last):
    """Say where a range begins and ends."""
    return f"from {number(first)} to {number(last)}"


def course(x, y):
    """Say how a curve runs: its ends, and what lies below or above both.

    Example:

    >>> course(np.array([-2.0, 0.0, 1.0]), np.array([4.0, 0.0, 1.0]))
    'from 4 at −2 to 1 at 1, least 0 at 0'
    """
    x, y = x[np.isfinite(y)], y[np.isfinite(y)]
    if y.size < 2:
        return f"{number(y[0])} at {number(x[0])}" if y.size else "nowhere finite"
    rounding = 1e-6 * np.abs(y).max()
    if np.ptp(y) <= rounding:
        return f"stays at {number(y[0])} {span(x[0], x[-1])}"
    ends = (
        f"from {number(y[0])} at {number(x[0])} to {number(y[-1])} at {number(x[-1])}"
    )
    if (np.diff(y) >= -rounding).all():
        return f"rises {ends}"
    if (np.diff(y) <= rounding).all():
        return f"falls {ends}"
    if y.min() < min(y[0], y[-1]) - rounding:
        ends += f", least {number(y.min())} at {number(x[y.argmin()])}"
    if y.max() > max(y[0], y[-1]) + rounding:
        ends += f", greatest {number(y.max())} at {number(x[y.argmax()])}"
    return ends


def highest(x, curves):
    """Say which of several curves lies above the others, and where.

    Example:

    >>> x = np.array([-2.0, 0.0, 1.0, 2.0])
    >>> highest(x, {"MAE": abs(x), "MSE": x**2})
    'Highest: MSE from −2 to 0 and from 1 to 2.'
    >>> highest(x, {"up": x, "down": -x - 1})
    'Highest: down from −2 to −0.5, up from −0.5 to 2.'
    """
    labels, values = list(curves), np.array(list(curves.values()))
    finite = np.isfinite(values).all(axis=0)
    x, values = x[finite], values[:, finite]
    if len(labels) < 2 or not x.size:
        return ""
    second, first = np.sort(values, axis=0)[-2:]
    tie = first - second <= 1e-6 * np.abs(values).max()
    top = np.where(tie, -1, values.argmax(axis=0))
    touch = tie[1:-1] & (top[:-2] == top[2:])
    top[1:-1][touch] = top[:-2][touch]

    def border(i):  # between the points i and i + 1
        if -1 in top[i : i + 2]:
            return x[i] if top[i] == -1 else x[i + 1]
        lead = values[top[i], i : i + 2] - values[top[i + 1], i : i + 2]
        return x[i] + (x[i + 1] - x[i]) * lead[0] / (lead[0] - lead[1])

    changes = np.flatnonzero(np.diff(top))
    borders = [x[0], *map(border, changes), x[-1]]
    if len(borders) > 8:
        return ""  # Too many crossings to be of help.
    spans = {}
    for k, i in enumerate([0, *(changes + 1)]):
        if top[i] != -1:
            where = span(borders[k], borders[k + 1])
            spans.setdefault(plain(labels[top[i]]), []).append(where)
    if not spans:
        return "The curves coincide."
    parts = [f"{label} {' and '.join(parts)}" for label, parts in spans.items()]
    return f"Highest: {', '.join(parts)}."


def losses(x, curves, at, xlabel, y_true):
    """Describe the losses of single predictions, marked at some indices of x."""
    return _text(
        f"The loss over {_axis(xlabel, x)}; the target is {number(y_true)}.",
        _courses(x, curves),
        highest(x, curves),
        _at(xlabel, x[at], {label: y[at] for label, y in curves.items()}),
    )


def gradients(pieces, answers, marks, marked, xlabel, y_true):
    """Describe slopes, each a list of pieces `(x, y)` between which it jumps.

    The answers are what TensorFlow gives as the slope right at each jump; marked are
    the slopes at the marks.
    """
    each = {label: _pieces(pieces[label], answers[label]) for label in pieces}
    drawn = np.concatenate([x for (x, _) in next(iter(pieces.values()))])
    return _text(
        f"The slope of the loss over {_axis(xlabel, drawn)}; "
        f"the target is {number(y_true)}.",
        _each(each),
        _at(xlabel, marks, marked),
    )


def weights(w, curves, paths, xlabel):
    """Describe mean losses over a weight, and paths `(weights, losses)` along them."""
    name = plain(xlabel)
    walks = [
        f"Path of {plain(label)} in {len(x) - 1} steps: from {name} = {number(x[0])}, "
        f"loss {number(y[0])}, to {name} = {number(x[-1])}, loss {number(y[-1])}"
        + ("." if w[0] <= x[-1] <= w[-1] else ", outside the figure.")
        for label, (x, y) in paths.items()
    ]
    return _text(f"The mean loss over {_axis(xlabel, w)}.", _courses(w, curves), *walks)


def steps(series, xlabel, ylabel):
    """Describe series `(steps, values)`."""
    each = _each({label: course(x, y) for label, (x, y) in series.items()})
    return _text(f"{plain(ylabel)} over {plain(xlabel)}.", each)


def panels(x, curves, stairs, at, xlabel):
    """Describe curves over the same x, some of them staircases, marked at indices."""
    each = {}
    for label, y in curves.items():
        levels = (
            f"a staircase of {len(np.unique(y))} levels, " if label in stairs else ""
        )
        each[label] = levels + course(x, y)
    return _text(
        f"One above the other, over {_axis(xlabel, x)}.",
        _each(each),
        _at(xlabel, x[at], {label: y[at] for label, y in curves.items()}),
    )


def constants(c, curves, best, targets, xlabel):
    """Describe mean losses of a constant; best are one, or all between two."""
    each = {}
    for label, y in curves.items():
        ends = best[label]
        least = f"least {number(y[c == ends[0]][0])}"
        where = f"at {number(ends[0])}" if len(ends) == 1 else f"anywhere {span(*ends)}"
        each[label] = (
            f"{least} {where}; {number(y[0])} at {number(c[0])} "
            f"and {number(y[-1])} at {number(c[-1])}"
        )
    return _text(
        "The mean loss of the same prediction for all targets, "
        f"over {_axis(xlabel, c)}; the targets: {_several(np.sort(targets))}.",
        _each(each),
    )


def bars(heights, names, ylabel):
    """Describe groups of bars."""
    each = {
        label: ", ".join(
            f"{number(value)} for {plain(name)}"
            for name, value in zip(names, values, strict=True)
        )
        for label, values in heights.items()
    }
    return _text(f"Bars of {plain(ylabel)}." if ylabel else "Bars.", _each(each))


def lines(x, y, equations, xlabel, ylabel):
    """Describe points and straight lines `(w, b)`."""
    xname, yname = plain(xlabel), plain(ylabel)
    points = [f"({number(a)}, {number(b)})" for a, b in zip(x, y, strict=True)]
    shown = f": {', '.join(points)}"
    if len(points) > 12:
        shown = f", {xname} {span(min(x), max(x))}, {yname} {span(min(y), max(y))}"
    each = {
        label: f"{yname} = {number(w)} {xname} {'−' if b < 0 else '+'} {number(abs(b))}"
        for label, (w, b) in equations.items()
    }
    return _text(f"{len(points)} points{shown}.", _each(each))


def digits(images, titles, columns):
    """Describe a grid of images."""
    count, height, width = images.shape
    rows = -(-count // columns)
    grid = "a row" if rows == 1 else f"{rows} rows"
    named = f": {', '.join(map(plain, titles))}" if any(titles) else ""
    return f"{count} images of {height} by {width} pixels in {grid}{named}."


def _pieces(pieces, answers):
    """Say how a slope runs along its pieces and how it jumps between them."""
    parts = []
    for i, (x, y) in enumerate(pieces):
        if i:
            before, answer = pieces[i - 1][1][-1], answers[i - 1]
            inside = "" if answer in (before, y[0]) else f" ({number(answer)} there)"
            jump = f"jumps from {number(before)} to {number(y[0])}"
            parts.append(f"{jump} at {number(x[0])}{inside}")
        if len(x) > 1 or len(pieces) == 1:
            parts.append(course(x, y))
            if y[0] * y[-1] < 0:
                i = np.flatnonzero(np.diff(np.sign(y)))[0]
                zero = x[i] + (x[i + 1] - x[i]) * y[i] / (y[i] - y[i + 1])
                parts[-1] += f", through 0 at {number(zero)}"
    return ", ".join(parts)


def _text(*sentences):
    return " ".join(filter(None, sentences))


def _each(phrases):
    return " ".join(f"{plain(label)}: {text}." for label, text in phrases.items())


def _courses(x, curves):
    return _each({label: course(x, y) for label, y in curves.items()})


def _axis(label, x):
    return f"{plain(label)} {span(x[0], x[-1])}"


def _at(xlabel, marks, marked):
    """Give the values of all curves at each mark."""
    sentences = []
    for i, mark in enumerate(marks):
        values = [f"{plain(label)} {number(y[i])}" for label, y in marked.items()]
        sentences.append(f"At {plain(xlabel)} = {number(mark)}: {', '.join(values)}.")
    return _text(*sentences)


def _several(values):
    if len(values) <= 12:
        return ", ".join(map(number, values))
    return f"{len(values)} {span(values[0], values[-1])}"
