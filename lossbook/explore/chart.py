"""One chart that moves: its panels, its controls, and the numbers that it shows.

A chart is made with Altair and shown as Vega-Lite. JupyterLab draws it as it is, with
the controls below the picture. The site draws it too, and takes the names of controls
and numbers from the chart's `contract`, to lay them out as a page needs them. Whatever
is computed is an expression in the chart, so that both show the same.
"""

import json
from dataclasses import replace

from lossbook import display
from lossbook.explore.contract import Choice, Contract, Steps
from lossbook.explore.words import expression
from lossbook.say import Said, say

# JupyterLab 4 draws this type by itself, without a network; it ignores the later ones.
MIME = "application/vnd.vegalite.v5+json"

# The colors of `book.mplstyle`, in their order, and its dashes.
COLORS = ["#0072B2", "#D55E00", "#009E73", "#AA3377", "#111111"]
DASHES = [[1, 0], [6, 3], [9, 2, 2, 2], [2, 2], [9, 2, 2, 2, 2, 2]]
INK, MUTED, GRID, PAPER = "#222222", "#555555", "#E8E8E8", "#FFFFFF"

WIDTH, HEIGHT = 262, 230  # of a panel, in pixels: with its axis it fits on a phone
MOST_STEPS = 200  # of a path that are drawn


def choice_of(losses):
    """The control that chooses one of several losses; none for one alone."""
    names = tuple(losses)
    return [Choice("loss", say("loss"), names[0], names)] if len(names) > 1 else []


def place_of_choice(losses):
    """The signal ``chosen``: the place of the chosen loss among all."""
    names = json.dumps([*losses], ensure_ascii=False)
    return {"chosen": f"indexof({names}, loss)" if len(losses) > 1 else "0"}


def show(name, title, panels, *, controls, signals, table, sentence, drag=None):
    """Show a chart.

    Args:
        name: What the chart is called in addresses, such as ``explore-descent``.
        title: What it shows, in a few words.
        panels: One or two Altair charts, side by side.
        controls: What the reader can move.
        signals: A dict from names to expressions; each may use those before it.
        table: A `Table` of the numbers shown.
        sentence: The tree of the sentence that describes what is shown.
        drag: For each panel a dict from the axis ``x`` or ``y`` to the signal of the
            slider that a pointer on the picture moves.
    """
    import altair as alt

    both = alt.concat(*panels, columns=len(panels)).configure(**_look())
    chart = both.to_dict()
    chart["params"] = [*_parameters(controls), *_derived(signals)]
    chart["params"].append({"name": "sentence", "expr": expression(sentence)})
    chart["title"] = {"text": {"expr": "split(sentence, '; ')"}, "fontSize": 12}
    chart["description"] = title
    contract = Contract(name, title, controls, table, drag or [], sentence, said={})
    said = dict(_said_in([chart, contract.usermeta()]))
    chart["usermeta"] = replace(contract, said=said).usermeta()
    _display(chart)


def _said_in(part):
    """Find what was said in a chart: pairs of a text and its tree."""
    if isinstance(part, Said):
        yield str(part), part.tree
    elif isinstance(part, dict):
        for name, value in part.items():
            yield from _said_in(name)
            yield from _said_in(value)
    elif isinstance(part, (list, tuple)):
        for value in part:
            yield from _said_in(value)


def _parameters(controls):
    """The parameters that change: first what steps change, then what the reader moves.

    Vega carries out the updates of a step in this order, and sets each at once. So a
    path notes the weights before they are new. What is derived from the weights is
    computed later: all new weights of a step come from the old ones.
    """
    steps = [control for control in controls if isinstance(control, Steps)]
    updates = {
        signal: {"on": [{"events": {"signal": control.signal}, "update": update}]}
        for control in steps
        for signal, update in control.updates.items()
    }
    others = [control for control in controls if control not in steps]
    moved = {control.signal for control in others}
    for control in steps:
        yield {"name": control.signal, "value": False, "bind": control.bind()}
    for signal in updates.keys() - moved:
        yield {"name": signal, "value": "", **updates[signal]}
    for control in others:
        update = updates.get(control.signal, {})
        value, bind = control.value, control.bind()
        yield {"name": control.signal, "value": value, "bind": bind, **update}


def _derived(signals):
    return [{"name": name, "expr": expr} for name, expr in signals.items()]


def _display(chart):
    display.show(f"A chart that moves: {chart['description']}.", {MIME: chart})


def _look():
    """The look of all charts, as that of the book's still figures."""
    text = {"labelColor": INK, "titleColor": INK, "labelFontSize": 12}
    return {
        "background": PAPER,
        "font": "sans-serif",
        "padding": 4,
        "range": {"category": COLORS},
        "view": {"stroke": None},
        "axis": {
            **text,
            "titleFontSize": 13,
            "titleFontWeight": "normal",
            "domainColor": MUTED,
            "tickColor": MUTED,
            "gridColor": GRID,
        },
        "legend": {
            **text,
            "orient": "top",
            "symbolSize": 300,
            "symbolStrokeWidth": 2.5,
            "title": None,
        },
        "text": {"color": INK, "fontSize": 12},
        "title": {"color": INK, "fontWeight": "normal"},
    }
