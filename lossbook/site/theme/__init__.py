"""How a page looks, what it loads at first, and what it tells of itself."""

PARTS = (
    *("bibliography", "figures", "front_door", "highlighting", "icons", "layout"),
    *("sharing", "times"),
)


def setup(app):
    for part in PARTS:
        app.setup_extension(f"{__name__}.{part}")
    return {"parallel_read_safe": False, "parallel_write_safe": True}
