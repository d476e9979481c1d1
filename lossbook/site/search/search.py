"""A search that finds numbers, and says so if it cannot be loaded.

By default Sphinx leaves numbers out. Here the index learns that 66,790 is one number,
and that ``__init__`` is ``init``; in the page, ``search.js`` reads a question in
the same way. ``searching.js`` loads it, in one file with Sphinx's own search.
"""

import re
from pathlib import Path

from sphinx.locale import _
from sphinx.search.en import SearchEnglish

from ..kit.assets import add_assets, add_templates, put_on_site
from ..kit.finish import write_at_the_end
from ..kit.joining import in_a_function, joined, without_comments

HERE = Path(__file__).parent
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
FINDER = "finder.js"
PARTS = ("searchtools.js", "language_data.js", "search.js")
# Sphinx's own script quotes the pages that it finds by what it knows as `fetch`.
QUOTING = "const fetch = (address) => book.search.pageToQuote(address);\n"


class SearchNumbers(SearchEnglish):
    """English, with numbers such as 66,790 found under 66790."""

    def split(self, input):
        """The words of a text.

        >>> SearchNumbers({}).split("66,790 __init__ from_logits ___")
        ['66790', 'init', 'from_logits']
        """
        words = super().split(THOUSANDS.sub("", input))
        # As a name in a program's object, `__proto__` would be no word like others.
        return [word for w in words if (word := w.strip("_"))]


def setup(app):
    app.add_search_language(SearchNumbers)
    app.connect("config-inited", name_field)
    add_templates(app, HERE)
    add_assets(app, HERE, "searching.js")
    put_on_site(app, HERE / "search.js")
    write_at_the_end(app, write_finder)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def name_field(app, config):
    """Say what the field is for: Jupyter Book does so in English alone."""
    said = _("Search this book...")
    config.html_theme_options = {**config.html_theme_options, "search_bar_text": said}


def write_finder(app):
    files = [Path(app.outdir, "_static", name) for name in PARTS]
    if not all(file.exists() for file in files):  # nothing was written
        return
    *others, own = (file.read_text(encoding="utf-8") for file in files)
    text = joined([QUOTING, *others, without_comments(own)])
    files[0].with_name(FINDER).write_text(in_a_function(text), encoding="utf-8")
    for file in files:
        file.unlink()
