"""The directive ``{checked-pages}``: what was checked in the whole book, as a table."""

import platform
from dataclasses import asdict

from docutils import nodes
from sphinx.locale import _
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_refnode

from ..kit.faults import faulty_pages
from ..kit.fingerprint import packages, version_of
from ..kit.overview import tells_of_others
from .in_build import Checks, checks_by_page


class CheckedPages(nodes.Element):
    """Stands for the table until all pages are read."""


class CheckedPagesDirective(SphinxDirective):
    """``{checked-pages}``, without arguments."""

    def run(self):
        tells_of_others(self.env, told)
        return [CheckedPages()]


def setup(app):
    app.add_directive("checked-pages", CheckedPagesDirective)
    app.connect("doctree-resolved", write_tables)
    return {"parallel_read_safe": False, "parallel_write_safe": True}


def told(env):
    """What the table tells of the pages."""
    checks, faulty = checks_by_page(env), faulty_pages(env)
    pages = _in_order(env, {*checks, *faulty})
    return [[page, asdict(checks[page]) if page in checks else None] for page in pages]


def write_tables(app, doctree, docname):
    for node in list(doctree.findall(CheckedPages)):
        node.replace_self([_table(app, docname), _versions()])


def _table(app, docname):
    checks, faulty = checks_by_page(app.env), faulty_pages(app.env)
    body = nodes.tbody()
    for page in _in_order(app.env, {*checks, *faulty}):
        title = app.env.titles[page].astext()
        link = make_refnode(app.builder, docname, page, "", nodes.Text(title))
        body += _faulty_row(link) if page in faulty else _row(link, checks[page])
    total = Checks(
        lines=sum(page.lines for page in checks.values()),
        numbers=sum(page.numbers for page in checks.values()),
        seconds=sum(page.seconds for page in checks.values()),
    )
    body += _row(nodes.strong(text=_("The whole book")), total)
    heads = [
        *(_("Page"), _("Printed lines"), _("Numbers in the text")),
        _("Seconds to run"),
    ]
    head = nodes.thead("", nodes.row("", *map(_entry, map(nodes.Text, heads))))
    columns = [nodes.colspec(colwidth=1) for head_of in heads]
    group = nodes.tgroup("", *columns, head, body, cols=len(heads))
    return nodes.table("", group)


def _in_order(env, pages):
    """Sort pages as the table of contents has them."""
    order = [env.config.root_doc]
    for page in order:
        order += env.toctree_includes.get(page, [])
    place = {page: number for number, page in enumerate(order)}
    return sorted(pages, key=lambda page: (place.get(page, len(place)), page))


def _row(name, checks):
    # A page that states nothing has passed no check: a word, where a 0 looks like one.
    counts = (str(count or _("none")) for count in (checks.lines, checks.numbers))
    numbers = (*counts, f"{checks.seconds:.1f}")
    return nodes.row("", _entry(name), *map(_entry, map(nodes.Text, numbers)))


def _faulty_row(name):
    says = _entry(nodes.strong(text=_("does not hold")))
    return nodes.row("", _entry(name), says, *map(_entry, map(nodes.Text, "--")))


def _entry(content):
    return nodes.entry("", nodes.paragraph("", "", content))


def _versions():
    ran_on = {"Python": platform.python_version()}
    ran_on |= {name: version_of(name, "outputs_packages") for name in packages()}
    said = _("The cells ran on {system} with {versions}.").format(
        system=platform.system(),
        versions=_(", ").join(f"{name} {number}" for name, number in ran_on.items()),
    )
    return nodes.paragraph("", said)
