"""Checks each executed page in the build, and says at its foot what was checked.

The build executes a chapter anyway, so it compares what the cells printed with what
the chapter states: a false number is a warning with its line, and fails a build
with ``-W``. The tests make the same comparison through nbval.
"""

from importlib.metadata import version
from pathlib import Path

from docutils import nodes
from myst_nb.sphinx_ import NbMetadataCollector
from sphinx.errors import SphinxError
from sphinx.util import logging

from lossbook.site.executed import executed_notebook, quiet_kernels
from lossbook.site.notebook import ChapterError, read
from lossbook.site.prose import prose_numbers, unsupported
from lossbook.site.statements import disagreement, printed_text, warning_text

logger = logging.getLogger(__name__)


def setup(app):
    quiet_kernels()
    app.connect("source-read", refuse_unreadable)
    app.connect("doctree-read", check_page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


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
        logger.warning(reason, location=(docname, line), type="lossbook")

    executed = executed_notebook(app, docname)
    outputs = [cell.outputs for cell in executed.cells if cell.cell_type == "code"]
    for cell, printed in zip(chapter.cells, outputs, strict=True):
        if found := disagreement(cell.stated, printed_text(printed)):
            offset, reason = found
            warn((cell.stated_line or cell.line) + offset, reason)
        if warning := warning_text(printed):
            warn(cell.line, f"the cell warns: {warning}")
    for line, reason in unsupported(text, chapter):
        warn(line, reason)

    stated = sum(cell.stated.count("\n") for cell in chapter.cells)
    quoted = sum(1 for _ in prose_numbers(text, chapter))
    run = NbMetadataCollector.get_exec_data(app.env, docname)
    doctree[0] += nodes.paragraph(
        "",
        f"{stated} printed lines and {quoted} numbers in the text checked with "
        f"TensorFlow {version('tensorflow')}, Keras {version('keras')} and "
        f"NumPy {version('numpy')}; the page ran in {run['runtime']:.0f} s.",
        classes=["checked"],
    )
