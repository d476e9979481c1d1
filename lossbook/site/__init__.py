"""How the built site works: a room for each feature, and one extension for all of them."""

# `kit` below, `publish` above; a room knows no other room, see README.md.
ROOMS = (
    "kit",  # what the rooms share
    "charts",  # charts that move
    "outputs",  # what a page states is what its cells print
    "questions",  # questions that answer back
    "progress",  # what a reader has read and solved
    "exercises",  # hints and solutions
    "laboratories",  # a network to draw for, to train and to look into
    "theme",  # how a page looks, and what it tells of itself
    "mathematics",  # formulas
    "search",  # what is found, and how
    "notebooks",  # each page as a notebook
    "publish",  # what is done to the finished folder
)


def setup(app):
    """Set up all rooms: the name of this package is all that `_config.yml` needs."""
    for room in ROOMS:
        app.setup_extension(f"{__name__}.{room}")
    return {"parallel_read_safe": False, "parallel_write_safe": True}
