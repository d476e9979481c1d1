"""The pages as the build has run them, and what their outputs depend on.

The build runs the pages that are to be read, as many at a time as there are processors,
and keeps what the kernels reported, with jupyter-cache, as long as the code stays the
same. It also depends on `lossbook` and on the packages below it. A fingerprint of these,
put where the cache looks, makes a page run again when they change. MyST-NB gets a page
with its outputs, as `lossbook.site.outputs.compare.shown` makes them, and runs nothing: so what
is compared is what is shown.

Whoever runs a page holds its lock. The tests run the chapters, too, and keep what they
saw in the same place: a build that comes behind them runs nothing again.
"""

import json
import os
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from myst_nb.sphinx_ import NbMetadataCollector
from sphinx.errors import ConfigError, SphinxError
from sphinx.util import logging
from sqlalchemy.exc import SQLAlchemyError

from ..kit.fingerprint import fingerprint, version_of
from ..kit.pages import PageStore
from ..kit.settings import SettingError, setting, work_at
from .chapter import ChapterError, read_to_run, source_of
from .compare import shown
from .running import Run, Runner

logger = logging.getLogger(__name__)

# The code of each page that is run, and what its outputs depend on.
_depends = PageStore("depends")

# The runs that this process knows, by what they depend on: MyST-NB asks for a page by
# its text alone.
_known = {}


def setup(app):
    app.connect("config-inited", begin, priority=100)  # before MyST-NB looks
    app.connect("env-get-outdated", pages_to_run_again)
    _depends.connect(app)
    app.connect("env-before-read-docs", run_pages)
    app.connect("source-read", run_page, priority=900)  # the text as it will be parsed
    return {"parallel_read_safe": False, "parallel_write_safe": True}


def begin(app, config):
    """Have MyST-NB get each page with its outputs.

    Raises:
        ConfigError: If a setting names what is not there.
    """
    work_at(app.srcdir)
    try:
        fingerprint("")
        setting("outputs_names")
        for name in setting("outputs_signed_with"):
            version_of(name, "outputs_signed_with")
    except SettingError as error:
        raise ConfigError(str(error)) from None
    if config.nb_execution_mode == "off":
        logger.warning(
            "execute_notebooks is off: nothing that the pages state is compared",
            type="outputs",
        )
    config.nb_custom_formats = {**config.nb_custom_formats, ".md": f"{__name__}.reads"}


def reads(text):
    """Read a chapter for MyST-NB: with its outputs, so that it runs nothing."""
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
        kernel["lossbook"] = fingerprint(_code(chapter))
        if not_run := [n for n, cell in enumerate(chapter.cells) if not cell.is_run]:
            kernel["not_run"] = not_run
    return chapter


def pages_to_run_again(app, env, added, changed, removed):
    """The pages that have not changed, but something on which their outputs depend."""
    known = _depends(env).items()
    return [page for page, (code, before) in known if fingerprint(code) != before]


def _code(chapter):
    return "\n".join(cell.node.source for cell in chapter.cells)


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
            for job in [
                pool.submit(_run, app, name, chapter, runner)
                for name, chapter in waiting.items()
            ]:
                job.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            runner.end()
            raise


def run_page(app, docname, source):
    """Run a page, unless its run is known."""
    chapter = read_page(source[0])
    if is_run(app, docname, chapter):
        _note(app, docname, run_of(app, docname, chapter))
        code = _code(chapter)
        _depends(app.env)[docname] = code, fingerprint(code)


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
    runner = Runner(app.config.nb_execution_timeout)
    return _recall(app, docname, chapter) or _run(app, docname, chapter, runner)


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
    """Run a page, unless somebody else does so now: then wait for what comes of it."""
    path, cache = Path(app.env.doc2path(docname)), _cache_path(app)
    with lock_of(cache, path):
        if run := _recall(app, docname, chapter):
            return run
        logger.info("%s: Executing notebook", path)
        run = runner.run(chapter, path.parent)
        logger.info("%s: Executed notebook in %.2f seconds", path, run.seconds)
        _known[_key(chapter)] = run
        if run.is_whole:
            keep(cache, path, run)
    return run


def lock_of(cache, path):
    """The lock that is held by whoever runs a page.

    Args:
        cache: The folder of the cache.
        path: The file of the page.
    """
    locks = Path(cache, "locks")
    locks.mkdir(parents=True, exist_ok=True)
    return FileLock(locks / f"{path.stem}.lock")


def keep(cache, path, run):
    """Keep the run of a page, in which nothing went wrong, for the builds to come.

    Raises:
        SphinxError: If it cannot be written.
    """
    about = {"execution_seconds": run.seconds}
    bundle = CacheBundleIn(run.notebook, str(path), data=about)
    try:
        with FileLock(Path(cache, "locks", "all.lock")), _opened(cache) as kept:
            kept.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
    except (OSError, SQLAlchemyError) as error:
        raise SphinxError(
            f"{path} was run, but its outputs cannot be kept below {cache}: {error}. "
            "If another build of this book is going on, wait until it has ended, and "
            "build again."
        ) from error


@contextmanager
def _opened(cache):
    """The cache in a folder, whose database is closed after the block.

    Until then no other process can remove it on Windows.
    """
    kept = get_cache(cache)
    try:
        yield kept
    finally:
        kept.db.dispose()


def _recall(app, docname, chapter):
    """The run of a page that this build or an earlier one has made; None if none has."""
    key = _key(chapter)
    if key not in _known:
        if app.config.nb_execution_mode == "force":
            return None
        with _opened(_cache_path(app)) as kept:
            try:
                record = kept.match_cache_notebook(chapter.notebook)
            except KeyError:
                return None
            path = app.env.doc2path(docname)
            logger.info("%s: Using cached notebook: ID=%s", path, record.pk)
            notebook = kept.get_cache_bundle(record.pk).nb
        _known[key] = Run(notebook, record.data["execution_seconds"])
    return _known[key]


def _cache_path(app):
    return app.env.mystnb_config.execution_cache_path


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
