"""The sentences that describe figures, computed from the numbers that are drawn.

Who does not see a picture reads these. After a few phrases, each function is named
after the `plot_…` function that uses it: it takes the numbers drawn and returns a text
that was put together by `lossbook.say`.
"""

import re

import numpy as np

from lossbook.say import enumeration, joined, say


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
    text = str(label)
    if "$" not in text:
        return label if isinstance(label, str) else text
    label = re.sub(r"\\hat *\{?y\}?", "ŷ", text)
    label = re.sub(r"\\partial *", "∂", label)
    label = re.sub(r"\\d?frac\{([^{}]*)\}\{([^{}]*)\}", r"\1/\2", label)
    label = re.sub(r"_\{?(\d)\}?", lambda digit: "₀₁₂₃₄₅₆₇₈₉"[int(digit[1])], label)
    return re.sub(r"[$\\{}]", "", label).replace("-", "−")


def span(first, last):
    """Say where a range begins and ends."""
    return say("from {first} to {last}", first=number(first), last=number(last))


def course(x, y):
    """Say how a curve runs: its ends, and what lies below or above both.

    Example:

    >>> course(np.array([-2.0, 0.0, 1.0]), np.array([4.0, 0.0, 1.0]))
    'from 4 at −2 to 1 at 1, least 0 at 0'
    """
    x, y = x[np.isfinite(y)], y[np.isfinite(y)]
    if not y.size:
        return say("nowhere finite")
    if y.size < 2:
        return _point(x[0], y[0])
    rounding = 1e-6 * np.abs(y).max()
    if np.ptp(y) <= rounding:
        where = span(x[0], x[-1])
        return say("stays at {y} {where}", y=number(y[0]), where=where)
    ends = say(
        "from {first} to {last}", first=_point(x[0], y[0]), last=_point(x[-1], y[-1])
    )
    if (np.diff(y) >= -rounding).all():
        return say("rises {ends}", ends=ends)
    if (np.diff(y) <= rounding).all():
        return say("falls {ends}", ends=ends)
    least = greatest = ""
    if y.min() < min(y[0], y[-1]) - rounding:
        least = say("least {point}", point=_point(x[y.argmin()], y.min()))
    if y.max() > max(y[0], y[-1]) + rounding:
        greatest = say("greatest {point}", point=_point(x[y.argmax()], y.max()))
    return enumeration([ends, least, greatest])


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
        return say("The curves coincide.")
    parts = [
        say("{label} {where}", label=label, where=joined("{before} and {after}", parts))
        for label, parts in spans.items()
    ]
    return say("Highest: {curves}.", curves=enumeration(parts))


def losses(x, curves, at, xlabel, y_true):
    """Describe the losses of single predictions, marked at some indices of x."""
    return _text(
        say(
            "The loss over {axis}; the target is {target}.",
            axis=_axis(xlabel, x),
            target=number(y_true),
        ),
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
        say(
            "The slope of the loss over {axis}; the target is {target}.",
            axis=_axis(xlabel, drawn),
            target=number(y_true),
        ),
        _each(each),
        _at(xlabel, marks, marked),
    )


def weights(w, curves, paths, xlabel):
    """Describe mean losses over a weight, and paths `(weights, losses)` along them."""
    name = plain(xlabel)

    def stop(x, y):
        return say("{name} = {x}, loss {y}", name=name, x=number(x), y=number(y))

    def walk(label, x, y):
        path = say(
            "Path of {label} in {count} steps: from {first}, to {last}",
            label=plain(label),
            count=len(x) - 1,
            first=stop(x[0], y[0]),
            last=stop(x[-1], y[-1]),
        )
        if w[0] <= x[-1] <= w[-1]:
            return say("{path}.", path=path)
        return say("{path}, outside the figure.", path=path)

    return _text(
        say("The mean loss over {axis}.", axis=_axis(xlabel, w)),
        _courses(w, curves),
        *(walk(label, *path) for label, path in paths.items()),
    )


def steps(series, xlabel, ylabel):
    """Describe series `(steps, values)`."""
    over = say("{values} over {steps}.", values=plain(ylabel), steps=plain(xlabel))
    return _text(over, _each({label: course(x, y) for label, (x, y) in series.items()}))


def panels(x, curves, stairs, at, xlabel):
    """Describe curves over the same x, some of them staircases, marked at indices."""
    each = {label: course(x, y) for label, y in curves.items()}
    for label in stairs:
        each[label] = say(
            "a staircase of {count} levels, {course}",
            count=len(np.unique(curves[label])),
            course=each[label],
        )
    return _text(
        say("One above the other, over {axis}.", axis=_axis(xlabel, x)),
        _each(each),
        _at(xlabel, x[at], {label: y[at] for label, y in curves.items()}),
    )


def constants(c, curves, best, targets, xlabel):
    """Describe mean losses of a constant; best are one, or all between two."""
    each = {}
    for label, y in curves.items():
        ends = best[label]
        least = number(y[c == ends[0]][0])
        lowest = (
            say("least {least} at {x}", least=least, x=number(ends[0]))
            if len(ends) == 1
            else say("least {least} anywhere {where}", least=least, where=span(*ends))
        )
        sides = say(
            "{first} and {last}", first=_point(c[0], y[0]), last=_point(c[-1], y[-1])
        )
        each[label] = say("{lowest}; {sides}", lowest=lowest, sides=sides)
    return _text(
        say(
            "The mean loss of the same prediction for all targets, over {axis}; "
            "the targets: {targets}.",
            axis=_axis(xlabel, c),
            targets=_several(np.sort(targets)),
        ),
        _each(each),
    )


def bars(heights, names, ylabel):
    """Describe groups of bars."""
    each = {
        label: enumeration(
            say("{height} for {name}", height=number(value), name=plain(name))
            for name, value in zip(names, values, strict=True)
        )
        for label, values in heights.items()
    }
    bars_of = say("Bars of {values}.", values=plain(ylabel)) if ylabel else say("Bars.")
    return _text(bars_of, _each(each))


def lines(x, y, equations, xlabel, ylabel):
    """Describe points and straight lines `(w, b)`."""
    xname, yname = plain(xlabel), plain(ylabel)
    if len(x) > 12:
        points = say(
            "{count} points, {x} {xs}, {y} {ys}.",
            count=len(x),
            x=xname,
            xs=span(min(x), max(x)),
            y=yname,
            ys=span(min(y), max(y)),
        )
    else:
        pairs = [f"({number(a)}, {number(b)})" for a, b in zip(x, y, strict=True)]
        points = say(
            "{count} points: {points}.", count=len(x), points=enumeration(pairs)
        )
    each = {
        label: f"{yname} = {number(w)} {xname} {'−' if b < 0 else '+'} {number(abs(b))}"
        for label, (w, b) in equations.items()
    }
    return _text(points, _each(each))


def digits(images, titles, columns):
    """Describe a grid of images."""
    count, height, width = images.shape
    rows = -(-count // columns)
    shown = say(
        "{count} images of {height} by {width} pixels in {rows}",
        count=count,
        height=height,
        width=width,
        rows=say("a row") if rows == 1 else say("{rows} rows", rows=rows),
    )
    if not any(titles):
        return say("{images}.", images=shown)
    return say(
        "{images}: {titles}.", images=shown, titles=enumeration(map(plain, titles))
    )


def _point(x, y):
    return say("{y} at {x}", y=number(y), x=number(x))


def _pieces(pieces, answers):
    """Say how a slope runs along its pieces and how it jumps between them."""
    parts = []
    for i, (x, y) in enumerate(pieces):
        if i:
            before, answer = pieces[i - 1][1][-1], answers[i - 1]
            jump = say(
                "jumps from {before} to {after} at {x}",
                before=number(before),
                after=number(y[0]),
                x=number(x[0]),
            )
            if answer not in (before, y[0]):
                jump = say("{jump} ({y} there)", jump=jump, y=number(answer))
            parts.append(jump)
        if len(x) > 1 or len(pieces) == 1:
            parts.append(course(x, y))
            if y[0] * y[-1] < 0:
                k = np.flatnonzero(np.diff(np.sign(y)))[0]
                zero = x[k] + (x[k + 1] - x[k]) * y[k] / (y[k] - y[k + 1])
                parts.append(say("through 0 at {x}", x=number(zero)))
    return enumeration(parts)


def _text(*sentences):
    return joined("{before} {after}", sentences)


def _each(phrases):
    return _text(
        *(
            say("{label}: {text}.", label=plain(label), text=text)
            for label, text in phrases.items()
        )
    )


def _courses(x, curves):
    return _each({label: course(x, y) for label, y in curves.items()})


def _axis(label, x):
    return say("{label} {ends}", label=plain(label), ends=span(x[0], x[-1]))


def _at(xlabel, marks, marked):
    """Give the values of all curves at each mark."""
    return _text(
        *(
            say(
                "At {name} = {x}: {values}.",
                name=plain(xlabel),
                x=number(mark),
                values=enumeration(
                    f"{plain(label)} {number(y[i])}" for label, y in marked.items()
                ),
            )
            for i, mark in enumerate(marks)
        )
    )


def _several(values):
    if len(values) <= 12:
        return enumeration(map(number, values))
    ends = span(values[0], values[-1])
    return say("{count} {ends}", count=len(values), ends=ends)
