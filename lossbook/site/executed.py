"""Running the pages: what their outputs depend on, and what the build got from them.

Jupyter Book keeps the outputs of a page as long as its code stays the same. They also
depend on `lossbook` and on the packages below it. A fingerprint of these, put where
the cache looks, makes a page run again when they change.
"""

import hashlib
import os
import platform
from functools import cache
from importlib.metadata import version
from pathlib import Path

from jupyter_cache import get_cache

from lossbook.site.notebook import read

PACKAGE = Path(__file__).parent.parent
FOR_THE_SITE = ("site", "questions")  # folders that no cell imports
PACKAGES = ("altair", "ipython", "keras", "matplotlib", "numpy", "tensorflow")


@cache
def fingerprint():
    """Digest what the cells import of the package, and the versions it runs on."""
    digest = hashlib.sha256(platform.python_version().encode())
    for name in PACKAGES:
        digest.update(f"{name} {version(name)}\n".encode())
    for path in sorted(PACKAGE.glob("**/*")):
        is_for_cells = path.relative_to(PACKAGE).parts[0] not in FOR_THE_SITE
        if path.suffix in {".py", ".mplstyle", ".csv"} and is_for_cells:
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def reads(text):
    """Read a chapter for Jupyter Book: with its stated outputs and the fingerprint.

    This is what ``nb_custom_formats`` in ``_config.yml`` names.
    """
    chapter = read(text)
    if chapter.cells:
        chapter.notebook.metadata.kernelspec["lossbook"] = fingerprint()
    return chapter.notebook


def executed_notebook(app, docname):
    """Return the notebook of a page as the build executed it.

    It is taken from the cache: the file that MyST-NB writes for a page that it found
    there holds what the chapter states, and not what its cells printed.

    Raises:
        KeyError: If the page was not executed, or not to its end.
    """
    text = Path(app.env.doc2path(docname)).read_text(encoding="utf-8")
    executed = get_cache(app.env.mystnb_config.execution_cache_path)
    _, notebook = executed.merge_match_into_notebook(reads(text))
    notebook.metadata.pop("source_map")
    notebook.metadata.kernelspec.pop("lossbook")
    return notebook


def quiet_kernels():
    """Have the kernels that are started from here on keep TensorFlow's log short."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "1")
