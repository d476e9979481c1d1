"""Charts that move: as a page shows what `lossbook.explore` describes.

`page` compiles a chart and writes what stands there before it wakes; ``charts.js`` brings
it to life with Vega, which lies in ``vega``; ``setting.js`` knows of no page, and writes its
numbers and its address.
"""


def setup(app):
    app.setup_extension(f"{__name__}.page")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
