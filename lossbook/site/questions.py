"""The directive ``{check}``: a question that answers back.

The words stand in the chapter, the numbers come from `lossbook.questions`::

    ```{check} mae-of-three
    :see: mae-formula

    The truth was {given}`y_true`, the forecasts were {given}`y_pred`. What is the MAE?

    - {when}`right` The mean of the distances is {gives}`right`.
    - {when}`summed` You probably added the distances; that gives {gives}`summed`. But …
    ```

``:see:`` names the label of the section to read again; ``:predict:`` marks a guess that
is asked for before something is shown. Where choices are offered, the first paragraph
of an item is the choice, and the rest is said to who chose it.

What is said stands at the end of the page, as answers, for paper and where scripts are
off. In the page ``static/questions.js`` says the part that fits.
"""

import json
from pathlib import PurePosixPath
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.locale import _
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole

from lossbook.questions import questions
from lossbook.questions.question import ELSE
from lossbook.site.assets import add_assets
from lossbook.site.checked import faulty_pages

logger = logging.getLogger(__name__)


class Check(nodes.General, nodes.Element):
    """A question: an `Ask`, then an `Outcome` for each thing that is said."""


class Ask(nodes.Part, nodes.Element):
    """What is asked: paragraphs, the first of them in one line of text."""


class Outcome(nodes.Part, nodes.Element):
    """An outcome with its ``name``: a `Choice` if one is offered, and a `Reason`."""


class Choice(nodes.Part, nodes.TextElement):
    """The words of a choice."""


class Reason(nodes.Part, nodes.Element):
    """What is said to an answer, under ``name``."""


class Answers(nodes.General, nodes.Element):
    """The `Reason` nodes of all questions of a page."""


class AnswersToOne(nodes.Part, nodes.Element):
    """Those of a question, with the attributes of its `Check`."""


class Slot(nodes.Inline, nodes.TextElement):
    """A number of a question; in another variant it is another."""


class When(nodes.Inline, nodes.Element):
    """Marks the beginning of an outcome."""


class SlotRole(SphinxRole):
    """``{given}`` and ``{gives}``: a number of the question around it."""

    def run(self):
        slot = Slot(self.rawtext, kind=self.name, slot=self.text)
        self.set_source_info(slot)
        return [slot], []


class WhenRole(SphinxRole):
    """``{when}``: the outcome that a list item speaks of."""

    def run(self):
        when = When(outcome=self.text)
        self.set_source_info(when)
        return [when], []


class CheckDirective(SphinxDirective):
    has_content = True
    required_arguments = 1
    option_spec: ClassVar = {
        "see": directives.unchanged_required,
        "predict": directives.flag,
    }

    def run(self):
        name = self.arguments[0]
        page = PurePosixPath(self.env.docname).name
        if name not in questions(page):
            raise self._fault(f"no question {name!r} in lossbook/questions/{page}.py")
        self.question = questions(page)[name]
        body = nodes.Element()
        self.state.nested_parse(self.content, self.content_offset, body)
        self._check_slots(body)
        fill_slots(body, self.question)
        check = Check(page=self.env.docname, name=name, ids=[f"check-{name}"])
        check["predict"] = "predict" in self.options
        self.set_source_info(check)
        *asked, outcomes = body.children or [None]
        is_asked = asked and isinstance(asked[0], nodes.paragraph)
        if not is_asked or not isinstance(outcomes, nodes.bullet_list):
            raise self._fault(f"{name} needs a question, then a list of what is said")
        check += Ask("", *asked)
        check += [self._outcome(item) for item in outcomes]
        told = {outcome["name"] for outcome in check.findall(Outcome)} - {ELSE}
        if told != set(self.question.outcomes):
            differ = ", ".join(sorted(told ^ set(self.question.outcomes)))
            raise self._fault(f"{name} and its text differ in: {differ}")
        return [check]

    def _fault(self, reason):
        """An error, which the next build finds, too."""
        faulty_pages(self.env).add(self.env.docname)
        return self.error(reason)

    def _check_slots(self, body):
        given, gives = self.question.given(), self.question.gives()
        known = {("given", slot) for slot in given} | {
            ("gives", slot) for slot in gives
        }
        for slot in body.findall(Slot):
            if (slot["kind"], slot["slot"]) not in known:
                raise self._fault(f"{self.arguments[0]} has no {slot['slot']!r}")

    def _outcome(self, item):
        first, *rest = item.children or [nodes.paragraph()]
        if not first.children or not isinstance(first[0], When):
            raise self._fault(f"{self.arguments[0]}: an item without {{when}}")
        name = first.pop(0)["outcome"]
        if not first.children:
            raise self._fault(f"{self.arguments[0]}: nothing is said to {name}")
        if isinstance(first[0], nodes.Text):
            first[0] = nodes.Text(first[0].lstrip())
        outcome = Outcome(name=name)
        if self.question.kind == "number":
            rest = [first, *rest]
        else:
            outcome += Choice("", "", *first.children)
        reason = Reason("", *rest, name=name)
        if name not in self.question.right_names() and "see" in self.options:
            reason += nodes.paragraph("", "", self._see_again())
        outcome += reason
        return outcome

    def _see_again(self):
        """A link to the section that a wrong answer sends back to."""
        label = self.options["see"]
        link = addnodes.pending_xref(
            "",
            nodes.inline(label, label),
            refdomain="std",
            refdoc=self.env.docname,
            refexplicit=False,
            reftarget=label,
            reftype="ref",
            refwarn=True,
        )
        self.set_source_info(link)
        return nodes.inline("", _("Read again: "), link, classes=["check-see"])


def setup(app):
    app.setup_extension("lossbook.site.overview")
    add_assets(app, "questions.css", "typed.js", "questions.js")
    app.add_directive("check", CheckDirective)
    for name in ("given", "gives"):
        app.add_role(name, SlotRole())
    app.add_role("when", WhenRole())
    app.add_node(Check, html=(write_check, None))
    app.add_node(Answers, html=(write_answers, None))
    app.add_node(Slot, html=(open_slot, close_slot))
    app.connect("env-purge-doc", forget_page)
    app.connect("doctree-read", note_questions)
    app.connect("doctree-resolved", number_questions, priority=600)
    return {"parallel_read_safe": False, "parallel_write_safe": True}


def checks_by_page(env):
    """The `Check` nodes of each page, by their names."""
    if not hasattr(env, "lossbook_questions"):
        env.lossbook_questions = {}
    return env.lossbook_questions


def forget_page(app, env, docname):
    checks_by_page(env).pop(docname, None)


def note_questions(app, doctree):
    """Keep a copy of each question: other pages may ask it again."""
    for stray in list(doctree.findall(lambda node: isinstance(node, (Slot, When)))):
        if isinstance(stray, When) or not stray.children:
            stray.parent.remove(stray)
            faulty_pages(app.env).add(app.env.docname)
            logger.warning(
                "{when}, {given} and {gives} stand within {check} alone",
                location=stray,
                type="lossbook",
            )
    checks_by_page(app.env)[app.env.docname] = {
        check["name"]: by_itself(check) for check in doctree.findall(Check)
    }


def by_itself(check):
    """A copy of a question that does not hold on to its page."""
    copy = check.deepcopy()
    for node in copy.findall():
        node.document = None
    return copy


def fill_slots(node, question, variant=0):
    """Write into a text the numbers of a variant."""
    texts = {"given": question.given(variant), "gives": question.gives(variant)}
    for slot in node.findall(Slot):
        slot.clear()
        slot += nodes.Text(texts[slot["kind"]][slot["slot"]])


def question_of(check):
    return questions(PurePosixPath(check["page"]).name)[check["name"]]


def number_questions(app, doctree, docname):
    """Give the questions of a page their titles, and move what is said to its end."""
    answers = Answers(ids=["answers"])
    count = 0
    for check in doctree.findall(Check):
        if "review" in check:  # the style sheet counts those that are shown
            check["title"] = _("Review")
        else:
            count += 1
            check["title"] = _("Question %d") % count
        said = AnswersToOne(**check.attributes)
        for outcome in check.findall(Outcome):
            *choice, reason = outcome.children
            outcome.remove(reason)
            said += Outcome("", *(one.deepcopy() for one in choice), reason)
        answers += said
    if answers.children:
        end = [
            node for node in doctree[0].children if "checked" in node.get("classes", [])
        ]
        place = doctree[0].index(end[0]) if end else len(doctree[0])
        doctree[0].insert(place, answers)


def html_of(translator, found):
    """The HTML of some nodes by themselves."""
    outside, translator.body = translator.body, []
    for node in found:
        node.walkabout(translator)
    inside, translator.body = "".join(translator.body), outside
    return inside


def write_check(translator, node):
    question = question_of(node)
    ask = next(iter(node.findall(Ask)))
    first, *more = ask.children
    choices = [
        {"name": outcome["name"], "html": html_of(translator, choice.children)}
        for outcome in node.findall(Outcome)
        for choice in outcome.findall(Choice)
    ]
    about = {
        "asked": html_of(translator, first.children),
        "choices": choices,
        "data": json.dumps(data(question), allow_nan=False, ensure_ascii=False),
        "is_hidden": node.get("is_hidden", False),
        "is_inventory": "inventory" in node,
        "is_prediction": node["predict"] and "review" not in node,
        "is_review": "review" in node,
        "more": html_of(translator, more),
        "name": node["name"],
        "question": question,
        "title": node["title"],
    }
    render = translator.builder.templates.render
    translator.body.append(render("check.html", about))
    raise nodes.SkipNode


def data(question):
    """What the script of the page knows of a question."""
    about = {
        "kind": question.kind,
        "right": question.right_names(),
        "version": question.version(),
    }
    variants = []
    for variant in range(len(question.variants)):
        texts = {"given": question.given(variant), "gives": question.gives(variant)}
        values = question.values(variant) if question.kind == "number" else {}
        near = {name: question.near(value) for name, value in values.items()}
        variants.append({**texts, "values": values, "near": near})
    if question.kind == "number" or len(variants) > 1:
        about["variants"] = variants
    return about


def write_answers(translator, node):
    answers = []
    for said in node.children:
        right = question_of(said).right_names()
        outcomes = []
        for outcome in said.children:
            *choice, reason = outcome.children
            about = {
                "choice": html_of(translator, [n for c in choice for n in c.children]),
                "html": html_of(translator, reason.children),
                "is_right": reason["name"] in right,
                "name": reason["name"],
            }
            outcomes.append(about)
        answers.append(
            {
                "is_hidden": said.get("is_hidden", False),
                "is_review": "review" in said,
                "name": said["name"],
                "outcomes": outcomes,
                "title": said["title"],
            }
        )
    render = translator.builder.templates.render
    translator.body.append(render("answers.html", {"answers": answers}))
    raise nodes.SkipNode


def open_slot(translator, node):
    about = {"data-slot": f"{node['kind']} {node['slot']}"}
    translator.body.append(translator.starttag(node, "span", "", **about))


def close_slot(translator, node):
    translator.body.append("</span>")
