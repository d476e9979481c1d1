"""The site's own style sheets and fonts, in the folder ``static`` beside this file."""

from pathlib import Path

STATIC = Path(__file__).parent / "static"


def add_style_sheet(app, name):
    """Have every page load a style sheet of the folder."""
    if str(STATIC) not in app.config.html_static_path:
        app.config.html_static_path.append(str(STATIC))
    app.add_css_file(name)
