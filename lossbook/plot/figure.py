"""One figure: made in the book's style, and shown with the sentence that describes it.

In a notebook the sentence becomes the alternative text of the picture; elsewhere it is
printed instead of the picture. How it was said goes along, as ``said`` in the metadata.
"""

import re
from base64 import b64encode
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import quoteattr

from lossbook.display import show
from lossbook.say import tree_of

STYLE = Path(__file__).with_name("book.mplstyle")
SVG, PNG = "image/svg+xml", "image/png"


@contextmanager
def drawing(sentence, ax, size=None, *, rows=1, mime=SVG):
    """Lend axes in the book's style, and show the new figure that they belong to.

    The figure is not made by pyplot, so no list of open figures holds it and no
    notebook shows it a second time.
    """
    import matplotlib.style
    from matplotlib.figure import Figure

    with matplotlib.style.context(["default", STYLE]):
        if ax is not None:
            yield ax
        else:
            figure = Figure(figsize=size)
            yield figure.subplots(rows, sharex=True)
            _show(figure, sentence, mime)


def _show(figure, sentence, mime):
    file = BytesIO()
    if mime == SVG:
        nothing = dict.fromkeys(["Creator", "Date", "Format", "Type"])
        figure.savefig(file, format="svg", metadata=nothing)
        image = _labelled(file.getvalue().decode(), sentence)
        encoded = b64encode(image.encode()).decode()
    else:
        figure.savefig(file, format="png", dpi=2 * 96, metadata={"Software": None})
        image = encoded = b64encode(file.getvalue()).decode()
    width, height = (round(96 * inches) for inches in figure.get_size_inches())
    about = {"alt": str(sentence), "width": width, "height": height}
    # JupyterLab shows an image without its sentence, but prefers HTML, where it stays.
    named = " ".join(f"{name}={quoteattr(str(about[name]))}" for name in about)
    html = f'<img src="data:{mime};base64,{encoded}" {named}>'
    about["said"] = tree_of(sentence)
    show(sentence, {"text/html": html, mime: image}, {mime: about})


def _labelled(svg, sentence):
    """Name an SVG for screen readers; drop what it need not have inside a page.

    Two figures on a page would have the same ids for their groups, which nothing uses.
    """
    svg = re.sub(r"<!--.*?-->\s*", "", svg[svg.index("<svg") :], flags=re.DOTALL)
    svg = re.sub(r'<g id="[^"]*"', "<g", svg)
    return svg.replace("<svg", f'<svg role="img" aria-label={quoteattr(sentence)}', 1)
