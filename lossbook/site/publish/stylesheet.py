"""One style sheet for all pages, of all that the theme and the extensions ask for.

The theme's own sheet styles thousands of things that no page of this book has. A rule
is left out if it speaks of a class or an id that stands nowhere in the pages, nor in
the scripts that could add it. One small file instead of nine large ones is what shows
the first page early on a slow line.
"""

import posixpath
import re
from pathlib import Path

import tinycss2

from ..kit.cache import kept

NAME = "book.css"
# The theme links these two by itself, before the sheets that Sphinx knows of.
THEME_SHEETS = ("styles/theme.css", "styles/pydata-sphinx-theme.css")
WORD = re.compile(r"[\w-]+")
VERSION = re.compile(r"\?v=\w+")  # of a file, see lossbook.site.publish.versions
# What stands before or after something as an icon: a character for private use.
ICON = re.compile(
    r"""\bcontent:\s*(["'][\ue000-\uf8ff]["']|var\(--pst-icon-[\w-]+\))"""
)
LICENSE_NOTICE = re.compile(r"/\*!.*?\*/", re.DOTALL)


def setup(app):
    app.connect("env-updated", pages_to_write_for_the_sheet)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def pages_to_write_for_the_sheet(app, env):
    """Have one page written if the sheet is missing: Sphinx looks at the pages only.

    It copies no file when none of them is written.
    """
    sheet = Path(app.outdir, "_static", NAME)
    return [] if sheet.exists() else [app.config.root_doc]


def write_sheet(app):
    """Join the sheets of the extensions and leave out what no page uses."""
    sheets = getattr(app.builder, "globalcontext", {}).get("css_files")
    if sheets is None:  # nothing was written
        return
    static = Path(app.outdir, "_static")
    ordered = sorted(sheets, key=lambda sheet: sheet.priority)
    names = [*THEME_SHEETS, *(s.filename.removeprefix("_static/") for s in ordered)]
    names = [name for name in names if not name.startswith(("http:", "https:"))]
    texts = _with_imports(static, dict.fromkeys(names))
    # A page that says something new has not made a new class of it.
    words = used_words(app.outdir) & set(WORD.findall(" ".join(texts.values())))

    def joined():
        return "".join(pruned(text, words, name) for name, text in texts.items())

    ingredients = [*texts, *texts.values(), *sorted(words)]
    sheet = kept(app, NAME, ingredients, lambda: joined().encode())
    (static / NAME).write_bytes(sheet)


def used_words(outdir):
    """All words of the pages and of the scripts, and so all classes they could name."""
    files = [*Path(outdir).rglob("*.html"), *Path(outdir, "_static").rglob("*.js")]
    texts = (file.read_text(encoding="utf-8") for file in files)
    return {word for text in texts for word in WORD.findall(VERSION.sub("", text))}


def _with_imports(static, names):
    """The texts of the sheets by name, each behind the sheets that it imports."""
    texts = {}
    for name in names:
        text = (static / name).read_text(encoding="utf-8")
        # Parsing takes long, and most sheets import none.
        is_parsed = "@import" in text.lower()
        rules = tinycss2.parse_stylesheet(text, skip_comments=True) if is_parsed else []
        for rule in rules:
            if rule.type == "at-rule" and rule.lower_at_keyword == "import":
                path = posixpath.join(posixpath.dirname(name), _address(rule.prelude))
                texts |= _with_imports(static, [posixpath.normpath(path)])
        texts[name] = text
    return texts


def _address(prelude):
    """What an ``@import`` names, as a string or as an address."""
    for token in prelude:
        if token.type in {"string", "url"}:
            return token.value
        if token.type == "function":
            return _address(token.arguments)
    raise ValueError(f"@import names no file: {tinycss2.serialize(prelude)}")


def pruned(text, words, name=NAME):
    """Return a sheet without the rules for what stands nowhere.

    Args:
        text: The sheet.
        words: The names of classes and ids that there can be.
        name: The file of the sheet below ``_static``, to which its addresses relate.
    """
    rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    notices = LICENSE_NOTICE.findall(text)
    return "".join([*notices, *_kept_rules(rules, words, posixpath.dirname(name))])


def _kept_rules(rules, words, folder):
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [s for s in _alternatives(rule.prelude) if _is_used(s, words)]
            if selectors:
                prelude = ",".join(tinycss2.serialize(s).strip() for s in selectors)
                yield f"{prelude}{{{_content(rule, folder)}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword in {"media", "supports"}:
            inner = tinycss2.parse_rule_list(
                rule.content, skip_comments=True, skip_whitespace=True
            )
            if body := "".join(_kept_rules(inner, words, folder)):
                prelude = tinycss2.serialize(rule.prelude)
                yield f"@{rule.at_keyword}{prelude}{{{body}}}\n"
        elif rule.type == "at-rule" and rule.content is not None:
            content, prelude = _content(rule, folder), tinycss2.serialize(rule.prelude)
            if (
                "fontawesome/" not in content
            ):  # lossbook.site.theme.icons has it instead
                yield f"@{rule.at_keyword}{prelude}{{{content}}}\n"


def _alternatives(prelude):
    """Split a list of selectors at its commas."""
    alternatives = [[]]
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            alternatives.append([])
        else:
            alternatives[-1].append(token)
    return alternatives


def _is_used(selector, words):
    """Tell whether each class and id of a selector is among the words.

    What stands in parentheses, as in ``:not(.this)``, need not be there.
    """
    for before, token in zip([None, *selector], selector, strict=False):
        is_class = token.type == "ident" and before is not None and before == "."
        if (is_class or token.type == "hash") and token.value not in words:
            return False
    return True


def _content(rule, folder):
    """The declarations of a rule, with addresses that hold in the folder ``_static``."""

    def moved(match):
        address = match[2]
        if re.match(r"[a-z]+:|#|/", address):
            return match[0]
        return f"url({posixpath.normpath(posixpath.join(folder, address))})"

    content = tinycss2.serialize(rule.content)
    return silent(re.sub(r"""url\((["']?)([^"')]*)\1\)""", moved, content))


def silent(declarations):
    """Have an icon say nothing: it would become a part of its button's name.

    A browser that knows of no text beside ``content`` keeps the icon as it was.

    >>> silent('content:var(--pst-icon-tip)')
    'content:var(--pst-icon-tip);@supports (content:""/""){content:var(--pst-icon-tip)/""}'
    """
    return ICON.sub(
        r'content:\1;@supports (content:""/""){content:\1/""}', declarations
    )
