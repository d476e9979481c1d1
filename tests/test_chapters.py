"""The chapters as texts: what each of them owes its reader, and its translator."""

import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import keras
import pytest
import tensorflow as tf
from course import FILES, TOC
from front_matter import FRONT_MATTER

import lossbook as lb
from lossbook.site.kit.fences import fences
from lossbook.site.outputs.chapter import read

ROOT = Path(__file__).parents[1]
PAGES = sorted((ROOT / "chapters").glob("*.md"))
CHAPTERS = [ROOT / f"{chapter['file']}.md" for chapter in TOC["parts"][0]["chapters"]]
TITLES = [
    "What is a loss function?",
    "Mean absolute error",
    "Mean squared error",
    "Categorical cross-entropy",
    "Loss functions in practice",
]
API = "https://www.tensorflow.org/api_docs/python/"

# Cells of more than ten lines, each with its reason.
LONG_CELLS = {
    "def fit(loss):": "one training loop, with its compiled step inside",
    "def build():": "the network, one layer a line",
    "article = lb.article_history()": "defines how both tables are printed",
}

# Cells of the charts and of the laboratories do not count: there is nothing to read.
TO_TOUCH = ("lb.explore_", "lb.packed_network", "lb.laboratory_runs")

by_name = pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
by_chapter = pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)


def source(path):
    return path.read_text(encoding="utf-8")


@cache
def prose(path):
    """The text without front matter, cells and comments."""
    return words(source(path).removeprefix(FRONT_MATTER))


def words(text):
    """A text without fences, however they are written, and without comments.

    >>> words("a\\n\\n~~~\\nb\\n~~~\\n\\n- c\\n\\n  ````{hint}\\n  d\\n  ````\\n\\n:::{tip}\\ne\\n:::\\nf")
    'a\\n\\n\\n- c\\n\\n\\nf'
    """
    lines = text.splitlines(keepends=True)
    for fence in reversed(fences(text)):
        del lines[fence.line - 1 : fence.end]
    return re.sub(r"<!--.*?-->", "", "".join(lines), flags=re.DOTALL)


def main_part(text):
    """What comes before the exercises."""
    before, heading, _ = text.partition("\n## Exercises\n")
    assert heading, "a chapter without exercises"
    return before


def test_the_five_chapters_are_those_of_the_article_in_its_order():
    titles = [re.search("^# (.*)$", source(path), re.MULTILINE)[1] for path in CHAPTERS]
    assert titles == TITLES


def test_every_page_is_in_the_contents():
    assert set(FILES) == {f"chapters/{path.stem}" for path in PAGES}


@by_chapter
def test_the_front_matter_has_six_lines_and_nothing_that_could_drift(path):
    assert source(path).startswith(FRONT_MATTER + "\n# ")


@by_chapter
def test_a_chapter_opens_with_three_to_five_objectives(path):
    opening = prose(path).partition("\n## ")[0]
    assert "**You will be able to**" in opening
    assert 3 <= len(re.findall(r"^- ", opening, re.MULTILINE)) <= 5


@pytest.mark.parametrize("path", CHAPTERS[1:4], ids=lambda path: path.stem)
def test_a_loss_chapter_walks_the_whole_path_in_order(path):
    headings = re.findall(r"^## (.*)$", source(path), re.MULTILINE)
    stations = [
        "The idea",
        "The formula",
        "By hand",
        "In TensorFlow",
        "The picture",
        "The slope",
        "What it estimates",
        "When to use it, when not",
        "Exercises",
        "In short",
    ]
    places = [
        next(i for i, heading in enumerate(headings) if heading.startswith(station))
        for station in stations
    ]
    assert places == sorted(places)


@by_chapter
def test_the_length_of_a_chapter_is_that_of_one_sitting(path):
    words = re.sub(
        r"\$\$.*?\$\$|\$[^$]*\$", "", main_part(prose(path)), flags=re.DOTALL
    )
    assert 1200 <= len(re.findall(r"[A-Za-z]\S*", words)) <= 2200
    cells = read(main_part(source(path))).cells
    code = [c for c in cells if not any(name in c.node.source for name in TO_TOUCH)]
    assert 12 <= len(code) <= 25


@by_chapter
def test_a_chapter_has_figures_and_charts_each_with_a_caption(path):
    cells = [cell.node for cell in read(source(path)).cells]
    still = [cell for cell in cells if "lb.plot_" in cell.source]
    moving = [cell for cell in cells if "lb.explore_" in cell.source]
    assert 2 <= len(still) <= 6
    assert 1 <= len(moving) <= 4
    for cell in [*still, *moving]:
        assert cell.metadata.mystnb.figure.caption.strip().endswith("."), cell.source


@by_name
def test_cells_are_short_and_hide_nothing(path):
    for cell in read(source(path)).cells:
        lines = cell.node.source.splitlines()
        if len(lines) > 10:
            assert any(reason in cell.node.source for reason in LONG_CELLS), lines[0]
        assert not cell.node.metadata.get("tags"), "a cell hides something"


@by_name
def test_every_link_to_the_documentation_names_what_exists(path):
    for name in re.findall(re.escape(API) + r"([\w/]+)", source(path)):
        found = {"tf": tf}
        value = found[name.split("/")[0]]
        for part in name.split("/")[1:]:
            if part == "MAE":  # documented as tf.keras.losses.MAE
                part = "mean_absolute_error"
            value = (
                getattr(keras if part == "keras" else value, part)
                if part != "keras"
                else keras
            )
        assert value is not None


@by_name
def test_every_name_of_the_package_that_is_used_is_public(path):
    for name in re.findall(r"\blb\.(\w+)", source(path)):
        assert name in lb.__all__


@by_name
def test_nothing_stands_in_the_way_of_a_translation(path):
    text = prose(path)
    assert "{eval-rst}" not in source(path)
    assert not re.search(r"^\[[^\]]+\]:", text, re.MULTILINE), "a reference-style link"
    assert not re.search(r"(  |\\)$", text, re.MULTILINE), "a hard line break"
    assert not re.search(r"\{\{", text), "a substitution"
    assert not re.search(r"^\s*</?[a-z]", text, re.MULTILINE), "raw HTML"
    assert not re.search(r"\w[.,;:]\*\*(?!\S*\d)\w", text), "punctuation within bold"
    for formula in re.findall(r"\$\$(.*?)\$\$", text, re.DOTALL):
        assert r"\text" not in formula, "a word in a formula"


@by_name
def test_no_line_in_the_middle_of_a_paragraph_looks_like_a_list(path):
    lines = prose(path).split("\n")
    for before, line in pairwise(lines):
        if re.match(r"\d+\. ", line):
            in_list = re.match(r"(\d+\. |   )", before) or not before.strip()
            assert in_list, f"becomes a list: {line}"
            if not before.strip() and line[0] != "1":
                raise AssertionError(f"a list that does not begin at 1: {line}")


@by_name
def test_spelling_is_american_and_words_without_content_are_avoided(path):
    text = prose(path).lower()
    for word in (
        r"\bsimply\b", r"\bobviously\b", r"\bof course\b", r"\bbasically\b",
        r"colour", r"behaviour", r"optimis", r"minimis", r"normalis", r"recognis",
        r"neighbour", r"favour", r"\blearnt\b",
    ):  # fmt: skip
        assert not re.search(word, text), word


STATED = {
    "mean_absolute_error": ["2.0"],
    "mean_squared_error": ["5.0", "25%", "75%", "10%", "90%"],
    "categorical_crossentropy": ["0.2876821", "0.2876820724517809"],
    "loss_functions_in_practice": ["65940 850 66790", "65,940", "66,790", "235"],
}


@pytest.mark.parametrize(("name", "statements"), STATED.items())
def test_the_statements_of_the_article_are_there(name, statements):
    cells = read(source(ROOT / "chapters" / f"{name}.md")).cells
    stated = "\n".join(cell.stated for cell in cells)
    for statement in statements:
        assert statement in stated
    if name == "categorical_crossentropy":  # from one-hot and from sparse labels
        losses = [c.node.source for c in cells if c.stated.strip() == "0.2876821"]
        assert any(
            " CategoricalCrossentropy()(y_true" in s
            or "print(CategoricalCrossentropy" in s
            for s in losses
        )
        assert any("print(SparseCategoricalCrossentropy" in s for s in losses)
