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

import json
import re
from copy import deepcopy
from dataclasses import dataclass, field
from functools import lru_cache

import yaml
from myst_nb.core.read import MystMetadataParsingError, read_myst_markdown_notebook
from nbformat import NotebookNode, ValidationError
from nbformat.notebooknode import from_dict
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from ..kit.fences import (
    CELLS,
    YAML_FAULTS,
    all_fences,
    fences,
    options_of,
    parser,
)

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

# What may stand within another: boxes of colons, and in longer fences. The readers of a
# page go down into each; Python ends them at some hundred, and nobody means ten.
NESTED = re.compile(":::|`{4}|~{4}")
DEEPEST = 10

# At these Python ends a line, and Markdown does not: all below would be read from a wrong
# line. Python takes no zero, and no file has half a character.
NO_TEXT = re.compile("[\\0\\x0b\\x0c\\x1c-\\x1e\\x85\\u2028\\u2029\\ud800-\\udfff]")


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
        line = _line_after(error.object[: error.start].decode())
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
            matter and options that cannot be read; for characters that no chapter has.

    >>> chapter = read("```{code-cell}\\nprint(2)\\n```\\n\\n```output\\n2\\n```\\n")
    >>> [(cell.line, cell.stated, cell.stated_line) for cell in chapter.cells]
    [(1, '2\\n', 5)]
    """
    text = text.removeprefix("\ufeff")
    _check_characters(text)
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


def _check_characters(text):
    """Refuse characters that no chapter can have; no editor shows them."""
    if found := NO_TEXT.search(text):
        line = _line_after(text[: found.start()])
        reason = f"remove the character U+{ord(found[0]):04X}, which nobody sees"
        raise ChapterError(line, reason)


def _line_after(text):
    """The line in which whatever follows a text stands, as editors count."""
    return len(re.findall(r"\r\n?|\n", text)) + 1


def _check_front_matter(text):
    """Refuse front matter that cannot be read."""
    lines = text.splitlines()
    if lines and lines[0].rstrip() == "---":
        end = next((n for n, s in enumerate(lines[1:], 1) if s.rstrip() == "---"), None)
        if end is None:
            raise ChapterError(1, "the front matter has no end: write --- below it")
        known = _options("\n".join(lines[1:end]), "the front matter", 1)
        if not (isinstance(known, dict) and known):
            reason = "the front matter must have entries such as file_format: mystnb"
            raise ChapterError(1, reason)
        kernel = known.get("kernelspec", {})
        if not isinstance(kernel, dict) or (kernel and "name" not in kernel):
            raise ChapterError(1, f"kernelspec needs a name; write:\n{FRONT_MATTER}")
        if kernel:
            known["kernelspec"] = {"display_name": kernel["name"], **kernel}
        _check_metadata(new_notebook, known, "the front matter", 1)


def _check_cells(tokens):
    """Refuse cells whose options, or whose metadata, no notebook can have."""
    for token in tokens:
        if token.level or not token.map:
            continue
        line = token.map[0] + 1
        if token.type == "fence" and token.info.startswith(CELLS):
            what = "what this cell has for options"
            indented = token.content.startswith("---")
            known = _options(options_of(token.content), what, line + indented)
            if not isinstance(known, dict):
                raise ChapterError(line, f"{what} cannot be read: write NAME: VALUE")
            if "load" in known:
                raise ChapterError(
                    line, "nothing is loaded: write the code into the cell"
                )
            _check_metadata(new_code_cell, known, what, line)
        elif token.type == "myst_block_break" and token.content:
            try:
                known = json.loads(token.content)
            except (ValueError, RecursionError) as error:
                reason = f"what stands behind +++ cannot be read as JSON: {error}"
                raise ChapterError(line, reason) from None
            if not isinstance(known, dict):
                raise ChapterError(line, 'write +++ alone, or such as +++ {"tags": []}')
            _check_metadata(new_markdown_cell, known, "what stands behind +++", line)


def _check_metadata(new, known, what, line):
    try:
        new(metadata=from_dict(known))
    except (ValidationError, RecursionError) as error:
        where = ".".join(map(str, list(getattr(error, "relative_path", []))[1:]))
        said = getattr(error, "message", "it is too deep")
        reason = f"{what} does not fit into a notebook: {where}: {said}"
        raise ChapterError(line, reason) from None


def _options(text, what, line):
    """Read YAML that stands below a line; it ends up in a notebook, so as JSON.

    Raises:
        ChapterError: For what is no YAML, or has a date, a set, an alias or another
            thing for which JSON has no word.
    """
    try:
        # An alias may stand for itself, or for a text that fills the memory.
        for event in yaml.parse(text):
            if isinstance(event, yaml.AliasEvent):
                reason = "write it out, without * and &"
                raise yaml.MarkedYAMLError(None, None, reason, event.start_mark)
        known = yaml.safe_load(text)
        json.dumps(known)
    except YAML_FAULTS as error:
        mark = getattr(error, "problem_mark", None)
        line += mark.line + 1 if mark else 0
        problem = getattr(error, "problem", None) or str(error)
        raise ChapterError(line, f"{what} cannot be read: {problem}") from None
    return {} if known is None else known


def _notebook(text):
    """Split a text into cells, or say at which line it cannot be done.

    A build asks for each page several times, at each of its steps.
    """
    return deepcopy(_split(text))


@lru_cache(maxsize=16)
def _split(text):
    tokens = parser()[1].parse(text)
    if not tokens:  # MyST-NB looks at the first one
        source = text.strip("\n")
        cells, places = (
            ([new_markdown_cell(source)], [0]) if source.strip() else ([], [])
        )
        return new_notebook(cells=cells, metadata={"source_map": places})
    _check_cells(tokens)
    try:
        notebook = read_myst_markdown_notebook(text, add_source_map=True)
    except MystMetadataParsingError as error:
        found = re.search(r" at line (\d+)", str(error))
        raise ChapterError(int(found[1]) if found else 1, str(error)) from None
    places = zip(notebook.cells, notebook.metadata.source_map, strict=True)
    lines = {line for cell, line in places if cell.cell_type == "code"}
    if text.count(CODE_CELL) > len(lines) or NESTED.search(text):
        _refuse_lost_cells(text, lines)
    return notebook


def _refuse_lost_cells(text, lines):
    """Refuse what looks like a code cell, and is none: in a list, of colons, …"""
    cells = lines & {fence.line for fence in fences(text)}
    for fence in all_fences(text):
        if fence.depth > DEEPEST:
            reason = f"this stands within more than {DEEPEST} others: close them"
            raise ChapterError(fence.line, reason)
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
        cell.node.metadata["tags"] = [*dict.fromkeys([*tags, "raises-exception"])]


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
