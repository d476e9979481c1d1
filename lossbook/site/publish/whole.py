"""Has all pages written again when one of them would otherwise show what no longer holds.

Sphinx writes the pages that have changed. But each page also shows the contents of the
book, and is put together of templates, styles and scripts. And after a build that was
interrupted, what was not written then would stay as it was before: Sphinx notes what it
has read before it writes, so nothing seems to have changed.
"""

import hashlib
import json
from pathlib import Path

from ..kit.assets import SITE


def setup(app):
    app.connect("env-updated", begin)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _mark(app):
    """A file that is there while the site is whole, and tells what all pages show."""
    return Path(app.doctreedir, "lossbook", "whole")


def begin(app, env):
    mark, shown = _mark(app), on_every_page(app, env)
    is_whole = mark.exists() and mark.read_text(encoding="utf-8") == shown
    mark.unlink(missing_ok=True)
    app.lossbook_shown = shown
    return [] if is_whole else list(env.found_docs)


def note(app):
    """Note that the site is whole, when all else is done."""
    _mark(app).parent.mkdir(parents=True, exist_ok=True)
    _mark(app).write_text(app.lossbook_shown, encoding="utf-8")


def on_every_page(app, env):
    """Digest what a page shows beside its own text.

    These are the contents of the book, the titles that links to other pages show, and
    the templates, the style sheets, the scripts and the fonts of the site: a page tells
    the digests of the files that it loads.
    """
    titles = {name: title.astext() for name, title in env.titles.items()}
    labels = env.domains["std"].labels
    contents = [app.config.external_site_map.as_json(), titles, labels]
    digest = hashlib.sha256(json.dumps(contents, sort_keys=True, default=str).encode())
    for path in sorted(path for path in SITE.rglob("*") if path.is_file()):
        if path.suffix not in {".py", ".pyc"}:
            name, content = path.relative_to(SITE).as_posix(), path.read_bytes()
            digest.update(f"\n{name} {len(content)}\n".encode() + content)
    return digest.hexdigest()
