"""The two fonts of the site, cut down to the characters that its pages show.

Formulas are set in STIX Two Math, since braces and roots do not stretch without a font
for mathematics; the theme's icons are characters of Font Awesome. Text uses the fonts
of the reader's system.
"""

import logging
import re
import shutil
import unicodedata
from html import unescape
from io import BytesIO
from pathlib import Path

from lossbook.site.kit.assets import VENDORED
from lossbook.site.kit.cache import kept
from lossbook.site.stylesheet import NAME as SHEET

STIX = VENDORED / "stix-two-math-latin-400-normal.woff2"
STIX_LICENSE = VENDORED / "stix-two-math.LICENSE.txt"
# The file that the theme brings along, below ``_static``.
AWESOME = "vendor/fontawesome/webfonts/fa-solid-900.woff2"

FORMULA = re.compile(r"<math.*?</math>", re.DOTALL)
TOKEN = re.compile(r"<(mi|mn|mo|mtext)\b([^>]*)>(.*?)</\1>", re.DOTALL)
ROOT = re.compile(r"<(?:msqrt|mroot)\b")
RADICAL, MINUS = "\N{SQUARE ROOT}", "\N{MINUS SIGN}"
TAG = re.compile(r"<[^>]*>")
ICON = re.compile(r"\\([ef][0-9a-f]{3})|([\ue000-\uf8ff])", re.IGNORECASE)


def setup(app):
    # After the style sheet, which says what icons there are.
    app.connect("build-finished", write_fonts, priority=700)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def write_fonts(app, exception):
    static = Path(app.outdir, "_static")
    if exception or not (static / AWESOME).exists():  # nothing was written
        return
    pages = [p.read_text(encoding="utf-8") for p in Path(app.outdir).rglob("*.html")]
    sheet = (static / SHEET).read_text(encoding="utf-8")
    drawn, growing = formula_characters("".join(pages))
    for name, source, characters, sizes in (
        ("mathematics.woff2", STIX, drawn, growing),
        ("icons.woff2", static / AWESOME, icon_characters(sheet), set()),
    ):
        font = source.read_bytes()
        wanted = ["".join(sorted(c)) for c in (characters, sizes)]
        cut_font = kept(app, name, [font, *wanted], lambda f=font, w=wanted: cut(f, *w))
        (static / name).write_bytes(cut_font)
    shutil.copy(STIX_LICENSE, static / "mathematics.woff2.LICENSE.txt")


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


def icon_characters(sheet):
    """The icons that a style sheet puts before or after something."""
    return {chr(int(code, 16)) if code else icon for code, icon in ICON.findall(sheet)}


def cut(font, characters, growing=""):
    """Return a font, as WOFF2, with nothing but the glyphs for some characters.

    Args:
        font: The bytes of the whole font.
        characters: A text with each of the characters.
        growing: A text with those of them whose larger sizes are needed too.
    """
    logging.getLogger("fontTools").setLevel(logging.WARNING)  # it tells of each table
    from fontTools.subset import Options, Subsetter, load_font, save_font

    options = Options(
        flavor="woff2",
        hinting=False,
        bidi_closure=False,  # no formula runs from right to left
        layout_features=[
            "kern"
        ],  # for names such as exp; the rest is in the table MATH
        name_IDs=["*"],  # the copyright and the license, which must go along
        notdef_outline=True,
        drop_tables=["DSIG", "FFTM"],
    )
    loaded = load_font(BytesIO(font), options)
    loaded.recalcTimestamp = False
    if "MATH" in loaded:
        _drop_sizes(loaded, growing)
    subsetter = Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(loaded)
    file = BytesIO()
    save_font(loaded, file, options)
    return file.getvalue()


def _drop_sizes(font, growing):
    """Leave the larger sizes, and the parts to build them of, to what grows alone."""
    names = {font.getBestCmap().get(ord(character)) for character in growing}
    variants = font["MATH"].table.MathVariants
    for way in ("Vert", "Horiz"):
        coverage = getattr(variants, f"{way}GlyphCoverage")
        constructions = getattr(variants, f"{way}GlyphConstruction")
        left = [
            (name, construction)
            for name, construction in zip(coverage.glyphs, constructions, strict=True)
            if name in names
        ]
        coverage.glyphs = [name for name, _ in left]
        constructions[:] = [construction for _, construction in left]
