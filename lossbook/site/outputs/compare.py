"""What a page shows of what a cell did: one list of outputs, for pages and for tests.

A kernel reports bit by bit. `shown` makes of its reports what stands on the page: what
was printed in one piece, in order with pictures and results; warnings and errors as
lines that are the same on every machine. `faults` compares that very list with what the
chapter states of the cell.
"""

import re
from copy import deepcopy
from dataclasses import dataclass
from itertools import zip_longest

from nbformat.v4 import new_output

from .chapter import KINDS, error_output
from .statements import disagreement

# What is shown and not compared: images, and what has a program of its own to show it.
PICTURES = ("image/", "application/vnd.")
# Of a result that has several forms, the page shows the first of these, unless it has
# a picture. Keras' tables are shown as text, never as HTML: so they are compared.
TEXTS = ("text/markdown", "text/latex", "text/plain")

# What a terminal takes for a change of color, as Keras prints its tables.
ANSI = re.compile(r"\x1b\[[0-9;]*m")

# What differs from machine to machine, or from run to run, in messages.
UNSTABLE = re.compile(
    r"(?:[A-Za-z]:)?(?:[\\/][^\s\\/'\"`:,;()<>\[\]]+){2,}[\\/]?"  # paths
    r"|\b\d{6,}\.py\b"  # what IPython calls a cell
    r"|\b0x[0-9a-fA-F]{6,}\b"  # addresses
)
WARNING = re.compile(r"^(?:.*?:\d+: )?(?P<category>\w*Warning): (?P<message>.*)$")


@dataclass(frozen=True)
class Fault:
    """Something stated that does not hold.

    Attributes:
        line: The line of the chapter, from 1.
        reason: A sentence.
        details: Texts to look at, or an empty string.
    """

    line: int
    reason: str
    details: str = ""


def shown(cell, outputs):
    """Make the list of outputs that the page shows of a cell.

    What is printed to stdout is joined, as far as nothing else stands between, and
    carriage returns are applied. Then come the warnings, and the error, each as its type
    and one line of its message: the stated one if it is among them, else the first one.

    Args:
        cell: The `lossbook.site.outputs.chapter.Cell`.
        outputs: What its kernel reported, a list of outputs in the form of nbformat 4.

    Returns:
        A new list in that form.
    """
    kept, stderr, error = [], "", None
    for output in outputs:
        kind, last = output["output_type"], kept[-1] if kept else None
        if kind == "error":
            error = output
        elif kind == "stream" and output["name"] == "stderr":
            stderr += output["text"]
        elif kind == "stream" and last and last["output_type"] == "stream":
            last["text"] += output["text"]
        else:
            kept.append(deepcopy(output))
    for output in kept:
        if output["output_type"] == "stream":
            output["text"] = _on_paper(output["text"])
    kept = [output for output in kept if output.get("text", True)]
    if lines := _chosen(_warnings(stderr), cell.said("warning")):
        text = "".join(f"{line}\n" for line in lines)
        kept.append(new_output("stream", name="stderr", text=text))
    if error:
        kept += map(error_output, _chosen([_error_lines(error)], cell.said("error")))
    return kept


def printed_text(shown_outputs):
    """Join the text that a cell printed or returned; pictures are left out.

    Args:
        shown_outputs: What `shown` returns.
    """
    parts = []
    for output in shown_outputs:
        if output["output_type"] == "stream" and output["name"] == "stdout":
            parts.append(output["text"])
        elif data := output.get("data"):
            is_picture = any(mime.startswith(PICTURES) for mime in data)
            mime = next((mime for mime in TEXTS if mime in data), None)
            if mime and not is_picture:
                parts.append(data[mime].rstrip("\n") + "\n")
    return ANSI.sub("", "".join(parts))


def faults(cell, outputs):
    """Yield each `Fault` of what is stated of a cell, against what its kernel reported.

    Args:
        cell: The `lossbook.site.outputs.chapter.Cell`.
        outputs: A list of outputs in the form of nbformat 4.
    """
    printed = printed_text(shown(cell, outputs))
    if found := disagreement(cell.stated, printed):
        offset, reason = found
        details = f"stated:\n{cell.stated}\nprinted:\n{printed}"
        yield Fault((cell.stated_line or cell.line) + offset, reason, details)

    stderr = "".join(o["text"] for o in outputs if o.get("name") == "stderr")
    yield from _line_faults(cell, "warning", _warnings(stderr), stderr)

    errors = [output for output in outputs if output["output_type"] == "error"]
    traceback = "\n".join(line for error in errors for line in error["traceback"])
    yield from _line_faults(cell, "error", map(_error_lines, errors), traceback)


def page_faults(chapter, reported):
    """Find what does not hold of a page: the one loop, of the build and of the tests.

    Args:
        chapter: The `lossbook.site.outputs.chapter.Chapter`.
        reported: A dict from the places of code cells to what their kernel reported.

    Returns:
        A dict from the places of cells with faults to lists of `Fault`.
    """
    found = {n: [*faults(chapter.cells[n], outputs)] for n, outputs in reported.items()}
    return {place: of_cell for place, of_cell in found.items() if of_cell}


def _line_faults(cell, kind, came, details):
    """Compare the warnings, or the error, with the stated lines, one by one."""
    statement = cell.statements.get(kind)
    lines = statement.text.splitlines() if statement else []
    verb = {"warning": "warns", "error": "raises"}[kind]
    for place, (said, messages) in enumerate(zip_longest(lines, came), start=1):
        line = statement.line + place if statement else cell.line
        if messages is None:
            yield Fault(line, f"states {KINDS[kind]} that does not come: {said}")
        elif said is None:
            reason = f"the cell {verb}: {messages[0]}"
            yield Fault(line, reason, ANSI.sub("", details))
        elif not any(_is_same(said, message) for message in messages):
            reason = f"states “{said}”, but the cell {verb} “{messages[0]}”"
            yield Fault(line, reason, ANSI.sub("", details))


def _chosen(came, stated):
    """The line that is shown of each message: the stated one, if it has it."""
    lines = []
    for messages, said in zip_longest(came, stated.splitlines()):
        if messages:
            same = [message for message in messages if said and _is_same(said, message)]
            lines.append(said if same and "…" in said else [*same, messages[0]][0])
    return lines


def _is_same(stated, message):
    """Tell whether a stated line holds for a message; ``…`` stands for any text.

    >>> _is_same("ValueError: shape (2, …) is wrong", "ValueError: shape (2, 3) is wrong")
    True
    """
    if "…" not in stated:
        return disagreement(stated, message) is None
    parts = (r"\s+".join(map(re.escape, part.split())) for part in stated.split("…"))
    return bool(re.fullmatch(r"\s*.*?\s*".join(parts), message.strip()))


def _error_lines(error):
    """An error as it may be stated: its type, with each line of its message."""
    lines = _stable_lines(error["evalue"])
    return [f"{error['ename']}: {line}" for line in lines] or [error["ename"]]


def _warnings(stderr):
    """Each message on stderr, as the list of the lines by which it may be stated.

    Python writes where it warns, the category, the message, and below it the line of
    code, indented. Whatever else was written there counts line by line.
    """
    lines, messages = stderr.splitlines(), []
    while lines:
        first = lines.pop(0)
        if not (found := WARNING.match(ANSI.sub("", first))):
            messages.append(_stable_lines(first))
            continue
        code = _first(lines, lambda line: line.startswith("  "))
        if code < _first(lines, WARNING.match):  # what stands between is the message
            message = "\n".join([found["message"], *lines[:code]])
            del lines[: code + 1]
        else:
            message = found["message"]
        stable = _stable_lines(message)
        messages.append([f"{found['category']}: {line}" for line in stable])
    return [message for message in messages if message]


def _first(lines, holds):
    """The place of the first line for which something holds; beyond all, if for none."""
    return next((n for n, line in enumerate(lines) if holds(line)), len(lines))


def _stable_lines(message):
    """The lines of a message that say something, without paths and addresses."""
    text = UNSTABLE.sub("…", ANSI.sub("", message))
    return [line.strip() for line in text.splitlines() if line.strip()]


def _on_paper(text):
    r"""What is left of a text when a terminal has shown it.

    A line that begins anew replaces what stood there.

    >>> _on_paper("10%\r20%\r\nab\bc\n")
    '20%\nac\n'
    """
    text = text.replace("\r\n", "\n")
    while "\b" in text:
        text = re.sub("[^\n\b]\b|^\b", "", text, flags=re.MULTILINE)
    return re.sub(r"^.*\r(?=[^\n])|\r(?=\n|\Z)", "", text, flags=re.MULTILINE)
