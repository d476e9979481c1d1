"""What `lossbook.check` says of an answer, in the language of the page.

The output is English, and its metadata tell how it was said. `SaidText` is registered in
``pyproject.toml`` under ``myst_nb.mime_renderers``.
"""

from dataclasses import replace

from ..kit.renderers import is_shown_by
from ..kit.said import in_words

PLAIN = "text/plain"


class SaidText:
    """Renders a text that was said as MyST-NB renders any text."""

    mime_priority_overrides = ()

    @staticmethod
    def handle_mime(renderer, data, inline):
        known = data.output_metadata.get(PLAIN, {})
        is_ours = data.mime_type == PLAIN and "said" in known
        if not is_ours or not is_shown_by(__name__, renderer):
            return None  # the default
        return renderer.render_text_plain(
            replace(data, content=in_words(known["said"]))
        )


def setup(app):
    return {"parallel_read_safe": True, "parallel_write_safe": True}
