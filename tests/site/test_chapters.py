"""The chapters as texts: what each of them owes its reader, and its translator."""

import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from course import FILES, TOC
from front_matter import FRONT_MATTER
from rules import demand, line_of, owed

import lossbook as lb
from lossbook.site.kit.fences import fences
from lossbook.site.outputs.chapter import read

ROOT = Path(__file__).parents[2]
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

# Each of them walks the whole path, as does whoever begins with the idea.
LOSSES = {"mean_absolute_error", "mean_squared_error", "categorical_crossentropy"}
STATIONS = [
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


def main_part(path, text):
    """What comes before the exercises."""
    before, heading, _ = text.partition("\n## Exercises\n")
    demand(
        heading,
        path.stem,
        "a chapter has a section of exercises, and this one has none",
        "write one, under the heading `## Exercises`",
    )
    return before


def at(path, text, place):
    """The file and the line of a place in the text of a page."""
    return f"chapters/{path.name}:{line_of(text, place)}"


def headings(path):
    return re.findall(r"^## (.*)$", prose(path), re.MULTILINE)


@by_name
def test_a_page_has_one_title(path):
    titles = re.findall(r"^# (.*)$", prose(path), re.MULTILINE)
    demand(
        len(titles) == 1,
        path.stem,
        f"a page has one title, and this one has {len(titles)}",
        "begin it with one heading `# Title`; all others have more signs, as `## Part`",
    )


def test_the_chapters_of_the_article_come_in_its_order():
    titles = [re.search("^# (.*)$", source(path), re.MULTILINE)[1] for path in CHAPTERS]
    there = [title for title in titles if title in TITLES]
    demand(
        there == TITLES,
        "_toc.yml",
        f"the chapters of the article come in its order, and here they are {there}",
        f"list them as {TITLES}; others may stand between them",
    )


def test_every_page_is_in_the_contents():
    there = {f"chapters/{path.stem}" for path in PAGES}
    for name in sorted(there - {*FILES}):
        demand(
            False,
            f"{name}.md",
            "every page has its row in _toc.yml, and this one has none",
            f"add `- file: {name}` below `chapters:` there, or remove the page",
        )
    for name in sorted({*FILES} - there):
        demand(
            False,
            "_toc.yml",
            f"every row there has its page, and {name}.md is not there",
            f"remove the row `- file: {name}`, or write the page",
        )


def test_the_front_page_has_a_row_for_each_chapter_in_order():
    front = source(ROOT / "chapters" / "index.md")
    rows = re.findall(r"^\| \d+\. \[.*", front, re.MULTILINE)
    for number, path in enumerate(CHAPTERS, start=1):
        title = re.search("^# (.*)$", source(path), re.MULTILINE)[1]
        begin = f"| {number}. [{title}]({path.name}) | "
        row = rows[number - 1] if number <= len(rows) else ""
        demand(
            row.startswith(begin) and row.endswith(f" | {{time}}`{path.stem}` |"),
            "index",
            f"row {number} of its table is {row!r}, and chapter {number} is {path.name}",
            f"write `{begin}… | {{time}}`{path.stem}` |` there",
        )
    demand(
        len(rows) == len(CHAPTERS),
        "index",
        f"its table has {len(rows)} rows, and _toc.yml has {len(CHAPTERS)} chapters",
        "remove the rows below that of the last chapter",
    )


@by_chapter
def test_the_front_matter_has_six_lines_and_nothing_that_could_drift(path):
    demand(
        source(path).startswith(FRONT_MATTER + "\n# "),
        path.stem,
        "a chapter begins with the six lines of front matter, an empty line and its title",
        f"begin it with\n\n{FRONT_MATTER}\n# Title\n\nand with nothing else",
    )


@by_chapter
def test_a_chapter_opens_with_three_to_five_objectives(path):
    opening = prose(path).partition("\n## ")[0]
    demand(
        "**You will be able to**" in opening,
        path.stem,
        "a chapter opens with what its readers will be able to do",
        "write `**You will be able to**` below the title, and a list of objectives",
    )
    items = re.findall(r"^- (.*)", opening, re.MULTILINE)
    demand(
        3 <= len(items) <= 5,
        path.stem,
        f"a chapter has 3 to 5 objectives, and this one has {len(items)}",
        "give the list below `**You will be able to**` 3 to 5 items, as "
        "- {objective}`name` words",
    )
    for item in items:
        demand(
            re.match(r"\{objective\}`[\w-]+` \w", item),
            path.stem,
            f"an objective has a name that questions serve, and this has none: {item}",
            "begin the item with {objective}`name`",
        )


@by_chapter
def test_a_loss_chapter_walks_the_whole_path_in_order(path):
    there = headings(path)
    if path.stem not in LOSSES and STATIONS[0] not in there:
        return
    for station in STATIONS:
        demand(
            any(heading.startswith(station) for heading in there),
            path.stem,
            f"a chapter on a loss has a section {station!r}, and this one has none",
            f"write a heading `## {station}`",
        )
    places = [
        next(i for i, heading in enumerate(there) if heading.startswith(station))
        for station in STATIONS
    ]
    demand(
        places == sorted(places),
        path.stem,
        f"the sections of a chapter on a loss come in an order, and these are {there}",
        f"put them in this order: {', '.join(STATIONS)}",
    )


@by_chapter
def test_the_length_of_a_chapter_is_that_of_one_sitting(path):
    text = re.sub(
        r"\$\$.*?\$\$|\$[^$]*\$", "", main_part(path, prose(path)), flags=re.DOTALL
    )
    count = len(re.findall(r"[A-Za-z]\S*", text))
    owed(
        1200 <= count <= 2200,
        path.stem,
        f"a chapter has 1200 to 2200 words before its exercises, and this has {count}",
        "shorten it or split it, or say more",
    )


@by_chapter
def test_a_chapter_has_cells_to_read_and_not_too_many(path):
    cells = read(main_part(path, source(path))).cells
    code = [c for c in cells if not any(name in c.node.source for name in TO_TOUCH)]
    owed(
        12 <= len(code) <= 25,
        path.stem,
        f"a chapter has 12 to 25 cells before its exercises, and this has {len(code)}",
        "show by a cell what is only told, or join cells",
    )


@by_chapter
def test_a_chapter_has_figures_and_charts(path):
    cells = [cell.node.source for cell in read(source(path)).cells]
    for called, least, most in (("lb.plot_", 2, 6), ("lb.explore_", 1, 4)):
        count = sum(called in cell for cell in cells)
        owed(
            least <= count <= most,
            path.stem,
            f"a chapter has {least} to {most} cells with `{called}…`, "
            f"and this one has {count}",
            "draw what is only told, or leave the least telling out",
        )


@by_name
def test_every_figure_and_every_chart_has_a_caption(path):
    for cell in read(source(path)).cells:
        if re.search(r"\blb\.(plot|explore)_", cell.node.source):
            about = cell.node.metadata.get("mystnb", {}).get("figure", {})
            demand(
                str(about.get("caption", "")).strip().endswith("."),
                f"chapters/{path.name}:{cell.line}",
                "a figure has a caption, which ends with a full stop",
                "write it into the head of the cell, below `mystnb: figure: caption: |`",
            )


@by_name
def test_cells_are_short_and_hide_nothing(path):
    for cell in read(source(path)).cells:
        where = f"chapters/{path.name}:{cell.line}"
        count = len(cell.node.source.splitlines())
        demand(
            count <= 10 or any(it in cell.node.source for it in LONG_CELLS),
            where,
            f"a cell has at most 10 lines, and this one has {count}",
            "split it, with a sentence between, or move a part into lossbook/; if it "
            "must be long, give the reason in LONG_CELLS in tests/site/test_chapters.py",
        )
        demand(
            not cell.node.metadata.get("tags"),
            where,
            f"a cell hides nothing, and this one has tags: {cell.node.metadata.get('tags')}",
            "remove them; what nobody is to see belongs in lossbook/",
        )


@by_name
def test_every_link_to_the_documentation_names_what_exists(path):
    text = source(path)
    for link in re.finditer(re.escape(API) + r"([\w/]+)", text):
        demand(
            documented(link[1]),
            at(path, text, link.start()),
            f"a link names what the installed TensorFlow has, and {link[1]} is not there",
            "look the name up, or see where it has gone",
        )


def documented(name):
    """Whether there is what a page of the documentation is about."""
    import keras
    import tensorflow as tf

    value = tf
    for part in name.split("/")[1:]:
        if part == "keras":
            value = keras
            continue
        # The other is documented under this name.
        value = getattr(value, "mean_absolute_error" if part == "MAE" else part, None)
    return value is not None


@by_name
def test_every_name_of_the_package_that_is_used_is_public(path):
    text = source(path)
    for used in re.finditer(r"\blb\.(\w+)", text):
        demand(
            used[1] in lb.__all__,
            at(path, text, used.start()),
            f"a page uses what lossbook makes public, and lb.{used[1]} is not",
            "add the name to __all__ in lossbook/__init__.py, or use another",
        )


# What a translator, or a tool that splits text into paragraphs, stumbles over.
IN_THE_WAY = {
    r"^\[[^\]]+\]:": ("a link is written where it stands", "write [words](address)"),
    # In a formula two backslashes part its rows.
    r"(  |(?<!\\)\\)$": (
        "no line is broken by hand",
        "remove what ends it, or make a list",
    ),
    r"\{\{": ("nothing is substituted", "write the words themselves"),
    r"^\s*</?[a-z]": ("a page has no raw HTML", "write it in Markdown"),
    r"\w[.,;:]\*\*(?!\S*\d)\w": (
        "punctuation after bold words stands outside",
        "write **words**, and then the sign",
    ),
    r"\{eval-rst\}": ("a page is Markdown alone", "write it in MyST"),
}


@by_name
def test_nothing_stands_in_the_way_of_a_translation(path):
    text, page = prose(path), path.stem
    for pattern, (rule, do) in IN_THE_WAY.items():
        whole = source(path) if "eval-rst" in pattern else text
        for found in re.finditer(pattern, whole, re.MULTILINE):
            place = max(found.end() - 1, 0)
            line = whole[whole.rfind("\n", 0, place) + 1 :].partition("\n")[0]
            demand(False, page, f"{rule}, and there is the line {line!r}", do)
    for formula in re.findall(r"\$\$(.*?)\$\$", text, re.DOTALL):
        demand(
            r"\text" not in formula,
            page,
            f"a formula has no words, and this one has \\text: {formula.strip()}",
            "say them in the sentence around it",
        )


@by_name
def test_no_line_in_the_middle_of_a_paragraph_looks_like_a_list(path):
    lines = prose(path).split("\n")
    for before, line in pairwise(lines):
        if re.match(r"\d+\. ", line):
            in_list = re.match(r"(\d+\. |   )", before) or not before.strip()
            demand(
                in_list,
                path.stem,
                f"a line that begins with a number and a dot becomes a list: {line!r}",
                "break the lines of the paragraph elsewhere",
            )
            demand(
                before.strip() or line[0] == "1",
                path.stem,
                f"a list with numbers begins at 1, and this begins {line!r}",
                "begin it with `1. `, or break the lines elsewhere",
            )


# British, as a pattern, with what is written here; and words that say nothing.
SPELLED = {
    r"colour": "color", r"behaviour": "behavior", r"optimis": "optimiz…",
    r"minimis": "minimiz…", r"normalis": "normaliz…", r"recognis": "recogniz…",
    r"neighbour": "neighbor", r"favour": "favor", r"\blearnt\b": "learned",
}  # fmt: skip
EMPTY = (r"\bsimply\b", r"\bobviously\b", r"\bof course\b", r"\bbasically\b")


@by_name
def test_spelling_is_american_and_words_without_content_are_avoided(path):
    text = prose(path).lower()
    for pattern, american in SPELLED.items():
        found = re.search(rf"\w*{pattern}\w*", text)
        demand(
            not found,
            path.stem,
            f"spelling is American, and {found and found[0]!r} is not",
            f"write {american}",
        )
    for pattern in EMPTY:
        found = re.search(pattern, text)
        demand(
            not found,
            path.stem,
            f"a word that says nothing is left out, and there is {found and found[0]!r}",
            "leave it out",
        )


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
        demand(
            statement in stated,
            name,
            f"what the article says is stated under a cell, and {statement!r} is not",
            "have a cell print it, and state it",
        )
    if name == "categorical_crossentropy":  # from one-hot and from sparse labels
        losses = [c.node.source for c in cells if c.stated.strip() == "0.2876821"]
        assert any(
            " CategoricalCrossentropy()(y_true" in s
            or "print(CategoricalCrossentropy" in s
            for s in losses
        )
        assert any("print(SparseCategoricalCrossentropy" in s for s in losses)
