"""Formulas as a browser draws them with one font, compared with the whole font.

No hint is asked of a font, since the cut one has lost them. A character that it lacks
is drawn as a box, wherever the tests run: the fonts of a system, which would fill the
gap with something alike, are not asked.
"""

import re
from base64 import b64encode
from functools import cache
from io import BytesIO

import numpy as np
from fontTools.colorLib.builder import buildCOLR, buildCPAL
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph
from PIL import Image
from rooms import file_of

from lossbook.site.mathematics.font import FORMULA, STIX

SCALE = 4
WHOLE = STIX.read_bytes()
LEAST = 20  # pixels of a color make a glyph: a few may be a mixture of others
EM = 17.6  # pixels: 1.1 of the 16 that a text has
TOLERANCE = 0.02  # of an em: as much more or less ink in one column is no difference

SHEET = file_of("mathematics.css").read_text(encoding="utf-8")
FACE = re.compile(r"@font-face \{.*?\}\n", re.DOTALL)
PAGE = """<!doctype html><meta charset="utf-8"><style>{sheet}
  body {{ margin: 0; background: white; color: black; }}
  .cell {{ float: left; padding: 4px; overflow: clip; text-rendering: geometricPrecision; }}
  .cell * {{ font-family: inherit; }}
  {faces}
</style>{cells}"""
# A cell has the size that its formula has with the whole font, in whole pixels, so that
# each formula stands at the same fraction of a pixel with all fonts.
PLACE = """async () => {
  await Promise.all([...document.fonts].map((font) => font.load()));
  const sizes = new Map();
  const cells = [...document.querySelectorAll(".cell")];
  for (const cell of cells) {
    const { width, height } = cell.querySelector("math").getBoundingClientRect();
    cell.own = [width, height];
    const key = cell.dataset.formula;
    if (!sizes.has(key)) {
      const outer = cell.getBoundingClientRect();
      sizes.set(key, [Math.ceil(outer.width) - 8, Math.ceil(outer.height) - 8]);
    }
  }
  for (const cell of cells) {
    const [width, height] = sizes.get(cell.dataset.formula);
    cell.style.cssText += `width: ${width}px; height: ${height}px`;
  }
  return cells.map((cell) => {
    const { x, y, width, height } = cell.getBoundingClientRect();
    return { box: [x, y, x + width, y + height], own: cell.own };
  });
}"""


def formulas_of(folder):
    """The distinct formulas of a built site, each with the first page that has it."""
    found = {}
    for page in sorted(folder.rglob("*.html")):
        for formula in FORMULA.findall(page.read_text(encoding="utf-8")):
            found.setdefault(formula, page.relative_to(folder).as_posix())
    return found


@cache
def boxes():
    """A font that draws a box for each character, higher than any that the book uses."""
    pen = TTGlyphPen(None)
    pen.moveTo((50, -400))
    for corner in ((50, 1100), (650, 1100), (650, -400)):
        pen.lineTo(corner)
    pen.closePath()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef"])
    builder.setupCharacterMap(dict.fromkeys(TTFont(STIX).getBestCmap(), ".notdef"))
    builder.setupGlyf({".notdef": pen.glyph()})
    builder.setupHorizontalMetrics({".notdef": (700, 50)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Boxes", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    return saved(builder.font)


def saved(font):
    """The bytes of a font as it is, not compressed."""
    font.flavor = None
    file = BytesIO()
    font.save(file, reorderTables=False)
    return file.getvalue()


def drawings(page, trials):
    """Draw formulas; give of each its own size, and a picture of it, in RGB.

    Args:
        page: A page of a browser with the device scale factor `SCALE`.
        trials: A list of pairs of a formula and the bytes of a font.
    """
    formulas, fonts = (list(dict.fromkeys(of)) for of in zip(*trials, strict=True))
    styles = [_face("boxes", boxes())]
    for n, font in enumerate(fonts):
        styles.append(_face(f"font-{n}", font))
        styles.append(f".font-{n} {{ font-family: font-{n}, boxes; }}")
    cells = "".join(
        f'<div class="cell font-{fonts.index(font)}" '
        f'data-formula="{formulas.index(formula)}">{formula}</div>'
        for formula, font in trials
    )
    sheet = FACE.sub("", SHEET)
    page.set_content(PAGE.format(sheet=sheet, faces="\n".join(styles), cells=cells))
    placed = page.evaluate(PLACE)
    assert page.evaluate("devicePixelRatio") == SCALE
    png = page.screenshot(full_page=True)
    shot = np.asarray(Image.open(BytesIO(png)).convert("RGB"))
    for cell in placed:
        left, top, right, bottom = (round(edge * SCALE) for edge in cell["box"])
        yield cell["own"], shot[top:bottom, left:right]


def _face(name, font):
    address = f"data:font;base64,{b64encode(font).decode()}"
    return f"@font-face {{ font-family: {name}; src: url({address}); }}"


def differences(page, trials):
    """Say of each trial how it differs from the whole font, or None if it does not.

    Args:
        page: A page of a browser with the device scale factor `SCALE`.
        trials: A list of pairs of a formula and the bytes of a font.
    """
    formulas = list(dict.fromkeys(formula for formula, _ in trials))
    references = [(formula, WHOLE) for formula in formulas]
    drawn = list(drawings(page, [*references, *trials]))
    whole = dict(zip(formulas, drawn, strict=False))
    return [
        difference(whole[formula], own)
        for (formula, _), own in zip(trials, drawn[len(formulas) :], strict=True)
    ]


def difference(expected, found):
    """Say how one drawing differs from another, or None if it does not."""
    (size, right), (own, picture) = expected, found
    if not np.allclose(size, own, rtol=TOLERANCE):
        sizes = (" × ".join(f"{length:.1f}" for length in of) for of in (own, size))
        return "it is {} pixels large instead of {}".format(*sizes)
    lack = (picture.mean(axis=2) - right.mean(axis=2)) / 255
    for axis, name in ((0, "columns"), (1, "rows")):
        lacking = lack.sum(axis=axis)
        differ = np.flatnonzero(abs(lacking) > TOLERANCE * EM * SCALE)
        if differ.size:
            what = "missing" if lacking[differ].sum() > 0 else "too much"
            return (
                f"ink is {what} in {differ.size} of its {lacking.size} {name}, "
                f"between {differ[0] / lacking.size:.0%} and "
                f"{(differ[-1] + 1) / lacking.size:.0%} of it"
            )
    return None


def without(font, names):
    """For each of some glyphs of a font, by name, the font without it.

    A glyph that is no character, but one of its sizes, is there and draws nothing.
    """
    font = TTFont(BytesIO(font), recalcTimestamp=False, recalcBBoxes=False)
    tables = [table.cmap for table in font["cmap"].tables]
    whole, drawn = [dict(table) for table in tables], font["glyf"].glyphs
    for name in names:
        kept = drawn[name]
        if name in whole[0].values():
            for table, all_of in zip(tables, whole, strict=True):
                table.clear()
                table.update({c: n for c, n in all_of.items() if n != name})
        else:
            drawn[name] = Glyph()
        yield saved(font)
        drawn[name] = kept
        for table, all_of in zip(tables, whole, strict=True):
            table.update(all_of)


def glyphs_drawn(page, formulas, font):
    """For each formula, how many pixels of each glyph of a font it has, by name.

    Each glyph gets a color of its own, so that a picture tells which ones were chosen.
    """
    font = TTFont(BytesIO(font), recalcTimestamp=False)
    names = font.getGlyphOrder()
    # Dark ones, since edges are lighter.
    parts = [[8 * (n >> shift & 15) for shift in (8, 4, 0)] for n in range(len(names))]
    palette = [(red / 255, green / 255, blue / 255, 1.0) for red, green, blue in parts]
    layers = {name: [(name, n)] for n, name in enumerate(names)}
    font["COLR"] = buildCOLR(layers, version=0, glyphMap=font.getReverseGlyphMap())
    font["CPAL"] = buildCPAL([palette])
    colors = [red << 16 | green << 8 | blue for red, green, blue in parts]
    name_of = dict(zip(colors, names, strict=True))
    colorful = saved(font)
    for _, picture in drawings(page, [(formula, colorful) for formula in formulas]):
        color_of_pixels = picture.astype(int) @ (1 << 16, 1 << 8, 1)
        found, counts = np.unique(color_of_pixels, return_counts=True)
        yield {
            name_of[color]: count
            for color, count in zip(found.tolist(), counts.tolist(), strict=True)
            if color in name_of and count >= LEAST
        }
