"""Colors in programs, with an element only around what has a color.

More than half of the elements on a page were spans around names, commas and blanks,
which look like any other text. A phone takes its time over each of them.
"""

from pygments.formatters import HtmlFormatter
from pygments.token import Name, Punctuation, Text, Whitespace
from sphinx.highlighting import PygmentsBridge

PLAIN = {Name, Punctuation, Whitespace}


class SparingFormatter(HtmlFormatter):
    """HTML without elements around what is plain."""

    def format_unencoded(self, tokensource, outfile):
        tokens = (
            (Text if kind in PLAIN else kind, value) for kind, value in tokensource
        )
        super().format_unencoded(tokens, outfile)


def setup(app):
    PygmentsBridge.html_formatter = SparingFormatter
    return {"parallel_read_safe": True, "parallel_write_safe": True}
