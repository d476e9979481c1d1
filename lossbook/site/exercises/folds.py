"""Exercises as the site shows them: hints and solutions fold.

The words and the numbers of the exercises are those of sphinx-exercise. It leaves the
folding to a script that this book does without: here they are ``<details>``, which a
page without scripts can open, too.
"""

from pathlib import Path

from docutils import nodes
from sphinx.locale import _
from sphinx_exercise.nodes import (
    exercise_enumerable_node,
    is_exercise_node,
    solution_node,
)

from ..kit.assets import add_assets


class Fold(nodes.General, nodes.Element):
    """A hint or a solution: its summary, then what unfolds."""


class Summary(nodes.Part, nodes.TextElement):
    """What can be read of a fold while it is closed."""


def setup(app):
    app.setup_extension("sphinx_exercise")
    # Its boxes in blue would be the loudest thing on a page.
    app.registry.css_files = [
        f for f in app.registry.css_files if f[0] != "exercise.css"
    ]
    add_assets(app, Path(__file__).parent, "exercises.css")
    app.add_node(Fold, html=(open_fold, close_fold))
    app.add_node(Summary, html=(open_summary, close_summary))
    app.connect("doctree-read", keep_heads)
    app.connect("doctree-resolved", fold, priority=700)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def keep_heads(app, doctree):
    """Have sphinx-exercise remember an exercise by its title alone.

    It keeps the node, with it the page around it, and so each build would read all the
    pages with exercises once more; what it asks for later is the kind and the title.
    """
    for entry in getattr(app.env, "sphinx_exercise_registry", {}).values():
        if entry["docname"] == app.env.docname:
            head = entry["node"].copy()
            head += entry["node"].children[0].deepcopy()
            for node in head.findall():
                node.document = None
            entry["node"] = head


def fold(app, doctree, docname):
    for exercise in doctree.findall(is_exercise_node):
        for count, hint in enumerate(list(exercise.findall(nodes.hint)), start=1):
            summary = Summary("", _("Hint %d") % count)
            hint.replace_self(Fold("", summary, *hint.children, classes=["hint"]))
    for solution in list(doctree.findall(solution_node)):
        title, *content = solution.children
        # Plain words: a link in them would get the click that should unfold.
        summary = Summary("", title.astext())
        about = {"ids": solution["ids"], "classes": ["solution"]}
        solution.replace_self(Fold("", summary, *content, **about))
    # Each of them comes with a section of the same name around its content.
    for node in doctree.findall(nodes.section):
        if isinstance(node.parent, (Fold, exercise_enumerable_node)):
            node["ids"] = []


def open_fold(translator, node):
    translator.body.append(translator.starttag(node, "details"))


def close_fold(translator, node):
    translator.body.append("</details>\n")


def open_summary(translator, node):
    translator.body.append(translator.starttag(node, "summary", ""))


def close_summary(translator, node):
    translator.body.append("</summary>\n")
