"""Pages in another language: of their words, and of those of the site; numbers stay."""

import json
import re
import shutil

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po
from other_book import HEAD, STRICT, build, make
from rooms import scripts
from scripting import run_script
from serving import serving

from lossbook.site.kit import words

CONFIGURATION = """\
title: A book in two languages
sphinx:
  local_extensions: {rooms.outputs: _ext, rooms.questions: _ext}
  config: {questions_package: bank, language: LANGUAGE, locale_dirs: [locale]}
"""
PAGE = f"""{HEAD}# Halves

Some words.

```{{code-cell}}
print(0.25)
```

```output
0.25
```

```{{check}} half
:see: how

What is the half of {{given}}`x`?

- {{when}}`right` It is {{gives}}`right`.
- {{when}}`double` You have doubled it; that gives {{gives}}`double`.
```

```{{check}} weighed
What is a loaf weighed in?

- {{when}}`right` In grams

  A scale shows them.
- {{when}}`spoons` In spoons
```

(how)=
## How to halve

Divide by two.
"""
QUESTIONS = """\
from rooms.questions.question import number, one

QUESTIONS = {
    "half": number(
        "it", right=lambda x: x / 2, double=lambda x: 2 * x, given={"x": 3}, decimals=1
    ),
    "weighed": one("it", right=lambda: "g", spoons=lambda: "spoons"),
}
"""
# In a language of which Sphinx and the theme know nothing.
LANGUAGE = "qaa"
KEPT = re.compile(r"(\{\w+\}`[^`]*`|\{\w*\}|%[sd])")
ACCENTS = str.maketrans("aeiouAEIOU", "áéíóúÁÉÍÓÚ")


def pseudo(text):
    """A text as if it were translated: what is a name or a number in it stays."""
    parts = KEPT.split(text)
    words = [part if n % 2 else part.translate(ACCENTS) for n, part in enumerate(parts)]
    return f"⟦{''.join(words)}⟧"


def configure(book, language):
    text = CONFIGURATION.replace("LANGUAGE", language)
    (book / "_config.yml").write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """A book, and the messages that are to be translated, by themselves."""
    files = {
        "_config.yml": CONFIGURATION.replace("LANGUAGE", "en"),
        "_toc.yml": "format: jb-book\nroot: halves\n",
        "halves.md": PAGE,
        "_ext/bank/halves.py": QUESTIONS,
    }
    folder = tmp_path_factory.mktemp("words")
    return make(folder, ("kit", "outputs", "questions"), files)


@pytest.fixture(scope="module")
def catalogue(book):
    """What is extracted to be translated."""
    status, said = build(book, "--builder", "custom", "--custom-builder", "gettext")
    assert status == 0, said
    (file,) = book.glob("_build/**/halves.pot")
    with file.open("rb") as opened:
        messages = read_po(opened)
    shutil.rmtree(book / "_build")  # Sphinx reads pages otherwise for a catalogue
    return messages


@pytest.fixture(scope="module")
def words_of_the_site(book):
    """What the programs and the templates of the rooms say, as Babel finds it."""
    found = Catalog()
    for kind, ending in (("python", "py"), ("jinja2", "html")):
        for path in sorted((book / "_ext" / "rooms").rglob(f"*.{ending}")):
            for _, message, _, _ in extract_from_file(kind, path):
                found.add(message)
    for path in sorted((book / "_ext" / "rooms").rglob("*.js")):
        text = path.read_text(encoding="utf-8")
        for message in words.MESSAGE.findall(text):
            found.add(json.loads(message))
    assert len(found) > 30
    return found


def translate(book, catalogue, translated, domain="halves"):
    for message in catalogue:
        if message.id:
            message.string = translated(message.id)
    folder = book / "locale" / LANGUAGE / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{domain}.po").open("wb") as opened:
        write_po(opened, catalogue)
    configure(book, LANGUAGE)


def page_of(book):
    return (book / "_build" / "html" / "halves.html").read_text(encoding="utf-8")


def test_a_translator_gets_the_words_with_their_slots_and_no_marks(catalogue):
    messages = {message.id for message in catalogue}
    assert {
        "What is the half of {given}`x`?",
        "It is {gives}`right`.",
        "You have doubled it; that gives {gives}`double`.",
        "What is a loaf weighed in?",
        "In grams",
        "A scale shows them.",
        "In spoons",
    } <= messages
    assert not [message for message in messages if "{when}" in message]


def test_a_page_in_another_language_has_its_words_and_the_same_numbers(
    book, catalogue, words_of_the_site
):
    configure(book, "en")
    status, said = build(book, *STRICT)
    assert status == 0, said
    english = page_of(book)
    translate(book, catalogue, pseudo)
    translate(book, words_of_the_site, pseudo, domain="sphinx")
    status, said = build(book, *STRICT)
    assert status == 0, said
    page = page_of(book)
    for said_so in (
        r'⟦Whát ís thé hálf óf <span data-slot="given x">3</span>\?⟧',
        r'⟦Ít ís <span data-slot="gives right">1\.5</span>\.⟧',
        r'thát gívés <span data-slot="gives double">6\.0</span>\.⟧',
        r"<span>⟦Ín gráms⟧</span>",
        r"⟦Á scálé shóws thém\.⟧",
        r"<span>⟦Ín spóóns⟧</span>",
        r'class="check-title">⟦Qúéstíón 1⟧</span>',
        r'type="submit">⟦Chéck⟧</button>',
        r'data-right="⟦✓ Ríght\.⟧"',
        r"⟦Réád ágáín: ⟧",
        r"⟦Chéckéd ón thís págé: ⟦príntéd línés 1⟧\.⟧ ⟦Python [\d.]+; rún ín ",
        r'href="#how">.*⟦Hów tó hálvé⟧',
    ):
        assert re.search(said_so, page), said_so
    of_scripts = r'data-(?:check|outcome|name)="([^"]*)"'
    assert re.findall(of_scripts, page) == re.findall(of_scripts, english)


def test_scripts_speak_the_language_of_the_page(
    book, catalogue, words_of_the_site, visiting
):
    translate(book, catalogue, pseudo)
    translate(book, words_of_the_site, pseudo, domain="sphinx")
    status, said = build(book, *STRICT)
    assert status == 0, said
    html = book / "_build" / "html"
    broken = page_of(book).replace('class="check-said"', 'class="none"')
    with serving(html, instead={"halves.html": broken}) as address, visiting() as visit:
        visit.page.goto(f"{address}halves.html")
        fault = visit.page.locator("form.check > .fault").first
        fault.get_by_text("⟦Thís párt óf thé págé dóés nót wórk, síncé").wait_for()


def test_a_message_has_values_in_its_slots():
    first = """const WORDS = { "It says {answer}, {sure}.": "{sure}: {answer}!" };"""
    said = """(texts) => texts.map(([text, values]) => worded(text, values))"""
    asked = [
        ["It says {answer}, {sure}.", {"answer": 7, "sure": "{answer}"}],
        ["Run {number}.", {"number": 0}],
        ["Of {nobody}.", {}],
        ["constructor", {}],
    ]
    found = run_script(["worded"], said, asked, first)
    assert found == ["{answer}: 7!", "Run 0.", "Of {nobody}.", "constructor"]


def test_every_message_of_a_script_stands_in_it_by_itself():
    """A message that a program puts together is in no catalogue."""
    for path in scripts():
        text = path.read_text(encoding="utf-8")
        calls = re.findall(r"(?<!function )\bworded\(", text)
        assert len(words.MESSAGE.findall(text)) == len(calls), path


def test_a_translation_that_loses_a_number_fails_the_build(book, catalogue):
    translate(book, catalogue, lambda text: text.replace("{given}`x`", "it"))
    translate(book, Catalog(), pseudo, domain="sphinx")
    status, said = build(book, *STRICT)
    assert status == 1
    assert "the translation of half differs in: {given}`x`" in said
