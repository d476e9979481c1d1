"""What a page loads: its scripts, and the policy that lets nothing else run.

The theme's templates are extended by those in the folder ``templates`` beside this
file.
"""

import base64
import hashlib
from pathlib import Path

from docutils import nodes

from lossbook.site.kit.assets import (
    STATIC,
    add_assets,
    add_templates,
    put_on_site,
)

TEMPLATES = Path(__file__).parent / "templates"
BEFORE_PAINT = (TEMPLATES / "before-paint.js").read_text(encoding="utf-8")

# What the extensions would load on every page, and no page of this book needs.
UNNEEDED_SCRIPTS = {
    "_static/design-tabs.js",  # there are no tabs
    "_static/sphinx-thebe.js",  # no server runs the cells
    "_static/togglebutton.js",  # what folds is a <details> of HTML
    "_static/scripts/sphinx-book-theme.js",  # page.js does what is used of it
}
THEME_SCRIPT = "_static/scripts/pydata-sphinx-theme.js"

# The scheme ``file:`` lets a page that is opened from a disk load what lies beside it;
# a page that comes over a network may never load from there.
SOURCES = {
    "default-src": "'none'",
    "script-src": "'self' file:",
    "style-src": "'self' file:",
    "img-src": "'self' file: data:",
    "font-src": "'self' file:",
    "connect-src": "'self'",
    "form-action": "'self' file:",
    "base-uri": "'none'",
}


def setup(app):
    add_templates(app, TEMPLATES)
    add_assets(app, STATIC, "page.css", "print.css", "page.js")
    put_on_site(app, STATIC / "favicon.svg")
    # After the extensions, which add their scripts at these events too.
    app.connect("doctree-resolved", remove_inline_scripts, priority=900)
    app.connect("html-page-context", set_what_is_loaded, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def remove_inline_scripts(app, doctree, docname):
    """Remove scripts that an extension wrote into the page, as that of Thebe."""
    for node in list(doctree.findall(nodes.raw)):
        if "<script" in node.astext():
            node.parent.remove(node)


def set_what_is_loaded(app, pagename, templatename, context, doctree):
    context["scripts"] = list(scripts(context["script_files"]))
    context["before_paint"] = BEFORE_PAINT
    context["policy"] = content_security_policy([BEFORE_PAINT])


def scripts(asked_for):
    """The files to load, in order, of the scripts that are asked for.

    A script that stands in the page itself has no file, and may not run.
    """
    ordered = sorted(asked_for, key=lambda script: script.priority)
    files = [script.filename for script in ordered if script.filename]
    return dict.fromkeys(
        file for file in [*files, THEME_SCRIPT] if file not in UNNEEDED_SCRIPTS
    )


def content_security_policy(inline):
    """The policy under which only the site's files and some inline scripts run."""
    digests = (hashlib.sha256(script.encode()).digest() for script in inline)
    hashes = [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]
    sources = {**SOURCES, "script-src": " ".join([SOURCES["script-src"], *hashes])}
    return "; ".join(f"{name} {value}" for name, value in sources.items())
