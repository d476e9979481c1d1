"""Exercises: hints and solutions fold; what a check says is in the language of the page."""


def setup(app):
    for part in ("folds", "in_notebook", "verdicts"):
        app.setup_extension(f"{__name__}.{part}")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
