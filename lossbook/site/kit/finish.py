"""What rooms write when all pages are written: `lossbook.site.publish` has it done."""


def writers(app):
    """The functions that write the rooms' own files; each is called with the app."""
    if not hasattr(app, "lossbook_at_the_end"):
        app.lossbook_at_the_end = []
    return app.lossbook_at_the_end


def write_at_the_end(app, write):
    """Have a function called, with the app, when all pages are written.

    That is so too where no page had to be: then there may be no file that it needs.
    """
    writers(app).append(write)
