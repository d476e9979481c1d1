"""Formulas: MathML, made of their TeX, and the part of a font that they need.

`mathml` writes them, ``mathematics.css`` has their look, and `font` says what browsers
draw of STIX Two Math, which lies in ``stix``.
"""


def setup(app):
    for part in ("mathml", "font"):
        app.setup_extension(f"{__name__}.{part}")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
