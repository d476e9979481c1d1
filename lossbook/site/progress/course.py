"""The book as a course: what there is to read and to answer, and where it is kept.

Every page knows the whole course, from a script that the build writes: the pages, their
questions with the versions of their answers, and which objective each question serves.
What a reader has read and solved is kept in the reader's browser alone, see
``progress.js``. Three directives show it: ``{welcome}`` where to go on,
``{progress}`` all of it, with buttons to take it along or forget it, and ``{inventory}``
what was gained, above a page of questions that is taken twice.
"""

import json
from pathlib import Path, PurePosixPath

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from ..kit.assets import EARLY, add_assets, add_templates
from ..kit.cache import kept
from ..kit.contents import chapters, in_order
from ..kit.fingerprint import fingerprint
from ..kit.finish import write_at_the_end
from ..questions.bank import questions_of
from ..questions.directive import checks_by_page, content
from ..questions.nodes import Check

HERE = Path(__file__).parent
NAME = "course.js"
BOOK = "loss-functions-in-tensorflow"  # what a browser keeps has this name


class Panel(nodes.General, nodes.Element):
    """A place for the page's script to fill, from the template ``template``."""


class PanelDirective(SphinxDirective):
    """``{progress}``, ``{inventory}`` and ``{welcome}``."""

    def run(self):
        return [Panel(template=f"{self.name}.html")]


def setup(app):
    add_templates(app, HERE)
    add_assets(app, HERE, "course.css")
    app.add_js_file(NAME, priority=EARLY)  # the build writes it
    add_assets(app, HERE, "state.js", "progress.js", "shown.js", "inventory.js")
    for name in ("inventory", "progress", "welcome"):
        app.add_directive(name, PanelDirective)
    app.add_node(Panel, html=(write_panel, None))
    app.connect("doctree-read", mark_inventory)
    write_at_the_end(app, write_course)
    return {"parallel_read_safe": False, "parallel_write_safe": True}


def mark_inventory(app, doctree):
    """Mark the questions of a page that is taken as a whole."""
    panels = [panel["template"] for panel in doctree.findall(Panel)]
    if "inventory.html" in panels:
        for check in doctree.findall(Check):
            check["inventory"] = True


def course(app):
    """What the scripts of all pages know of the course.

    Returns:
        A dict: the name of the ``book``, and its ``pages`` in order, the chapters and
        others that ask something. Each has a title, and the questions by name: the
        version of its answer, and what it serves.
    """
    env, pages, numbered = app.env, [], chapters(app)
    asked = {name: list(checks) for name, checks in checks_by_page(env).items()}
    known = about_questions(app, asked)
    for docname in in_order(app, filter(asked.get, asked)):
        pages.append(
            {
                "isChapter": docname in numbered,
                "name": docname,
                "questions": known[docname],
                "title": env.titles[docname].astext(),
            }
        )
    return {"book": BOOK, "pages": pages}


def about_questions(app, asked):
    """The version of the answer to each question of each page, and what it serves.

    Args:
        asked: The names of the questions of each page.
    """

    def computed():
        about = {}
        for page, names in asked.items():
            known = questions_of(app.config.questions_package, page)
            about[page] = {n: [known[n].version(), known[n].serves] for n in names}
        return json.dumps(about).encode()

    asks = json.dumps(asked, sort_keys=True)
    ingredients = [fingerprint(""), asks, content(app.config)]
    return json.loads(kept(app, "questions.json", ingredients, computed))


def write_panel(translator, node):
    builder = translator.builder
    titles = builder.env.titles
    known = [
        {
            "address": builder.get_relative_uri(builder.current_docname, docname),
            "name": docname,
            "title": titles[docname].astext(),
        }
        for docname in chapters(builder.app)
        if node["template"] != "inventory.html" or is_asked_of(builder, docname)
    ]
    render = builder.templates.render
    translator.body.append(render(node["template"], {"chapters": known}))
    raise nodes.SkipNode


def is_asked_of(builder, chapter):
    """Whether a question of the page that is written serves a chapter."""
    package = builder.app.config.questions_package
    asked = questions_of(package, builder.current_docname).values()
    return PurePosixPath(chapter).name in {question.serves for question in asked}


def write_course(app):
    static = Path(app.outdir, "_static")
    if (static / "progress.js").exists():  # else nothing was written
        text = json.dumps(course(app), ensure_ascii=False)
        (static / NAME).write_text(f"book.course = {text};\n", encoding="utf-8")
