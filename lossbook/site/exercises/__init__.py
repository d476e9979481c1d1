"""Exercises: hints and solutions fold, in the page and in a notebook."""


def setup(app):
    for part in ("folds", "in_notebook"):
        app.setup_extension(f"{__name__}.{part}")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
