"""Pictures of losses: each function shows one figure and returns nothing.

A figure is shown together with a sentence, computed from the numbers drawn, that says
what is to be seen. Labels in a picture are symbols, or names that the caller gives.

What holds for every function: losses are callables as in `lossbook.compute`; `xlabel`
and `ylabel` are the symbols at the axes; with `ax` it draws on those matplotlib axes
and shows nothing; an argument of the wrong kind raises `TypeError`, and one that is
empty, not finite or of an unlike length `ValueError`.
"""

from collections.abc import Mapping

import numpy as np

from lossbook.arguments import check_same_shape, check_shape, float_array
from lossbook.compute import best_constants, gradient, jumps, mean_loss, pointwise
from lossbook.plot import describe
from lossbook.plot.figure import PNG, drawing

INK = "#444444"  # for what belongs to the data and not to one of the labels

ERRORS = np.linspace(-3, 3, 121)
WEIGHTS = np.linspace(-1, 3, 121)


def plot_losses(
    losses,
    *,
    y_true=0.0,
    y_pred=ERRORS,
    mark=None,
    xlabel=r"$\hat{y}$",
    ylabel="$L$",
    ax=None,
):
    """Show losses as curves over the prediction.

    Args:
        losses: A dict from label to loss.
        y_true: The one target, a number; a tick on the axis shows it.
        y_pred: The predictions to draw, of shape `(n,)`.
        mark: A prediction at which to put a dot on each curve.
    """
    losses, (x, at) = _dict("losses", losses), _predictions(y_pred, y_true, mark)
    curves = {label: pointwise(loss, y_true, x) for label, loss in losses.items()}
    with drawing(describe.losses(x, curves, at, xlabel, y_true), ax) as axes:
        for line, y in zip(_lines(axes, x, curves), curves.values(), strict=True):
            _dots(axes, line, x[at], y[at])
        _ticks(axes, [y_true])
        _finish(axes, xlabel, ylabel)


def plot_gradients(
    losses,
    *,
    y_true=0.0,
    y_pred=ERRORS,
    mark=None,
    xlabel=r"$\hat{y}$",
    ylabel=r"$\dfrac{\partial L}{\partial\hat{y}}$",
    ax=None,
):
    """Show the slopes of losses as curves over the prediction.

    Where a slope jumps the curve is cut: hollow dots end the pieces, and a full dot is
    what TensorFlow answers right there.

    Args:
        losses: A dict from label to loss.
        y_true: The one target, a number; a tick on the axis shows it.
        y_pred: The predictions to draw, of shape `(n,)`.
        mark: A prediction at which to put a dot on each curve.
    """
    losses, (x, at) = _dict("losses", losses), _predictions(y_pred, y_true, mark)
    pieces, answers, marked = {}, {}, {}
    for label, loss in losses.items():
        slopes, found = gradient(loss, y_true, x), jumps(loss, y_true, x)
        pieces[label] = _pieces(x, slopes, found)
        answers[label] = [gradient(loss, y_true, [jump.at])[0] for jump in found]
        marked[label] = slopes[at]
    sentence = describe.gradients(pieces, answers, x[at], marked, xlabel, y_true)
    with drawing(sentence, ax) as axes:
        for label, cuts in pieces.items():
            (line,) = axes.plot(*_joined(cuts), label=label)
            for left, right, y in zip(cuts, cuts[1:], answers[label], strict=False):
                ends = [left[0][-1], right[0][0]], [left[1][-1], right[1][0]]
                _dots(axes, line, *ends, markerfacecolor="white")
                _dots(axes, line, right[0][:1], [y])
            _dots(axes, line, x[at], marked[label])
        _ticks(axes, [y_true])
        _finish(axes, xlabel, ylabel)


def plot_weights(
    losses, x, y_true, *, w=WEIGHTS, paths=None, xlabel="$w$", ylabel="$L$", ax=None
):
    """Show mean losses over the weight w of ŷ = w·x.

    Args:
        losses: A dict from label to loss.
        x: The inputs, of shape `(m,)`.
        y_true: The targets, of shape `(m,)`.
        w: The weights to draw, of shape `(n,)`.
        paths: A dict from labels of `losses` to the weights visited, as `descent_path`
            gives them; each is drawn as dots on its curve, the first one hollow.
    """
    losses = _dict("losses", losses)
    x, y_true, w = _vector("x", x), _vector("y_true", y_true), _axis("w", w)
    check_same_shape("y_true", y_true, "x", x)
    paths = _vectors("paths", paths) if paths else {}
    for label in paths.keys() - losses.keys():
        raise ValueError(f"paths: got {label!r}; needs a label of losses")
    visited = np.concatenate([w, *paths.values()])
    w = np.unique(visited[(w[0] <= visited) & (visited <= w[-1])])

    def curve(loss, w):
        return mean_loss(loss, y_true, np.outer(w, x))

    curves = {label: curve(loss, w) for label, loss in losses.items()}
    walks = {label: (v, curve(losses[label], v)) for label, v in paths.items()}
    with drawing(describe.weights(w, curves, walks, xlabel), ax) as axes:
        drawn = dict(zip(curves, _lines(axes, w, curves), strict=True))
        axes.axis(axes.axis())  # A path may lead out of the figure.
        for label, (v, y) in walks.items():
            _dots(axes, drawn[label], v, y, linestyle="-", linewidth=1)
            _dots(axes, drawn[label], v[:1], y[:1], markerfacecolor="white")
        _finish(axes, xlabel, ylabel)


def plot_steps(series, *, first=0, log=False, xlabel="$t$", ylabel="$L$", ax=None):
    """Show values step by step.

    Args:
        series: A dict from label to the values of one line; lengths may differ.
        first: The number of the first step: 1 for epochs.
        log: Whether the axis of values is logarithmic.
    """
    series = _vectors("series", series)
    for label, y in series.items():
        if log and y.min() <= 0:
            raise ValueError(
                f"series[{label!r}]: got {y.min():g}; log needs more than 0"
            )
    lines = {label: (first + np.arange(len(y)), y) for label, y in series.items()}
    with drawing(describe.steps(lines, xlabel, ylabel), ax) as axes:
        dot = "o" if max(map(len, series.values())) <= 30 else None
        for label, (t, y) in lines.items():
            axes.plot(t, y, label=label, marker=dot)
        if log:
            axes.set_yscale("log", subs=(2, 5))  # ticks at 0.1, 0.2, 0.5, 1, …
            axes.yaxis.set_major_formatter("{x:g}")
            axes.yaxis.set_minor_formatter("{x:g}")
        axes.xaxis.get_major_locator().set_params(integer=True)
        _finish(axes, xlabel, ylabel)


def plot_panels(x, panels, *, marks=(), xlabel="$x$", ax=None):
    """Show curves over the same x in panels, one above the other.

    Values on few levels, such as an accuracy, are drawn as a staircase: its levels, with
    nothing between, since there the value jumps.

    Args:
        x: The numbers on the axis, of shape `(n,)`, rising.
        panels: A dict from label to n values.
        marks: Numbers on the axis; each panel has a dot at the nearest x.
        ax: A sequence of matplotlib axes, one for each panel.
    """
    x, panels = _vector("x", x), _vectors("panels", panels)
    if (np.diff(x) <= 0).any():
        raise ValueError("x: got numbers that do not rise; needs each above the last")
    for label, y in panels.items():
        check_same_shape(f"panels[{label!r}]", y, "x", x)
    at = [int(abs(x - _within("marks", mark, x)).argmin()) for mark in marks]
    stairs = {label for label, y in panels.items() if len(np.unique(y)) <= len(x) / 8}
    size = 6, 0.6 + 1.7 * len(panels)
    sentence = describe.panels(x, panels, stairs, at, xlabel)
    with drawing(sentence, ax, size, rows=len(panels)) as axes:
        axes = np.atleast_1d(axes)
        for i, (panel, label) in enumerate(zip(axes, panels, strict=True)):
            y = panels[label]
            drawn = _treads(x, y) if label in stairs else (x, y)
            (line,) = panel.plot(*drawn, f"C{i}-")
            _dots(panel, line, x[at], y[at])
            panel.set_title(label, loc="left")
        axes[-1].set_xlabel(xlabel)


def plot_constants(losses, targets, *, c=None, xlabel="$c$", ylabel="$L$", ax=None):
    """Show the mean loss of one prediction for all targets, and where it is least.

    Args:
        losses: A dict from label to loss, each convex in the prediction.
        targets: The targets, of shape `(m,)`; ticks on the axis show them.
        c: The predictions to draw, of shape `(n,)`; by default around the targets.
    """
    losses, targets = _dict("losses", losses), _vector("targets", targets)
    if c is None:
        room = np.ptp(targets) / 4 or 1
        c = np.linspace(targets.min() - room, targets.max() + room, 121)
    best = {label: best_constants(loss, targets) for label, loss in losses.items()}
    best = {label: np.unique(ends) for label, ends in best.items()}
    c = np.unique(np.concatenate([_axis("c", c), *best.values()]))
    same = np.repeat(c[:, None], len(targets), axis=1)
    curves = {label: mean_loss(loss, targets, same) for label, loss in losses.items()}
    with drawing(describe.constants(c, curves, best, targets, xlabel), ax) as axes:
        for line, label in zip(_lines(axes, c, curves), curves, strict=True):
            y = curves[label][np.isin(c, best[label])]
            _dots(axes, line, best[label], y, linestyle="-", linewidth=5)
        _ticks(axes, targets)
        _finish(axes, xlabel, ylabel)


def plot_bars(heights, *, names=None, xlabel="", ylabel="", ax=None):
    """Show bars, those of one name side by side.

    Args:
        heights: A dict from label to one value for each name.
        names: What the values belong to; by default 1, 2, 3, …
    """
    heights = _vectors("heights", heights)
    count = len(next(iter(heights.values())))
    names = [*map(str, range(1, count + 1) if names is None else names)]
    for label, values in heights.items():
        check_same_shape(f"heights[{label!r}]", values, "names", np.array(names))
    width = 0.8 / len(heights)
    highest = max(abs(values).max() for values in heights.values()) or 1
    places = 2 - int(np.floor(np.log10(highest)))  # three digits for the highest bar
    with drawing(describe.bars(heights, names, ylabel), ax) as axes:
        for i, (label, values) in enumerate(heights.items()):
            middle = np.arange(count) + (i - (len(heights) - 1) / 2) * width
            hatch = ("", "//", "\\\\", "--", "xx")[i % 5]
            bars = axes.bar(middle, values, 0.92 * width, label=label, hatch=hatch)
            if count * len(heights) <= 12:
                texts = [describe.number(value) for value in np.round(values, places)]
                axes.bar_label(bars, texts, padding=2, fontsize="small", color=INK)
        axes.axhline(0, color=INK, linewidth=0.8)
        axes.set_xticks(np.arange(count), names)
        axes.tick_params(axis="x", length=0)
        axes.grid(visible=False, axis="x")
        _finish(axes, xlabel, ylabel)


def plot_lines(x, y, lines, *, xlabel="$x$", ylabel="$y$", ax=None):
    """Show points and straight lines y = w·x + b among them.

    Args:
        x: The points' first coordinates, of shape `(m,)`.
        y: The points' second coordinates, of shape `(m,)`.
        lines: A dict from label to the pair `(w, b)`.
    """
    x, y, lines = _vector("x", x), _vector("y", y), _vectors("lines", lines)
    check_same_shape("y", y, "x", x)
    for label, line in lines.items():
        check_same_shape(f"lines[{label!r}]", line, "a pair (w, b)", np.zeros(2))
    ends = np.array([x.min(), x.max()])
    with drawing(describe.lines(x, y, lines, xlabel, ylabel), ax) as axes:
        for label, (w, b) in lines.items():
            axes.plot(ends, w * ends + b, label=label)
        axes.scatter(x, y, color=INK, s=26, zorder=3)
        _finish(axes, xlabel, ylabel)


def plot_digits(images, titles=None, *, columns=5, ax=None):
    """Show images of digits in a grid, dark on white.

    Args:
        images: The images, of shape `(n, height, width)`, with pixels from 0 to 1 or
            from 0 to 255.
        titles: What stands above each image.
        columns: The number of images in a row.
    """
    images = float_array("images", images)
    check_shape("images", images, {3: "(n, height, width)"})
    count, height, width = images.shape
    titles = [""] * count if titles is None else [*map(str, titles)]
    check_same_shape("titles", np.array(titles), "images", images[:, 0, 0])
    if columns < 1:
        raise ValueError(f"columns: got {columns}; needs at least 1")
    columns = min(columns, count)
    wide, high = width + 4, height + (10 if any(titles) else 4)  # pixels, with margins
    inches = min(1.15, 6 / columns) / wide
    rows, full = -(-count // columns), 255 if images.max() > 1 else 1
    size = columns * wide * inches, rows * high * inches
    with drawing(describe.digits(images, titles, columns), ax, size, mime=PNG) as axes:
        for i, (image, title) in enumerate(zip(images, titles, strict=True)):
            left, bottom = i % columns * wide, (i // columns + 1) * high
            place = left, left + width, bottom, bottom - height
            axes.imshow(image, extent=place, vmin=0, vmax=full)
            axes.text(left + width / 2, bottom - height - 1, title, ha="center")
        axes.set(xlim=(-2, columns * wide - 2), ylim=(rows * high + 2, 0))
        axes.set_axis_off()


def _lines(axes, x, curves):
    """Draw curves over the same x, and return their lines in the same order."""
    return [axes.plot(x, y, label=label)[0] for label, y in curves.items()]


def _dots(ax, line, x, y, **style):
    """Draw dots in the color of a line."""
    style = {"marker": "o", "linestyle": "", "zorder": 3, **style}
    ax.plot(x, y, color=line.get_color(), **style)


def _ticks(axes, x):
    """Draw strokes that stand on the lower edge, at the targets."""
    stroke = {"marker": 2, "markersize": 9, "markeredgewidth": 1.5, "linestyle": ""}
    edge = axes.get_xaxis_transform()
    axes.plot(x, np.zeros(len(x)), color=INK, transform=edge, zorder=3, **stroke)


def _finish(axes, xlabel, ylabel):
    """Write the symbols at the axes, and the labels above the picture, off the data."""
    axes.set_xlabel(xlabel)
    if len(describe.plain(ylabel)) <= 8:  # upright, as it stands in a formula
        axes.set_ylabel(ylabel, rotation=0, ha="right", va="center")
    else:
        axes.set_ylabel(ylabel)
    labels = [describe.plain(label) for label in axes.get_legend_handles_labels()[1]]
    inches = 0.8 + 0.1 * max(
        map(len, labels)
    )  # for the longest, line and space included
    fit = max(1, int((axes.bbox.width / axes.figure.dpi + 0.3) / inches))
    rows = -(-len(labels) // fit)
    columns = -(-len(labels) // rows)
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=columns)


def _pieces(x, y, found):
    """Cut a curve of slopes at its jumps: a list of pairs `(x, y)`."""
    far = np.isfinite(y)
    for jump in found:
        far &= abs(x - jump.at) > 2e-5 * abs(x).max()
    x, y, pieces = x[far], y[far], []
    for jump in found:
        left = (
            np.append(x[x < jump.at], jump.at),
            np.append(y[x < jump.at], jump.before),
        )
        right = x > jump.at
        x, y = np.append(jump.at, x[right]), np.append(jump.after, y[right])
        pieces.append(left)
    return [*pieces, (x, y)]


def _treads(x, y):
    """The levels of a staircase, each as far as halfway to the next, NaN between."""
    after = np.flatnonzero(np.diff(y)) + 1  # the first place on each further level
    edges = np.concatenate([x[:1], (x[after - 1] + x[after]) / 2, x[-1:]])
    levels = y[np.append(0, after)]
    pieces = zip(edges, edges[1:], levels, strict=False)
    return _joined([(np.array([a, b]), np.array([h, h])) for a, b, h in pieces])


def _joined(pieces):
    """Join the pieces of a curve into one, with NaN between them."""
    x, y = pieces[0]
    for xs, ys in pieces[1:]:
        x, y = np.concatenate([x, xs[:1], xs]), np.concatenate([y, [np.nan], ys])
    return x, y


def _dict(name, value):
    if not isinstance(value, Mapping):
        raise TypeError(f"{name}: got {value!r}; needs a dict from label to drawing")
    if not value:
        raise ValueError(f"{name}: got no labels; needs at least one")
    return dict(value)


def _vectors(name, value):
    pairs = _dict(name, value).items()
    return {label: _vector(f"{name}[{label!r}]", numbers) for label, numbers in pairs}


def _vector(name, value):
    array = float_array(name, value, np.float64)
    check_shape(name, array, {1: "(n,)"})
    return array


def _axis(name, value):
    """Return the different numbers among some, in rising order; at least two."""
    array = np.unique(_vector(name, value))
    if len(array) < 2:
        raise ValueError(f"{name}: got only {array[0]:g}; needs two different numbers")
    return array


def _number(name, value):
    array = float_array(name, value)
    check_shape(name, array, {0: "one number"})
    return float(array)


def _within(name, value, x):
    """Return a number that lies in the range of others."""
    number = _number(name, value)
    if not x[0] <= number <= x[-1]:
        raise ValueError(f"{name}: got {number:g}; needs {x[0]:g} to {x[-1]:g}")
    return number


def _predictions(y_pred, y_true, mark):
    """Return the predictions, the target and the mark among them, and where it is."""
    x, y_true = _axis("y_pred", y_pred), _number("y_true", y_true)
    mark = [] if mark is None else [_within("mark", mark, x)]
    inside = [y_true] if x[0] <= y_true <= x[-1] else []
    x = np.union1d(x, inside + mark)
    return x, np.flatnonzero(np.isin(x, mark))
