"""The contract between a chart and the page that shows it: what a chart says of itself.

A chart carries a `Contract` in its Vega-Lite, as ``usermeta``, where JupyterLab passes it
by. The page that `lossbook.site.charts` makes of it has a control for each of the
contract's controls and a cell for each of its numbers; the page's script,
``charts.js``, sets the signals that they name and shows those of the numbers. Whatever is
computed is an expression of the chart itself, so the contract holds names, labels and
limits alone. Beside the signals that it names, every chart has the signal ``sentence``.

All words are English. How they were said goes along, so that a page can have them in its
own language: the names of signals and the values of choices stay as they are.
"""

from copy import deepcopy
from dataclasses import asdict, dataclass, fields

KEY = "lossbook"  # of the contract in ``usermeta``


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
    """One of several names; what a page shows of them may be said in its language."""

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


@dataclass(frozen=True)
class Contract:
    """What a chart says of itself.

    Attributes:
        name: What it is called in addresses, such as ``explore-descent``; the page has it
            as an id, and the state of the chart in its address as ``NAME.SIGNAL=VALUE``.
        title: What it shows, in a few words.
        controls: What the reader can move: a list of `Slider`, `Choice`, `Reveal` and
            `Steps`. Each is for the page a dict of its fields, and of its ``kind`` and
            its ``value`` at the start.
        table: The numbers that it shows, a `Table`. The page gets its ``columns``, and
            ``rows``: pairs of a name and a list with the dict of a `Number` or None for
            each column.
        drag: For each panel a dict from the axis ``x`` or ``y`` to the signal of the
            slider that a pointer on the picture moves; empty if none does.
        sentence: The tree of what the signal ``sentence`` says, as `lossbook.explore.words`
            makes it.
        said: A dict from the texts of chart and contract that were said, by `lossbook.say`,
            to their trees; other texts are names.
    """

    name: str
    title: str
    controls: list
    table: Table
    drag: list
    sentence: list
    said: dict

    def usermeta(self):
        """The contract as the Vega-Lite of its chart holds it: a dict for JSON."""
        return {
            KEY: {
                "name": self.name,
                "title": self.title,
                "controls": [
                    {"kind": c.kind, "value": c.value, **asdict(c)}
                    for c in self.controls
                ],
                "columns": self.table.columns,
                # A list: the keys of a dict are sorted when a notebook is written.
                "rows": [
                    [row, [number and asdict(number) for number in numbers]]
                    for row, numbers in self.table.rows.items()
                ],
                "drag": self.drag,
                "sentence": self.sentence,
                "said": self.said,
            }
        }


def contract_of(chart):
    """Read the contract of a chart, as a dict that its reader may change.

    Args:
        chart: The chart as Vega-Lite, a dict.

    Returns:
        What `Contract.usermeta` has under its key; None if the chart has no contract, as
        those of others.

    >>> contract_of({"usermeta": {"embedOptions": {}}})
    >>> of_ours = Contract("explore-x", "X", [], Table((), {}), [], ["X", {}], {})
    >>> contract_of({"usermeta": of_ours.usermeta()})["name"]
    'explore-x'
    """
    usermeta = chart.get("usermeta")
    about = usermeta.get(KEY) if isinstance(usermeta, dict) else None
    parts = {field.name for field in fields(Contract)} - {"table"} | {"columns", "rows"}
    is_whole = isinstance(about, dict) and parts <= about.keys()
    return deepcopy(about) if is_whole else None
