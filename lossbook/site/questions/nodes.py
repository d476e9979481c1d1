"""The nodes of a question, between the directive that makes them and the page."""

from collections import Counter

from docutils import nodes

from ..kit.effort import Asks, SaidLater


class Check(nodes.General, Asks):
    """A question: an `Ask`, then an `Outcome` for each thing that is said."""


class Ask(nodes.Part, nodes.Element):
    """What is asked: paragraphs, the first of them in one line of text."""


class Outcome(nodes.Part, nodes.Element):
    """An outcome with its ``name``: a `Choice` if one is offered, and a `Reason`."""


class Choice(nodes.Part, nodes.TextElement):
    """The words of a choice."""


class Reason(nodes.Part, SaidLater):
    """What is said to an answer, under ``name``."""


class Answers(nodes.General, nodes.Element):
    """The `Reason` nodes of all questions of a page."""


class AnswersToOne(nodes.Part, nodes.Element):
    """Those of a question, with the attributes of its `Check`."""


class Slot(nodes.Inline, nodes.TextElement):
    """A number of a question; in another variant it is another."""


class When(nodes.Inline, nodes.Element):
    """Marks the beginning of an outcome."""


def fill_slots(node, question, variant=0):
    """Write into a text the numbers of a variant."""
    texts = {"given": question.given(variant), "gives": question.gives(variant)}
    for slot in node.findall(Slot):
        slot.clear()
        slot += nodes.Text(texts[slot["kind"]][slot["slot"]])


def slots_in(node):
    """How often each slot stands in a text: a `Counter` of pairs of kind and name."""
    return Counter((slot["kind"], slot["slot"]) for slot in node.findall(Slot))
