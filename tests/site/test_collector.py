"""lossbook.site.outputs.collect: what nbval lets pass and what it reports."""

import re
from pathlib import Path

import matplotlib.font_manager  # noqa: F401
import pytest
from edges import EDGES
from front_matter import FRONT_MATTER

from lossbook.site.outputs import collect

# Each inner run forgets the modules that it imported: NumPy and Matplotlib cannot be
# imported twice, and the others take seconds. So all of them are there before the first.
# Of the plugins it has the one that is needed: others would be read anew, and Hypothesis
# is read whole when a run ends, which takes longer than most of the chapters here.

pytest_plugins = ["pytester"]

CONFTEST = Path(__file__).parents[2] / "chapters" / "conftest.py"
HEAD = FRONT_MATTER + "\n# A page\n\n"


def cell(code, output=None):
    text = f"```{{code-cell}}\n{code}\n```\n\n"
    return text if output is None else f"{text}```output\n{output}\n```\n\n"


RUN = ["-p", "nbval.plugin", "-p", "no:cacheprovider", "--color=no"]


@pytest.fixture(autouse=True)
def no_other_plugin(monkeypatch):
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")


@pytest.fixture
def run_chapter(pytester, monkeypatch):
    """Run a chapter, and others by their names, in a pytest of its own."""
    pytester.makeconftest(CONFTEST.read_text(encoding="utf-8"))
    monkeypatch.delenv("CI", raising=False)

    def run(*parts, head=HEAD, **others):
        for name, page in {"page": head + "".join(parts), **others}.items():
            path = pytester.path / f"{name}.md"
            path.write_text(page, encoding="utf-8")
        result = pytester.runpytest_inprocess(*RUN)
        return result, "\n".join(result.outlines + result.errlines)

    return run


def line_of(text, *parts):
    """The line of a text in the chapter that is made of the parts."""
    return (HEAD + "".join(parts)).split("\n").index(text) + 1


def test_a_true_chapter_passes_and_every_cell_is_an_item_with_its_line(run_chapter):
    parts = (
        cell("import sys\nx = 0.25\nprint(x)", "0.25"),
        cell("x", "0.25"),
        cell("print('score', 0.51)", "score 0.5 ± 0.1"),
        cell("1 / 3", "0.3333"),
        "The first is 0.25, the second a third, 0.3333.\n",
    )
    result, said = run_chapter(*parts)
    result.assert_outcomes(passed=4 + 2)  # the cells, the prose, every number
    assert result.ret == 0, said


def test_each_false_statement_is_reported_with_its_line_and_both_texts(run_chapter):
    parts = (
        cell("print(0.25)", "0.26"),
        cell("print('left')\nprint('out')", "left"),
        cell("print('one')", "one\ntwo"),
        cell("print('unstated')"),
        cell("'returned'"),
        cell("import warnings\nwarnings.warn('beware')"),
        cell("unknown_name"),
        "A decimal of 0.75.\n",
    )
    result, said = run_chapter(*parts)
    # What a failed cell printed is unknown, so the last check has to be skipped.
    result.assert_outcomes(failed=8, skipped=1)
    for reason in (
        rf"page.md:{line_of('0.26', *parts)}: states 0.26, but the cell prints 0.25",
        rf"page.md:{line_of('left', *parts) + 1}: states nothing, but .* prints: out",
        rf"page.md:{line_of('two', *parts)}: states what .* does not print: two",
        r"states nothing, but the cell prints: unstated",
        r"states nothing, but the cell prints: 'returned'",
        r"page.md:\d+: the cell warns: UserWarning: beware",
        r"page.md:\d+: the cell raises: NameError: name .unknown_name. is not defined",
        r"NameError: name 'unknown_name' is not defined",
        rf"page.md:{line_of('A decimal of 0.75.', *parts)}: 0.75 stands in the prose",
    ):
        assert re.search(reason, said), f"{reason}\n\n{said}"


def test_a_fence_under_no_cell_is_an_error_with_its_line(run_chapter):
    result, said = run_chapter("```output\n2.0\n```\n")
    result.assert_outcomes(errors=1)
    assert re.search(r"page.md:10: an output is stated here, but not right below", said)


def test_a_pretended_picture_is_not_compared_but_a_text_beside_it_is(run_chapter):
    show = (
        "from IPython.display import display\n"
        "display({'image/png': '', 'text/plain': 'a sentence'}, raw=True)"
    )
    result, said = run_chapter(cell(show), cell(show + "\nprint('text')"))
    result.assert_outcomes(passed=2, failed=1, skipped=1)  # the first, and the prose
    assert said.count("states nothing, but the cell prints") == 1
    assert "states nothing, but the cell prints: text" in said


def test_a_cell_that_was_never_run_does_not_pass(run_chapter, monkeypatch):
    def unrun(text):
        chapter = read_page(text)
        for cell in chapter.cells:
            cell.node.execution_count = None
        return chapter

    read_page = collect.read_page
    monkeypatch.setattr(collect, "read_page", unrun)
    result, said = run_chapter(cell("print(1)", "1"))
    assert "nothing is compared: the stored run is missing" in said
    assert result.ret != 0


def test_a_number_that_could_be_changed_unnoticed_is_reported(run_chapter):
    every = "\n".join(f"print(0.{digit})" for digit in range(10))
    stated = "\n".join(f"0.{digit}" for digit in range(10))
    _, said = run_chapter(cell(every, stated), "Beyond doubt 0.5.")
    assert "0.5 can be changed unnoticed" in said


def test_a_page_at_the_edges_of_the_contract_holds(run_chapter):
    """That the build agrees is seen in test_build."""
    result, said = run_chapter(EDGES.removeprefix("# Edges\n"))
    assert result.ret == 0, said
    result.assert_outcomes(
        passed=12 + 2
    )  # the cells that are run, and two for the page


def test_what_does_not_hold_at_the_edges_is_reported(run_chapter):
    update = (
        "from IPython.display import display\nhandle = display('a', display_id=True)"
    )
    parts = (
        cell("print(1)") + "```error\nValueError: no\n```\n\n",
        cell("import warnings") + "```warning\nUserWarning: no\n```\n\n",
        cell(update, "'a'"),
        cell("handle.update('b')"),
        cell("import sys\nprint('beware', file=sys.stderr)"),
    )
    _, said = run_chapter(*parts)
    for reason in (
        rf"page.md:{line_of('ValueError: no', *parts)}: states an error that does not",
        rf"page.md:{line_of('UserWarning: no', *parts)}: states a warning that does not",
        # By a later cell:
        rf"page.md:{line_of(chr(39) + 'a' + chr(39), *parts)}: states “'a'”, but",
        r"page.md:\d+: the cell warns: beware",
    ):
        assert re.search(reason, said), f"{reason}\n\n{said}"


def test_a_kernel_that_dies_is_missed_within_seconds(run_chapter):
    parts = (cell("x = 1"), cell("import os\nos._exit(1)"), cell("x"))
    result, said = run_chapter(*parts)
    result.assert_outcomes(passed=2, failed=2, skipped=1)
    assert re.search(
        rf"page.md:{line_of('import os', *parts) - 1}: the kernel died", said
    )
    assert "the kernel died in an earlier cell" in said


def test_a_proof_that_cannot_be_made_is_a_failure_where_nobody_reads(
    run_chapter, monkeypatch
):
    parts = (cell("x = 0.25\nprint(x)", "0.26"),)
    result, _ = run_chapter(*parts)
    result.assert_outcomes(failed=1, skipped=1, passed=1)
    monkeypatch.setenv("CI", "true")
    result, said = run_chapter(*parts)
    result.assert_outcomes(failed=2, passed=1)
    assert "the proof needs them all (line 10)" in said


def test_a_page_that_cannot_be_read_is_an_error_with_its_line(run_chapter):
    faults = {
        "headless": (
            "# A page\n\n```{code-cell}\n1\n```\n",
            "headless.md:1: a page with code cells begins",
        ),
        "garbled": (
            "---\na: [\n---\n# A page\n",
            "garbled.md:2: the front matter cannot be read",
        ),
        "silencing": (
            HEAD + cell(":tags: [nbval-ignore-output]\n1"),
            "silencing.md:10: the tag nbval-ignore",
        ),
    }
    result, said = run_chapter(**{name: page for name, (page, _) in faults.items()})
    result.assert_outcomes(errors=3)
    for _, reason in faults.values():
        assert reason in said


def test_a_page_that_is_not_utf_8_is_an_error_with_its_line(run_chapter, pytester):
    (pytester.path / "latin.md").write_bytes(b"A\n\xe9\n")
    result, said = run_chapter()
    result.assert_outcomes(errors=1)
    assert "latin.md:2: the byte 0xe9 is no UTF-8" in said


def test_empty_pages_and_a_byte_order_mark_are_no_faults(run_chapter):
    pages = {"empty": "", "lines": "\n\n", "marked": "\ufeff" + HEAD + cell("1", "1")}
    result, said = run_chapter(**pages)
    assert result.ret == 0, said
    # For each page, that of the fixture among them, the two checks of a whole one.
    result.assert_outcomes(passed=4 * 2 + 1)


def test_every_digit_that_a_reader_sees_is_changed_in_its_very_place(run_chapter):
    prose = (
        "[a](b-0.25.md) and\n0.25, **25**% of `<!--` $0.25x$ `-->`,\n"
        ":::{note}\n- `0.25`s, and 66&nbsp;790\n:::\n"
    )
    result, _ = run_chapter(
        cell("print(0.25, '25%', '66,790')", "0.25 25% 66,790"), prose
    )
    result.assert_outcomes(passed=3)


def test_the_fonts_are_listed_before_the_first_cell_runs(
    run_chapter, monkeypatch, tmp_path
):
    """What the listing does is seen in test_executed."""
    mark = tmp_path / "mark"
    monkeypatch.setattr("lossbook.site.outputs.collect.list_fonts", mark.touch)
    look = f"import pathlib\npathlib.Path({str(mark)!r}).exists()"
    result, said = run_chapter(cell(look, "True"))
    assert result.ret == 0, said
