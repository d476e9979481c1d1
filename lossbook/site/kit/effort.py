"""What a page asks of its reader: rooms say by their nodes what counts, and how long."""

from docutils import nodes
from sphinx.locale import _


class Asks(nodes.Element):
    """A node that asks the reader a question."""


class SaidLater(nodes.Element):
    """A node that is not read with the page: it is said to those who give an answer."""


def in_seconds(runtime):
    """How long something ran, in words.

    >>> in_seconds(7.6).split(), in_seconds(0.3).split()
    (['8', 's'], ['less', 'than', '1', 's'])
    """
    if runtime < 1:
        return _("less than 1\N{NO-BREAK SPACE}s")
    return _("{count}\N{NO-BREAK SPACE}s").format(count=f"{runtime:.0f}")
