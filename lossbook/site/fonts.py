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

from lossbook.site.assets import VENDORED
from lossbook.site.kept import kept
from lossbook.site.stylesheet import NAME as SHEET

STIX = VENDORED / "stix-two-math-latin-400-normal.woff2"
STIX_LICENSE = VENDORED / "stix-two-math.LICENSE.txt"
# The file that the theme brings along, below ``_static``.
AWESOME = "vendor/fontawesome/webfonts/fa-solid-900.woff2"

FORMULA = re.compile(r"<math.*?</math>", re.DOTALL)
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
    for name, source, characters in (
        ("mathematics.woff2", STIX, formula_characters("".join(pages))),
        ("icons.woff2", static / AWESOME, icon_characters(sheet)),
    ):
        font, wanted = source.read_bytes(), "".join(sorted(characters))
        cut_font = kept(app, name, [font, wanted], lambda f=font, w=wanted: cut(f, w))
        (static / name).write_bytes(cut_font)
    shutil.copy(STIX_LICENSE, static / "mathematics.woff2.LICENSE.txt")


def formula_characters(html):
    """The characters of all formulas, with the italic ones that browsers put in."""
    formulas = "".join(FORMULA.findall(html))
    characters = set(unescape(TAG.sub("", formulas)))
    return characters | {ITALIC[c] for c in characters if c in ITALIC}


def _italic_letters():
    """The mathematical italic letter for each Latin and Greek letter that has one."""
    italic = {"h": "\N{PLANCK CONSTANT}"}
    for code in (*range(0x1D434, 0x1D468), *range(0x1D6E2, 0x1D71C)):
        if letter := unicodedata.normalize("NFKC", chr(code)):
            italic.setdefault(letter, chr(code))
    return italic


ITALIC = _italic_letters()


def icon_characters(sheet):
    """The icons that a style sheet puts before or after something."""
    return {chr(int(code, 16)) if code else icon for code, icon in ICON.findall(sheet)}


def cut(font, characters):
    """Return a font, as WOFF2, with nothing but the glyphs for some characters."""
    logging.getLogger("fontTools").setLevel(logging.WARNING)  # it tells of each table
    from fontTools.subset import Options, Subsetter, load_font, save_font

    options = Options(
        flavor="woff2",
        hinting=False,
        layout_features=["ccmp", "ssty", "dtls", "flac"],
        name_IDs=["*"],  # the copyright and the license, which must go along
        notdef_outline=True,
        drop_tables=["DSIG", "FFTM"],
    )
    loaded = load_font(BytesIO(font), options)
    loaded.recalcTimestamp = False
    subsetter = Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(loaded)
    file = BytesIO()
    save_font(loaded, file, options)
    return file.getvalue()
