"""Shows formulas as MathML Core, made from their TeX when the book is built.

No script is needed to show them, no other host, and nothing jumps when they appear;
screen readers read them natively. The font is a part of STIX Two Math, since braces
and roots do not stretch without a font for mathematics.
"""

from html import escape

from docutils import nodes
from math_core import LatexError, LatexToMathML
from sphinx.util import logging

from lossbook.site.assets import add_assets

logger = logging.getLogger(__name__)


def setup(app):
    app.add_html_math_renderer(
        "mathml", inline_renderers=(inline, None), block_renderers=(block, None)
    )
    add_assets(app, "mathematics.css")
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def mathml(node, *, displaystyle):
    """Convert the TeX of a node, or warn of it with its line and show it as it is."""
    tex = node.astext()
    try:
        converter = LatexToMathML()
        return converter.convert_with_local_state(tex, displaystyle=displaystyle)
    except LatexError as error:
        logger.warning(
            "this formula cannot be read: %s: %s",
            tex,
            error,
            location=node,
            type="lossbook",
        )
        return f"<code>{escape(tex)}</code>"


def inline(translator, node):
    translator.body.append(mathml(node, displaystyle=False))
    raise nodes.SkipNode


def block(translator, node):
    translator.body.append(translator.starttag(node, "div", CLASS="math"))
    translator.body.append(mathml(node, displaystyle=True))
    if number := node["number"]:
        translator.body.append(f'<span class="eqno">({number})</span>')
    translator.body.append("</div>\n")
    raise nodes.SkipNode
