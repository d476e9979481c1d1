"""The theme's icons: characters of Font Awesome, of which the site needs a few."""

import re

from ..kit.finish import Font, fonts

# The file that the theme brings along, below ``_static``.
AWESOME = "vendor/fontawesome/webfonts/fa-solid-900.woff2"
ICON = re.compile(r"\\([ef][0-9a-f]{3})|([\ue000-\uf8ff])", re.IGNORECASE)


def setup(app):
    def needed(pages, sheet):
        return icon_characters(sheet), set()

    fonts(app).append(Font("icons.woff2", lambda static: static / AWESOME, needed))
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def icon_characters(sheet):
    """The icons that a style sheet puts before or after something."""
    return {chr(int(code, 16)) if code else icon for code, icon in ICON.findall(sheet)}
