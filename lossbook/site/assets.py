"""The site's own style sheets and scripts, in the folder ``static`` beside this file."""

from pathlib import Path

STATIC = Path(__file__).parent / "static"
VENDORED = Path(__file__).parent / "vendored"  # what others made

# The priority of the book's own scripts, before those of Sphinx (200), its extensions and
# the theme: joined in one file, a fault in one of these must not stop them.
FIRST, EARLY = 90, 100
# The priority of a script that only some pages load, after all others.
ON_SOME_PAGES = 800


def add_folder(app):
    """Have the folder on the site, for the pages that name a file of it themselves."""
    if str(STATIC) not in app.config.html_static_path:
        app.config.html_static_path.append(str(STATIC))


def add_assets(app, *names):
    """Have every page load some style sheets and scripts of the folder."""
    add_folder(app)
    for name in names:
        if name.endswith(".css"):
            app.add_css_file(name)
        else:
            app.add_js_file(name, priority=EARLY)
