"""The book as a course: what there is to read and to answer, and where it is kept.

Every page knows the whole course, from a script that the build writes: the pages, their
questions with the versions of their answers, and which objective each question serves.
What a reader has read and solved is kept in the reader's browser alone, see
``static/progress.js``. Three directives show it: ``{welcome}`` where to go on,
``{progress}`` all of it, with buttons to take it along or forget it, and ``{inventory}``
what was gained, above a page of questions that is taken twice.
"""

import json
from pathlib import Path, PurePosixPath

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from lossbook.exercises import CHAPTERS
from lossbook.site.assets import add_assets
from lossbook.site.questions import Check, checks_by_page, question_of

NAME = "course.js"
BOOK = "loss-functions-in-tensorflow"  # what a browser keeps has this name


class Panel(nodes.General, nodes.Element):
    """A place for the page's script to fill, from the template ``template``."""


class PanelDirective(SphinxDirective):
    """``{progress}``, ``{inventory}`` and ``{welcome}``."""

    def run(self):
        return [Panel(template=f"{self.name}.html")]


def setup(app):
    app.setup_extension("lossbook.site.questions")
    add_assets(app, "course.css", NAME, "progress.js", "reading.js")
    add_assets(app, "review.js", "inventory.js")
    for name in ("inventory", "progress", "welcome"):
        app.add_directive(name, PanelDirective)
    app.add_node(Panel, html=(write_panel, None))
    app.connect("doctree-read", mark_inventory)
    app.connect("build-finished", write_course, priority=480)
    return {"parallel_read_safe": False, "parallel_write_safe": True}


def mark_inventory(app, doctree):
    """Mark the questions of a page that is taken as a whole."""
    panels = [panel["template"] for panel in doctree.findall(Panel)]
    if "inventory.html" in panels:
        for check in doctree.findall(Check):
            check["inventory"] = True


def course(env):
    """What the scripts of all pages know of the course.

    Returns:
        A dict: the name of the ``book``, and its ``pages`` in order, the chapters and
        others that ask something. Each has a title, and the questions by name: the
        version of its answer, and what it serves.
    """
    pages = []
    for docname, asked in sorted(checks_by_page(env).items(), key=_place):
        if asked:
            questions = {name: question_of(check) for name, check in asked.items()}
            about = {n: [q.version(), q.serves] for n, q in questions.items()}
            pages.append(
                {
                    "isChapter": _chapter(docname) is not None,
                    "name": docname,
                    "questions": about,
                    "title": env.titles[docname].astext(),
                }
            )
    return {"book": BOOK, "pages": pages}


def _chapter(docname):
    """The place of a page among the chapters; None for other pages."""
    name = PurePosixPath(docname).name
    return CHAPTERS.index(name) if name in CHAPTERS else None


def _place(item):
    place = _chapter(item[0])
    return (place is None, place, item[0])


def write_panel(translator, node):
    builder = translator.builder
    titles = builder.env.titles
    chapters = [
        {
            "address": builder.get_relative_uri(builder.current_docname, docname),
            "name": docname,
            "title": titles[docname].astext(),
        }
        for docname in sorted(titles, key=lambda docname: _place([docname]))
        if _chapter(docname) is not None
    ]
    render = builder.templates.render
    translator.body.append(render(node["template"], {"chapters": chapters}))
    raise nodes.SkipNode


def write_course(app, exception):
    static = Path(app.outdir, "_static")
    if not exception and (static / "progress.js").exists():  # else nothing was written
        text = json.dumps(course(app.env), ensure_ascii=False)
        (static / NAME).write_text(f"const COURSE = {text};\n", encoding="utf-8")
