"""Checks each executed page in the build, and says at its foot what was checked.

The build executes a chapter anyway, so it compares what the cells printed with what
the chapter states: a false number is a warning with its line, and fails a build
with ``-W``. The tests make the same comparison through nbval.
"""

import hashlib
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from docutils import nodes
from myst_nb.sphinx_ import NbMetadataCollector
from sphinx.errors import SphinxError
from sphinx.util import logging

from lossbook.site.assets import add_assets
from lossbook.site.executed import executed_notebook, fingerprint, quiet_kernels
from lossbook.site.notebook import ChapterError, read
from lossbook.site.prose import prose_numbers, unsupported
from lossbook.site.statements import disagreement, printed_text, warning_text

logger = logging.getLogger(__name__)


def setup(app):
    quiet_kernels()
    add_assets(app, "checked.css")
    app.connect("env-get-outdated", pages_to_check_again)
    app.connect("env-purge-doc", forget_page)
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


def checks_by_page(env):
    """The `Checks` of each page without a fault, by the name of the page."""
    if not hasattr(env, "lossbook_checks"):
        env.lossbook_checks = {}
    return env.lossbook_checks


def faulty_pages(env):
    """The names of the pages on which something does not hold."""
    if not hasattr(env, "lossbook_faulty_pages"):
        env.lossbook_faulty_pages = set()
    return env.lossbook_faulty_pages


def pages_to_check_again(app, env, added, changed, removed):
    """Read a page again that was faulty, so that no build passes over the fault.

    And all of them, when what their outputs or their looks depend on has changed.
    """
    before, now = getattr(env, "lossbook_fingerprint", None), fingerprint() + _site()
    env.lossbook_fingerprint = now
    return (
        env.found_docs
        if before not in (None, now)
        else faulty_pages(env) & env.found_docs
    )


def _site():
    """Digest the programs that make the pages, and what they put into each of them."""
    here, digest = Path(__file__).parent, hashlib.sha256()
    questions = here.parent.glob("questions/*.py")
    for path in sorted([*here.glob("*.py"), *here.glob("templates/*"), *questions]):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def forget_page(app, env, docname):
    faulty_pages(env).discard(docname)
    checks_by_page(env).pop(docname, None)


def refuse_unreadable(app, docname, source):
    """Stop the build at a chapter that cannot be read, with its file and line."""
    try:
        read(source[0])
    except ChapterError as error:
        path = app.env.doc2path(docname, base=False)
        raise SphinxError(f"{path}:{error.line}: {error.reason}") from None


def check_page(app, doctree):
    """Warn of each statement of a page that does not hold, and sign the page."""
    docname = app.env.docname
    text = Path(app.env.doc2path(docname)).read_text(encoding="utf-8")
    chapter = read(text)
    if not chapter.cells or app.config.nb_execution_mode == "off":
        return

    def warn(line, reason):
        faulty_pages(app.env).add(docname)
        logger.warning(reason, location=(docname, line), type="lossbook")

    run = NbMetadataCollector.get_exec_data(app.env, docname)
    if not run["succeeded"]:  # MyST-NB has warned of it already
        faulty_pages(app.env).add(docname)
        return

    outputs = [
        cell.outputs
        for cell in executed_notebook(app, docname).cells
        if cell.cell_type == "code"
    ]
    for cell, printed in zip(chapter.cells, outputs, strict=True):
        if found := disagreement(cell.stated, printed_text(printed)):
            offset, reason = found
            warn((cell.stated_line or cell.line) + offset, reason)
        if warning := warning_text(printed):
            warn(cell.line, f"the cell warns: {warning}")
    for line, reason in unsupported(text, chapter):
        warn(line, reason)

    if docname in faulty_pages(app.env):
        return  # without -W there is a page, but it is not signed
    checks = Checks(
        lines=sum(cell.stated.count("\n") for cell in chapter.cells),
        numbers=sum(1 for _ in prose_numbers(text, chapter)),
        seconds=run["runtime"],
    )
    checks_by_page(app.env)[docname] = checks
    doctree[0] += nodes.paragraph(
        "",
        f"Checked on this page: printed lines {checks.lines}, "
        f"numbers in the text {checks.numbers}. "
        f"TensorFlow {version('tensorflow')}, Keras {version('keras')}, "
        f"NumPy {version('numpy')}; run in {checks.seconds:.0f}\N{NO-BREAK SPACE}s.",
        classes=["checked"],
    )
