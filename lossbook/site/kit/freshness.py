"""Has pages read again when what they are made by has changed, and not they themselves."""

import hashlib

from .assets import SITE
from .makers import installed


def read_again_when_changed(app, name, digest):
    """Have all pages read again when what a function digests is no longer the same.

    Args:
        name: What it is called where the environment keeps it.
        digest: Called without arguments; what it returns can be compared.
    """

    def pages_to_read_again(app, env, added, changed, removed):
        known = f"lossbook_{name}"
        before, now = getattr(env, known, None), digest()
        setattr(env, known, now)
        return [] if before in (None, now) else env.found_docs

    app.connect("env-get-outdated", pages_to_read_again)


def setup(app):
    read_again_when_changed(app, "programs", programs)
    return {"parallel_read_safe": False, "parallel_write_safe": True}


def digest_of(paths, also=b""):
    """Digest what stands in some files, in order, and some bytes before it."""
    digest = hashlib.sha256(also)
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def programs():
    """Digest the programs that make the pages, in all rooms, and what is installed."""
    return digest_of(sorted(SITE.glob("**/*.py")), installed())
