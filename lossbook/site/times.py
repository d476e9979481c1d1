"""The role ``{time}``: how long a page takes to read, and to run.

The time to read is counted from the words and the cells of the page, the time to
run is what the build measured.
"""

from docutils import nodes
from myst_nb.sphinx_ import NbMetadataCollector
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

from lossbook.site.overview import tells_of_others
from lossbook.site.questions import Reason

logger = logging.getLogger(__name__)

WORDS_A_MINUTE = 150  # slower than a novel: formulas and figures count as words too
MINUTES_A_CELL = 0.5


class Time(nodes.inline):
    """Stands for the time of the page ``docname`` until all pages are read."""


class TimeRole(SphinxRole):
    """``{time}`name_of_a_page` ``, relative to the page it stands on."""

    def run(self):
        docname, _ = self.env.relfn2path(self.text)
        tells_of_others(self.env)
        return [Time(docname=docname, text=self.text)], []


def setup(app):
    app.setup_extension("lossbook.site.overview")
    app.add_role("time", TimeRole())
    app.connect("doctree-read", measure_page)
    app.connect("env-purge-doc", forget_page)
    app.connect("doctree-resolved", write_times)
    return {"parallel_read_safe": False, "parallel_write_safe": True}


def _reading_minutes(env):
    if not hasattr(env, "lossbook_reading_minutes"):
        env.lossbook_reading_minutes = {}
    return env.lossbook_reading_minutes


def measure_page(app, doctree):
    code = [
        node
        for node in doctree.findall(nodes.container)
        if "cell_input" in node["classes"]
    ]
    # What is said to an answer is read by those who give it.
    not_read = [*code, *doctree.findall(Reason)]
    count = len(doctree.astext().split())
    words = count - sum(len(node.astext().split()) for node in not_read)
    minutes = words / WORDS_A_MINUTE + len(code) * MINUTES_A_CELL
    _reading_minutes(app.env)[app.env.docname] = minutes


def forget_page(app, env, docname):
    _reading_minutes(env).pop(docname, None)


def write_times(app, doctree, docname):
    for node in list(doctree.findall(Time)):
        page = node["docname"]
        minutes = _reading_minutes(app.env).get(page)
        if minutes is None:
            logger.warning("no such page: %s", page, location=node, type="lossbook")
            minutes = 0
        text = f"{max(5, 5 * round(minutes / 5))}\N{NO-BREAK SPACE}min to read"
        run = NbMetadataCollector.get_exec_data(app.env, page)
        if run and run["runtime"]:
            text += f", {run['runtime']:.0f}\N{NO-BREAK SPACE}s to run"
        node.replace_self(nodes.inline("", text, classes=["time"]))
