"""The directive ``{review}``: questions of earlier pages, asked again, other numbers.

It names them, one a line. The page's script shows three: first those that were answered
wrong, then those that were never answered, then those answered longest ago. Where scripts
are off these are the first three. With ``:when-due:`` they are hidden until days have
passed since they were answered.
"""

from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from ..kit.faults import faulty_pages
from ..kit.overview import tells_of_others
from .bank import question_of
from .directive import checks_by_page
from .nodes import fill_slots

logger = logging.getLogger(__name__)

AT_ONCE = 3


class Review(nodes.General, nodes.Element):
    """The ``names`` of questions; later these themselves, below some words."""


class ReviewDirective(SphinxDirective):
    has_content = True
    option_spec: ClassVar = {"when-due": directives.flag}

    def run(self):
        names = " ".join(self.content).split()
        if len(names) < AT_ONCE:
            faulty_pages(self.env).add(self.env.docname)
            raise self.error(f"a review needs the names of {AT_ONCE} questions or more")
        about = self.env.metadata[self.env.docname]
        asked = [*about.get("asks_again", ()), *names]
        if len(set(asked)) < len(asked):
            faulty_pages(self.env).add(self.env.docname)
            raise self.error("a page asks a question again only once")
        about["asks_again"] = asked
        tells_of_others(self.env, told, names)
        review = Review(names=names, when_due="when-due" in self.options)
        self.set_source_info(review)
        return [review]


def told(env, names):
    """What a page tells of other pages that asks their questions again."""
    known = known_questions(env)
    return [known[name].pformat() for name in names if name in known]


def known_questions(env):
    return {
        n: check for page in checks_by_page(env).values() for n, check in page.items()
    }


def refuse_unknown_names(app, env):
    """Warn of what cannot be asked, before all is stored: the next build warns, too."""
    if app.builder.name == "gettext":
        return []  # no page asks: its words are read, and nothing is computed
    known = known_questions(env)
    for docname, about in env.metadata.items():
        own = checks_by_page(env).get(docname, {})
        for name in about.get("asks_again", ()):
            if name not in known or name in own:
                faulty_pages(env).add(docname)
                where = "this page" if name in own else "no page"
                logger.warning(
                    "a review names %s, but %s asks it first",
                    name,
                    where,
                    location=docname,
                    type="lossbook",
                )
    return []


class AskAgain(SphinxPostTransform):
    """Puts the questions in, before links are resolved: they lead from here now."""

    default_priority = 2

    def run(self, **options):
        known = known_questions(self.env)
        for review in list(self.document.findall(Review)):
            for name in review["names"]:
                if name in known:
                    is_hidden = review["when_due"] or len(review) >= AT_ONCE
                    review += self._again(known[name], is_hidden)

    def _again(self, check, is_hidden):
        again = check.deepcopy()
        again["review"], again["is_hidden"] = True, is_hidden
        question = question_of(self.config, check)
        fill_slots(again, question, min(1, len(question.variants) - 1))
        for link in again.findall(addnodes.pending_xref):
            link["refdoc"] = self.env.docname
        return again


def setup(app):
    app.add_directive("review", ReviewDirective)
    app.connect("env-updated", refuse_unknown_names)
    app.add_post_transform(AskAgain)
    app.add_node(Review, html=(open_review, close_review))
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def open_review(translator, node):
    render = translator.builder.templates.render
    translator.body.append(render("review.html", {"when_due": node["when_due"]}))


def close_review(translator, node):
    translator.body.append("</section>\n")
