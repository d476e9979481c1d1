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
from lossbook.questions import questions
from lossbook.site.kit.assets import EARLY, STATIC, add_assets
from lossbook.site.kit.cache import kept
from lossbook.site.kit.fingerprint import PACKAGE, fingerprint
from lossbook.site.questions.directive import Check, checks_by_page

NAME = "course.js"
BOOK = "loss-functions-in-tensorflow"  # what a browser keeps has this name


class Panel(nodes.General, nodes.Element):
    """A place for the page's script to fill, from the template ``template``."""


class PanelDirective(SphinxDirective):
    """``{progress}``, ``{inventory}`` and ``{welcome}``."""

    def run(self):
        return [Panel(template=f"{self.name}.html")]


def setup(app):
    app.setup_extension("lossbook.site.questions.directive")
    add_assets(app, STATIC, "course.css")
    app.add_js_file(NAME, priority=EARLY)  # the build writes it
    add_assets(app, STATIC, "progress.js", "reading.js", "review.js", "inventory.js")
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


def course(app):
    """What the scripts of all pages know of the course.

    Returns:
        A dict: the name of the ``book``, and its ``pages`` in order, the chapters and
        others that ask something. Each has a title, and the questions by name: the
        version of its answer, and what it serves.
    """
    env, pages = app.env, []
    asked = {name: list(checks) for name, checks in checks_by_page(env).items()}
    known = about_questions(app, asked)
    for docname in sorted(filter(asked.get, asked), key=_place):
        pages.append(
            {
                "isChapter": _chapter(docname) is not None,
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
            known = questions(PurePosixPath(page).name)
            about[page] = {n: [known[n].version(), known[n].serves] for n in names}
        return json.dumps(about).encode()

    files = sorted(PACKAGE.glob("questions/**/*.py"))
    texts = [file.read_text(encoding="utf-8") for file in files]
    ingredients = [fingerprint(""), json.dumps(asked, sort_keys=True), *texts]
    return json.loads(kept(app, "questions.json", ingredients, computed))


def _chapter(docname):
    """The place of a page among the chapters; None for other pages."""
    name = PurePosixPath(docname).name
    return CHAPTERS.index(name) if name in CHAPTERS else None


def _place(docname):
    place = _chapter(docname)
    return (place is None, place, docname)


def write_panel(translator, node):
    builder = translator.builder
    titles = builder.env.titles
    chapters = [
        {
            "address": builder.get_relative_uri(builder.current_docname, docname),
            "name": docname,
            "title": titles[docname].astext(),
        }
        for docname in sorted(titles, key=_place)
        if _chapter(docname) is not None
    ]
    render = builder.templates.render
    translator.body.append(render(node["template"], {"chapters": chapters}))
    raise nodes.SkipNode


def write_course(app, exception):
    static = Path(app.outdir, "_static")
    if not exception and (static / "progress.js").exists():  # else nothing was written
        text = json.dumps(course(app), ensure_ascii=False)
        (static / NAME).write_text(f"const COURSE = {text};\n", encoding="utf-8")
