"""Checks each executed page in the build, and says at its foot what was checked.

The build executes a chapter anyway, so it compares what the cells printed with what
the chapter states: a false number is a warning with its line, and fails a build
with ``-W``. The tests make the same comparison through nbval.
"""

from dataclasses import dataclass
from pathlib import Path

from docutils import nodes
from sphinx.errors import SphinxError
from sphinx.locale import _
from sphinx.util import logging

from ..kit.assets import add_assets
from ..kit.effort import in_seconds
from ..kit.faults import faulty_pages
from ..kit.fingerprint import version_of
from ..kit.pages import PageStore
from ..kit.settings import setting
from .chapter import ChapterError, read_to_run, source_of
from .compare import Fault, page_faults
from .execution import is_run, read_page, run_of
from .prose import prose_numbers, unsupported

logger = logging.getLogger(__name__)

# The `Checks` of each page without a fault.
checks_by_page = PageStore("checks")


def setup(app):
    add_assets(app, Path(__file__).parent, "checked.css")
    checks_by_page.connect(app)
    app.connect("source-read", refuse_unreadable)
    app.connect("doctree-read", check_page)
    return {"parallel_read_safe": False, "parallel_write_safe": True}


@dataclass
class Checks:
    """What was compared on a page: all that it states, since nothing may differ.

    Attributes:
        lines: How many lines a cell was said to print.
        numbers: How many numbers with a decimal point stand in the text.
        seconds: How long the cells took.
    """

    lines: int
    numbers: int
    seconds: float


def refuse_unreadable(app, docname, source):
    """Stop the build at a chapter that cannot be read, with its file and line."""
    try:
        source_of(Path(app.env.doc2path(docname)))  # Sphinx replaces what is no UTF-8
        read_to_run(source[0])
    except ChapterError as error:
        path = app.env.doc2path(docname, base=False)
        raise SphinxError(f"{path}:{error.line}: {error.reason}") from None


def check_page(app, doctree):
    """Warn of each statement of a page that does not hold, and sign the page."""
    docname = app.env.docname
    text = source_of(Path(app.env.doc2path(docname)))
    chapter = read_page(text)
    if not is_run(app, docname, chapter):
        return

    run = run_of(app, docname, chapter)
    reported = dict(enumerate(run.outputs()))
    if run.fault:
        reported.popitem()  # what the kernel still said of that cell follows from it
    found = [
        one for of_cell in page_faults(chapter, reported).values() for one in of_cell
    ]
    found += [run.fault] if run.fault else []
    if run.is_whole:
        found += [Fault(line, reason) for line, reason in unsupported(text, chapter)]
    if found:  # without -W there is a page, but it is not signed
        faulty_pages(app.env).add(docname)
    for fault in sorted(found, key=lambda fault: fault.line):
        said = f"{fault.reason}\n{fault.details}".rstrip()
        logger.warning("%s", said, location=(docname, fault.line), type="lossbook")
    if not found:
        sign_page(app, doctree, text, chapter, run)


def sign_page(app, doctree, text, chapter, run):
    """Say at the foot of a page what was checked."""
    statements = [s for cell in chapter.cells for s in cell.statements.values()]
    checks = Checks(
        lines=sum(statement.text.count("\n") for statement in statements),
        numbers=sum(1 for _ in prose_numbers(text, chapter)),
        seconds=run.seconds,
    )
    checks_by_page(app.env)[app.env.docname] = checks
    not_run = [cell.line for cell in chapter.cells if not cell.is_run]
    said = said_of(checks, not_run)
    doctree[0] += nodes.paragraph("", said, classes=["checked"])


def said_of(checks, not_run=()):
    """What the foot of a page tells of its checks: of nothing that was not there.

    Args:
        not_run: The lines of the cells that are shown and not run.

    >>> said_of(Checks(lines=0, numbers=3, seconds=0.2)).partition(" TensorFlow")[0]
    'Checked on this page: numbers in the text 3.'
    >>> said_of(Checks(lines=0, numbers=0, seconds=8)).partition(" TensorFlow")[0]
    'The cells of this page ran without an error or a warning.'
    """
    counts = {
        _("printed lines {count}"): checks.lines,
        _("numbers in the text {count}"): checks.numbers,
    }
    counted = [said.format(count=count) for said, count in counts.items() if count]
    checked = _("Checked on this page: {found}.").format(found=_(", ").join(counted))
    ran = _("The cells of this page ran without an error or a warning.")
    names = setting("outputs_signed_with")
    known = {name: version_of(name, "outputs_signed_with") for name in names}
    about = {
        "versions": _(", ").join(f"{name} {number}" for name, number in known.items()),
        "seconds": in_seconds(checks.seconds),
    }
    said = [
        checked
        if counted
        else str(ran),  # where Sphinx has not begun, it is no text yet
        _("{versions}; run in {seconds}.").format(**about),
    ]
    if not_run:
        lines = _(", ").join(map(str, not_run))
        said.append(_("Shown and not run: line {lines}.").format(lines=lines))
    return " ".join(said)
