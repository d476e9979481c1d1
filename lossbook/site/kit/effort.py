"""What a page asks of its reader, by the kinds of its nodes: rooms say it of theirs."""

from docutils import nodes


class Asks(nodes.Element):
    """A node that asks the reader a question."""


class SaidLater(nodes.Element):
    """A node that is not read with the page: it is said to those who give an answer."""
