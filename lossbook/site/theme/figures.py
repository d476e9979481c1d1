"""Figures in the page: with the sentence that describes them, and with their size.

`lossbook.plot.figure` puts both into the metadata of the output, of which MyST-NB keeps the
size alone, as a style; and how the sentence was said. `DescribedImage` is registered in ``pyproject.toml`` under
``myst_nb.mime_renderers``.
"""

import posixpath
from urllib.parse import quote

from docutils import nodes

from ..kit.renderers import is_shown_by
from ..kit.said import in_words

KNOWN = {"said", "width", "height"}  # of each figure of ours
SHOWN = ("alt", "height", "width")


class Picture(nodes.image):
    """An image whose size and text are known."""


class DescribedImage:
    """Renders an image as MyST-NB does, and keeps what is known of it."""

    mime_priority_overrides = ()

    @staticmethod
    def handle_mime(renderer, data, inline):
        known = data.output_metadata.get(data.mime_type, {})
        is_ours = data.mime_type.startswith("image/") and KNOWN.issubset(known)
        if not is_ours or not is_shown_by(__name__, renderer):
            return None  # the default
        about = {"alt": in_words(known["said"])}
        about |= {name: str(known[name]) for name in ("height", "width")}
        images = renderer.render_image(data)
        return [Picture(uri=image["uri"], **about) for image in images]


def setup(app):
    app.add_node(Picture, html=(write_picture, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def write_picture(translator, node):
    """Write an ``<img>`` that keeps its place free until it is loaded.

    All but the first of a page are loaded when they come near the screen.
    """
    file = quote(translator.builder.images[node["uri"]])
    first = next(node.document.findall(Picture)) is node
    attributes = {
        "src": posixpath.join(translator.builder.imgpath, file),
        "loading": "eager" if first else "lazy",
        **{name: node[name] for name in SHOWN},
    }
    translator.body.append(translator.emptytag(node, "img", "", **attributes))
    raise nodes.SkipNode
