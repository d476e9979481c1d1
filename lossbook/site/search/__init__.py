"""The search: what is found in the page, and what the index knows of numbers and names."""


def setup(app):
    app.setup_extension(f"{__name__}.search")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
