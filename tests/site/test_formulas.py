"""What a reader sees of formulas: each is drawn as it would be with the whole font."""

import re
import unicodedata
from html import unescape
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont
from formulas import (
    SCALE,
    WHOLE,
    difference,
    differences,
    drawings,
    formulas_of,
    glyphs_drawn,
    without,
)
from math_core import LatexToMathML

from lossbook.site.mathematics.font import ITALIC, STIX, TAG, formula_characters
from lossbook.site.mathematics.mathml import converted
from lossbook.site.publish.fonts import cut

# One of each kind that a text on loss functions may use.
KINDS = [
    r"\sqrt{5}",
    r"\sqrt[3]{x}",
    r"\sqrt{\frac{1}{m} \sum_{i=1}^{m} (\hat{y}_i - y_i)^2}",
    r"\sqrt[n]{\frac{\frac{a}{b}}{\sqrt{\frac{c}{d}}}}",
    r"L_\delta(e) = \begin{cases} \frac{1}{2} e^2 & |e| \le \delta \\ f & g \end{cases}",
    r"\begin{pmatrix} 1 & 0 \\ 0 & 1 \\ 2 & 3 \end{pmatrix}",
    r"\begin{bmatrix} w_{11} & w_{12} \\ w_{21} & w_{22} \end{bmatrix}",
    r"\begin{vmatrix} a & b \\ c & d \end{vmatrix}",
    r"\begin{Vmatrix} a & b \\ c & d \end{Vmatrix}",
    r"\begin{Bmatrix} a & b \\ c & d \end{Bmatrix}",
    r"\begin{array}{l|cr} a & b & c \\ \hline d & e & f \end{array}",
    r"\begin{aligned} L &= a + b \\ &= c \end{aligned}",
    r"\begin{align*} L &= a + b \\ &= c \end{align*}",
    r"\begin{gather*} a \\ b + c \end{gather*}",
    r"\widehat{xyz} + \overline{xyz} + \underline{xyz} + \overrightarrow{AB}",
    r"\overbrace{a + b + c}^{n} + \underbrace{d + e + f}_{n}",
    r"\|x\|_2^2 + \lVert w \rVert + \left\| \frac{a}{b} \right\|",
    r"|x| + \lvert e \rvert + \left| \frac{a}{b} \right|",
    r"\mathbb{E}_{x \sim p}[\ell(x)] + \mathbb{P} + \mathbb{1}[y = k] + \mathbb{I}",
    r"x \in \mathbb{R}^n, k \notin \mathbb{N} \subset \mathbb{Z}",
    r"\argmin_\theta L + \operatorname*{argmax}_k p_k + \arg\min_w f(w)",
    r"\min_c \max_x \lim_{h \to 0} \log \ln \exp \sin \tanh \Pr \det",
    r"a \le b \ge c \ne d \approx e \propto f \sim g \equiv h \ll i \gg j \simeq k",
    r"\pm \mp \cdot \times \div \odot \otimes \oplus \ast \circ \cup \cap \setminus",
    r"\nabla_\theta L, \partial, \infty, \forall, \exists, \emptyset, \top, \perp, \mid",
    r"f'(x) + f''(x) + x'_i + \sigma'(z)^2",
    r"\sum_{i=1}^{m} \prod_j \int_{-\infty}^{\infty} \bigcup_i \iint \oint",
    r"\frac{1}{1 + \left( \frac{\frac{a}{b}}{\frac{c}{d}} \right)^2}",
    r"\left[ \frac{\left( \frac{a}{b} \right)}{\left\{ \frac{c}{d} \right\}} \right]",
    r"\left( \begin{matrix} a \\ b \\ c \\ d \\ e \\ f \\ g \\ h \end{matrix} \right]",
    r"\bigl( \Bigl[ \biggl\{ \Biggl| x \Biggr| \biggr\} \Bigr] \bigr)",
    r"\left. \frac{\partial L}{\partial w} \right|_{w = 0}",
    r"\mathbf{W} \mathbf{x} + \mathbf{b} + \boldsymbol{\theta} + \bm{\mu}",
    r"\mathcal{L}(\theta) + \mathcal{N}(\mu, \sigma^2) + \mathscr{L} + \mathfrak{g}",
    r"\mathrm{softmax}(z)_i + \mathsf{T} + \mathtt{x} + \mathit{diff} + \mathrm{d}x",
    r"\operatorname{sign}(e) + \operatorname{KL}(p \,\|\, q)",
    r"\lfloor x \rfloor + \lceil y \rceil + \left\lfloor \frac{a}{b} \right\rceil",
    r"\langle x, y \rangle + \left\langle \frac{a}{b}, c \right\rangle",
    r"y_1, \dots, y_m, \ldots, \cdots, \vdots, \ddots",
    r"x \to y \mapsto z \Rightarrow a \Leftarrow b \leftarrow c \rightarrow d \iff e",
    r"\xrightarrow{f} \uparrow \downarrow \leftrightarrow \longrightarrow \implies",
    r"\hat{y} + \bar{x} + \tilde{x} + \vec{v} + \dot{x} + \ddot{x} + \check{x}",
    r"\hat{\boldsymbol{\theta}} + \mathbf{\bar{x}} + \mathring{a} + \breve{x}",
    r"\alpha\beta\gamma\delta\epsilon\varepsilon\zeta\eta\theta\vartheta\iota\kappa",
    r"\lambda\mu\nu\xi\pi\rho\varrho\sigma\tau\upsilon\phi\varphi\chi\psi\omega",
    r"\Gamma\Delta\Theta\Lambda\Xi\Pi\Sigma\Upsilon\Phi\Psi\Omega\ell\hbar\Re",
    r"x^\top x + x^* + x^{-1} + A^\dagger + 2^{2^{2^2}} + a_{i_{j_k}}",
    r"\binom{n}{k} + \dfrac{1}{2} + \tfrac{1}{2} + \cfrac{1}{2} + n!",
    r"66{,}790 + 90\,\% + 5\,^\circ\mathrm{C} + 10^{-7}",
    r"a\!b\,c\:d\;e\quad f\qquad g~h",
    r"\underset{\theta}{\operatorname{arg\,min}} L \stackrel{!}{=} a := b \coloneqq c",
    r"p(y \mid x) + p(a \mathbin{|} b) + a \bmod b",
]
# What math_core cannot read, or some browser not draw: another spelling is asked for.
REFUSED = {
    r"\widetilde{xyz}": "Unknown command",
    r"\sum_{\substack{i \\ j}} x": "Unknown command",
    r"\begin{split} a &= b \end{split}": "Unknown environment",
    r"\mathds{1}": "Unknown command",
    r"\text{where $x$ is}": "not implemented",
    r"\boxed{x}": "not every browser draws",
    r"\cancel{x}": "not every browser draws",
    r"\color{red} x": r"mathematics.css lacks .* color:#FF0000",
}


@pytest.fixture(scope="module")
def page(visiting):
    with visiting(device_scale_factor=SCALE) as visit:
        visit.page.set_default_timeout(60_000)
        yield visit.page


@pytest.fixture(scope="module")
def shipped(built):
    """The cut font of the built book."""
    return (built / "_static" / "mathematics.woff2").read_bytes()


def assert_complete(page, font, formulas):
    """Assert that each formula looks as with the whole font; formulas have a place."""
    said = differences(page, [(formula, font) for formula in formulas])
    faults = [
        f"{place}: {unescape(TAG.sub('', formula))}\n  {fault}\n  {formula}"
        for (formula, place), fault in zip(formulas.items(), said, strict=True)
        if fault
    ]
    assert not faults, "\n".join(["the font of the site draws them wrong:", *faults])


def test_each_formula_of_the_book_is_drawn_as_with_the_whole_font(page, built, shipped):
    formulas = formulas_of(built)
    assert len(formulas) > 100
    assert_complete(page, shipped, formulas)


def test_each_kind_of_formula_is_drawn_as_with_the_whole_font(page):
    formulas = {
        converted(tex, displaystyle=displaystyle): tex
        for tex in KINDS
        for displaystyle in (False, True)
    }
    font = cut(STIX.read_bytes(), *map("".join, formula_characters("".join(formulas))))
    assert_complete(page, font, formulas)


def test_no_glyph_could_be_missing_unnoticed(page, built, shipped):
    """Take each glyph out of the shipped font, and draw a formula that has it.

    Three kinds of glyphs are there though no formula draws them in Chromium. An operator
    between a function and its argument is invisible; left out, it might be looked for
    in another font. Of a lone letter, drawn in italics, Chromium measures the upright
    one too, and gives a formula the height of the larger one. And of what grows all
    sizes are there, since each browser chooses its own.
    """
    font = TTFont(BytesIO(shipped))
    characters = {name: chr(code) for code, name in font.getBestCmap().items()}
    formulas = sorted(formulas_of(built), key=len)
    drawn = list(glyphs_drawn(page, formulas, shipped))
    trials = {
        name: next(
            (f for f, has in zip(formulas, drawn, strict=True) if name in has), None
        )
        for name in font.getGlyphOrder()[1:]  # the first one is for what is missing
    }
    allowed = sizes_of(font)
    for name, character in characters.items():
        italic = ITALIC.get(character) in characters.values()
        if italic or unicodedata.category(character) == "Cf":
            allowed.add(name)
    superfluous = {n for n, formula in trials.items() if not formula} - allowed
    assert not superfluous, f"no formula has these glyphs: {superfluous}"
    trials = {name: formula for name, formula in trials.items() if formula}
    assert sizes_of(font) & set(trials), "nothing has grown"
    fonts = without(shipped, trials)
    said = differences(page, list(zip(trials.values(), fonts, strict=True)))
    unnoticed = [name for name, fault in zip(trials, said, strict=True) if not fault]
    assert not unnoticed, f"nobody would notice that these glyphs lack: {unnoticed}"


def sizes_of(font):
    """The glyphs that are larger sizes of others, or parts to build such a size of."""
    variants, found = font["MATH"].table.MathVariants, set()
    for way in ("Vert", "Horiz"):
        for construction in getattr(variants, f"{way}GlyphConstruction"):
            records = construction.MathGlyphVariantRecord
            found |= {record.VariantGlyph for record in records}
            if assembly := construction.GlyphAssembly:
                found |= {part.glyph for part in assembly.PartRecords}
    return found - set(font.getBestCmap().values())


def test_a_formula_looks_as_its_styles_ask_though_the_policy_forbids_them(page):
    """A table asks in ``style="…"``, which becomes classes of mathematics.css."""
    asking, answered = [], []
    for tex in KINDS:
        raw = LatexToMathML().convert_with_local_state(tex, displaystyle=True)
        if "style=" in raw.replace("displaystyle=", ""):
            asking.append(raw)
            answered.append(converted(tex, displaystyle=True))
            assert "style=" not in answered[-1].replace("displaystyle=", "")
    assert len(asking) > 5
    drawn = list(drawings(page, [(f, WHOLE) for f in [*asking, *answered]]))
    for formula, as_asked, as_given in zip(
        answered, drawn[: len(asking)], drawn[len(asking) :], strict=True
    ):
        assert difference(as_asked, as_given) is None, formula


@pytest.mark.parametrize("tex", ["f'", "f''(x)", r"\sigma'(z)^2", "(x)'", r"\sum_i x'"])
def test_a_prime_stands_beside_its_letter_and_is_no_exponent(tex):
    mathml = converted(tex, displaystyle=False)
    assert mathml.count("′") + mathml.count("″") == 1, mathml
    beside = r"<mrow><m[io][^<]*</m[io]><mo>[′″]</mo></mrow>"
    assert re.search(beside, mathml), f"not beside its letter: {mathml}"


@pytest.mark.parametrize("tex", REFUSED)
def test_a_formula_that_some_reader_would_not_see_is_refused(tex):
    with pytest.raises(ValueError, match=REFUSED[tex]):
        converted(tex, displaystyle=True)
