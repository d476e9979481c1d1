"""The pages as the build has run them, and what their outputs depend on.

The build runs the pages that are to be read, as many at a time as there are processors,
and keeps what the kernels reported, with jupyter-cache, as long as the code stays the
same. It also depends on `lossbook` and on the packages below it. A fingerprint of these,
put where the cache looks, makes a page run again when they change. MyST-NB gets a page
with its outputs, as `lossbook.site.outputs.shown` makes them, and runs nothing: so what
is compared is what is shown.
"""

import hashlib
import json
import os
import platform
import time
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.metadata import version
from pathlib import Path

from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from myst_nb.sphinx_ import NbMetadataCollector
from sphinx.errors import SphinxError
from sphinx.util import logging
from sqlalchemy.exc import SQLAlchemyError

from lossbook.site.notebook import ChapterError, read_to_run, source_of
from lossbook.site.outputs import shown
from lossbook.site.running import KERNEL_ARGUMENTS, Run, Runner

logger = logging.getLogger(__name__)

PACKAGE = Path(__file__).parent.parent
FOR_THE_SITE = ("site", "questions")  # folders that no cell imports
PACKAGES = ("altair", "ipython", "keras", "matplotlib", "numpy", "tensorflow")

# The runs that this process knows, by what they depend on: MyST-NB asks for a page by
# its text alone.
_known = {}


def setup(app):
    app.connect("env-before-read-docs", run_pages)
    app.connect("source-read", run_page, priority=900)  # the text as it will be parsed
    return {"parallel_read_safe": False, "parallel_write_safe": True}


@cache
def fingerprint():
    """Digest what the cells import of the package, and the versions it runs on."""
    digest = hashlib.sha256(platform.python_version().encode())
    digest.update(repr(KERNEL_ARGUMENTS).encode())
    for name in PACKAGES:
        digest.update(f"{name} {version(name)}\n".encode())
    for path in sorted(PACKAGE.glob("**/*")):
        parts = path.relative_to(PACKAGE).parts
        is_for_cells = parts[0] not in FOR_THE_SITE and "__pycache__" not in parts
        if path.is_file() and is_for_cells and path.suffix != ".md":
            digest.update("/".join(parts).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def reads(text):
    """Read a chapter for Jupyter Book: with its outputs, so that MyST-NB runs nothing.

    This is what ``nb_custom_formats`` in ``_config.yml`` names.
    """
    chapter = read_page(text)
    if run := _known.get(_key(chapter)):
        _fill(chapter, run)
    chapter.notebook.metadata.setdefault("mystnb", {})["execution_mode"] = "off"
    return chapter.notebook


def read_page(text):
    """Read a chapter, with what its outputs depend on where the cache looks."""
    chapter = read_to_run(text)
    if chapter.cells:
        kernel = chapter.notebook.metadata.kernelspec
        kernel["lossbook"] = fingerprint()
        if not_run := [n for n, cell in enumerate(chapter.cells) if not cell.is_run]:
            kernel["not_run"] = not_run
    return chapter


def _key(chapter):
    code = [cell.node.source for cell in chapter.cells]
    return json.dumps([chapter.notebook.metadata.get("kernelspec"), code])


def _fill(chapter, run):
    """Put into a chapter what its page shows of a run; nothing where it did not come."""
    reported = run.outputs()
    for place, cell in enumerate(chapter.cells):
        is_reached = place < len(reported)
        cell.node.outputs = shown(cell, reported[place]) if is_reached else []
        cell.node.execution_count = place + 1 if is_reached and cell.is_run else None
    if language := run.notebook.metadata.get("language_info"):
        chapter.notebook.metadata["language_info"] = language


def run_pages(app, env, docnames):
    """Run, side by side, the pages that will be read and have no known run."""
    waiting = {}
    for docname in docnames:
        try:
            chapter = read_page(source_of(Path(env.doc2path(docname))))
        except ChapterError:
            continue  # it is said when the page is read
        if is_run(app, docname, chapter) and not _recall(app, docname, chapter):
            waiting[docname] = chapter
    runner = Runner(app.config.nb_execution_timeout)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        try:
            for docname, run in [
                (name, pool.submit(_run, app, name, chapter, runner))
                for name, chapter in waiting.items()
            ]:
                _keep(app, docname, waiting[docname], run.result())
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            runner.end()
            raise


def run_page(app, docname, source):
    """Run a page, unless its run is known."""
    chapter = read_page(source[0])
    if is_run(app, docname, chapter):
        _note(app, docname, run_of(app, docname, chapter))


def is_run(app, docname, chapter):
    """Tell whether a page is one that the build runs."""
    about = chapter.notebook.metadata.get("mystnb", {})
    path = Path(app.env.doc2path(docname))
    return bool(
        chapter.cells
        and "off" not in (app.config.nb_execution_mode, about.get("execution_mode"))
        and not any(map(path.match, app.config.nb_execution_excludepatterns))
    )


def run_of(app, docname, chapter):
    """The `Run` of a page, as `read_page` reads it: of this build, or an earlier one."""
    if run := _recall(app, docname, chapter):
        return run
    run = _run(app, docname, chapter, Runner(app.config.nb_execution_timeout))
    _keep(app, docname, chapter, run)
    return run


def executed_notebook(app, docname):
    """The notebook of a page, with the outputs that the page shows."""
    chapter = read_page(source_of(Path(app.env.doc2path(docname))))
    _fill(chapter, run_of(app, docname, chapter))
    notebook = chapter.notebook
    for name in ("mystnb", "source_map"):
        notebook.metadata.pop(name, None)
    for name in ("lossbook", "not_run"):
        notebook.metadata.kernelspec.pop(name, None)
    return notebook


def _run(app, docname, chapter, runner):
    path = Path(app.env.doc2path(docname))
    logger.info("%s: Executing notebook", path)
    run = runner.run(chapter, path.parent)
    logger.info("%s: Executed notebook in %.2f seconds", path, run.seconds)
    return run


def _keep(app, docname, chapter, run):
    """Note a run for this build, and one without a fault for the next ones as well."""
    _known[_key(chapter)] = run
    if run.is_whole:
        about = {"execution_seconds": run.seconds}
        bundle = CacheBundleIn(run.notebook, app.env.doc2path(docname), data=about)
        try:
            _cache(app).cache_notebook_bundle(
                bundle, check_validity=False, overwrite=True
            )
        except (OSError, SQLAlchemyError) as error:
            raise SphinxError(
                f"{docname} was run, but its outputs cannot be kept below "
                f"{app.env.mystnb_config.execution_cache_path}: {error}. If another build "
                "of this book is going on, wait until it has ended, and build again."
            ) from error


def _recall(app, docname, chapter):
    """The run of a page that this build or an earlier one has made; None if none has."""
    key = _key(chapter)
    if key not in _known:
        if app.config.nb_execution_mode == "force":
            return None
        try:
            record = _cache(app).match_cache_notebook(chapter.notebook)
        except KeyError:
            return None
        path = app.env.doc2path(docname)
        logger.info("%s: Using cached notebook: ID=%s", path, record.pk)
        notebook = _cache(app).get_cache_bundle(record.pk).nb
        _known[key] = Run(notebook, record.data["execution_seconds"])
    return _known[key]


def _cache(app):
    return _cache_at(app.env.mystnb_config.execution_cache_path)


@cache
def _cache_at(path):
    return get_cache(path)


def _note(app, docname, run):
    """Tell MyST-NB of a run, as it would note it, for the table of its directives."""
    about = {
        "mtime": time.time(),
        "runtime": run.seconds,
        "method": app.config.nb_execution_mode,
        "succeeded": run.is_whole,
        "error": None,
        "traceback": None,
    }
    NbMetadataCollector.set_exec_data(app.env, docname, about)


def in_seconds(runtime):
    """How long something ran, in words.

    >>> in_seconds(7.6).split(), in_seconds(0.3).split()
    (['8', 's'], ['less', 'than', '1', 's'])
    """
    count = f"{runtime:.0f}" if runtime >= 1 else "less than 1"
    return f"{count}\N{NO-BREAK SPACE}s"
