"""Running the pages: the kernels, and the notebooks that the build executed."""

import os
from pathlib import Path

import nbformat


def quiet_kernels():
    """Have the kernels that are started from here on keep TensorFlow's log short."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "1")


def executed_notebook(app, docname):
    """Read what MyST-NB writes for each page it executes, or takes from the cache."""
    folder = Path(app.env.mystnb_config.output_folder)
    return nbformat.read(folder / f"{docname}.ipynb", as_version=4)
