"""The fonts of the site have the characters that are drawn, and no others."""

from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from lossbook.site.mathematics.font import STIX, formula_characters
from lossbook.site.publish.fonts import cut
from lossbook.site.theme.icons import icon_characters


@pytest.mark.parametrize(
    ("formula", "characters", "growing"),
    [
        ("<mi>x</mi><mi>σ</mi><mi>h</mi><mi>ϵ</mi>", "xσhϵ𝑥𝜎ℎ𝜖", ""),
        ("<mi>log</mi>", "log", ""),
        ('<mi mathvariant="normal">d</mi><mi>𝐖</mi>', "d𝐖", ""),
        ("<mn>0.5</mn><mtext>if x</mtext>", "0.5if x", ""),
        ("<msqrt><mn>5</mn></msqrt>", "√5", "√"),
        ("<mroot><mn>8</mn><mn>3</mn></mroot>", "√83", "√"),
        ('<mo>(</mo><mo stretchy="false">)</mo><mo form="prefix">|</mo>', "()|", "(|"),
        ("<mo>&lt;</mo><mo>&ApplyFunction;</mo>", "<\u2061", "<\u2061"),
        ("<mo>-</mo><mn>-1</mn>", "-−1", "-−"),
        ("<mrow>\n<mspace/></mrow>", "", ""),
        ("<mtext><b>b</b></mtext>", "b", ""),
    ],
)
def test_a_formula_needs_what_browsers_draw_for_it(formula, characters, growing):
    html = f"<p>text</p><math>{formula}</math> text"
    assert formula_characters(html) == (set(characters), set(growing))


def test_icons_are_what_a_sheet_puts_before_or_after_something():
    sheet = '.a:before{content:"\\f00c"}.b:after{content:"\uf00d"}.c{content:"x"}'
    assert icon_characters(sheet) == {"\uf00c", "\uf00d"}


def test_a_cut_font_has_the_characters_and_its_braces_still_stretch():
    whole = STIX.read_bytes()
    small = cut(whole, "x𝑥{[", "{")
    assert small[:4] == b"wOF2"
    assert len(small) < len(whole) / 20
    font = TTFont(BytesIO(small))
    assert set(font.getBestCmap()) == {ord(c) for c in "x𝑥{["}
    assert "STIX Fonts Project" in font["name"].getDebugName(0)
    variants = font["MATH"].table.MathVariants
    (braces,) = variants.VertGlyphConstruction  # and brackets do not, which need not
    assert len(braces.MathGlyphVariantRecord) > 5
    assert braces.GlyphAssembly.PartRecords


def test_the_same_characters_give_the_same_font():
    assert cut(STIX.read_bytes(), "ab") == cut(STIX.read_bytes(), "ab")
