"""Reads a chapter: a MyST notebook that states what its cells print.

A fence named ``output`` right below a code cell is what that cell prints::

    ```{code-cell}
    print(1 + 1)
    ```

    ```output
    2
    ```

A fence named ``error`` is the error that ends a cell, as its type and one line of its
message; a fence named ``warning`` has such a line for each warning. What may differ from
machine to machine is left out, as ``…``::

    ```{code-cell}
    int("two")
    ```

    ```error
    ValueError: invalid literal for int() with base 10: 'two'
    ```

The fences become the cell's stored outputs, which is what nbval compares with. A
`Chapter` keeps, beside that notebook, the lines where things stand: the checks need
them to point at a fault.
"""

import re
from copy import deepcopy
from dataclasses import dataclass, field
from functools import lru_cache

import yaml
from myst_nb.core.read import MystMetadataParsingError, read_myst_markdown_notebook
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_notebook, new_output

from lossbook.site.fences import all_fences, fences

# What a fence under a cell may state, in the order in which a page shows it.
KINDS = {"output": "an output", "warning": "a warning", "error": "an error"}
CLOSING = "```"
OPENINGS = {f"{CLOSING}{kind}": kind for kind in KINDS}

# Whatever a hurried author may have meant as a stated output.
MEANT_AS_OPENING = re.compile(
    r"[\s>*+\d.-]*[`~:]{3,}\s*(?:\{?outputs?\b|(?:errors?|warnings?)\s*$)",
    re.IGNORECASE,
)

FRONT_MATTER = """\
---
file_format: mystnb
kernelspec:
  name: python3
  display_name: Python 3
---"""

NOT_RUN = "skip-execution"  # the tag of a cell that is shown and not run
# Tags by which other tools silence a check; here nothing does.
REFUSED_TAGS = re.compile(
    r"nbval-.*|pytest-validate-.*|remove-(?:output|std(?:out|err))"
)

CODE_CELL = "{code-cell}"


class ChapterError(ValueError):
    """A chapter that cannot be read; the message begins with the line."""

    def __init__(self, line, reason):
        super().__init__(f"line {line}: {reason}")
        self.line, self.reason = line, reason


@dataclass(frozen=True)
class Statement:
    """What a fence states, and the line where the fence begins; lines count from 1."""

    text: str
    line: int


@dataclass(frozen=True)
class Cell:
    """A code cell and what the chapter states of it, by `KINDS`; lines count from 1."""

    line: int
    node: NotebookNode
    statements: dict[str, Statement] = field(default_factory=dict)

    @property
    def stated(self):
        """What it is said to print: a string, empty where nothing is stated."""
        return self.said("output")

    @property
    def stated_line(self):
        """The line where that fence begins, or None."""
        statement = self.statements.get("output")
        return statement and statement.line

    @property
    def is_run(self):
        return NOT_RUN not in self.node.metadata.get("tags", [])

    def said(self, kind):
        """What is stated of a kind of output: a string, empty where nothing is."""
        return self.statements[kind].text if kind in self.statements else ""


@dataclass(frozen=True)
class Chapter:
    """A chapter as a notebook, and its code cells with what is stated of each."""

    notebook: NotebookNode
    cells: list[Cell]


def source_of(path):
    """Read the text of a chapter; a byte order mark is none of it.

    Raises:
        ChapterError: For a file that is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = len(re.findall(rb"\r\n?|\n", error.object[: error.start])) + 1
        reason = (
            f"the byte 0x{error.object[error.start]:02x} is no UTF-8: save it as UTF-8"
        )
        raise ChapterError(line, reason) from None


def read(text):
    """Read a chapter as a notebook that stores the outputs it states.

    Args:
        text: The source of the chapter, a string.

    Returns:
        A `Chapter`. In its notebook, of nbformat 4, ``metadata.source_map`` says where
        each cell begins, so that a warning of the build points at the true line. A cell
        that is said to raise an error has the tag ``raises-exception``.

    Raises:
        ChapterError: For a fence of outputs that is under no code cell, doubled, empty,
            indented or never closed; for a cell where no notebook has one; for front
            matter and options that cannot be read.

    >>> chapter = read("```{code-cell}\\nprint(2)\\n```\\n\\n```output\\n2\\n```\\n")
    >>> [(cell.line, cell.stated, cell.stated_line) for cell in chapter.cells]
    [(1, '2\\n', 5)]
    """
    text = text.removeprefix("\ufeff")
    _check_front_matter(text)
    notebook = _notebook(text)
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
            _check_tags(node.metadata.get("tags", []), line)
            node.execution_count = 1  # nbval compares only cells that were run
            add(node, line)
            cells.append(Cell(line, node))
        elif node.cell_type == "markdown":
            while source_lines[line] == "":  # the reader dropped these
                line += 1
            source = node.source.splitlines()
            is_below = bool(nodes) and nodes[-1] is _last_node(cells)
            while is_below and source:
                kind = OPENINGS.get(source[0].rstrip())
                if kind is None or kind in cells[-1].statements:
                    break
                end = _closing(source, line)
                stated = "\n".join(source[1:end]) + "\n"
                _state(cells[-1], kind, Statement(stated, line + 1))
                if "±" in stated:  # the reader of the site sees what is allowed
                    add(new_markdown_cell(f"```text\n{stated}```"), line)
                source, line = source[end + 1 :], line + end + 1
                while source and not source[0].strip():
                    source, line = source[1:], line + 1
            _refuse_stray_fences(source, line)
            add_markdown(source, line, node.metadata)
        else:
            add(node, line)

    notebook.cells = nodes
    notebook.metadata.source_map = lines
    if not cells:  # no need to start a kernel for a page without code
        notebook.metadata["mystnb"] = {"execution_mode": "off"}
    return Chapter(notebook, cells)


def read_to_run(text):
    """Read a chapter whose cells will be run: it says in which kernel.

    Raises:
        ChapterError: As `read`, and for code cells without a kernel.
    """
    chapter = read(text)
    kernel = chapter.notebook.metadata.get("kernelspec")
    if chapter.cells and not (isinstance(kernel, dict) and "name" in kernel):
        raise ChapterError(
            1,
            "a page with code cells begins with front matter that names their kernel; "
            f"write:\n{FRONT_MATTER}",
        )
    return chapter


def _check_front_matter(text):
    """Refuse front matter that cannot be read."""
    lines = text.splitlines()
    if lines and lines[0].rstrip() == "---":
        end = next((n for n, s in enumerate(lines[1:], 1) if s.rstrip() == "---"), None)
        if end is None:
            raise ChapterError(1, "the front matter has no end: write --- below it")
        try:
            known = yaml.safe_load("\n".join(lines[1:end])) or {}
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 2 if mark else 1
            problem = getattr(error, "problem", None) or "it is no YAML"
            reason = f"the front matter cannot be read: {problem}"
            raise ChapterError(line, reason) from None
        if not isinstance(known, dict):
            reason = "the front matter must have entries such as file_format: mystnb"
            raise ChapterError(1, reason)
        if not isinstance(known.get("kernelspec", {}), dict):
            raise ChapterError(1, f"kernelspec needs a name; write:\n{FRONT_MATTER}")


def _notebook(text):
    """Split a text into cells, or say at which line it cannot be done.

    A build asks for each page several times, at each of its steps.
    """
    return deepcopy(_split(text))


@lru_cache(maxsize=16)
def _split(text):
    if not text.strip():  # MyST-NB looks at the first token, and there is none
        return new_notebook(metadata={"source_map": []})
    try:
        notebook = read_myst_markdown_notebook(text, add_source_map=True)
    except MystMetadataParsingError as error:
        found = re.search(r" at line (\d+)", str(error))
        raise ChapterError(int(found[1]) if found else 1, str(error)) from None
    places = zip(notebook.cells, notebook.metadata.source_map, strict=True)
    lines = {line for cell, line in places if cell.cell_type == "code"}
    if text.count(CODE_CELL) > len(lines) or ":::" in text:
        _refuse_lost_cells(text, lines)
    return notebook


def _refuse_lost_cells(text, lines):
    """Refuse what looks like a code cell, and is none: in a list, of colons, …"""
    cells = lines & {fence.line for fence in fences(text)}
    for fence in all_fences(text):
        if fence.name == "code-cell" and fence.line not in cells:
            raise ChapterError(
                fence.line,
                "this code cell would not be run: write it with backticks, at the left "
                "edge, and within nothing else",
            )


def _check_tags(tags, line):
    for tag in tags:
        if REFUSED_TAGS.fullmatch(str(tag)):
            raise ChapterError(
                line,
                f"the tag {tag} would hide what is to be compared; state what the cell "
                f"prints, or have the cell shown and not run, by the tag {NOT_RUN}",
            )


def _state(cell, kind, statement):
    """Note a statement below the cell that it is about."""
    if not cell.is_run:
        reason = f"this states what a cell does that is not run (its tag is {NOT_RUN})"
        raise ChapterError(statement.line, reason)
    cell.statements[kind] = statement
    stored = {
        "output": lambda text: new_output("stream", text=text),
        "warning": lambda text: new_output("stream", name="stderr", text=text),
        "error": lambda text: error_output(text.rstrip("\n")),
    }
    cell.node.outputs = [
        stored[kind](cell.said(kind)) for kind in KINDS if kind in cell.statements
    ]
    if kind == "error":
        tags = cell.node.metadata.get("tags", [])
        cell.node.metadata["tags"] = [*tags, "raises-exception"]


def error_output(said):
    """An error as a page and a notebook show it: one line.

    Args:
        said: Its type and a line of its message, such as ``ValueError: too long``.
    """
    name, _, message = said.partition(": ")
    return new_output("error", ename=name, evalue=message, traceback=[said])


def _last_node(cells):
    return cells[-1].node if cells else None


def _closing(source, line):
    """Find the line that closes the fence at the top of a Markdown cell."""
    for end, text in enumerate(source[1:], start=1):
        if text.rstrip() == CLOSING:
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
        if meant := MEANT_AS_OPENING.match(text):
            kind = next(kind for kind in KINDS if kind in meant[0].lower())
            raise ChapterError(
                number,
                f"{KINDS[kind]} is stated here, but not right below a code cell; write "
                f"{CLOSING}{kind} at the left edge, once, under the one cell that it is of",
            )
