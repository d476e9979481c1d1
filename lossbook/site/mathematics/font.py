"""What the formulas of the site need of their font.

They are set in STIX Two Math, since braces and roots do not stretch without a font for
mathematics.
"""

import re
import unicodedata
from html import unescape
from pathlib import Path

from ..kit.finish import Font, fonts

STIX = Path(__file__).parent / "stix" / "stix-two-math-latin-400-normal.woff2"
STIX_LICENSE = STIX.with_name("stix-two-math.LICENSE.txt")

FORMULA = re.compile(r"<math.*?</math>", re.DOTALL)
TOKEN = re.compile(r"<(mi|mn|mo|mtext)\b([^>]*)>(.*?)</\1>", re.DOTALL)
ROOT = re.compile(r"<(?:msqrt|mroot)\b")
RADICAL, MINUS = "\N{SQUARE ROOT}", "\N{MINUS SIGN}"
TAG = re.compile(r"<[^>]*>")


def setup(app):
    def needed(pages, sheet):
        return formula_characters(pages)

    font = Font("mathematics.woff2", lambda static: STIX, needed, STIX_LICENSE)
    fonts(app).append(font)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def formula_characters(html):
    """What browsers draw for all formulas of a page: characters, and those that grow.

    There are more than stand in it. A lone letter is drawn in italics, though Chromium
    measures the upright one; a root has a sign that no element contains; and some
    browsers draw a minus sign for the hyphen of an operator. A brace, a sum or a root
    grows: the font has it in several sizes, and each browser chooses one.

    >>> html = "<math><msqrt><mi>x</mi></msqrt><mo>(</mo><mi>log</mi></math>"
    >>> characters, growing = formula_characters(html)
    >>> sorted(characters), sorted(growing)
    (['(', 'g', 'l', 'o', 'x', '√', '𝑥'], ['(', '√'])
    """
    characters, growing = set(), set()
    for formula in set(FORMULA.findall(html)):
        if ROOT.search(formula):
            growing.add(RADICAL)
        for name, attributes, content in TOKEN.findall(formula):
            text = unescape(TAG.sub("", content))
            if name == "mi" and 'mathvariant="normal"' not in attributes:
                text += ITALIC.get(text, "")
            if name == "mo" and text == "-":
                text += MINUS
            if name == "mo" and 'stretchy="false"' not in attributes:
                growing.update(text)
            characters.update(text)
    return characters | growing, growing


def _italic_letters():
    """The mathematical italic letter for each letter that has one.

    This is the table of MathML Core for a lone letter in an ``<mi>``:
    https://w3c.github.io/mathml-core/#italic-mappings
    """
    italic = {"h": "\N{PLANCK CONSTANT}"}
    for block in ((0x1D434, 0x1D468), (0x1D6A4, 0x1D6A6), (0x1D6E2, 0x1D71C)):
        for letter in map(chr, range(*block)):
            if plain := unicodedata.decomposition(letter).removeprefix("<font> "):
                italic[chr(int(plain, 16))] = letter
    return italic


ITALIC = _italic_letters()
