"""lossbook.site.notebook: a chapter becomes a notebook with stored outputs."""

import pytest

from lossbook.site.notebook import ChapterError, read

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
    assert all(cell.execution_count == 1 for cell in cells)


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
    with pytest.raises(ChapterError, match=reason) as caught:
        read(fence)
    assert caught.value.line == line
