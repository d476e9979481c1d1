"""The role ``{time}``: what a page asks for, in minutes and in questions.

Counted are the time to read, from the words and the cells; the questions; and the
minutes that the exercises name. The time to run is what the build measured.
"""

import re
from dataclasses import dataclass

from docutils import nodes
from myst_nb.sphinx_ import NbMetadataCollector
from sphinx.locale import _
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole
from sphinx_exercise.nodes import is_exercise_node, solution_node

from ..kit.effort import Asks, SaidLater, in_seconds
from ..kit.faults import faulty_pages
from ..kit.overview import tells_of_others
from ..kit.pages import PageStore

logger = logging.getLogger(__name__)

_efforts = PageStore("efforts")

WORDS_A_MINUTE = 150  # slower than a novel: formulas and figures count as words too
MINUTES_A_CELL = 0.5


class Time(nodes.inline):
    """Stands for the time of the page ``docname`` until all pages are read."""


@dataclass
class Effort:
    """What a page asks of its reader.

    Attributes:
        reading: Minutes to read the text, its cells and what its questions ask.
        questions: How many questions there are.
        exercises: The minutes that the exercises name, added up.
    """

    reading: float
    questions: int
    exercises: int


class TimeRole(SphinxRole):
    """``{time}`name_of_a_page` ``, relative to the page it stands on."""

    def run(self):
        docname, _file = self.env.relfn2path(self.text)
        tells_of_others(self.env, told, docname)
        return [Time(docname=docname, text=self.text)], []


def setup(app):
    app.setup_extension("sphinx_exercise")
    app.add_role("time", TimeRole())
    app.connect("doctree-read", measure_page)
    _efforts.connect(app)
    app.connect("doctree-resolved", write_times)
    return {"parallel_read_safe": False, "parallel_write_safe": True}


def measure_page(app, doctree):
    exercises = [*doctree.findall(is_exercise_node)]
    # Exercises have minutes of their own, and so have their solutions.
    apart = [*exercises, *doctree.findall(solution_node)]
    cells = [
        node
        for node in doctree.findall(nodes.container)
        if "cell_input" in node["classes"] and not _is_within(node, apart)
    ]
    # What is said to an answer is read by those who give it.
    not_read = [*apart, *cells, *doctree.findall(SaidLater)]
    words = _count_words(doctree) - sum(map(_count_words, not_read))
    _efforts(app.env)[app.env.docname] = Effort(
        reading=words / WORDS_A_MINUTE + len(cells) * MINUTES_A_CELL,
        questions=sum(1 for _ in doctree.findall(Asks)),
        exercises=sum(_minutes_named_in(app.env, it) for it in exercises),
    )


def _is_within(node, others):
    while node is not None and not any(node is other for other in others):
        node = node.parent
    return node is not None


def _count_words(node):
    return len(node.astext().split())


def _minutes_named_in(env, exercise):
    """The minutes in the bold words with which an exercise begins: Warm-up, 3 minutes."""
    bold = next(exercise.findall(nodes.strong), nodes.strong())
    found = re.search(r"\d+", bold.astext())
    if found is None:
        faulty_pages(env).add(env.docname)
        logger.warning(
            "an exercise names no minutes; it begins with bold words such as "
            "**Warm-up, 3 minutes**",
            location=exercise,
            type="lossbook",
        )
        return 0
    return int(found[0])


def told(env, page):
    """What is told of a page, as text; None if there is no such page."""
    effort = _efforts(env).get(page)
    if effort is None:
        return None
    reading = max(5, 5 * round(effort.reading / 5))
    parts = [_("{count}\N{NO-BREAK SPACE}min to read").format(count=reading)]
    if count := effort.questions:
        parts.append(_("{count}\N{NO-BREAK SPACE}questions").format(count=count))
    if count := effort.exercises:
        parts.append(_("{count}\N{NO-BREAK SPACE}min of exercises").format(count=count))
    run = NbMetadataCollector.get_exec_data(env, page)
    if run and run["runtime"]:
        seconds = in_seconds(run["runtime"])
        parts.append(_("{seconds} to run").format(seconds=seconds))
    return _(", ").join(parts)


def write_times(app, doctree, docname):
    for node in list(doctree.findall(Time)):
        said = told(app.env, node["docname"])
        if said is None:
            logger.warning(
                "no such page: %s", node["docname"], location=node, type="lossbook"
            )
        node.replace_self(nodes.inline("", said or "", classes=["times"]))
