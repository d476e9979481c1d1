"""The parts of a chart's panels: curves, dots, lines and areas, drawn by Altair.

Wherever a number is drawn, it is given as an expression of the chart's signals. Labels
are told apart by color and by dash.
"""

import json

import altair as alt

from lossbook.explore.chart import COLORS, DASHES, HEIGHT, MUTED, PAPER, WIDTH
from lossbook.explore.words import real

DOT = {"size": 90, "opacity": 1, "stroke": PAPER, "strokeWidth": 1.5, "clip": True}
BESIDE = 1e-9  # so near to a jump a curve still ends where it is said to jump
GUIDE = {"color": MUTED, "strokeDash": [4, 3], "clip": True}


def horizontal(title, domain, field="x", **options):
    """The horizontal axis, for the values in a field."""
    axis, scale = alt.Axis(tickCount=6), alt.Scale(domain=[*domain], nice=False)
    return alt.X(f"{field}:Q", title=title, scale=scale, **{"axis": axis, **options})


def vertical(title, domain, field="y", **options):
    """The vertical axis, likewise."""
    scale = alt.Scale(domain=[*domain], nice=False)
    return alt.Y(f"{field}:Q", title=title, scale=scale, **options)


def rising(top):
    """A scale from 0 to the value of an expression."""
    return alt.Scale(domainMin=0, domainMax=alt.ExprRef(top), nice=False)


def colors(labels):
    """The colors and dashes of some labels, in their order."""
    count = len(labels)
    return {
        channel: shorthand(
            "label:N", scale=alt.Scale(domain=labels, range=values[:count])
        )
        for channel, shorthand, values in (
            ("color", alt.Color, COLORS),
            ("strokeDash", alt.StrokeDash, DASHES),
        )
    }


def curve(expression, places, x, y, *, count=120, **style):
    """A curve.

    Args:
        expression: Its height, an expression of ``datum.x``.
        places: Where it is computed: a pair of ends, or a list of numbers.
        x: The horizontal axis.
        y: The vertical axis.
        count: How many pieces there are between a pair of ends.
    """
    if len(places) == 2:
        low, high = places
        step = (high - low) / count
        data = alt.sequence(low, high + step / 2, step, as_="x")
    else:
        data = alt.Data(values=[{"x": place} for place in places])
    style = {"color": COLORS[0], "strokeWidth": 2.2, "clip": True, **style}
    lines = alt.Chart(data).transform_calculate(y=expression).mark_line(**style)
    return lines.encode(x=x, y=y)


def curves(expressions, places, x, y, *, jumps=None, **style):
    """A curve for each label; the expressions are a dict.

    Where a curve jumps it is cut, since a line across would be a slope that is not
    there: the jumps are a dict from label to places between the two ends.
    """
    for n, (label, expression) in enumerate(expressions.items()):
        for piece in _pieces(places, (jumps or {}).get(label, ())):
            line = curve(expression, piece, x, y, **style)
            yield labelled([*expressions], n, line)


def _pieces(places, jumps):
    if not jumps:
        return [places]
    low, high = places
    starts = [low, *(jump + BESIDE for jump in jumps)]
    return zip(starts, [*(jump - BESIDE for jump in jumps), high], strict=True)


def jump(height, at, x, y, color):
    """The dots at a jump: hollow ones end the pieces, a full one is what holds there.

    Args:
        height: A function from a number on the horizontal axis to an expression.
        at: The number at which the curve jumps.
        x: The horizontal axis.
        y: The vertical axis.
        color: The color of the curve.
    """
    style = {"size": 50, "stroke": color, "clip": False}
    for place in (at - BESIDE, at + BESIDE):
        yield dot((real(at), height(place)), x, y, fill=PAPER, **style)
    yield dot((real(at), height(at)), x, y, fill=color, **style)


def treads(expression, ends, x, y, *, count=250):
    """A curve on few levels, such as an accuracy: its levels, and nothing between.

    Args:
        expression: Its height, an expression of ``datum.x``.
        ends: The ends of the axis.
        x: The horizontal axis.
        y: The vertical axis.
        count: How many places there are between the ends.
    """
    low, high = ends
    step = (high - low) / count
    rows = alt.Chart(alt.sequence(low, high + step / 2, step, as_="at"))
    rows = rows.transform_calculate(y=expression.replace("datum.x", "datum.at"))
    rows = rows.transform_window(before="lag(y)")
    rows = rows.transform_calculate(starts="datum.y == datum.before ? 0 : 1")
    rows = rows.transform_window(tread="sum(starts)")
    each = rows.transform_aggregate(
        first="min(at)", last="max(at)", groupby=["tread", "y"]
    )
    each = each.transform_calculate(  # as far as halfway to the next
        x=f"datum.first - {real(step / 2)}", x2=f"datum.last + {real(step / 2)}"
    )
    mark = each.mark_rule(color=COLORS[0], strokeWidth=2.2, clip=True)
    return mark.encode(x=x, y=y, x2="x2:Q")


def dots(points, x, y, **style):
    """One dot for each label, at a pair of expressions."""
    for color, point in zip(COLORS, points.values(), strict=False):
        yield dot(point, x, y, color=color, **style)


def dot(at, x, y, **style):
    """One dot, at a pair of expressions."""
    chart = one().transform_calculate(x=at[0], y=at[1])
    return chart.mark_circle(**{**DOT, **style}).encode(x=x, y=y)


def cross(at, x, y, color):
    """A cross, at a pair of expressions."""
    chart = one().transform_calculate(x=at[0], y=at[1])
    style = {"size": 120, "filled": True, "opacity": 1, "color": color}
    return chart.mark_point(shape="cross", **style).encode(x=x, y=y)


def stroke(ends, x, y, **style):
    """A straight stroke from one pair of expressions to another."""
    (x1, y1), (x2, y2) = ends
    chart = one().transform_calculate(x=x1, y=y1, x2=x2, y2=y2)
    mark = chart.mark_rule(**{**GUIDE, **style})
    return mark.encode(x=x, y=y, x2="x2:Q", y2="y2:Q")


def upright(at, x, **style):
    """A vertical line across the panel, at an expression."""
    mark = one().transform_calculate(x=at).mark_rule(**{**GUIDE, **style})
    return mark.encode(x=x)


def labelled(labels, n, line):
    """Give a line the color and dash of one of the labels, and a place in the legend."""
    label = json.dumps(labels[n], ensure_ascii=False)
    return line.transform_calculate(label=label).encode(**colors(labels))


def visited(count, most):
    """A chart with a row for each place of a path, numbered in the field ``t``.

    Args:
        count: An expression for the number of steps taken; the rows are one more.
        most: The largest number of steps that can be drawn.
    """
    rows = alt.Chart(alt.sequence(0, most + 1, as_="t"))
    return rows.transform_filter(f"datum.t <= {count}")


def plane(cells, loss, least, x, y):
    """Areas of about the same loss over two weights, the darker the larger.

    From one shade to the next the loss grows by the root of 2.

    Args:
        cells: A list of dicts with the middle ``w`` and ``b`` of each cell, evenly
            spaced, and whatever else the expression needs.
        loss: The loss of a cell, as an expression of ``datum``.
        least: The least loss of all, an expression.
        x: The axis of w.
        y: The axis of b.
    """
    half_w, half_b = (
        (max(places) - min(places)) / (len(places) - 1) / 2
        for places in ({cell["w"] for cell in cells}, {cell["b"] for cell in cells})
    )
    chart = alt.Chart(alt.Data(values=cells)).transform_calculate(
        x=f"datum.w - {half_w}",
        x2=f"datum.w + {half_w}",
        y=f"datum.b - {half_b}",
        y2=f"datum.b + {half_b}",
        shade=f"floor(2 * log(({loss}) / ({least})) / LN2)",
    )
    shades = alt.Scale(domain=[0, 9], range=[0.04, 0.8], clamp=True)
    return chart.mark_rect(color=COLORS[0], clip=True).encode(
        x=x,
        y=y,
        x2="x2:Q",
        y2="y2:Q",
        fillOpacity=alt.FillOpacity("shade:Q", scale=shades, legend=None),
    )


def one():
    """A chart with one row of data, on which expressions of signals can be drawn."""
    return alt.Chart(alt.Data(values=[{}]))


def shown_if(condition, *layers):
    """Draw layers only if an expression is true."""
    for layer in layers:
        yield layer.transform_filter(condition)


def panel(*layers, **properties):
    """One panel of layers, the first one lowest."""
    size = {"width": WIDTH, "height": HEIGHT}
    return alt.layer(*layers).properties(**size, **properties)
