"""What a reader has read and solved is kept under any name that a page may have."""

import json
from itertools import pairwise

import pytest
from examples import examples
from hypothesis import strategies as st
from scripting import run_script

# What the scripts expect of a page: the course, and a store in which something lies.
PAGE = """
book.course = { book: "it", pages: [{ name: "chapters/first", questions: {} }, {
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


SCRIPTS = ["waking", "faults", "returning", "typed", "judged", "due", "questions"]
SCRIPTS += ["state", "progress"]


def run(function, argument):
    """Call a function that knows what is kept, and what follows from it."""
    in_scope = """(argument) => {
      const { Progress, progress } = book.progress;
      const { addressOf, cleaned, countsOf, pageAt } = book.state;
      return (FUNCTION)(argument);
    }"""
    return run_script(SCRIPTS, in_scope.replace("FUNCTION", function), argument, PAGE)


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
    cleaned = run("(data) => cleaned(data)", data)
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


# Anything that JSON can say, and more often what a file of the book says.
KEYS = "format read answers place page part inventory open first last when right again"
KEYS += " version isSolved isRight constructor __proto__ toString it chapters/first"
SAID = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from([1e20, 1e300, 1.7e12, "00000000", "11111111", "right", "it", ""]),
    st.text(max_size=4),
)
KEY = st.sampled_from(KEYS.split()) | st.text(max_size=3)
DATA = st.recursive(
    SAID,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEY, inner, max_size=4),
    max_leaves=12,
)
WHEN = st.sampled_from([1, 2, 1.7e12, 1e20, 1e300, 0, -1, "1", None])
ANSWER = st.fixed_dictionaries(
    {"version": st.sampled_from(["00000000", "11111111", "z", 1]), "when": WHEN},
    optional={"isSolved": SAID, "isRight": SAID, "again": SAID},
)
TAKEN = st.fixed_dictionaries({"when": WHEN, "right": st.lists(KEY | SAID)})
TIMES = st.fixed_dictionaries(
    {
        "open": st.dictionaries(KEY, st.lists(KEY | SAID), max_size=3) | DATA,
        "first": TAKEN | DATA,
        "last": TAKEN | DATA,
    }
)
FILE = st.fixed_dictionaries(
    {
        "format": st.just(1),
        "read": st.dictionaries(KEY, WHEN, max_size=3) | DATA,
        "answers": st.dictionaries(KEY, ANSWER | DATA, max_size=3) | DATA,
        "place": st.fixed_dictionaries({"page": KEY, "part": KEY | SAID}) | DATA,
        "inventory": TIMES | DATA,
    }
)


def test_whatever_file_is_brought_in_leaves_a_state_that_is_kept_as_it_is():
    """Two files after each other; the second once more changes nothing."""
    files = examples(FILE | FILE | DATA, 120)
    pairs = [json.dumps(pair) for pair in pairwise(files)]
    faults = run(
        """(pairs) => {
          // With what kind of object each is: one with `constructor` by birth has it.
          const all = (it) =>
            it !== null && typeof it === "object" && !Array.isArray(it)
              ? [Object.getPrototypeOf(it) === null,
                  Object.keys(it).sort().map((key) => [key, all(it[key])])]
              : Array.isArray(it) ? it.map(all) : it;
          const told = (it) => JSON.stringify(all(it));
          Date.now = () => 1.8e12;
          return pairs.flatMap((text) => {
            try {
              progress.forget();
              const [one, other] = JSON.parse(text);
              progress.take(one);
              progress.take(other);
              const state = told(progress.state);
              progress.load();
              if (told(progress.state) !== state)
                return [[text, "is kept as", state, told(progress.state)]];
              progress.take(other);
              if (told(progress.state) !== state)
                return [[text, "is not the same twice", state, told(progress.state)]];
              const copy = new Progress("other");
              copy.take(JSON.parse(JSON.stringify(progress.state)));
              const taken = told(copy.state);
              copy.forget();
              if (taken !== state) return [[text, "is exported as", state, taken]];
              const { first, last } = progress.state.inventory;
              if (Math.max(first?.when ?? 0, last?.when ?? 0) > Date.now())
                return [[text, "was taken in the future", first, last]];
              const { open } = progress.state.inventory;
              if ("constructor" in open && !Object.hasOwn(open, "constructor"))
                return [[text, "has an answer by birth"]];
              for (const names of [first?.right, last?.right, ...Object.values(open)])
                for (const name of names ?? [])
                  if (!/^[a-z][a-z0-9_/-]*$/.test(name) || typeof name !== "string")
                    return [[text, "has a name that is none", name]];
              for (const { questions } of book.course.pages) {
                countsOf(progress.state, book.course, [{ questions }]);
                for (const name of Object.keys(questions))
                  progress.answered(name, "00000000", true, true);
              }
              return [];
            } catch (error) {
              return [[text, String(error.stack)]];
            }
          });
        }""",
        pairs,
    )
    assert faults == []
