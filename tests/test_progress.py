"""What a reader has read and solved is kept under any name that a page may have."""

import json

import pytest
from scripting import run_script

# What the scripts expect of a page: the course, and a store in which something lies.
PAGE = """
const COURSE = { book: "it", pages: [{ name: "chapters/first", questions: {} }, {
  isChapter: true,
  name: "chapters/it",
  questions: { right: ["00000000", "it"], constructor: ["11111111", "it"] },
}] };
const stored = {};
const localStorage = {
  getItem: (key) => stored[key] ?? null,
  setItem: (key, text) => { stored[key] = text; },
};
const addEventListener = () => {};
const document = { addEventListener };
"""

NAMES = ["01.07-timing", "Ünïcode page", "日本", "v1.2.3", "a&b, c", "page's", "50%"]
NAMES += [
    "c#",
    "numbers",
    "__init__",
    "constructor",
    "__proto__",
    "x.html-y",
    "a" * 240,
]
PAGES = [*NAMES, *(f"chapters/{name}" for name in NAMES)]


def run(function, argument):
    scripts = ["faults", "returning", "progress", "reading"]
    return run_script(scripts, function, argument, PAGE)


def test_a_page_of_any_name_is_read_only_when_it_was_read():
    before, after, kept = run(
        """(pages) => {
          const isRead = () => pages.map((name) => name in progress.state.read);
          const before = isRead();
          for (const name of pages) {
            progress.change(({ read }) => { read[name] = 1; });
            progress.change((state) => { state.place = { page: name, part: "here" }; });
            if (progress.state.place?.page !== name) throw new Error(name);
          }
          progress.load();
          const other = new Progress("other");
          other.take(JSON.parse(JSON.stringify(progress.state)));
          return [before, isRead(), Object.keys(other.state.read)];
        }""",
        PAGES,
    )
    assert before == [False] * len(PAGES)
    assert after == [True] * len(PAGES)
    assert sorted(kept) == sorted(PAGES)


@pytest.mark.parametrize(
    "name", ["", "a\0b", "<img src=x>", "a\nb", "x" * 2000, 'a"b', 7, None]
)
def test_what_can_be_no_page_is_not_kept(name):
    data = {"format": 1, "read": {str(name): 1}, "place": {"page": name, "part": ""}}
    if not isinstance(name, str):
        data["read"] = {}
    cleaned = run("(data) => Progress.cleaned(data)", data)
    assert cleaned["read"] == {}
    assert cleaned["place"] is None


def test_a_question_named_as_what_every_object_has_is_not_answered_by_birth():
    solved = run(
        """() => {
          const before = ["constructor", "toString"].map((n) => progress.answerTo(n));
          progress.answered("constructor", "11111111", true, false);
          progress.load();
          return [before, progress.answerTo("constructor").isSolved];
        }""",
        None,
    )
    assert solved == [[None, None], True]


@pytest.mark.parametrize("root", ["https://example.org/book/", "file:///a%20b/"])
def test_the_address_of_a_page_of_any_name_leads_back_to_its_name(root):
    found = run(
        """([pages, root]) => pages.flatMap((page) =>
          ["", "here"].map((part) => {
            const address = new URL(addressOf(page, part, root)).href;
            return [pageAt(address, root), new URL(address).hash];
          }))""",
        [PAGES, root],
    )
    expected = [[page, hash] for page in PAGES for hash in ("", "#here")]
    assert json.dumps(found) == json.dumps(expected)
