"""The frame of each page, and the policy that lets nothing run but the site's own files.

The theme's templates are extended by those that lie beside this file.
"""

import base64
import hashlib
from pathlib import Path

from docutils import nodes

from ..kit.assets import add_assets, add_templates, put_on_site
from ..kit.joining import without_comments

HERE = Path(__file__).parent
BEFORE_PAINT = without_comments((HERE / "before-paint.js").read_text(encoding="utf-8"))

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
    add_templates(app, HERE)
    add_assets(app, HERE, "page.css", "print.css", "page.js")
    put_on_site(app, HERE / "favicon.svg")
    # After the extensions, which add their scripts at these events too.
    app.connect("doctree-resolved", remove_inline_scripts, priority=900)
    app.connect("html-page-context", set_policy, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def remove_inline_scripts(app, doctree, docname):
    """Remove scripts that an extension wrote into the page, as that of Thebe."""
    for node in list(doctree.findall(nodes.raw)):
        if "<script" in node.astext():
            node.parent.remove(node)


def set_policy(app, pagename, templatename, context, doctree):
    context["before_paint"] = BEFORE_PAINT
    context["policy"] = content_security_policy([BEFORE_PAINT])


def content_security_policy(inline):
    """The policy under which only the site's files and some inline scripts run."""
    digests = (hashlib.sha256(script.encode()).digest() for script in inline)
    hashes = [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]
    sources = {**SOURCES, "script-src": " ".join([SOURCES["script-src"], *hashes])}
    return "; ".join(f"{name} {value}" for name, value in sources.items())
