"""Style sheets, scripts and templates, which lie beside the module that needs them."""

from pathlib import Path

SITE = Path(__file__).parents[1]  # the folder of all rooms

# The priority of the book's own scripts, before those of Sphinx (200), its extensions and
# the theme: joined in one file, a fault in one of these must not stop them.
FIRST, EARLY = 90, 100
# The priority of a script that only some pages load, after all others.
ON_SOME_PAGES = 800


def leave_out_of_the_book(app, config):
    """Have no file of the rooms read as a page, where a book has them in its folder."""
    if SITE.is_relative_to(app.srcdir):
        folder = SITE.relative_to(app.srcdir).as_posix()
        config.exclude_patterns = [*config.exclude_patterns, f"{folder}/**"]


def put_on_site(app, *files):
    """Have files on the site, below ``_static``: some pages name them themselves."""
    known = app.config.html_static_path
    known += [str(file) for file in files if str(file) not in known]


def add_assets(app, folder, *names, priority=EARLY):
    """Have every page load some style sheets and scripts of a folder."""
    put_on_site(app, *(folder / name for name in names))
    for name in names:
        if name.endswith(".css"):
            app.add_css_file(name)
        else:
            app.add_js_file(name, priority=priority)


def add_templates(app, folder):
    """Have Sphinx find the templates of a folder."""
    app.config.templates_path.append(str(folder))
