"""The search: what its words are, in the index and in a question."""

import json
from pathlib import Path

import pytest
import sphinx
from scripting import run_script

from lossbook.site.search.search import SearchNumbers

PREFIX, SUFFIX = "Search.setIndex(", ")"
# What every object of JavaScript has, though nobody has written it.
INHERITED = [
    *("constructor", "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable"),
    *("toLocaleString", "toString", "valueOf", "__proto__", "__defineGetter__"),
    *("__defineSetter__", "__lookupGetter__", "__lookupSetter__"),
]
every_name = pytest.mark.parametrize("index", ["without them", "with them"])
FIND = """(words) => Search._performSearch(...Search._parseQuery(words)).map(
  ([name, title, , , score]) => [name, title, score])"""

# Sphinx' own search, which `search.js` adds to, and what it expects of a page.
SEARCHTOOLS = Path(sphinx.__file__).parent / "themes/basic/static/searchtools.js"
A_PAGE = """const self = globalThis, location = { protocol: "http:" };
const DOCUMENTATION_OPTIONS = {}, _ready = () => {};
"""


def with_words(text, words):
    """An index in which the first page has some words more."""
    index = json.loads(text.removeprefix(PREFIX).removesuffix(SUFFIX))
    language = SearchNumbers({})
    for name in words:
        for word in language.split(name):
            index["terms"][language.stem(word.lower())] = [0]
    return PREFIX + json.dumps(index) + SUFFIX, index["docnames"][0]


def test_the_names_are_all_that_an_object_has(visiting, site):
    with visiting() as visit:
        visit.page.goto(f"{site}search.html")
        names = visit.page.evaluate("Object.getOwnPropertyNames(Object.prototype)")
        assert set(names) == set(INHERITED)


@every_name
def test_a_name_that_every_object_has_is_a_word_like_others(
    visiting, site, built, index
):
    text = (built / "searchindex.js").read_text(encoding="utf-8")
    found = set()
    with visiting() as visit:
        page = visit.page
        if index == "with them":
            body, name = with_words(text, INHERITED)
            found = {name}
            what = {"body": body, "content_type": "text/javascript"}
            page.route("**/searchindex.js*", lambda route: route.fulfill(**what))
        for word in ("constructor", "__proto__"):
            page.goto(f"{site}search.html?q={word}")
            page.get_by_role("status").filter(has_text="earch").wait_for()
            assert "undefined" not in page.locator("#search-results").inner_text()
            assert page.locator("#search-results .fault").count() == 0
        for word in INHERITED:
            pages = page.evaluate(FIND, word)
            assert found <= {name for name, _, _ in pages}, word
            assert all(title and score > 0 for _, title, score in pages), word
            if not found:  # words of the book may hold such a name: `proto`
                assert all(isinstance(score, (int, float)) for *_, score in pages)
        assert visit.faults == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("66,790 weights", ["66790", "weights"]),
        ("super().__init__()", ["super", "init"]),
        ("from_logits=True", ["from_logits", "True"]),
        ("__ _", []),
    ],
)
def test_what_is_a_word_is_one_to_the_index_and_to_the_page(text, words):
    first = A_PAGE + SEARCHTOOLS.read_text(encoding="utf-8")
    assert SearchNumbers({}).split(text) == words
    assert run_script(["search"], "splitQuery", text, first=first) == words
