"""One chart that moves: its panels, its controls, and the numbers that it shows.

A chart is made with Altair and shown as Vega-Lite. JupyterLab draws it as it is, with
the controls below the picture. The site draws it too, and takes the names of controls
and numbers from the chart's metadata, to lay them out as a page needs them. Whatever
is computed is an expression in the chart, so that both show the same.
"""

import json
from dataclasses import asdict, dataclass

# JupyterLab 4 draws this type by itself, without a network; it ignores the later ones.
MIME = "application/vnd.vegalite.v5+json"

# The colors of `book.mplstyle`, in their order, and its dashes.
COLORS = ["#0072B2", "#D55E00", "#009E73", "#AA3377", "#111111"]
DASHES = [[1, 0], [6, 3], [9, 2, 2, 2], [2, 2], [9, 2, 2, 2, 2, 2]]
INK, MUTED, GRID, PAPER = "#222222", "#555555", "#E8E8E8", "#FFFFFF"

WIDTH, HEIGHT = 262, 230  # of a panel, in pixels: with its axis it fits on a phone
MOST_STEPS = 200  # of a path that are drawn


@dataclass(frozen=True)
class Slider:
    """A number to move, from `low` to `high` in steps."""

    signal: str
    label: str
    value: float
    low: float
    high: float
    step: float
    unit: str = ""

    kind = "slider"

    def bind(self):
        name = f"{self.label} ({self.unit})" if self.unit else self.label
        limits = {"min": self.low, "max": self.high, "step": self.step}
        return {"input": "range", "name": f"{name} ", **limits}


@dataclass(frozen=True)
class Choice:
    """One of several names."""

    signal: str
    label: str
    value: str
    options: tuple

    kind = "choice"

    def bind(self):
        return {"input": "select", "name": f"{self.label} ", "options": [*self.options]}


@dataclass(frozen=True)
class Reveal:
    """A question to answer with a guess, and then the button that shows the answer.

    Attributes:
        guess: The signal of the slider that takes the guess, if it has one of its own.
    """

    signal: str
    label: str
    question: str
    guess: str = ""

    kind = "reveal"
    value = False

    def bind(self):
        return {"input": "checkbox", "name": f"{self.label} "}


@dataclass(frozen=True)
class Steps:
    """A button that computes new values of some signals, all from the old ones.

    Attributes:
        signal: Changes with each step.
        updates: A dict from the names of signals to expressions for their new values.
        at_once: How many steps the buttons of the site take.
        forget: The signals that go back to their start when a control is moved by hand.
    """

    signal: str
    updates: dict
    at_once: tuple = (1, 10)
    forget: tuple = ()

    kind = "steps"
    value = False

    def bind(self):
        return {
            "input": "checkbox",
            "name": "one step of gradient descent, each click ",
        }


@dataclass(frozen=True)
class Number:
    """A number that the chart shows: a signal, and how many decimals are written.

    With `when`, the name of a signal, it is shown only if that one is true.
    """

    signal: str
    decimals: int = 4
    when: str = ""
    percent: bool = False


@dataclass(frozen=True)
class Table:
    """The numbers of a chart, by row and column."""

    columns: tuple
    rows: dict


def choice_of(losses):
    """The control that chooses one of several losses; none for one alone."""
    names = tuple(losses)
    return [Choice("loss", "loss", names[0], names)] if len(names) > 1 else []


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
        sentence: An expression for the sentence that describes what is shown.
        drag: For each panel a dict from the axis ``x`` or ``y`` to the signal of the
            slider that a pointer on the picture moves.
    """
    import altair as alt

    both = alt.concat(*panels, columns=len(panels)).configure(**_look())
    chart = both.to_dict()
    chart["params"] = [*_parameters(controls), *_derived(signals)]
    chart["params"].append({"name": "sentence", "expr": sentence})
    chart["title"] = {"text": {"expr": "split(sentence, '; ')"}, "fontSize": 12}
    chart["description"] = title
    chart["usermeta"] = {
        "lossbook": {
            "name": name,
            "title": title,
            "controls": [
                {"kind": c.kind, "value": c.value, **asdict(c)} for c in controls
            ],
            "columns": table.columns,
            # A list: the keys of a dict are sorted when a notebook is written.
            "rows": [
                [row, [number and asdict(number) for number in numbers]]
                for row, numbers in table.rows.items()
            ],
            "drag": drag or [],
        }
    }
    _display(chart)


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
    from IPython import get_ipython
    from IPython.display import display

    said = f"A chart that moves: {chart['description']}."
    if get_ipython() is None:
        print(said)
    else:
        display({MIME: chart, "text/plain": said}, raw=True)


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
