"""What others can take: two rooms in a small book that is not this one, by files alone."""

import re
import sys

import pytest
from other_book import HEAD, STRICT, build, make, run
from rooms import scripts
from serving import serving

CONFIGURATION = """\
title: Another book
sphinx:
  local_extensions: {rooms.outputs: _ext, rooms.questions: _ext}
  config: {questions_package: bank}
"""
TOC = """\
format: jb-book
root: halves
chapters:
- file: thirds
- file: broken
- file: same
"""
CELL = "```{code-cell}\nprint(1 / 3)\n```\n\n```output\n0.3333\n```\n"
TRUE = f"""{HEAD}# Halves and thirds

{CELL}
A third is 0.3333.

```{{check}} half
:see: halves

What is the half of {{given}}`x`?

- {{when}}`right` It is {{gives}}`right`.
- {{when}}`double` You have doubled it; that gives {{gives}}`double`.
- {{when}}`else` Divide by two.
```

(halves)=
## Halves

To halve is to divide by two.
"""
FALSE = f"""{HEAD}# Thirds

{CELL.replace("0.3333", "0.3334")}
A third is 0.3335.
"""
QUESTIONS = """\
from rooms.questions.question import number

QUESTIONS = {
    "half": number(
        "halving",
        right=lambda x: x / 2,
        double=lambda x: 2 * x,
        given={"x": 3},
        decimals=1,
    )
}
"""
# A page whose questions cannot be read, and one with a mistake that gives what is right.
BROKEN = "# Broken\n\n```{check} half\nWhat?\n\n- {when}`right` It is.\n```\n"
SAME = BROKEN.replace("Broken", "Same")
CONFTEST = """\
from rooms.outputs.collect import collect_ignore, pytest_collect_file
"""
OURS = re.compile("|".join(path.name for path in scripts()))


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """The other book: rooms are copied as they are, and nothing else of ours."""
    folder = tmp_path_factory.mktemp("others")
    files = {
        "_config.yml": CONFIGURATION,
        "_toc.yml": TOC,
        "halves.md": TRUE,
        "thirds.md": FALSE,
        "broken.md": BROKEN,
        "same.md": SAME,
        "_ext/bank/broken.py": "QUESTIONS = {",
        "_ext/bank/same.py": QUESTIONS.replace("2 * x", "x / 2"),
        "_ext/bank/halves.py": QUESTIONS,
        "conftest.py": CONFTEST,
        "pytest.ini": "[pytest]\npythonpath = _ext\n",
    }
    return make(folder, ("kit", "outputs", "questions"), files)


@pytest.fixture(scope="module")
def built(book):
    """What the strict build of the other book returns and says, and its pages."""
    status, said = build(book, *STRICT)
    return status, said, book / "_build" / "html"


def test_what_is_blocked_is_not_there(book):
    status, said = run(book, "-c", "import tensorflow")
    assert status == 1
    assert "this is not there" in said


def told_of(page, said):
    """What is told of a module that is no Python; its words are Python's own."""
    told = re.search(rf"half: bank/{page}\.py fails: SyntaxError: .*", said)
    assert told, said
    return told[0]


def test_what_does_not_hold_fails_the_build_with_its_line(built):
    status, said, _ = built
    assert status == 1, said
    told = re.findall(r"(\w+\.md):(\d+): (?:WARNING|ERROR): (.*)", said)
    assert sorted(told) == [
        ("broken.md", "3", told_of("broken", said)),
        ("same.md", "3", "half in bank/same.py: right and double both give 1.5"),
        ("thirds.md", "14", "states 0.3334, but the cell prints 0.3333333333333333"),
        ("thirds.md", "17", "0.3335 stands in the prose, but no cell prints it"),
    ], said


def test_a_page_without_a_fault_is_signed(built):
    _, said, html = built
    page = (html / "halves.html").read_text(encoding="utf-8")
    signed = re.search(r'<p class="checked">(.*?)</p>', page)
    assert signed, said
    python = ".".join(map(str, sys.version_info[:3]))
    start = (
        f"Checked on this page: printed lines 1, numbers in the text 1. Python {python}"
    )
    assert signed[1].startswith(start)
    assert 'class="checked"' not in (html / "thirds.html").read_text(encoding="utf-8")


def test_a_false_number_fails_pytest_with_its_line(book):
    status, said = run(
        book,
        *("-m", "pytest", "-p", "nbval.plugin", "-p", "no:cacheprovider", "--color=no"),
        PYTEST_DISABLE_PLUGIN_AUTOLOAD="1",
    )
    assert status == 1, said
    assert "thirds.md:14: states 0.3334, but the cell prints 0.3333333333333333" in said
    failed = re.findall(r"^FAILED (\w+\.md)", said, re.MULTILINE)
    assert set(failed) == {"thirds.md"}, said
    assert re.search(r"\b7 passed", said), (
        said
    )  # 3 of the first, 2 of each without code


def test_a_question_answers_in_its_page(built, visiting):
    _, said, html = built
    with serving(html) as address, visiting() as visit:
        page, stacks = visit.page, []
        page.on("pageerror", lambda error: stacks.append(error.stack))
        page.goto(f"{address}halves.html")
        form = page.locator("form.check")
        assert form.get_by_text("What is the half of 3?").is_visible(), said
        for answer, verdict in {
            "6": "You have doubled it; that gives 6.0.",
            "7": "Divide by two.",
            "1.5": "Right.",
        }.items():
            form.get_by_role("textbox").fill(answer)
            form.get_by_role("button", name="Check").click()
            form.locator(".check-said").get_by_text(verdict).wait_for()
        form.get_by_role("textbox").fill("6")
        form.get_by_role("button", name="Check").click()
        link = form.locator(".check-said").get_by_role("link", name="Halves")
        assert link.get_attribute("href") == "#halves"
        # The theme has faults of its own there.
        assert [stack for stack in stacks if OURS.search(stack)] == []
