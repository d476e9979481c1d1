"""What a page tells search engines, and those who link to it.

All is computed from the page. What needs the address of the site, ``html: baseurl:``
in ``_config.yml``, is left out without one.
"""

import posixpath
import textwrap
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

from docutils import nodes
from sphinx.errors import ConfigError
from sphinx.locale import _

from ..kit.cache import kept
from ..kit.fingerprint import fingerprint
from ..kit.finish import write_at_the_end

LONGEST = 160  # characters; search engines show about as many
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
CARD = "_static/card.png"


def setup(app):
    app.connect("config-inited", check_address)
    app.connect("html-page-context", describe_page)
    write_at_the_end(app, write_sitemap)
    write_at_the_end(app, draw_card)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def check_address(app, config):
    """Refuse an address at which no site can be."""
    if (base := config.html_baseurl) and not base.startswith(("https://", "http://")):
        raise ConfigError(
            f"_config.yml: html: baseurl: is {base!r}; "
            "it must look like https://OWNER.github.io/NAME/, or be empty"
        )


def describe_page(app, pagename, templatename, context, doctree):
    site, base = app.config.html_title, app.config.html_baseurl
    if doctree is None:  # the page of search results
        title, description = _("Search"), f"{_('Search')}: {site}"
    else:
        title, description = app.env.titles[pagename].astext(), summary(doctree)
    about = {
        "description": description,
        "og:description": description,
        "og:site_name": site,
        "og:title": title,
        "og:type": "article",
    }
    if base:
        about |= {
            "og:url": context["pageurl"],
            "og:image": posixpath.join(base, CARD),
            "og:image:alt": site,
            "twitter:card": "summary_large_image",
        }
    context["about"] = about


def summary(doctree):
    """The first paragraphs and items of a page, as many as fit, as one text."""
    texts = (" ".join(p.astext().split()) for p in doctree.findall(nodes.paragraph))
    said = next(texts, "")
    for text in texts:
        if len(said) + len(text) >= LONGEST:
            break
        said += f" {text}"
    return textwrap.shorten(said, LONGEST, placeholder="…").rstrip(",;:")


def write_sitemap(app):
    """List the addresses of all pages for search engines."""
    base, file = app.config.html_baseurl, Path(app.outdir, "sitemap.xml")
    if not base:
        file.unlink(missing_ok=True)
        return
    pages = ElementTree.Element("urlset", xmlns=SITEMAP)
    for name in sorted(app.env.found_docs):
        page = ElementTree.SubElement(pages, "url")
        address = posixpath.join(base, app.builder.get_target_uri(name))
        ElementTree.SubElement(page, "loc").text = address
    ElementTree.indent(pages)
    tree = ElementTree.ElementTree(pages)
    tree.write(file, "utf-8", xml_declaration=True)


def draw_card(app):
    """Draw the picture that stands beside a link to the book."""
    if not app.config.html_baseurl:
        return
    title = app.config.html_title
    made = kept(app, "card.png", [title, fingerprint("")], lambda: card(title))
    Path(app.outdir, CARD).write_bytes(made)


def card(title):
    """Return a PNG of 1200 × 630 pixels: a title above two losses."""
    import matplotlib.style
    from matplotlib.figure import Figure

    from lossbook import plot_losses
    from lossbook.losses import mean_absolute_error, mean_squared_error
    from lossbook.plot.figure import STYLE

    with matplotlib.style.context(["default", STYLE, {"font.size": 16}]):
        figure = Figure(figsize=(12, 6.3), dpi=100)
        figure.suptitle(title, fontsize=34, fontweight="bold")
        losses = {"MAE": mean_absolute_error, "MSE": mean_squared_error}
        plot_losses(losses, ax=figure.subplots())
        file = BytesIO()
        figure.savefig(file, facecolor="white")
    return file.getvalue()
