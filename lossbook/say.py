"""One door for words that are put together: each message is said once, in English.

`say` returns the text, which remembers how it was said: its ``tree``. The tree goes along
with an output, as JSON, and whoever shows the output can say it in another language. So a
kernel speaks English, whatever the language of the page.

A tree is a text that stands as it is, or a pair of a message and a dict with a tree for
each slot of it: ``["from {first} to {last}", {"first": "0", "last": "1"}]``.
"""

import re
from functools import reduce

SLOT = re.compile(r"\{(\w+)\}")


class Said(str):
    """An English text that knows of what it was put together.

    Attributes:
        tree: The message with its values, as the module says.
    """

    __slots__ = ("tree",)

    def __new__(cls, text, tree):
        self = super().__new__(cls, text)
        self.tree = tree
        return self

    def __getnewargs__(self):  # of a copy
        return str(self), self.tree


def say(message, **values):
    """Say a message in English.

    Args:
        message: A text with named slots. It stands in the call itself, as a literal, or
            no catalogue has it.
        values: What stands in the slots: other things that were said, and whatever is
            the same in all languages, such as numbers and names.

    Returns:
        A `Said`.

    Raises:
        ValueError: The slots of the message are others than those that have a value.

    >>> ends = say("from {first} to {last}", first=0, last=1)
    >>> rise = say("rises {ends}", ends=ends)
    >>> rise
    'rises from 0 to 1'
    >>> rise.tree
    ['rises {ends}', {'ends': ['from {first} to {last}', {'first': '0', 'last': '1'}]}]
    """
    check_slots(message, values)
    trees = {name: tree_of(value) for name, value in values.items()}
    return Said(message.format(**values), [message, trees])


def joined(message, parts):
    """Join texts by a message with the slots ``before`` and ``after``.

    What parts two things in a list differs from language to language.

    Args:
        message: Such as ``"{before}, {after}"``.
        parts: The texts; those that are empty are left out.

    Returns:
        A `Said`, the one text that there is, or an empty text.

    >>> joined("{before}, {after}", ["one", "", say("two"), "three"])
    'one, two, three'
    """
    some = [part for part in parts if part] or [""]
    return reduce(lambda one, other: say(message, before=one, after=other), some)


def enumeration(parts):
    """Join texts as a list.

    >>> enumeration(["one", "", "two"])
    'one, two'
    """
    return joined("{before}, {after}", parts)


def check_slots(message, values):
    """Raise `ValueError` unless each value has its slot in a message, and each slot one."""
    if {*SLOT.findall(message)} != values.keys():
        wanted = ", ".join(values) or "none"
        raise ValueError(
            f"message: got {message!r}; needs a slot for each of: {wanted}"
        )


def tree_of(value):
    """The tree of something said; of anything else, it as a text.

    >>> tree_of(say("now")), tree_of(0.5)
    (['now', {}], '0.5')
    """
    return value.tree if isinstance(value, Said) else str(value)
