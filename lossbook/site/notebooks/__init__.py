"""Each page as an executed notebook, to take along: what it shows, and what links to it."""


def setup(app):
    app.setup_extension(f"{__name__}.downloads")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
