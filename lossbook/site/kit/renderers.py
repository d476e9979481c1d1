"""Kinds of output that this book alone knows how to show.

What is registered in ``pyproject.toml`` under ``myst_nb.mime_renderers`` is asked in
every book of the environment. In others it must leave all outputs alone: they lack the
extension that writes the result.
"""

import json

# The builders of Sphinx that write HTML; others show what else an output has.
OF_HTML = ("html", "dirhtml", "singlehtml", "epub")


def prefer(app, mime):
    """Have this book show an output as that kind wherever it comes as several kinds."""

    def add(app, config):
        preferred = [[builder, mime, 1] for builder in OF_HTML]
        others = config.nb_mime_priority_overrides
        config.nb_mime_priority_overrides = [*others, *preferred]

    app.connect("config-inited", add)


def is_shown_by(extension, renderer):
    """Tell whether the page is one of HTML, in a book with that extension of ours.

    It is said, too, where pages are read for their words alone, and none is written.

    Args:
        extension: The name of the extension, as Sphinx loads it.
        renderer: What MyST-NB gives to a renderer of outputs.
    """
    env = renderer.renderer.sphinx_env  # none where docutils works alone
    return env is not None and (
        extension in env.app.extensions
        and (env.app.builder.format == "html" or env.app.builder.name == "gettext")
    )


def content_of(data):
    """The content of an output as a dict; None if it is not one.

    A notebook may hold JSON as it is or as a text.
    """
    try:
        given = data.content
        content = json.loads(given) if isinstance(given, str) else given
    except ValueError:
        return None
    return content if isinstance(content, dict) else None
