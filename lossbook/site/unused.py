"""Removes from the built site the files that no page asks for.

The theme and the extensions bring scripts, fonts and translations for every case. A
file is needed if a page names it, or a needed script or style sheet does. Its license stays with it.
"""

from pathlib import Path

from lossbook.site.stylesheet import NAME as SHEET

TEXTS = {".css", ".js", ".svg"}


def setup(app):
    # Scripts go before the style sheet is made, which keeps what scripts speak of; what
    # was joined in the sheet or cut into a font goes after it.
    app.connect("build-finished", remove_scripts, priority=550)
    app.connect("build-finished", remove_all, priority=800)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def remove_scripts(app, exception):
    if not exception:
        remove_unused(app.outdir, {".js"})


def remove_all(app, exception):
    if not exception:
        remove_unused(app.outdir)


def remove_unused(outdir, suffixes=None):
    """Remove files below ``_static`` that nothing names; all, or of some kinds only."""
    static = Path(outdir, "_static")
    waiting = [path for path in static.rglob("*") if path.is_file()]
    pages = [page for page in Path(outdir).rglob("*.html") if page not in waiting]
    named = [page.read_text(encoding="utf-8") for page in pages]
    while named:
        text = "".join(named)
        found = [path for path in waiting if path.name in text or path.name == SHEET]
        waiting = [path for path in waiting if path not in found]
        texts = (path for path in found if path.suffix in TEXTS)
        named = [path.read_text(encoding="utf-8") for path in texts]
    for path in waiting:
        licensed = path.with_name(path.name.removesuffix(".LICENSE.txt"))
        is_license = licensed != path and licensed.exists() and licensed not in waiting
        if path.suffix in (suffixes or {path.suffix}) and not is_license:
            path.unlink()
    for folder in sorted(static.rglob("*/"), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()
