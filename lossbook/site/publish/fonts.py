"""Cuts the fonts of the site down to the characters that its pages show.

Text uses the fonts of the reader's system.
"""

import logging
import shutil
from io import BytesIO
from pathlib import Path

from ..kit.cache import kept
from ..kit.finish import fonts
from .stylesheet import NAME as SHEET


def write_fonts(app):
    """Write what the pages need of each font; the style sheet says what icons there are."""
    static = Path(app.outdir, "_static")
    sources = {font: font.source(static) for font in fonts(app)}
    if not all(source.exists() for source in sources.values()):
        return  # nothing was written
    pages = "".join(
        p.read_text(encoding="utf-8") for p in Path(app.outdir).rglob("*.html")
    )
    sheet = (static / SHEET).read_text(encoding="utf-8")
    for font, source in sources.items():
        whole = source.read_bytes()
        wanted = ["".join(sorted(some)) for some in font.needed(pages, sheet)]
        part = kept(
            app, font.name, [whole, *wanted], lambda f=whole, w=wanted: cut(f, *w)
        )
        (static / font.name).write_bytes(part)
        if font.license:
            shutil.copy(font.license, static / f"{font.name}.LICENSE.txt")


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
