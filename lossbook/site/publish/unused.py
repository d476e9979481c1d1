"""Removes from the built site the files that no page asks for.

The theme and the extensions bring scripts, fonts and translations for every case; and
an earlier build has left the pages and pictures that it had. A file is needed if a page
names it, or a needed script or style sheet does. Its license stays with it.
"""

from html import escape
from pathlib import Path
from urllib.parse import quote

from ..kit.finish import folders
from .stylesheet import NAME as SHEET

TEXTS = {".css", ".js", ".svg"}
# The folders of the site that hold nothing but what pages ask for.
FOLDERS = ("_downloads", "_images", "_static")
SOURCES = "_sources"


def remove_pages(app):
    """Remove what an earlier build wrote for pages that are there no more.

    Each page has left its source, so one that came from elsewhere is not touched.
    """
    root, link = Path(app.outdir, SOURCES), app.config.html_sourcelink_suffix
    for source in [path for path in root.rglob("*") if path.is_file()]:
        copied = source.relative_to(root).as_posix().removesuffix(link)
        page = app.project.path2doc(copied)
        if page and page not in app.env.found_docs:
            source.unlink()
            Path(app.builder.get_outfilename(page)).unlink(missing_ok=True)
    _remove_empty_folders(app.outdir)


def _remove_empty_folders(folder):
    for path in sorted(Path(folder).rglob("*/"), reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()


def _named(path, text):
    name = path.name
    return any(form in text for form in {name, quote(name), escape(name)})


def remove_scripts(app):
    remove_unused(app.outdir, folders(app), {".js"})


def remove_all(app):
    remove_unused(app.outdir, folders(app))


def remove_unused(outdir, more_folders=(), suffixes=None):
    """Remove files that nothing names; all, or of some kinds only."""
    root = Path(outdir)
    searched = [*FOLDERS, *more_folders]
    found = [path for folder in searched for path in (root / folder).rglob("*")]
    waiting = [path for path in found if path.is_file()]
    waiting += root.glob(f"{SOURCES}/**/*.ipynb")  # of a page whose cells do not run
    pages = [page for page in root.rglob("*.html") if page not in waiting]
    named = [page.read_text(encoding="utf-8") for page in pages]
    while named:
        text = "".join(named)
        found = [path for path in waiting if path.name == SHEET or _named(path, text)]
        waiting = [path for path in waiting if path not in found]
        texts = (path for path in found if path.suffix in TEXTS)
        named = [path.read_text(encoding="utf-8") for path in texts]
    for path in waiting:
        licensed = path.with_name(path.name.removesuffix(".LICENSE.txt"))
        is_license = licensed != path and licensed.exists() and licensed not in waiting
        if path.suffix in (suffixes or {path.suffix}) and not is_license:
            path.unlink()
    _remove_empty_folders(root)
