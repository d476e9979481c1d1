"""Reads a chapter: a MyST notebook that states what its cells print.

A fence named ``output`` right below a code cell is what that cell prints::

    ```{code-cell}
    print(1 + 1)
    ```

    ```output
    2
    ```

The fence becomes the cell's stored output, which is what nbval compares with. A
`Chapter` keeps, beside that notebook, the lines where things stand: the checks need
them to point at a fault.
"""

import re
from dataclasses import dataclass

from myst_nb.core.read import read_myst_markdown_notebook
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_output

OPENING, CLOSING = "```output", "```"

# Whatever a hurried author may have meant as a stated output.
MEANT_AS_OPENING = re.compile(r"[\s>*+\d.-]*[`~:]{3,}\s*\{?outputs?\b", re.IGNORECASE)


class ChapterError(ValueError):
    """A chapter that cannot be read; the message begins with the line."""

    def __init__(self, line, reason):
        super().__init__(f"line {line}: {reason}")
        self.line, self.reason = line, reason


@dataclass(frozen=True)
class Cell:
    """A code cell and what the chapter states of it; lines count from 1."""

    line: int
    node: NotebookNode
    stated: str = ""
    stated_line: int | None = None


@dataclass(frozen=True)
class Chapter:
    """A chapter as a notebook, and its code cells with what is stated of each."""

    notebook: NotebookNode
    cells: list[Cell]


def read(text):
    """Read a chapter as a notebook that stores the outputs it states.

    Args:
        text: The source of the chapter, a string.

    Returns:
        A `Chapter`. In its notebook, of nbformat 4, ``metadata.source_map`` says where
        each cell begins, so that a warning of the build points at the true line.

    Raises:
        ChapterError: For an ``output`` fence that is under no code cell, doubled,
            empty, indented or never closed.

    >>> chapter = read("```{code-cell}\\nprint(2)\\n```\\n\\n```output\\n2\\n```\\n")
    >>> [(cell.line, cell.stated, cell.stated_line) for cell in chapter.cells]
    [(1, '2\\n', 5)]
    """
    notebook = read_myst_markdown_notebook(text, add_source_map=True)
    source_lines = text.splitlines()
    nodes, lines, cells = [], [], []

    def add(node, line):
        nodes.append(node)
        # MyST-NB adds one to count from 1, and the parser of Markdown adds another.
        lines.append(line if node.cell_type == "code" else line - 1)

    def add_markdown(source, line, metadata):
        """Add Markdown at its first line that is not blank, if there is one."""
        blank = next((i for i, s in enumerate(source) if s.strip()), None)
        if blank is not None:
            markdown = "\n".join(source[blank:]).rstrip()
            add(new_markdown_cell(markdown, metadata=metadata), line + blank)

    for node, line in zip(notebook.cells, notebook.metadata.source_map, strict=True):
        if node.cell_type == "code":
            _refuse_stray_fences(node.source.splitlines(), line)
            node.execution_count = 1  # nbval compares only cells that were run
            add(node, line)
            cells.append(Cell(line, node))
        elif node.cell_type == "markdown":
            while source_lines[line] == "":  # the reader dropped these
                line += 1
            source = node.source.splitlines()
            if source[0] == OPENING and lines and nodes[-1] is _last_node(cells):
                end = _closing(source, line)
                stated = "\n".join(source[1:end]) + "\n"
                above = cells[-1]
                above.node.outputs = [new_output("stream", text=stated)]
                cells[-1] = Cell(above.line, above.node, stated, line + 1)
                if "±" in stated:  # the reader of the site sees what is allowed
                    add(new_markdown_cell(f"```text\n{stated}```"), line)
                source, line = source[end + 1 :], line + end + 1
            _refuse_stray_fences(source, line)
            add_markdown(source, line, node.metadata)
        else:
            add(node, line)

    notebook.cells = nodes
    notebook.metadata.source_map = lines
    if not cells:  # no need to start a kernel for a page without code
        notebook.metadata["mystnb"] = {"execution_mode": "off"}
    return Chapter(notebook, cells)


def _last_node(cells):
    return cells[-1].node if cells else None


def _closing(source, line):
    """Find the line that closes the fence at the top of a Markdown cell."""
    for end, text in enumerate(source[1:], start=1):
        if text == CLOSING:
            if not any(s.strip() for s in source[1:end]):
                break
            return end
        if MEANT_AS_OPENING.match(text):
            raise ChapterError(line + 1, "this output fence is never closed")
    else:
        raise ChapterError(line + 1, "this output fence is never closed")
    raise ChapterError(line + 1, "this output fence states nothing: remove it")


def _refuse_stray_fences(source, line):
    for number, text in enumerate(source, start=line + 1):
        if MEANT_AS_OPENING.match(text):
            raise ChapterError(
                number,
                "an output is stated here, but not right below a code cell; write "
                f"{OPENING} at the left edge, under the one cell that prints it",
            )
