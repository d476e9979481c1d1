"""Questions as their page shows them, and below it what is said to each answer.

What is said stands at the end of the page, as answers, for paper and where scripts are
off. In the page ``questions.js`` says the part that fits.
"""

import json
from pathlib import Path

from docutils import nodes
from sphinx.locale import _

from ..kit.assets import add_assets, add_templates
from .bank import question_of
from .nodes import (
    Answers,
    AnswersToOne,
    Ask,
    Check,
    Choice,
    Outcome,
    Slot,
)

HERE = Path(__file__).parent


def setup(app):
    add_templates(app, HERE)
    scripts = ("typed.js", "judged.js", "due.js", "questions.js", "review.js")
    add_assets(app, HERE, "questions.css", *scripts)
    app.add_node(Check, html=(write_check, None))
    app.add_node(Answers, html=(write_answers, None))
    app.add_node(Slot, html=(open_slot, close_slot))
    app.connect("doctree-resolved", number_questions, priority=600)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def number_questions(app, doctree, docname):
    """Give the questions of a page their titles, and move what is said to its end."""
    if app.builder.name == "gettext":
        return  # messages in the order of the page
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
    question = question_of(translator.config, node)
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
        right = question_of(translator.config, said).right_names()
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
