"""Joins the scripts that every page loads into one file, as they are.

Each of them is a request; the theme and the extensions bring six, and the book has its
own. What one page alone loads, such as a chart's or the search's, stays by itself.
"""

from pathlib import Path

from lossbook.site.kit.assets import ON_SOME_PAGES
from lossbook.site.kit.joining import joined
from lossbook.site.layout import scripts

NAME = "book.js"


def setup(app):
    # After the extensions, which add their scripts at this event too.
    app.connect("html-page-context", set_scripts, priority=910)
    # When all of them are written.
    app.connect("build-finished", write_script, priority=520)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def on_every_page(asked_for):
    """The files that all pages load, in order, of the scripts that one asks for."""
    return scripts(file for file in asked_for if file.priority < ON_SOME_PAGES)


def set_scripts(app, pagename, templatename, context, doctree):
    """Have a page load the one file, and then what it alone needs."""
    joined = on_every_page(context["script_files"])
    own = [script for script in context["scripts"] if script not in joined]
    context["scripts"] = [f"_static/{NAME}", *own]


def write_script(app, exception):
    asked_for = getattr(app.builder, "globalcontext", {}).get("script_files")
    if exception or asked_for is None:  # nothing was written
        return
    files = [Path(app.outdir, name) for name in on_every_page(asked_for)]
    text = joined(file.read_text(encoding="utf-8") for file in files)
    Path(app.outdir, "_static", NAME).write_text(text, encoding="utf-8")
    for file in files:
        file.unlink()
