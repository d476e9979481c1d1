"""Progress: what there is to read and to answer, and what of it a reader has done.

`course` tells the scripts of each page what there is; ``state.js`` knows what follows from
what was done, and no page; ``progress.js`` keeps it in the reader's browser; ``shown.js``
shows it, ``inventory.js`` what was gained above a page of questions that is taken twice.
`objectives` has the ticks.
"""


def setup(app):
    from ..kit.notebooks import leave_out, silent_roles

    for part in ("course", "objectives"):
        app.setup_extension(f"{__name__}.{part}")
    leave_out(app, "inventory", "progress", "welcome")
    silent_roles(app).add("objective")
    return {"parallel_read_safe": False, "parallel_write_safe": True}
