"""Joins the scripts that every page loads into one file.

Each of them is a request; the theme and the extensions bring six, and the book has its
own, which leave their comments behind: a third of them. What one page alone loads, such
as a chart's or the search's, stays by itself.
"""

import json
import re
from pathlib import Path

from ..kit.assets import ON_SOME_PAGES, SITE
from ..kit.joining import joined, without_comments
from ..kit.words import NAME as WORDS

NAME = "book.js"

# What the extensions would load on every page, and no page of this book needs.
UNNEEDED_SCRIPTS = {
    "_static/design-tabs.js",  # there are no tabs
    "_static/sphinx-thebe.js",  # no server runs the cells
    "_static/togglebutton.js",  # what folds is a <details> of HTML
    "_static/scripts/sphinx-book-theme.js",  # page.js does what is used of it
}
# What Sphinx' own scripts say in the language of the pages.
TRANSLATIONS = "_static/translations.js"
THEME_SCRIPT = "_static/scripts/pydata-sphinx-theme.js"

ASSIGNED = """\
Object.assign(Documentation, ((catalog) => ({{
  LOCALE: catalog.locale,
  TRANSLATIONS: catalog.messages,
  PLURAL_EXPR: (n) => Number({plural}),
}}))({catalog}));
"""


def setup(app):
    # After the extensions, which add their scripts at this event too.
    app.connect("html-page-context", set_scripts, priority=910)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def scripts(asked_for):
    """The files to load, in order, of the scripts that are asked for.

    A script that stands in the page itself has no file, and may not run.
    """
    ordered = sorted(asked_for, key=lambda script: script.priority)
    files = [script.filename for script in ordered if script.filename]
    return dict.fromkeys(
        file for file in [*files, THEME_SCRIPT] if file not in UNNEEDED_SCRIPTS
    )


def on_every_page(asked_for):
    """The files that all pages load, in order, of the scripts that one asks for."""
    return scripts(file for file in asked_for if file.priority < ON_SOME_PAGES)


def set_scripts(app, pagename, templatename, context, doctree):
    """Have a page load the one file, and then what it alone needs."""
    joined = on_every_page(context["script_files"])
    own = [s for s in scripts(context["script_files"]) if s not in joined]
    context["scripts"] = [f"_static/{NAME}", *own]


def own_scripts():
    """The scripts of the rooms, as pages name them."""
    names = [WORDS, *(path.name for path in SITE.glob("*/*.js"))]
    return {f"_static/{name}" for name in names}


def write_script(app):
    asked_for = getattr(app.builder, "globalcontext", {}).get("script_files")
    if asked_for is None:  # nothing was written
        return
    files = {name: Path(app.outdir, name) for name in on_every_page(asked_for)}
    texts = {name: file.read_text(encoding="utf-8") for name, file in files.items()}
    if TRANSLATIONS in texts:
        texts[TRANSLATIONS] = assigned(texts[TRANSLATIONS])
    for name in texts.keys() & own_scripts():
        texts[name] = without_comments(texts[name])
    text = joined(texts.values())
    Path(app.outdir, "_static", NAME).write_text(text, encoding="utf-8")
    for file in files.values():
        file.unlink()


def assigned(script):
    """Have a script of translations set what it would have a page evaluate.

    Sphinx makes a function of the text that says which plural a number takes. The policy
    of the pages refuses that, and the fault would stop whatever follows in the one file.

    Raises:
        ValueError: The script is of another form.

    >>> print(assigned('Documentation.addTranslations({"plural_expr": "n != 1"});'))
    Object.assign(Documentation, ((catalog) => ({
      LOCALE: catalog.locale,
      TRANSLATIONS: catalog.messages,
      PLURAL_EXPR: (n) => Number(n != 1),
    }))({"plural_expr": "n != 1"}));
    <BLANKLINE>
    """
    found = re.fullmatch(
        r"Documentation\.addTranslations\((\{.*\})\);?\s*", script, re.DOTALL
    )
    if not found:
        raise ValueError(f"{TRANSLATIONS} is no call of Documentation.addTranslations")
    catalog = json.loads(found[1])
    plural = catalog["plural_expr"]
    if not re.fullmatch(r"[n\d\s()?:%=!<>&|]*", plural):
        raise ValueError(f"{TRANSLATIONS}: {plural!r} computes no plural")
    return ASSIGNED.format(plural=plural, catalog=found[1])
