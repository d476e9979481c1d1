"""The directive ``{check}``: a question that answers back.

The words stand in the page, see `source` for their grammar, and the numbers in a module
of the book, see `bank`. ``:see:`` names the label of the section to read again;
``:predict:`` marks a guess that is asked for before something is shown. Where choices are
offered, the first paragraph of an item is the choice, and the rest is said to who chose it.
"""

import re
from difflib import get_close_matches

from docutils import nodes
from docutils.statemachine import StringList
from sphinx import addnodes
from sphinx.errors import ConfigError
from sphinx.locale import _
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole

from ..kit.faults import faulty_pages
from ..kit.freshness import digest_of, read_again_when_changed
from ..kit.pages import PageStore
from . import bank
from .nodes import (
    Ask,
    Check,
    Choice,
    Outcome,
    Reason,
    Slot,
    When,
    fill_slots,
    slots_in,
)
from .question import ELSE
from .source import SourceError, read

logger = logging.getLogger(__name__)

MARK = re.compile(r"^\{when\}`+[^`]+`+\s*")  # with which what is said begins

# The `Check` nodes of each page, by their names.
checks_by_page = PageStore("questions")


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
        try:
            source = read("\n".join([*self.content, ""]))
        except SourceError as error:
            raise self._fault(f"{name} {error}") from None
        check = Check(page=self.env.docname, name=name, ids=[f"check-{name}"])
        check["predict"] = "predict" in source.options
        check["see"] = source.options.get("see")
        self.set_source_info(check)
        asked = self._parsed(source.asked)
        said = {outcome: self._parsed(part) for outcome, part in source.said.items()}
        self._check_slots(
            name, [*asked, *(node for part in said.values() for node in part)]
        )
        if set(said) - {ELSE} != set(self.question.outcomes):
            differ = ", ".join(sorted(set(said) - {ELSE} ^ set(self.question.outcomes)))
            raise self._fault(f"{name} and its text differ in: {differ}")
        check += Ask("", *asked)
        check += [self._outcome(check, *about) for about in said.items()]
        check["slots"] = slots_in(check)
        self._asked().add(name)
        return [check]

    def _question(self, name):
        package, page = self.config.questions_package, self.env.docname
        if not name:
            raise self._fault("{check} needs the name of a question")
        if not package:
            raise self._fault(
                f"no question {name!r}: the setting questions_package names no package"
            )
        file = bank.file_of(package, page)
        try:
            known = bank.questions_of(package, page)
        except Exception as error:  # whatever the module of somebody does
            raise self._fault(f"{name}: {file} fails: {_said(error)}") from error
        if not known:
            raise self._fault(
                f"no question {name!r}: this page has none yet; write them into {file}, "
                "as a dict QUESTIONS"
            )
        if name not in known:
            nearest = get_close_matches(name, known, n=1)
            meant = f"; did you mean {nearest[0]!r}?" if nearest else ""
            raise self._fault(f"no question {name!r} in {file}{meant}")
        if name in self._asked():
            raise self._fault(f"this page asks {name} twice")
        try:
            clash = known[name].clash()
        except Exception as error:
            raise self._fault(f"{name} in {file} fails: {_said(error)}") from error
        if clash:
            raise self._fault(f"{name} in {file}: {clash}")
        return known[name]

    def _asked(self):
        """The names of the questions of the page so far."""
        return self.env.temp_data.setdefault("lossbook_asked", set())

    def _fault(self, reason):
        """An error, which the next build finds, too."""
        faulty_pages(self.env).add(self.env.docname)
        return self.error(reason)

    def _parsed(self, part):
        """The nodes of a part of what stands in the fence."""
        body = nodes.Element()
        lines = StringList(part.text.splitlines(), self.env.doc2path(self.env.docname))
        self.state.nested_parse(lines, self.content_offset + part.line, body)
        return [node for node in body if not _is_comment(node)]

    def _check_slots(self, name, found):
        given, gives = self.question.given(), self.question.gives()
        known = {("given", slot) for slot in given} | {
            ("gives", slot) for slot in gives
        }
        for slot in (slot for node in found for slot in node.findall(Slot)):
            if (slot["kind"], slot["slot"]) not in known:
                there_are = ", ".join(given if slot["kind"] == "given" else gives)
                raise self._fault(
                    f"{name} has no {slot['slot']!r}; there are: {there_are or 'none'}"
                )

    def _outcome(self, check, name, parts):
        first, *rest = parts
        first.remove(next(first.findall(When)))
        # A translator gets the words alone: nothing of the mark can be lost.
        first.rawsource = MARK.sub("", first.rawsource)
        if isinstance(first[0], nodes.Text):
            first[0] = nodes.Text(first[0].lstrip())
        outcome = Outcome(name=name)
        if self.question.kind == "number":
            rest = [first, *rest]
        else:
            choice = Choice(first.rawsource, "", *first.children)
            choice.source, choice.line = first.source, first.line
            outcome += choice
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


class FillSlots(SphinxTransform):
    """Writes the numbers into the words of a question, when these are translated."""

    default_priority = 30  # Sphinx translates at 20, and parses each text anew

    def apply(self, **options):
        if self.app.builder.name == "gettext":
            return  # what is to be translated has the slots themselves
        for check in self.document.findall(Check):
            said, asked = slots_in(check), check["slots"]
            if said != asked:
                self._tell(check, sorted(said - asked | asked - said))
            for slot in list(check.findall(Slot)):
                if (slot["kind"], slot["slot"]) not in asked:
                    slot.replace_self(nodes.Text(slot.rawsource))
            fill_slots(check, bank.question_of(self.config, check))

    def _tell(self, check, differing):
        faulty_pages(self.env).add(self.env.docname)
        logger.warning(
            "the translation of %s differs in: %s",
            check["name"],
            ", ".join(f"{{{kind}}}`{name}`" for kind, name in differing),
            location=check,
            type="lossbook",
        )


def _said(error):
    return f"{type(error).__name__}: {error}"


def _is_comment(node):
    is_html = isinstance(node, nodes.raw) and node.astext().startswith("<!--")
    return is_html or isinstance(node, nodes.comment)


def refuse_unknown_package(app, config):
    """Refuse a setting that names a package which is not there."""
    name = config.questions_package
    if name and not bank.is_there(name):
        raise ConfigError(
            f"questions_package: there is no package {name!r}; make a folder {name} with "
            "a module for each page that asks, where Python looks for packages"
        )


def setup(app):
    app.add_config_value("questions_package", "", "env", [str])
    app.connect("config-inited", refuse_unknown_package)
    app.add_directive("check", CheckDirective)
    for name in ("given", "gives"):
        app.add_role(name, SlotRole())
    app.add_role("when", WhenRole())
    app.add_transform(FillSlots)
    checks_by_page.connect(app)
    app.connect("doctree-read", note_questions)
    app.connect("env-updated", refuse_unknown_labels)
    read_again_when_changed(app, "questions_files", lambda: content(app.config))
    return {"parallel_read_safe": False, "parallel_write_safe": True}


def content(config):
    """Digest what stands in the modules of the questions."""
    return digest_of(bank.files(config.questions_package))


def note_questions(app, doctree):
    """Keep a copy of each question: other pages may ask it again."""
    if app.builder.name == "gettext":
        return  # nothing is filled in
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
