"""lossbook.new_page: one command makes a page, and a message names what is missing."""

import re
import shutil
from pathlib import Path

import pytest
from building import MAIN, STRICT, run

from lossbook.new_page import CannotMake, in_words, make, with_line, with_row

ROOT = Path(__file__).parents[2]
CONTENTS = """\
format: jb-book
root: chapters/index
parts:
  - caption: The chapters
    numbered: 1
    chapters:
      - file: chapters/first
  - caption: Beyond
    chapters:
      - file: chapters/references
"""
FRONT = """\
# Front

| Chapter | You learn | Time |
|---|---|---|
| 1. [First](first.md) | to begin | {time}`first` |
"""


@pytest.fixture
def small(tmp_path):
    """A book of which the command sees all that it needs."""
    write(tmp_path, "_toc.yml", CONTENTS)
    write(tmp_path, "chapters/index.md", FRONT)
    write(tmp_path, "chapters/first.md", "# First\n")
    for kind in ("questions", "exercises"):
        write(tmp_path, f"lossbook/{kind}/numbers.py", "")
    return tmp_path


def write(book, name, text):
    (book / name).parent.mkdir(parents=True, exist_ok=True)
    (book / name).write_text(text, encoding="utf-8")


def files(book):
    paths = sorted(path for path in book.rglob("*") if path.is_file())
    return {path.relative_to(book).as_posix(): path.read_bytes() for path in paths}


def test_a_page_is_known_in_five_places_and_nothing_else_is_touched(small):
    before = files(small)
    written = make(small, "log_cosh", "The log-cosh loss")
    after = files(small)
    assert len(written) == 5
    assert {name for name, text in after.items() if before.get(name) != text} == {
        *written
    }
    added = "      - file: chapters/first\n      - file: chapters/log_cosh\n"
    assert after["_toc.yml"].decode() == CONTENTS.replace(
        "      - file: chapters/first\n", added
    )
    row = "| 2. [The log-cosh loss](log_cosh.md) | what readers learn here | "
    assert after["chapters/index.md"].decode() == f"{FRONT}{row}{{time}}`log_cosh` |\n"
    for name in written:
        text = after[name].decode()
        for mark in ("PAGE_NAME", "PAGE-NAME", "PAGE TITLE"):
            assert mark not in text, name


@pytest.mark.parametrize(
    ("name", "title", "reason"),
    [
        *((name, "", "use small letters") for name in ("Huber", "a-b", "1a", "a__b")),
        *((name, "", "use small letters") for name in ("", "class", "../a", "a.b")),
        ("first", "", "chapters/first.md is there already"),
        ("numbers", "", "lossbook/questions/numbers.py is there already"),
        ("second", "First", "chapters/first.md has the title 'First' already"),
        ("second", "A | B", "cannot be a title"),
        ("references", "", "_toc.yml has a row for references already"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(small, name, title, reason):
    before = files(small)
    with pytest.raises(CannotMake, match=re.escape(reason)):
        make(small, name, title)
    assert files(small) == before


def test_without_a_book_nothing_is_made(tmp_path):
    with pytest.raises(CannotMake, match="go to the root of the book"):
        make(tmp_path, "second")


def test_a_book_without_a_numbered_part_or_a_table_is_told_so():
    with pytest.raises(CannotMake, match="no part with `numbered:`"):
        with_row(CONTENTS.replace("numbered: 1", "titlesonly: true"), "second")
    with pytest.raises(CannotMake, match="has no table"):
        with_line("# Front\n", "second", "Second")


def test_the_rows_go_where_those_of_this_book_are():
    contents = (ROOT / "_toc.yml").read_text(encoding="utf-8")
    front = (ROOT / "chapters" / "index.md").read_text(encoding="utf-8")
    title = in_words("log_cosh")
    numbers = [int(it) for it in re.findall(r"^\| (\d+)\. \[", front, re.MULTILINE)]
    assert f"\n| {len(numbers) + 1}. [{title}](log_cosh.md) | " in with_line(
        front, "log_cosh", title
    )
    before, row, after = with_row(contents, "log_cosh").partition(
        "      - file: chapters/log_cosh\n"
    )
    assert before + after == contents
    assert row
    assert after.startswith("  - caption: ")


# In an excerpt of this book, with all that tests and builds a page

RULES = [
    "tests/site/test_chapters.py",
    "tests/site/test_questions.py",
    "tests/package/test_exercises.py",
]


def excerpt(book):
    """Write this book with one empty chapter into a folder; return it."""
    ignored = shutil.ignore_patterns("__pycache__", "engines", "measure")
    for name in ("lossbook", "tests"):
        shutil.copytree(ROOT / name, book / name, ignore=ignored)
    for name in ("conftest.py", "references.bib"):
        write(book, f"chapters/{name}", "")
        shutil.copy(ROOT / "chapters" / name, book / "chapters")
    for name in ("_config.yml", "pyproject.toml"):
        shutil.copy(ROOT / name, book)
    write(book, "_toc.yml", CONTENTS.replace("references", "losses_inventory"))
    write(book, "chapters/index.md", FRONT)
    write(book, "chapters/first.md", "# First\n\nIt begins.\n")
    write(book, "chapters/losses_inventory.md", "# Inventory\n\nIt is elsewhere.\n")
    return book


def run_in(book, *command):
    """Run Python in a book whose package is its own; return the status and what it says."""
    return run(*command, cwd=book, PYTHONPATH=str(book))


def run_tests(book, page, *files):
    """Run the tests of a page, of some files."""
    options = ("-q", "-n0", "-p", "no:cacheprovider", "-rsfE", "-k", page)
    return run_in(book, "-m", "pytest", *options, *files)


def test_a_page_from_the_template_passes_all_tests_and_builds_strictly(tmp_path):
    book = excerpt(tmp_path)
    status, said = run_in(book, "-m", "lossbook.new_page", "log_cosh")
    assert status == 0, said
    assert "chapters/log_cosh.md" in said
    status, said = run_tests(book, "log_cosh", "chapters/log_cosh.md", *RULES)
    assert status == 0, said
    assert re.search(r"\b\d\d passed", said), said
    owed = re.findall(r"SKIPPED .*: a draft: chapters/log_cosh\.md: (.*)", said)
    assert len(owed) >= 6, said  # what a finished chapter has, and this one has not yet
    status, said = run_in(book, "-c", MAIN, "build", ".", *STRICT)
    assert status == 0, said
    assert "Executing notebook" not in said  # the tests have run it
    page = (book / "_build/html/chapters/log_cosh.html").read_text(encoding="utf-8")
    for part in ('class="checked"', 'id="check-log-cosh-of-one"', 'class="solution'):
        assert part in page, part
    assert "draft" not in page


def without(book, name, *parts):
    """Take parts out of a file of a book."""
    text = (book / name).read_text(encoding="utf-8")
    for part in parts:
        assert part in text, part
        text = text.replace(part, "")
    write(book, name, text)


def test_a_message_names_what_is_missing_of_a_page(tmp_path):
    book = excerpt(tmp_path)
    for page in ("no_modules", "no_words", "no_rows"):
        make(book, page)
    (book / "lossbook/questions/no_modules.py").unlink()
    (book / "lossbook/exercises/no_modules.py").unlink()
    without(
        book,
        "chapters/no_words.md",
        "% draft: remove this line when the chapter is finished\n",
        "**You will be able to**\n",
        "- {objective}`compute` compute this loss by hand and in NumPy;\n",
        "```{solution-start} no-words-slope\n:label: no-words-slope-solution\n```\n",
        "- {when}`whole` You probably took the whole square; that gives {gives}`whole`. "
        "But this loss is\n  half of it.\n",
        "      Half of the squared error of one example.\n",
        "An error becomes twice as large. What becomes of the loss?\n",
    )
    without(book, "_toc.yml", "      - file: chapters/no_rows\n")
    _, said = run_tests(
        book, "no_modules or no_words or contents or front_page", *RULES
    )
    told = re.sub(r"\s+", " ", said)
    for message in MISSING:
        assert message in told, f"{message}\n\n{said}"
    assert "Traceback" not in said
    assert "a draft: chapters/no_words.md" not in said  # it says that it is finished


MISSING = """\
no-modules-of-one: a question has its numbers in \
lossbook/questions/no_modules.py, and this one has none there. What to do: write \
"no-modules-of-one": number(…) into QUESTIONS
chapters/no_modules.md: an exercise has a judge in lossbook/exercises/no_modules.py, \
and 'no-modules-slope' has none. What to do: write "no-modules-slope": Exercise(…) into
chapters/no_words.md: a chapter opens with what its readers will be able to do. \
What to do: write `**You will be able to**` below the title
chapters/no_words.md: the question 'no-words-of-one' serves 'compute', and the \
objectives of the page are ['picture', 'slope']. What to do: write {objective}`name`
no-words-twice: a question can be read, and this needs a question, then a list of what \
is said. What to do: see how the others are written
no-words-of-one: each outcome of its module is answered, and 'whole' is not. \
What to do: add an item
a figure has a caption, which ends with a full stop. What to do: write it into the head
each {solution-start} is followed by its {solution-end}, before the next begins, \
and here stands {solution-end} alone. What to do: write the other one
chapters/no_words.md: a chapter has 6 exercises or more, and this one has 1
chapters/no_rows.md: every page has its row in _toc.yml, and this one has none. \
What to do: add `- file: chapters/no_rows`
chapters/index.md: its table has 4 rows, and _toc.yml has 3 chapters
""".splitlines()
