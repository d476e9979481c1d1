"""The page at the root of the site, which leads to the front page of the book.

Its address is the one that people share, so it tells the same of itself.
"""

from pathlib import Path

from .layout import content_security_policy


def setup(app):
    # When the front page knows what it tells of itself; and before an extension that
    # would write a root page without title and language.
    app.connect("html-page-context", write_root_page, priority=950)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def write_root_page(app, pagename, templatename, context, doctree):
    if pagename != app.config.root_doc or pagename == "index":
        return
    text = app.builder.templates.render(
        "root.html",
        {
            "about": context["about"],
            "address": app.builder.get_target_uri(pagename),
            "canonical": context.get("pageurl"),
            "language": app.config.language,
            "policy": content_security_policy([]),
            "title": app.config.html_title,
        },
    )
    Path(app.outdir, "index.html").write_text(text, encoding="utf-8", newline="\n")
