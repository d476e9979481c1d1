"""Makes up for a build that was interrupted: the next one writes all pages again.

Sphinx notes what it has read before it writes; what was not written then would stay
as it was before, since nothing seems to have changed.
"""

from pathlib import Path


def setup(app):
    app.connect("env-updated", begin)
    app.connect("build-finished", end, priority=999)  # when all else is done
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _mark(app):
    """A file that is there while the site is whole."""
    return Path(app.doctreedir, "lossbook", "whole")


def begin(app, env):
    was_whole = _mark(app).exists()
    _mark(app).unlink(missing_ok=True)
    return [] if was_whole else list(env.found_docs)


def end(app, exception):
    if not exception:
        _mark(app).parent.mkdir(parents=True, exist_ok=True)
        _mark(app).touch()
