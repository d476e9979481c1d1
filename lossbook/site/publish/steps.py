"""The steps at the end of a build, in their order."""

from ..kit.finish import writers
from . import fonts, scripts, stylesheet, unused, versions, whole


def setup(app):
    # After the handlers of the theme and of the extensions, which bring files, too.
    app.connect("build-finished", finish, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def finish(app, exception):
    """Make of what was written the site that is published."""
    if exception:
        return
    unused.remove_pages(app)  # what they alone ask for goes with them
    for write in writers(app):
        write(app)
    scripts.write_script(app)  # of those that are written now
    unused.remove_scripts(app)  # the style sheet keeps what scripts speak of
    stylesheet.write_sheet(app)
    fonts.write_fonts(app)  # the sheet says what icons there are
    unused.remove_all(app)  # what was joined, or cut, too
    versions.add_versions(app)  # of the files as they stay
    whole.note(app)
