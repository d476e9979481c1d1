"""Shows formulas as MathML Core, made from their TeX when the book is built.

No script is needed to show them, no other host, and nothing jumps when they appear;
screen readers read them natively. The font is a part of STIX Two Math, since braces
and roots do not stretch without a font for mathematics.
"""

import re
from html import escape
from pathlib import Path

from docutils import nodes
from math_core import LatexError, LatexToMathML
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

from ..kit.assets import add_assets

logger = logging.getLogger(__name__)

STYLE = re.compile(r' style="([^"]*)"')
# A prime that is the exponent of one letter or of a parenthesis.
PRIME = re.compile(r"<msup>(<(m[io])\b[^>]*>[^<]*</\2><mo>[′″‴⁗]</mo>)</msup>")
NO_NAME = re.compile(r"[^\w-]+")
HERE = Path(__file__).parent
SHEET = (HERE / "mathematics.css").read_text(encoding="utf-8")
KNOWN = set(re.findall(r"\.(math-[\w-]+)", SHEET))


class KeepFormulas(SphinxTransform):
    """Keeps displayed formulas out of the catalogues: there are no words in them.

    Sphinx would have them translated, and write a translation as reStructuredText.
    """

    default_priority = 9  # before Sphinx collects what is to be translated

    def apply(self, **options):
        for formula in self.document.findall(nodes.math_block):
            formula["translatable"] = False


def setup(app):
    app.add_transform(KeepFormulas)
    app.add_html_math_renderer(
        "mathml", inline_renderers=(inline, None), block_renderers=(block, None)
    )
    add_assets(app, HERE, "mathematics.css")
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def converted(tex, *, displaystyle):
    r"""The MathML of a formula in TeX.

    The policy of the pages forbids ``style="…"``: what a table asks for there becomes
    classes, which mathematics.css knows. A prime stands beside its letter, since the
    font has it raised already, and would have it small and high as an exponent.

    Raises:
        ValueError: If the formula cannot be read, or asks for what is not shown.

    >>> converted(r"\sqrt{x}", displaystyle=False)
    '<math><msqrt><mi>x</mi></msqrt></math>'
    >>> converted("f'", displaystyle=False)
    '<math><mrow><mi>f</mi><mo>′</mo></mrow></math>'
    """
    converter = LatexToMathML()
    try:
        mathml = converter.convert_with_local_state(tex, displaystyle=displaystyle)
    except LatexError as error:
        raise ValueError(str(error)) from error
    if "<menclose" in mathml:
        raise ValueError("not every browser draws a box or a stroke")
    return STYLE.sub(_classes, PRIME.sub(r"<mrow>\1</mrow>", mathml))


def _classes(style):
    """Name each declaration of a style by a class."""
    names = []
    for declaration in filter(None, style[1].split(";")):
        names.append("math-" + NO_NAME.sub("-", declaration.strip()))
        if names[-1] not in KNOWN:
            wanted = f".{names[-1]} {{ {declaration.strip()}; }}"
            raise ValueError(f"mathematics.css lacks a rule that it needs: {wanted}")
    return f' class="{" ".join(names)}"'


def mathml(node, *, displaystyle):
    """Convert the TeX of a node, or warn of it with its line and show it as it is."""
    tex = node.astext()
    try:
        return converted(tex, displaystyle=displaystyle)
    except ValueError as error:
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
