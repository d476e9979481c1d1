"""Brings the sentence that describes a figure to its ``<img>`` in the page.

`lossbook.plot` puts the sentence into the metadata of the output; MyST-NB keeps
only an image's width and height from there. This renderer is registered in
``pyproject.toml`` under ``myst_nb.mime_renderers``.
"""


class DescribedImage:
    """Renders an image as MyST-NB does, and adds its ``alt``."""

    mime_priority_overrides = ()

    @staticmethod
    def handle_mime(renderer, data, inline):
        alt = data.output_metadata.get(data.mime_type, {}).get("alt")
        if not alt or not data.mime_type.startswith("image/"):
            return None  # not one of ours: the default
        images = renderer.render_image(data)
        for image in images:
            image["alt"] = alt
        return images
