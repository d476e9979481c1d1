"""lossbook.site.kit.renderers: a book that is not ours shows its outputs as without us."""

import re

import nbformat
import pytest
from myst_nb.core import render
from sphinx.testing.util import SphinxTestApp

from lossbook.explore.chart import MIME as CHART
from lossbook.explore.contract import Contract, Table
from lossbook.laboratory.show import MIME as LABORATORY

PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5C"
    "YII="
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>'
SIZED = {"alt": "a sentence", "said": ["a {b}", {"b": "c"}], "width": 6, "height": 4}
SPEC = {"$schema": "https://vega.github.io/schema/vega-lite/v5.json", "mark": "bar"}
OURS = Contract("explore-x", "X", [], Table((), {}), [], ["X", {}], {}).usermeta()
# What a cell of some other book shows, by name: the data and their metadata.
OUTPUTS = {
    "an image with a text": ({"image/png": PIXEL}, {"image/png": {"alt": "a dot"}}),
    "an image with a text and a size": ({"image/png": PIXEL}, {"image/png": SIZED}),
    "a drawing with a text": ({"image/svg+xml": SVG}, {"image/svg+xml": {"alt": "it"}}),
    "a chart of Altair": ({CHART: SPEC, "text/html": "<b>chart</b>"}, {}),
    "a chart of Altair as text": ({CHART: "{nonsense", "text/plain": "chart"}, {}),
    "JSON": ({"application/json": {"a": 1}, "text/plain": "{'a': 1}"}, {}),
    "a figure of ours": (
        {"text/html": "<img alt='ours'>", "image/svg+xml": SVG, "text/plain": "ours"},
        {"image/svg+xml": SIZED},
    ),
    "a figure of ours without HTML": ({"image/svg+xml": SVG}, {"image/svg+xml": SIZED}),
    "a chart of ours": ({CHART: {**SPEC, "usermeta": OURS}, "text/plain": "moves"}, {}),
    "an answer of ours": ({"text/plain": "Right."}, {"text/plain": {"said": "Right."}}),
    "a laboratory of ours": ({LABORATORY: {"kind": "x"}, "text/plain": "lab"}, {}),
}


def build(folder, target, builder="html"):
    """Build the book in a folder; return what was warned of."""
    app = SphinxTestApp(builder, srcdir=folder, builddir=target)
    try:
        app.build()
        return re.sub(r"\x1b\[[\d;]*m", "", app.warning.getvalue())
    finally:
        app.cleanup()


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """A small book that loads MyST-NB and nothing of ours."""
    folder = tmp_path_factory.mktemp("other") / "book"
    folder.mkdir()
    (folder / "conf.py").write_text(
        "extensions = ['myst_nb']\nnb_execution_mode = 'off'\nhtml_theme = 'basic'\n",
        encoding="utf-8",
    )
    v4 = nbformat.v4
    cells = [v4.new_markdown_cell("# Another book")]
    for name, (data, metadata) in OUTPUTS.items():
        shown = v4.new_output("display_data", data, metadata=metadata)
        cells.append(v4.new_markdown_cell(f"## {name}"))
        cells.append(v4.new_code_cell("...", outputs=[shown]))
    about = {"language_info": {"name": "python", "pygments_lexer": "python"}}
    notebook = v4.new_notebook(cells=cells, metadata=about)
    nbformat.write(notebook, folder / "index.ipynb")
    return folder


def test_another_book_shows_its_outputs_as_if_we_were_not_installed(
    book, tmp_path, monkeypatch
):
    parts, warnings = {}, {}
    loaded = {plugin.__module__ for plugin in render.load_mime_renders()}
    known = ("charts.page", "exercises.verdicts", "laboratories.page", "theme.figures")
    assert {f"lossbook.site.{module}" for module in known} <= loaded
    for ours in ("with", "without"):
        if ours == "without":
            monkeypatch.setattr(render, "load_mime_renders", list)
        warnings[ours] = build(book, tmp_path / ours)
        page = (tmp_path / ours / "html" / "index.html").read_text("utf-8")
        parts[ours] = dict(zip(OUTPUTS, re.split("<h2>", page)[1:], strict=True))
    assert parts["with"] == parts["without"]
    assert warnings["with"] == warnings["without"]  # of what MyST-NB does not know
    for name, said in {
        "a chart of Altair": "<b>chart</b>",
        "a figure of ours": "<img alt='ours'>",
        "a figure of ours without HTML": ".svg",
        "a chart of ours": "moves",
        "an answer of ours": "Right.",
        "a laboratory of ours": "lab",
    }.items():
        assert said in parts["with"][name], name


def test_another_book_can_be_built_as_something_else_than_pages(book, tmp_path):
    build(book, tmp_path, "latex")
    assert list((tmp_path / "latex").glob("*.tex"))
