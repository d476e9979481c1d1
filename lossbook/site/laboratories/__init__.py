"""The laboratories: as a page shows what `lossbook.laboratory` brings along.

`page` writes what stands there at the start. Of the scripts, ``network.js``, ``run.js``,
``picture.js``, ``told.js`` and ``material.js`` know of no page; ``drawing.js``,
``training.js`` and ``mistakes.js`` are the three laboratories, each of them a `Laboratory`
of ``laboratory.js``, and ``curves.js`` draws. They come in one file when a reader comes near:
``laboratories.js`` waits for that.
"""


def setup(app):
    app.setup_extension(f"{__name__}.page")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
