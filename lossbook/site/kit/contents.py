"""The order of the pages, as `_toc.yml` has it."""

from sphinx_external_toc.events import InsertToctrees


def setup(app):
    # Before Sphinx collects what is to be translated, so that captions are among it.
    InsertToctrees.default_priority = 5
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def chapters(app):
    """The names of the chapters, in order: the pages of the parts that are numbered.

    Args:
        app: The application of Sphinx, with the contents that Jupyter Book has read.
    """
    trees = app.config.external_site_map.root.subtrees
    return [file for tree in trees if tree.numbered for file in tree.files()]


def in_order(app, pages):
    """Sort names of pages: the chapters first, in order, then the others by name."""
    place = {name: number for number, name in enumerate(chapters(app))}
    return sorted(pages, key=lambda name: (place.get(name, len(place)), name))
