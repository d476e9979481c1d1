"""The whole book in a pseudo-language: no word is shown that a translator cannot reach.

It is built of what the cells gave to the English book, and its pages are the English ones
in other words. Run by ``pytest -m language tests/browser/test_language.py``.
"""

import json
import re

import pytest
import yaml
from babel.messages.catalog import Catalog
from bs4 import BeautifulSoup, Comment, Doctype
from building import build
from serving import serving
from translating import (
    LANGUAGE,
    ROOT,
    catalogue_of_the_site,
    catalogues_of_others,
    pseudo,
    read,
    write,
)

pytestmark = pytest.mark.language

# Where no word is to be translated.
NOT_WORDS = (
    "script, style, math, code, pre, .highlight, .output, [data-slot], .context, "
    # What others have written, and its addresses.
    ".bibtex-citation, .citations, a[href*='references.html#']"
)
READ_OUT = ("alt", "title", "aria-label", "placeholder", "data-text")
# What has no accents, and why.
KNOWN = {
    # The settings of the book, which a translator has in a `_config.yml` of their own.
    "Loss Functions in TensorFlow",
    "The authors of Loss Functions in TensorFlow",
    # In catalogues of the theme and of sphinx-exercise that are not that of Sphinx.
    "By",
    "Contents",
    "Exercise",
    "Solution to",
    # In templates and scripts of the theme, and in no catalogue.
    *("Main", "Page", "auto", "dark", "light"),
    # Names.
    *("altair", "ipython", "keras", "matplotlib", "numpy", "tensorflow"),
    *("Linux", "Python"),
    *(
        "Colab",
        "Binder",
        "GitHub",
        "JupyterLab",
        "Keras",
        "NumPy",
        "TensorFlow",
        "Huber",
    ),
    # Labels that cells give to what they draw.
    *("accuracy", "after", "cat", "cross-entropy", "dog", "horse", "loss"),
}
SLOT = re.compile(r"\{\w+\}|&\w+;")
# Names such as MAE have no small letters.
WORD = re.compile(r"(?<!\w)(?=[A-Za-z]*[aeiou])[A-Za-z]{2,}(?!\w)")


@pytest.fixture(scope="module")
def book(built, tmp_path_factory):
    """The folder of the book, in which its configuration says what to translate."""
    folder = tmp_path_factory.mktemp("language") / "book"
    folder.mkdir()
    for name in ("chapters", "lossbook", "_toc.yml"):
        (folder / name).symlink_to(ROOT / name)
    configure(folder, "en")
    return folder


def configure(folder, language):
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    config["execute"]["cache"] = str(ROOT / "_build" / ".jupyter_cache")
    config["sphinx"]["config"] |= {
        "language": language,
        "locale_dirs": [str(folder / "locale")],
    }
    text = yaml.safe_dump(config, allow_unicode=True)
    (folder / "_config.yml").write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def translated(book):
    """The folder of the site in the pseudo-language, built strictly."""
    status, said = build(book, "--builder", "custom", "--custom-builder", "gettext")
    assert status == 0, said
    folder = book / "locale" / LANGUAGE / "LC_MESSAGES"
    found = book / "_build" / "gettext"
    for file in found.rglob("*.pot"):
        write(read(file), folder / file.relative_to(found).with_suffix(".po"))
    everything = Catalog()
    for catalogue in (
        *catalogues_of_others(),
        catalogue_of_the_site(ROOT / "lossbook", found),
    ):
        for message in catalogue:
            if message.id:
                everything.add(message.id, flags=message.flags)
    write(everything, folder / "sphinx.po")
    # As Sphinx brings it along for the languages that it knows.
    words = {m.id: pseudo(m.id) for m in everything if isinstance(m.id, str) and m.id}
    catalog = {"locale": LANGUAGE, "messages": words, "plural_expr": "(n != 1)"}
    script = f"Documentation.addTranslations({json.dumps(catalog)});"
    (folder / "sphinx.js").write_text(script, encoding="utf-8")
    configure(book, LANGUAGE)
    status, said = build(book, "--all")
    assert status == 0, said
    assert "Executing notebook" not in said, "the cells were run again"
    return book / "_build" / "html"


@pytest.fixture(scope="module")
def pages(built, translated):
    """A dict from the names of pages to the page in English and in the other language."""
    names = [path.relative_to(built) for path in sorted(built.glob("chapters/*.html"))]
    return {
        name.stem: (parsed(built / name), parsed(translated / name)) for name in names
    }


def parsed(path):
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def parts(page):
    """The elements of a page with what scripts and links know them by."""
    known = (
        "id",
        "class",
        "name",
        "value",
        "data-check",
        "data-outcome",
        "data-signal",
    )
    for element in page.select_one("article").find_all(True):
        yield element.name, *(str(element.get(name)) for name in known)


def test_pages_have_the_same_parts(pages):
    for name, (english, other) in pages.items():
        for one, same in zip(parts(english), parts(other), strict=True):
            assert one == same, name


def test_numbers_code_and_outputs_are_those_of_the_english_pages(pages):
    for name, (english, other) in pages.items():
        for selector in (
            "math",
            ".output",
            ".cell_input",
            "[data-slot]",
            ".chart data",
        ):
            texts = [
                [part.get_text() for part in page.select(f"article {selector}")]
                for page in (english, other)
            ]
            # What a check says of an answer is said in the language of the page.
            said = [[t for t in of_page if "⟦" not in t] for of_page in texts]
            kept = [text for text in said[0] if text in set(said[1])]
            assert said[1] == kept, (name, selector)


def words_of(page):
    """The texts of a page that have a word without accents, with the place of each."""
    for part in page.select(NOT_WORDS):
        part.decompose()
    for text in page.find_all(string=True):
        if not isinstance(text, (Comment, Doctype)):
            yield from plain(text, text.parent)
    for element in page.select(":not([aria-hidden=true] *)"):
        for name in READ_OUT:
            if name in element.attrs:
                yield from plain(element[name], element)


def plain(text, element):
    said = " ".join(SLOT.sub(" ", text).split())
    for known in sorted(KNOWN, key=len, reverse=True):
        said = re.sub(rf"(?<!\w){re.escape(known)}(?!\w)", "", said)
    if WORD.search(said):
        yield f"<{element.name} class={element.get('class')}>: {' '.join(text.split())}"


def refuse_words(page, name):
    found = sorted(set(words_of(page)))
    assert not found, f"{name}: not through the door for words:\n" + "\n".join(found)


def test_every_word_comes_from_a_catalogue(pages):
    for name, (_, other) in pages.items():
        refuse_words(other, name)


def test_pages_live_without_an_error_and_scripts_say_no_english_word(
    translated, visiting
):
    with serving(translated) as address:
        for path in sorted(translated.glob("chapters/*.html")):
            with visiting() as visit:
                visit.go(f"{address}chapters/{path.name}")
                for selector in ("[name=train]", "[name=one]", "[data-steps='1']"):
                    for button in visit.page.locator(f"{selector}:visible").all():
                        button.click()
                for form in visit.page.locator("form.check").all():
                    form.evaluate("form => form.requestSubmit()")
                live = BeautifulSoup(visit.page.content(), "html.parser")
                assert not visit.faults, path.stem
                refuse_words(live, path.stem)


def test_the_search_says_what_it_finds_in_the_language_of_the_pages(
    translated, visiting
):
    with serving(translated) as address, visiting() as visit:
        visit.page.goto(f"{address}search.html?q=66790")
        visit.page.locator("#search-results li a").first.wait_for()
        live = BeautifulSoup(visit.page.content(), "html.parser")
        assert not visit.faults
        refuse_words(live, "the search")
