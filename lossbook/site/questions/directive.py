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
off. In the page ``questions.js`` says the part that fits.
"""

import json
import re
from collections import Counter
from difflib import get_close_matches
from pathlib import PurePosixPath

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import _
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole

from lossbook.questions import PAGES, file_for, questions
from lossbook.site.kit.assets import STATIC, add_assets
from lossbook.site.kit.faults import faulty_pages
from lossbook.site.questions.question import ELSE

logger = logging.getLogger(__name__)


# The options of a question, and whether they have a value.
OPTIONS = {"see": True, "predict": False}


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
    # All that is written is read here: MyST would pass over what is wrong in a name or an
    # option with a warning, and the next build would find nothing.
    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True

    def run(self):
        name = " ".join(self.arguments)
        self.question = self._question(name)
        options = self._options(name)
        body = nodes.Element()
        self.state.nested_parse(self.content, self.content_offset, body)
        self._check_slots(name, body)
        fill_slots(body, self.question)
        check = Check(page=self.env.docname, name=name, ids=[f"check-{name}"])
        check["predict"], check["see"] = "predict" in options, options.get("see")
        self.set_source_info(check)
        *asked, outcomes = [part for part in body if not _is_comment(part)] or [None]
        is_asked = asked and isinstance(asked[0], nodes.paragraph)
        if not is_asked or not isinstance(outcomes, nodes.bullet_list):
            raise self._fault(f"{name} needs a question, then a list of what is said")
        check += Ask("", *asked)
        check += [self._outcome(check, item) for item in outcomes]
        if any(check.findall(When)):
            raise self._fault(f"{name} has a {{when}} that does not begin an item")
        told = [outcome["name"] for outcome in check.findall(Outcome)]
        if twice := [outcome for outcome, count in Counter(told).items() if count > 1]:
            raise self._fault(f"{name} says more than once: {', '.join(twice)}")
        if set(told) - {ELSE} != set(self.question.outcomes):
            differ = ", ".join(sorted(set(told) - {ELSE} ^ set(self.question.outcomes)))
            raise self._fault(f"{name} and its text differ in: {differ}")
        self._asked().add(name)
        return [check]

    def _question(self, name):
        page = PurePosixPath(self.env.docname).name
        if not name:
            raise self._fault("{check} needs the name of a question")
        if page not in PAGES:
            raise self._fault(
                f"no question {name!r}: this page has none yet; write them into "
                f"{file_for(page)}, and add {page!r} to PAGES in "
                "lossbook/questions/__init__.py"
            )
        known = questions(page)
        if name not in known:
            nearest = get_close_matches(name, known, n=1)
            meant = f"; did you mean {nearest[0]!r}?" if nearest else ""
            raise self._fault(f"no question {name!r} in {file_for(page)}{meant}")
        if name in self._asked():
            raise self._fault(f"this page asks {name} twice")
        return known[name]

    def _asked(self):
        """The names of the questions of the page so far."""
        return self.env.temp_data.setdefault("lossbook_asked", set())

    def _options(self, name):
        """Take the options from the top of what stands in the fence."""
        options = {}
        lines = [line.strip() for line in self.content]
        count = next(
            (n for n, line in enumerate(lines) if not line.startswith(":")), len(lines)
        )
        for line in lines[:count]:
            option, _, value = line[1:].partition(":")
            value = value.strip()
            if option not in OPTIONS or ":" not in line[1:]:
                raise self._fault(
                    f"{name} has the option {line!r}; there are :see: LABEL and :predict:"
                )
            if option in options:
                raise self._fault(f"{name} has :{option}: twice")
            if bool(value) != OPTIONS[option]:
                needs = "needs a label" if OPTIONS[option] else "stands by itself"
                raise self._fault(f"{name}: :{option}: {needs}")
            options[option] = value
        for line in lines[count:]:
            if line.startswith("---") or re.match(rf":({'|'.join(OPTIONS)}):", line):
                raise self._fault(
                    f"{name}: {line!r} stands too low; options, such as :see: LABEL, "
                    "stand right below the name"
                )
        self.content = self.content[count:]
        self.content_offset += count
        return options

    def _fault(self, reason):
        """An error, which the next build finds, too."""
        faulty_pages(self.env).add(self.env.docname)
        return self.error(reason)

    def _check_slots(self, name, body):
        given, gives = self.question.given(), self.question.gives()
        known = {("given", slot) for slot in given} | {
            ("gives", slot) for slot in gives
        }
        for slot in body.findall(Slot):
            if (slot["kind"], slot["slot"]) not in known:
                raise self._fault(f"{name} has no {slot['slot']!r}")

    def _outcome(self, check, item):
        first, *rest = item.children or [nodes.paragraph()]
        if not first.children or not isinstance(first[0], When):
            raise self._fault(f"{check['name']}: an item without {{when}}")
        name = first.pop(0)["outcome"]
        if not first.children:
            raise self._fault(f"{check['name']}: nothing is said to {name}")
        if isinstance(first[0], nodes.Text):
            first[0] = nodes.Text(first[0].lstrip())
        outcome = Outcome(name=name)
        if self.question.kind == "number":
            rest = [first, *rest]
        else:
            outcome += Choice("", "", *first.children)
        reason = Reason("", *rest, name=name)
        if name not in self.question.right_names() and check["see"]:
            reason += nodes.paragraph("", "", self._see_again(check["see"]))
        outcome += reason
        return outcome

    def _see_again(self, label):
        """A link to the section that a wrong answer sends back to."""
        link = addnodes.pending_xref(
            "",
            nodes.inline(label, label),
            refdomain="std",
            refdoc=self.env.docname,
            refexplicit=False,
            reftarget=nodes.fully_normalize_name(label),
            reftype="ref",
            refwarn=False,  # `refuse_unknown_labels` warns
        )
        self.set_source_info(link)
        return nodes.inline("", _("Read again: "), link, classes=["check-see"])


def _is_comment(node):
    is_html = isinstance(node, nodes.raw) and node.astext().startswith("<!--")
    return is_html or isinstance(node, nodes.comment)


def setup(app):
    app.setup_extension("lossbook.site.kit")
    add_assets(app, STATIC, "questions.css", "typed.js", "questions.js")
    app.add_directive("check", CheckDirective)
    for name in ("given", "gives"):
        app.add_role(name, SlotRole())
    app.add_role("when", WhenRole())
    app.add_node(Check, html=(write_check, None))
    app.add_node(Answers, html=(write_answers, None))
    app.add_node(Slot, html=(open_slot, close_slot))
    app.connect("env-purge-doc", forget_page)
    app.connect("doctree-read", note_questions)
    app.connect("env-updated", refuse_unknown_labels)
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


def refuse_unknown_labels(app, env):
    """Warn of what nothing can send back to, before all is stored."""
    labels = env.get_domain("std").labels
    for docname, checks in checks_by_page(env).items():
        for name, check in checks.items():
            label = check["see"]
            if label and nodes.fully_normalize_name(label) not in labels:
                faulty_pages(env).add(docname)
                logger.warning(
                    "%s sends back to %r, but no heading has this label",
                    name,
                    label,
                    location=check,
                    type="lossbook",
                )
    return []


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
        # A page without a title is no section.
        page = doctree[0] if isinstance(doctree[0], nodes.section) else doctree
        end = [
            node
            for node in page.children
            if isinstance(node, nodes.Element) and "checked" in node.get("classes", [])
        ]
        page.insert(page.index(end[0]) if end else len(page), answers)


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
