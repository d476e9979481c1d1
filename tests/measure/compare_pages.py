"""Tells where two built sites differ in what a reader meets, and where in nothing else.

``python tests/measure/compare_pages.py BEFORE AFTER`` compares, page by page, the trees of
elements of two folders of HTML: names, attributes and texts, in order. What differs from
build to build is left out: the digests in addresses, how long cells took, and blanks
between elements. Then it compares the files beside the pages: scripts by what is in
them, the style sheet by its rules, which may stand in another order.

It ends with status 1 if anything differs.
"""

import argparse
import re
from collections import Counter
from difflib import unified_diff
from pathlib import Path

import tinycss2
from bs4 import BeautifulSoup, NavigableString, Tag

# What is another one in each build, and what stands in its place.
VARYING = (
    (re.compile(r"\?v=\w+"), ""),
    (re.compile(r"(run in |, )(?:\d+|less than 1)\ss\b"), r"\1…"),
    (re.compile(r"(?:\d+|less than 1)\ss to run"), "… to run"),
)
SECONDS = re.compile(r"^\d+\.\d$")  # in the table of what was checked
MOST = 40  # lines of a difference that are shown


def tree(text):
    """The lines of a page's tree: one for each element and each text, indented.

    >>> tree('<p id="a"  class="y x">One <b>two</b></p>')
    ['p class="y x" id="a"', '  “One”', '  b', '    “two”']
    """
    lines = []

    def walk(node, depth):
        if isinstance(node, Tag):
            known = {
                n: " ".join(v) if isinstance(v, list) else v
                for n, v in node.attrs.items()
            }
            said = [f' {name}="{_settled(known[name])}"' for name in sorted(known)]
            lines.append("  " * depth + node.name + "".join(said))
            for child in node.children:
                walk(child, depth + 1)
        elif isinstance(node, NavigableString) and (words := " ".join(node.split())):
            words = "…" if SECONDS.match(words) else _settled(words)
            lines.append("  " * depth + f"“{words}”")

    for node in BeautifulSoup(text, "html.parser").children:
        walk(node, 0)
    return lines


def _settled(text):
    for varying, settled in VARYING:
        text = varying.sub(settled, text)
    return text


def rules(text):
    """How often a style sheet has each rule."""
    parsed = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    return Counter(VARYING[0][0].sub("", tinycss2.serialize([rule])) for rule in parsed)


def differences(before, after):
    """Yield what differs between two folders, a text for each file."""
    known = [
        {path.relative_to(root).as_posix(): path for path in root.rglob("*")}
        for root in (before, after)
    ]
    for name in sorted(set(known[0]) | set(known[1])):
        old, new = (paths.get(name) for paths in known)
        if old is None or new is None:
            yield f"{name}: only {'after' if old is None else 'before'}"
        elif old.suffix in {".html", ".js"}:
            lines = [_lines(path) for path in (old, new)]
            if found := [*unified_diff(*lines, lineterm="", n=1)][2:]:
                yield "\n".join([f"{name}:", *found[:MOST]])
        elif old.suffix == ".css":
            one, other = (
                rules(path.read_text(encoding="utf-8")) for path in (old, new)
            )
            if one != other:
                yield "\n".join([f"{name}:", *(one - other), "now:", *(other - one)])


def _lines(path):
    text = path.read_text(encoding="utf-8")
    return tree(text) if path.suffix == ".html" else _settled(text).splitlines()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("before", type=Path, help="a folder of built HTML")
    parser.add_argument("after", type=Path, help="another one")
    given = parser.parse_args()
    for folder in (given.before, given.after):
        if not any(folder.rglob("*.html")):
            raise SystemExit(
                f"{folder}: there are no pages; name a folder such as _build/html"
            )
    found = [*differences(given.before, given.after)]
    print("\n\n".join(found) or "No page, script or rule differs.")
    raise SystemExit(bool(found))


if __name__ == "__main__":
    main()
