"""The role ``{objective}``: names what a chapter promises that you will be able to do.

It writes nothing but a place for a tick, which the page's script sets when all the
questions that serve the objective are solved.
"""

from docutils import nodes
from sphinx.locale import _
from sphinx.util.docutils import SphinxRole


class Objective(nodes.Inline, nodes.Element):
    """Stands before the words of an objective, with its ``name``."""


class ObjectiveRole(SphinxRole):
    def run(self):
        return [Objective(name=self.text)], []


def setup(app):
    app.add_role("objective", ObjectiveRole())
    app.add_node(Objective, html=(write_objective, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def write_objective(translator, node):
    about = {"CLASS": "objective", "data-objective": node["name"]}
    about["data-met"] = _("reached")
    translator.body.append(translator.starttag({}, "span", "", **about) + "</span>")
    raise nodes.SkipNode
