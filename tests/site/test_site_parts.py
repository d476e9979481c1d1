"""What the site is made of: the joined sheet, and what is thrown away."""

import ast
import hashlib
import sys
import tomllib
from pathlib import Path
from pkgutil import iter_modules
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from course import CHAPTERS, FILES, OF_THE_ARTICLE
from docutils import nodes
from notebooks import written
from pygments import highlight
from pygments.lexers import PythonLexer
from rules import demand

import lossbook.exercises
import lossbook.questions
from lossbook.exercises import exercises
from lossbook.site.kit import makers
from lossbook.site.kit.assets import SITE
from lossbook.site.kit.cache import kept
from lossbook.site.laboratories import page as laboratories
from lossbook.site.laboratories.page import DIGITS, FOLDER, network_file, versioned
from lossbook.site.progress.course import is_asked_of
from lossbook.site.publish.scripts import scripts
from lossbook.site.publish.stylesheet import pruned
from lossbook.site.publish.unused import remove_unused
from lossbook.site.questions.bank import helpers, module_of, questions_of
from lossbook.site.questions.question import number, one
from lossbook.site.search.search import SearchNumbers
from lossbook.site.theme.highlighting import SparingFormatter
from lossbook.site.theme.layout import content_security_policy
from lossbook.site.theme.sharing import LONGEST, SITEMAP, summary, write_sitemap


def read(path):
    return path.read_text(encoding="utf-8")


# The style sheet


@pytest.mark.parametrize(
    ("sheet", "left"),
    [
        (".a{x:1}", ".a{x:1}"),
        (".z{x:1}", ""),
        ("#z{x:1}", ""),
        (".a.z{x:1}", ""),
        (".a .z, .a > p{x:1}", ".a > p{x:1}"),
        (".a:not(.z){x:1}", ".a:not(.z){x:1}"),
        ("p, [data-z], :root{x:1}", "p,[data-z],:root{x:1}"),
        ("@media print{.z{x:1}}", ""),
        ("@media print{.a{x:1}.z{x:1}}", "@media print{.a{x:1}}\n"),
        ("@media print{@supports (x:1){.a{x:1}}}", None),
        ("@keyframes turn{to{x:1}}", "@keyframes turn{to{x:1}}\n"),
        ("/* .a */", ""),
        ("/*! (c) the authors */.z{x:1}", "/*! (c) the authors */"),
        (".a{x:url(fontawesome/f)}", ".a{x:url(fontawesome/f)}"),
        ("@font-face{src:url(vendor/fontawesome/f)}", ""),
    ],
)
def test_a_sheet_keeps_the_rules_for_what_there_is(sheet, left):
    found = pruned(sheet, {"a"})
    if left is None:
        assert found == "@media print{@supports (x:1){.a{x:1}}\n}\n"
    else:
        assert found == left


@pytest.mark.parametrize("icon", ["'\uf00c'", '"\\f00c"', "var(--pst-icon-tip)"])
def test_an_icon_has_no_words_where_browsers_know_of_such(icon):
    sheet = pruned(f".a:before{{content:{icon}}}", {"a"})
    before, _, after = sheet.partition("@supports")
    assert before.startswith(".a:before{content:")
    assert after.endswith('/""}}')
    words = '.a:after{content:"read"}'
    assert pruned(words, {"a"}) == words


@pytest.mark.parametrize(
    ("address", "moved"),
    [
        ("../image.png", "image.png"),
        ("'a/image.png'", "styles/a/image.png"),
        ("data:image/png;base64,xx", "data:image/png;base64,xx"),
        ("#here", "#here"),
    ],
)
def test_addresses_hold_where_the_joined_sheet_lies(address, moved):
    sheet = pruned(f".a{{x:url({address})}}", {"a"}, "styles/theme.css")
    assert sheet == f".a{{x:url({moved})}}"


# What is kept between builds


def test_a_file_is_made_once_for_the_same_ingredients(tmp_path):
    app, made = SimpleNamespace(doctreedir=tmp_path), []

    def make():
        made.append(1)
        return b"%d" % len(made)

    assert kept(app, "x", ["a", b"b"], make) == b"1"
    assert kept(app, "x", ["a", b"b"], make) == b"1", "made again of the same"
    assert kept(app, "x", ["ab", b""], make) == b"2", "kept for other ingredients"
    files = list((tmp_path / "lossbook" / "x").iterdir())
    assert len(files) == 1, "what holds no more is still there"


MAKERS = [
    path
    for path in makers.PACKAGE.rglob("*.py")
    if "kit.cache import kept" in path.read_text(encoding="utf-8")
]


@pytest.mark.parametrize("name", ["a", "b", "c"])
def test_a_file_is_made_again_when_a_module_behind_its_maker_is_another(
    tmp_path, monkeypatch, name
):
    """The maker imports a, which imports b as it is asked to work, which names c."""
    package = tmp_path / "lossbook"
    package.mkdir()
    texts = {
        "maker": "from lossbook import (\n    a,\n)\ndef make(): return b'made'",
        "a": "def work():\n    from lossbook.b import something",
        "b": "import_module('lossbook.c')",
        "c": "x = 1",
    }
    for module, text in texts.items():
        (package / f"{module}.py").write_text(text, encoding="utf-8")
    monkeypatch.setattr(makers, "PACKAGE", package)
    code = SimpleNamespace(co_filename=package / "maker.py")
    make = SimpleNamespace(__code__=code)  # all that is asked of a function
    before = makers.makers_of(make)
    assert makers.makers_of(make) == before
    (package / f"{name}.py").write_text(texts[name] + "\n", encoding="utf-8")
    makers._text.cache_clear()
    assert makers.makers_of(make) != before


def test_a_file_is_made_again_with_another_version_of_a_tool(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(tmp_path))
    installed = makers.installed.__wrapped__
    (tmp_path / "vl_convert_python-1.9.0.dist-info").mkdir()
    before = installed()
    (tmp_path / "vl_convert_python-1.9.0.dist-info").rename(
        tmp_path / "vl_convert_python-1.9.1.dist-info"
    )
    assert installed() != before


@pytest.mark.parametrize("maker", MAKERS, ids=lambda path: path.stem)
def test_no_import_of_a_module_behind_a_maker_is_missed(maker):
    behind = makers.modules_behind(maker)
    for path in behind:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                named = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                module = makers.absolute("." * node.level + (node.module or ""), path)
                named = [f"{module}.{alias.name}" for alias in node.names]
            else:
                continue
            for name in named:
                if name.split(".")[0] == "lossbook":
                    file = makers._file_of(name) or makers._file_of(
                        name.rpartition(".")[0]
                    )
                    assert file in behind, f"{path}:{node.lineno}: {name}"


def test_all_that_runs_to_make_the_digits_is_behind_their_maker():
    make, ran = laboratories.make_digits_script, set()

    def note(frame, event, _):
        ran.add(Path(frame.f_code.co_filename))

    sys.setprofile(note)
    try:
        make()
    finally:
        sys.setprofile(None)
    ours = {path for path in ran if makers.PACKAGE in path.parents}
    assert makers.PACKAGE / "laboratory" / "digits.py" in ours
    assert ours <= makers.modules_behind(Path(make.__code__.co_filename))


def test_a_file_that_could_not_be_made_is_made_by_the_next_build(tmp_path):
    app = SimpleNamespace(doctreedir=tmp_path)

    def fail():
        raise RuntimeError

    with pytest.raises(RuntimeError):
        kept(app, "x", ["a"], fail)
    assert kept(app, "x", ["a"], lambda: b"made") == b"made"


# What is thrown away


def test_only_what_a_page_asks_for_stays(tmp_path):
    files = {
        "page.html": '<link href="_static/book.css"><script src="_static/a.js">',
        "_static/book.css": "src: url(used.woff2)",
        "_static/a.js": "//# also b.js",
        "_static/b.js": "",
        "_static/used.woff2": "",
        "_static/used.woff2.LICENSE.txt": "",
        "_static/other.woff2": "",
        "_static/other.woff2.LICENSE.txt": "",
        "_static/deep/er/other.js": "",
        "_static/macros.html": "deep/er/other.js",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    remove_unused(tmp_path, [FOLDER], {".js"})
    assert not (tmp_path / "_static/deep").exists()
    assert (tmp_path / "_static/other.woff2").exists()
    remove_unused(tmp_path, [FOLDER])
    left = {
        p.relative_to(tmp_path / "_static").as_posix()
        for p in tmp_path.rglob("*")
        if p.is_file() and p.parent.name == "_static"
    }
    assert left == {"book.css", "a.js", "b.js", "used.woff2", "used.woff2.LICENSE.txt"}


# Programs


def test_what_is_plain_in_a_program_has_no_element():
    html = highlight("x = f(1)", PythonLexer(), SparingFormatter(nowrap=True))
    assert html == 'x <span class="o">=</span> f(<span class="mi">1</span>)\n'


# Scripts and the policy


def script(filename, priority=500):
    return SimpleNamespace(filename=filename, priority=priority)


def test_scripts_stand_in_order_and_none_is_inline_or_unneeded():
    asked = [script("b.js", 800), script(None), script("a.js"), script("a.js")]
    asked += [script("_static/sphinx-thebe.js"), script("")]
    assert list(scripts(asked)) == [
        "a.js",
        "b.js",
        "_static/scripts/pydata-sphinx-theme.js",
    ]


def test_the_policy_names_each_inline_script_by_its_hash():
    policy = content_security_policy(["alert(1)"])
    # echo -n 'alert(1)' | openssl dgst -sha256 -binary | base64
    assert "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='" in policy
    assert "unsafe" not in policy


# Search


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("66,790 parameters", ["66790", "parameters"]),
        ("1,234,567", ["1234567"]),
        ("(1,2345) or 1, 234", ["1", "2345", "or", "1", "234"]),
        ("from_logits=True", ["from_logits", "True"]),
    ],
)
def test_the_index_knows_thousands(text, words):
    assert SearchNumbers({}).split(text) == words


# What a page tells of itself


def document(*texts):
    return nodes.section("", *(nodes.paragraph(text=text) for text in texts))


def test_a_summary_is_as_many_whole_paragraphs_as_fit():
    assert summary(document("You can", "read;", "x" * LONGEST)) == "You can read"
    assert summary(document("word " * 60)).endswith("word…")
    assert len(summary(document("word " * 60))) <= LONGEST
    assert summary(document()) == ""


@pytest.mark.parametrize(
    "base", ["https://example.org/book", "https://example.org/book/"]
)
def test_a_site_with_an_address_has_a_map(tmp_path, base):
    app = SimpleNamespace(
        config=SimpleNamespace(html_baseurl=base),
        env=SimpleNamespace(found_docs={"b", "a"}),
        builder=SimpleNamespace(get_target_uri=lambda name: f"{name}.html"),
        outdir=tmp_path,
    )
    write_sitemap(app)
    pages = ElementTree.parse(tmp_path / "sitemap.xml").getroot()
    assert [page.findtext(f"{{{SITEMAP}}}loc") for page in pages] == [
        "https://example.org/book/a.html",
        "https://example.org/book/b.html",
    ]
    app.config.html_baseurl = ""
    write_sitemap(app)
    assert not (tmp_path / "sitemap.xml").exists()


# What others made


MANIFESTS = sorted(SITE.rglob("vendored.toml"))


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.parent.name)
def test_every_vendored_file_is_the_one_in_the_manifest(path):
    manifest = tomllib.loads(read(path))["file"]
    listed = {entry["name"]: entry for entry in manifest}
    lying = {file.name for file in path.parent.iterdir()} - {path.name}
    assert set(listed) == lying
    for name, entry in listed.items():
        digest = hashlib.sha256(path.with_name(name).read_bytes()).hexdigest()
        assert digest == entry["sha256"], f"{name} is not the file of the manifest"
        assert entry["version"]
        assert entry["source"]
        assert entry["license"] in {"OFL-1.1", "BSD-3-Clause"}


def test_no_file_of_others_lies_among_those_written_here():
    others = {path.parent for path in MANIFESTS}
    assert {folder.name for folder in others} == {"stix", "vega"}
    known = {".css", ".html", ".js", ".md", ".py", ".svg", ".ts"}
    for path in SITE.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            assert path.suffix in known or path.parent in others, path
    # Each room is one folder, in which nothing lies deeper but what others made.
    deeper = {path.parent for path in SITE.glob("*/*/*") if path.is_file()}
    assert {f for f in deeper if f.name != "__pycache__"} == others


# Names of pages


def test_each_page_has_a_file_for_its_network_that_no_other_has():
    pages = ["digits", "chapters/digits", "other/digits", "networks/digits", "c#?"]
    files = {f"{FOLDER}/{DIGITS}", *map(network_file, pages)}
    assert len(files) == len(pages) + 1
    address = versioned("..", network_file("chapters/50% c#"), b"")
    assert address.startswith(f"../{FOLDER}/networks/chapters/50%25%20c%23.js?v=")


ASKING = [*CHAPTERS, "losses_inventory"]


def test_every_module_of_questions_belongs_to_a_page_or_is_a_helper():
    package = lossbook.questions.__name__
    modules = {module.name for module in iter_modules(lossbook.questions.__path__)}
    pages = {module_of(package, page) for page in FILES}
    for name in modules - helpers(package) - pages:
        demand(
            False,
            f"lossbook/questions/{name}.py",
            "a module with QUESTIONS belongs to a page in _toc.yml, and this to none",
            f"add the row `- file: chapters/{name}` there, or remove the module",
        )
    for page in ASKING:
        demand(
            questions_of(package, page),
            page,
            "a chapter has a module with its questions, and this one has none",
            f"write lossbook/questions/{module_of(package, page)}.py, with a dict QUESTIONS",
        )
    for page in [*helpers(package), "json", "01.07-timing", "", "a b", "..", "Ü"]:
        assert questions_of(package, page) == {}, page
        assert module_of(package, page) not in modules


def test_every_module_of_exercises_belongs_to_a_chapter():
    modules = {module.name for module in iter_modules(lossbook.exercises.__path__)}
    for name in modules - {*CHAPTERS} - lossbook.exercises.HELPERS:
        demand(
            False,
            f"lossbook/exercises/{name}.py",
            "a module with EXERCISES belongs to a chapter in _toc.yml, and this to none",
            f"add the row `- file: chapters/{name}` there, or remove the module",
        )
    for page in CHAPTERS:
        demand(
            exercises(page),
            page,
            "a chapter has a module that judges its exercises, and this one has none",
            f"write lossbook/exercises/{page}.py, with a dict EXERCISES",
        )
    for page in ["exercise", "__init__", "json", "01.07-timing", "", "..", "Ü"]:
        assert exercises(page) == {}, page


@pytest.mark.parametrize(
    "page",
    ["01.07-timing", "class", "__init__", "a b", "日本", "1e5", "numbers", "x.y"],
)
def test_a_module_can_be_written_for_a_page_of_any_name(page):
    name = module_of(lossbook.questions.__name__, page)
    assert name != "numbers"  # which holds what several pages ask with
    ast.parse(f"import {name}")


def test_an_inventory_has_a_row_for_each_chapter_that_it_asks_of_and_no_other():
    config = SimpleNamespace(questions_package=lossbook.questions.__name__)
    builder = SimpleNamespace(
        app=SimpleNamespace(config=config), current_docname="chapters/losses_inventory"
    )
    pages = [*OF_THE_ARTICLE, "a_chapter_more"]
    asked = [page for page in pages if is_asked_of(builder, f"chapters/{page}")]
    assert asked == OF_THE_ARTICLE


# What a notebook shows


QUESTIONS = {
    "double": number("it", right=lambda x: 2 * x, given={"x": 3}, decimals=0),
    "even": one("it", right=lambda: "even", odd=lambda: "odd"),
}
ASKED = """\
(label)=
## Numbers

```{check} double
:see: label

What is twice {given}`x`?

- {when}`right` It is {gives}`right`.
```

```{check} even
What is 2?

- {when}`odd` Odd.

  You probably …
- {when}`right` Even.

  Half of it
  is whole.
```

```{review}
double even double
```

```text
as it is
```
"""


def test_in_a_notebook_a_question_is_words_and_an_answer_that_unfolds():
    assert (
        written(ASKED, QUESTIONS)
        == """\
## Numbers

**Question.** What is twice 3?

<details><summary>Answer</summary>

It is 6.

</details>

**Question.** What is 2?

- Odd.
- Even.

<details><summary>Answer</summary>

**Even.** Half of it
is whole.

</details>

```text
as it is
```
"""
    )
