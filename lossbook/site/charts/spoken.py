"""A chart in the language of the pages: its words, and nothing else of it.

A kernel speaks English, and a chart tells in its contract how that was said. Names of
signals and values of choices stay as they are: the chart computes with them.
"""

from copy import deepcopy

from lossbook.explore.contract import contract_of
from lossbook.explore.words import expression

from ..kit.said import in_words
from ..kit.words import translated


def spoken(spec):
    """Say a chart.

    Args:
        spec: The chart as Vega-Lite.

    Returns:
        A pair: the chart in the language of the pages, and its contract, in which each
        choice has for its ``options`` pairs of a value and what is shown of it.
    """
    about = contract_of(spec)
    words = {english: in_words(tree) for english, tree in about["said"].items()}

    def shown(text):
        return words.get(text, text)

    about["title"] = shown(about["title"])
    about["columns"] = [shown(name) for name in about["columns"]]
    about["rows"] = [[shown(name), numbers] for name, numbers in about["rows"]]
    for control in about["controls"]:
        for part in ("label", "question"):
            if part in control:
                control[part] = shown(control[part])
        if "options" in control:
            control["options"] = [
                (option, shown(option)) for option in control["options"]
            ]
    spec = deepcopy(spec)
    _title(spec, shown)
    for parameter in spec["params"]:
        if parameter["name"] == "sentence":
            parameter["expr"] = expression(about["sentence"], translated)
    return spec, about


def _title(part, shown):
    """Say the titles of axes, legends and panels, in place."""
    for name, value in part.items() if isinstance(part, dict) else enumerate(part):
        if name == "title" and isinstance(value, str):
            part[name] = shown(value)
        elif isinstance(value, (dict, list)):
            _title(value, shown)
