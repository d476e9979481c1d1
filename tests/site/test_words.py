"""Pages in another language: of their words, and of those of the site; numbers stay."""

import ast
import copy
import json
import pickle
import re
import shutil
from pathlib import Path

import pytest
import sphinx
from babel.messages.catalog import Catalog
from other_book import HEAD, STRICT, build, make
from rooms import scripts
from scripting import run_script
from serving import serving
from translating import LANGUAGE, ROOT, catalogue_of_the_site, pseudo, read, write

from lossbook.say import joined, say
from lossbook.site.kit import words
from lossbook.site.kit.said import in_words
from lossbook.site.publish.scripts import assigned

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
    messages = read(file)
    shutil.rmtree(book / "_build")  # Sphinx reads pages otherwise for a catalogue
    return messages


@pytest.fixture(scope="module")
def words_of_the_site(book, tmp_path_factory):
    """What the programs and the templates of the rooms say."""
    found = catalogue_of_the_site(book / "_ext", tmp_path_factory.mktemp("found"))
    assert len(found) > 30
    return found


def translate(book, catalogue, translated, domain="halves"):
    folder = book / "locale" / LANGUAGE / "LC_MESSAGES"
    write(catalogue, folder / f"{domain}.po", translated)
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
    first = (
        """book.translations = { "It says {answer}, {sure}.": "{sure}: {answer}!" };"""
    )
    said = (
        """(texts) => texts.map(([text, values]) => book.words.worded(text, values))"""
    )
    asked = [
        ["It says {answer}, {sure}.", {"answer": 7, "sure": "{answer}"}],
        ["Run {number}.", {"number": 0}],
        ["Of {nobody}.", {}],
        ["constructor", {}],
    ]
    found = run_script([], said, asked, first)
    assert found == ["{answer}: 7!", "Run 0.", "Of {nobody}.", "constructor"]


def test_every_message_of_a_script_stands_in_it_by_itself():
    """A message that a program puts together is in no catalogue."""
    for path in scripts():
        text = path.read_text(encoding="utf-8")
        calls = re.findall(r"(?<!function )\bworded\(", text)
        assert len(words.MESSAGE.findall(text)) == len(calls), path


# The functions that say something, by the modules that offer them.
SAY = {
    "lossbook.say": {"joined", "say"},
    "lossbook.explore.words": {"sentence", "sentences"},
    "sphinx.locale": {"_"},
}
DOOR = ("lossbook/explore/words.py", "lossbook/site/kit/words.py")  # gets its messages


def calls_that_say(tree):
    """The calls of a module by which something is said."""
    names = {
        name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for name in node.names
        if name.name in SAY.get(node.module, ())
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in names:
            yield node


def test_every_message_of_python_stands_in_its_call():
    """`pybabel extract` reads the text of a program, and computes nothing."""
    found = 0
    for path in sorted((ROOT / "lossbook").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        for call in calls_that_say(ast.parse(path.read_text(encoding="utf-8"))):
            first = call.args[0]
            is_text = isinstance(first, ast.Constant) and isinstance(first.value, str)
            assert is_text or name in DOOR, (
                f"{name}:{call.lineno}: {call.func.id} gets no literal text; write the "
                "message into the call, and what varies into its slots"
            )
            found += is_text
    assert found > 250


def test_a_text_that_was_said_is_said_again_in_another_language(monkeypatch):
    ends = say("from {first} to {last}", first=0, last=1)
    whole = joined("{before}, {after}", ["a", say("rises {ends}", ends=ends), ""])
    assert whole == "a, rises from 0 to 1"
    assert pickle.loads(pickle.dumps(whole)).tree == copy.deepcopy(whole).tree
    catalogue = {
        "rises {ends}": "{ends}: steigt",
        "from {first} to {last}": "bis {last} ab {first}",
        "{before}, {after}": "{before} {after}",
    }
    monkeypatch.setattr(words, "_", lambda message: catalogue[message])
    assert in_words(json.loads(json.dumps(whole.tree))) == "a bis 1 ab 0: steigt"


@pytest.mark.parametrize("found", ["rises", "rises {end}", "rises {ends} {more}"])
def test_a_translation_with_other_slots_is_refused(monkeypatch, found):
    monkeypatch.setattr(words, "_", lambda message: found)
    with pytest.raises(ValueError, match="its slots need to be the same"):
        in_words(say("rises {ends}", ends="up").tree)


def test_a_message_with_other_slots_than_values_is_refused():
    with pytest.raises(ValueError, match="needs a slot for each of: start"):
        say("From {begin}.", start=0)
    with pytest.raises(ValueError, match="needs a slot for each of: none"):
        say("From {begin}.")


@pytest.mark.parametrize("language", ["de", "pl", "zh_CN", "ar"])
def test_what_sphinx_says_in_scripts_is_set_and_not_evaluated(language):
    found = Path(sphinx.__file__).parent / "locale" / language / "LC_MESSAGES"
    script = (found / "sphinx.js").read_text(encoding="utf-8")
    catalog = json.loads(script[script.index("{") : script.rindex("}") + 1])
    first = f"""
      const Documentation = {{ TRANSLATIONS: {{}} }};
      globalThis.Function = () => {{ throw new EvalError("the policy refuses this"); }};
      {assigned(script)}
    """
    said = run_script(
        [],
        """() => ({
          locale: Documentation.LOCALE,
          search: Documentation.TRANSLATIONS["Search Results"],
          plurals: [0, 1, 2, 5].map(Documentation.PLURAL_EXPR),
        })""",
        first=first,
    )
    assert said["locale"] == catalog["locale"]
    assert said["search"] == catalog["messages"]["Search Results"]
    plurals = {
        "de": [1, 0, 1, 1], "pl": [2, 0, 1, 2], "zh_CN": [0] * 4, "ar": [0, 1, 2, 3]
    }  # fmt: skip
    assert said["plurals"] == plurals[language]


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("Documentation.setTranslations({});", "no call of"),
        ('Documentation.addTranslations({"plural_expr": "alert(n)"});', "no plural"),
    ],
)
def test_another_script_in_the_place_of_translations_is_refused(script, reason):
    with pytest.raises(ValueError, match=reason):
        assigned(script)


def test_a_translation_that_loses_a_number_fails_the_build(book, catalogue):
    translate(book, catalogue, lambda text: text.replace("{given}`x`", "it"))
    translate(book, Catalog(), pseudo, domain="sphinx")
    status, said = build(book, *STRICT)
    assert status == 1
    assert "the translation of half differs in: {given}`x`" in said
