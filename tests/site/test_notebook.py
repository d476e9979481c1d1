"""lossbook.site.outputs.chapter: a chapter becomes a notebook with stored outputs."""

from contextlib import contextmanager

import pytest

from lossbook.site.outputs.chapter import (
    FRONT_MATTER,
    ChapterError,
    read,
    read_to_run,
    source_of,
)


@contextmanager
def refused_at(line, reason):
    """See that what the block does is refused at a line, for a reason."""
    with pytest.raises(ChapterError, match=reason) as caught:
        yield
    assert caught.value.line == line


CHAPTER = """\
---
file_format: mystnb
---

# Title

Text.

```{code-cell}
print(1)
print(2.5)
```

```output
1
2.5
```

More text,
on two lines.

```{code-cell}
---
mystnb:
  figure:
    caption: A caption.
---
show()
```


```{code-cell}
train()
```

```output
loss 0.5 ± 0.1
```
"""


def test_a_fence_becomes_the_stored_output_of_the_cell_above():
    cells = [cell for cell in read(CHAPTER).notebook.cells if cell.cell_type == "code"]
    assert [[o.text for o in cell.outputs] for cell in cells] == [
        ["1\n2.5\n"],
        [],
        ["loss 0.5 ± 0.1\n"],
    ]


def test_every_code_cell_counts_as_run_so_that_nbval_compares_it():
    cells = [cell for cell in read(CHAPTER).notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in cells] == [1] * len(cells)


def test_the_reader_sees_a_statement_once_unless_it_has_a_tolerance():
    prose = [
        c.source for c in read(CHAPTER).notebook.cells if c.cell_type == "markdown"
    ]
    assert prose == [
        "# Title\n\nText.",
        "More text,\non two lines.",
        "```text\nloss 0.5 ± 0.1\n```",
    ]


def test_the_source_map_leads_the_build_to_the_true_lines():
    """That it does is seen in test_build; here, that no cell is forgotten."""
    lines = CHAPTER.splitlines()
    notebook = read(CHAPTER).notebook
    for cell, line in zip(notebook.cells, notebook.metadata.source_map, strict=True):
        first = cell.source.splitlines()[0]
        if cell.cell_type == "code":  # the line after the one that opens the cell
            assert lines[line - 1] == "```{code-cell}"
        else:
            assert lines[line + 1] == first.replace("```text", "```output")


def test_cells_know_where_they_and_their_statements_stand():
    lines = [""] + CHAPTER.splitlines()
    for cell in read(CHAPTER).cells:
        assert lines[cell.line] == "```{code-cell}"
        if cell.stated:
            assert lines[cell.stated_line] == "```output"


def test_options_of_a_cell_are_kept():
    cell = read(CHAPTER).cells[1].node
    assert cell.metadata.mystnb.figure.caption == "A caption."


def test_a_page_without_code_starts_no_kernel():
    assert read("# Title\n").notebook.metadata.mystnb.execution_mode == "off"
    assert "mystnb" not in read(CHAPTER).notebook.metadata


@pytest.mark.parametrize(
    ("fence", "line", "reason"),
    [
        ("# Title\n\n```output\n1\n```\n", 3, "not right below a code cell"),
        (
            "```{code-cell}\n1\n```\n\nText.\n\n```output\n1\n```\n",
            7,
            "not right below",
        ),
        (
            "```{code-cell}\n1\n```\n\n```output\n1\n```\n\n```output\n1\n```\n",
            9,
            "not right below",
        ),
        ("```{code-cell}\n1\n```\n\n  ```output\n  1\n  ```\n", 5, "not right below"),
        ("```{code-cell}\n1\n```\n\n````output\n1\n````\n", 5, "not right below"),
        ("```{code-cell}\n1\n```\n\n```{output}\n1\n```\n", 5, "not right below"),
        ("```{code-cell}\n1\n```\n\n~~~output\n1\n~~~\n", 5, "not right below"),
        ("```{code-cell}\n1\n```\n\n```Output\n1\n```\n", 5, "not right below"),
        ("```{code-cell}\n1\n```\n\n```output\n1\n", 5, "never closed"),
        ("```{code-cell}\n1\n```\n\n```output\n```\n", 5, "states nothing"),
        ("```{code-cell}\n1\n\n```output\n1\n", 4, "not right below a code cell"),
        ("> ```output\n> 1\n> ```\n", 1, "not right below a code cell"),
        ("- item\n  ```output\n  1\n  ```\n", 2, "not right below a code cell"),
    ],
)
def test_a_fence_that_states_nothing_of_a_cell_is_an_error_with_its_line(
    fence, line, reason
):
    with refused_at(line, reason):
        read(fence)


CELL = "```{code-cell}\n1\n```\n\n"


def test_a_cell_may_state_its_output_its_warnings_and_its_error():
    fences = (
        "```output\n1\n```\n\n```warning\nUserWarning: a\n```\n```error\nE: b\n```\n"
    )
    [cell] = read(CELL + fences + "\nText.\n").cells
    assert {kind: s.line for kind, s in cell.statements.items()} == {
        "output": 5,
        "warning": 9,
        "error": 12,
    }
    assert [cell.said(kind) for kind in cell.statements] == [
        "1\n",
        "UserWarning: a\n",
        "E: b\n",
    ]
    assert [output.output_type for output in cell.node.outputs] == [
        "stream",
        "stream",
        "error",
    ]
    # So that a notebook runs on: in JupyterLab, as in the build.
    assert cell.node.metadata.tags == ["raises-exception"]


def test_a_cell_with_an_error_may_have_its_tag_already():
    tagged = CELL.replace(
        "```{code-cell}\n", "```{code-cell}\n:tags: [raises-exception]\n"
    )
    [cell] = read(f"{tagged}```error\nE: b\n```\n").cells
    assert cell.node.metadata.tags == ["raises-exception"]


def test_blanks_after_a_fence_do_not_matter():
    [cell] = read(CELL + "```output  \n1\n``` \n").cells
    assert cell.stated == "1\n"


def test_a_byte_order_mark_and_the_ends_of_lines_do_not_matter():
    marked = "\ufeff" + CHAPTER.replace("\n", "\r\n")
    stated = [[cell.line, cell.stated] for cell in read(marked).cells]
    assert stated == [[cell.line, cell.stated] for cell in read(CHAPTER).cells]


@pytest.mark.parametrize("text", ["", "\n\n", "# Title", "---\na: 1\n---\n"])
def test_a_page_without_cells_needs_nothing(text):
    assert read_to_run(text).cells == []


def test_admonitions_are_no_statements():
    text = CELL + "```{warning}\nBeware.\n```\n\n:::{error}\nOh.\n:::\n"
    [cell] = read(text).cells
    assert cell.statements == {}


def test_a_cell_that_is_shown_as_text_is_none():
    assert read("````md\n```{code-cell}\n1\n```\n````\n").cells == []
    assert read("````{code-block} md\n```{code-cell}\n1\n```\n````\n").cells == []


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (":::{code-cell}\n1\n:::\n", 1, "would not be run"),
        ("- item\n\n  ```{code-cell}\n  1\n  ```\n", 3, "would not be run"),
        ("> ```{code-cell}\n> 1\n> ```\n", 1, "would not be run"),
        (":::{note}\nText\n\n```{code-cell}\n1\n```\n:::\n", 4, "would not be run"),
        ("---\na: [\n---\n", 2, "front matter cannot be read"),
        ("---\na: 1\n", 1, "front matter has no end"),
        ("---\njust words\n---\n", 1, "must have entries"),
        ("Text\n\n```{code-cell}\n---\na: [\n---\n1\n```\n", 5, "cannot be read"),
        ('+++ {"a\n', 1, "cannot be read"),
        ("```{code-cell}\n:tags: [nbval-skip]\n1\n```\n", 1, "the tag nbval-skip"),
        ("```{code-cell}\n:tags: [remove-output]\n1\n```\n", 1, "remove-output"),
        (
            "```{code-cell}\n:tags: [skip-execution]\n1\n```\n\n```output\n1\n```\n",
            6,
            "not run",
        ),
        (CELL + "```error\nE\n```\n\n```error\nE\n```\n", 9, "an error is stated"),
        ("```warning\nW\n```\n", 1, "a warning is stated here, but not right below"),
    ],
)
def test_what_would_be_lost_or_hidden_is_an_error_with_its_line(text, line, reason):
    with refused_at(line, reason):
        read(text)


@pytest.mark.parametrize("head", ["", "---\na: 1\n---\n", "---\nkernelspec: 1\n---\n"])
def test_a_page_with_cells_names_its_kernel(head):
    with refused_at(1, "display_name: Python 3"):
        read_to_run(head + CELL)
    assert read_to_run(f"{FRONT_MATTER}\n{CELL}").cells


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_a_file_that_is_not_utf_8_is_refused_at_its_line(tmp_path, end):
    path = tmp_path / "page.md"
    path.write_bytes(b"A\xc3\xa9" + end + b"B" + end + b"C\xe9 D" + end)
    with refused_at(3, "the byte 0xe9 is no UTF-8"):
        source_of(path)


@pytest.mark.parametrize("sign", "\0\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\ud800")
def test_a_character_at_which_lines_are_counted_otherwise_is_refused(sign):
    with refused_at(3, f"U\\+{ord(sign):04X}"):
        read(f"A\r\nB\rC{sign}\n" + CELL)


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("---\n\n---\n", 1, "the front matter must have entries"),
        ("---\na: 1\nb: 2026-01-01\n---\n", 1, "front matter cannot be read: .*date"),
        ("---\nb: !!set {a}\n---\n", 1, "front matter cannot be read: .*set"),
        ("---\na: 1\nb: !!float\n---\n", 1, "front matter cannot be read"),
        ("---\na: 1\nb: !new c\n---\n", 3, "front matter cannot be read: .*!new"),
        ("---\na: &a [1]\nb: *a\n---\n", 3, r"write it out, without \* and &"),
        ("---\na: &a [*a]\n---\n", 2, r"write it out, without \* and &"),
        (
            "---\na: " + "[" * 999 + "]" * 999 + "\n---\n",
            1,
            "front matter cannot be read",
        ),
        ("---\nkernelspec:\n  a: 1\n---\n", 1, "kernelspec needs a name"),
        ("---\nkernelspec:\n  name: 3\n---\n", 1, "kernelspec.name: 3 is not of type"),
        ("---\nauthors: me\n---\n", 1, "authors: 'me' is not of type 'array'"),
        ("A\n\n```{code-cell}\n:a: 1\n:b: *c\n1\n```\n", 5, "this cell .*without"),
        ("A\n\n```{code-cell}\n:b: !c d\n1\n```\n", 4, "options cannot be read: .*!c"),
        ("A\n\n```{code-cell}\n:b: !!int\n1\n```\n", 3, "options cannot be read"),
        ("A\n\n```{code-cell}\n:a\n1\n```\n", 3, "write NAME: VALUE"),
        ("A\n\n```{code-cell}\n:tags: a\n1\n```\n", 3, "tags: 'a' is not of type"),
        ("A\n\n```{raw-cell}\n:tags: a\n1\n```\n", 3, "tags: 'a' is not of type"),
        ("```{code-cell}\n:load: a.py\n```\n", 1, "write the code into the cell"),
        ("A\n\n+++ [1]\n", 3, "write \\+\\+\\+ alone"),
        ('A\n\n+++ {"tags": 1}\n', 3, "tags: 1 is not of type"),
        ("A\n\n+++ " + "[" * 5000 + "\n", 3, "cannot be read as JSON"),
    ],
)
def test_what_no_notebook_can_hold_is_an_error_with_its_line(text, line, reason):
    with refused_at(line, reason):
        read(text)


@pytest.mark.parametrize("text", ["\u3000\n", "[a]: b\n", "[^1]: b\n"])
def test_a_page_of_which_nothing_is_shown_is_none_that_stops_a_build(text):
    assert read_to_run(text).cells == []
