"""What a kernel has said, in the language of the pages.

A kernel speaks English, and tells with an output how it said it: a tree, which is a text
as it stands, or a pair of a message and a dict with a tree for each of its slots. The
messages are looked up in the catalogue of the site.
"""

from .words import translated


def tree_of(value):
    """The tree of a value that knows how it was said; any other one as a text."""
    return getattr(value, "tree", str(value))


def in_words(tree):
    """Say a tree.

    >>> in_words(["rises {ends}", {"ends": ["from {a} to {b}", {"a": "0", "b": "1"}]}])
    'rises from 0 to 1'
    """
    if isinstance(tree, str):
        return tree
    message, values = tree
    said = {name: in_words(value) for name, value in values.items()}
    return translated(message).format(**said)
