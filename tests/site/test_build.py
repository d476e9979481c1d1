"""The build, on two small books with the configuration of this one.

A build takes seconds, so what can be told of one build is told of one: a book without
a fault is built as it is, and then as its author goes on; one with all faults is built
twice. Each test looks at a copy of what a build has left, which no later build changes.
"""

import re
import shutil
import struct
import zlib
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote

import nbformat
import pytest
import yaml
from building import build
from edges import EDGES
from front_matter import FRONT_MATTER
from sphinx.errors import ConfigError, SphinxError

from lossbook.site.notebooks import downloads
from lossbook.site.outputs.in_build import refuse_unreadable
from lossbook.site.publish import whole
from lossbook.site.theme import sharing

ROOT = Path(__file__).parents[2]
HEAD = FRONT_MATTER + "\n"
INDEX = HEAD + "# Front\n\n[A page](page.md) takes {time}`page`.\n"
PAGE = (
    HEAD
    + r"""# A page

A third is 0.333, as {cite:t}`bishop2006` would agree, and $\frac{1}{3}$ in TeX.

$$
\sum_{i=1}^{m} \lvert y_i \rvert
$$

```{code-cell}
print(1 / 3)
```

```output
0.3333
```

(a-label)=
## Machine

```{code-cell}
---
mystnb:
  figure:
    caption: A line.
---
import numpy as np

import lossbook as lb

lb.plot_lines(np.arange(3.0), np.arange(3.0), {"line": (1.0, 0.0)})
```

```{code-cell}
print("score", 0.51)
```

```output
score 0.5 ± 0.1
```

See [above](#a-label).
"""
)
# With a hint and a solution that would take ten minutes each to read.
TASKS = f"""# Tasks

```{{exercise-start}}
:label: first
```

**Warm-up, 3 minutes**

Go.

```{{hint}}
{"word " * 1500}
```

```{{exercise-end}}
```

```{{solution-start}} first
```

{"word " * 1500}

```{{solution-end}}
```

```{{exercise}}
:label: second

**Practice, 10 minutes**

Go on.
```
"""
SILENT = (
    HEAD
    + """# Code alone

```{code-cell}
import os
from pathlib import Path

assert list(Path(os.environ["MPLCONFIGDIR"]).glob("fontlist-*")), "fonts are not listed"
```
"""
)
FAULTY = (
    HEAD
    + """# A faulty page

A quarter is 0.26.

```{code-cell}
print(1 / 4)
```

```output
0.24
```

```{code-cell}
---
mystnb:
  figure:
    caption: See [nobody](#nobody).
---
import warnings
warnings.warn("beware")
```

See [nothing](#nowhere), [no page](nowhere.md) and {cite:p}`nobody1900`.

$\\unknowncommand$

```{exercise}
:label: endless

**Warm-up**

No minutes.
```
"""
)
# A page with a cell, so that there is a notebook, in which questions are written out.
CELL = "\n```{code-cell}\nprint(1 + 1)\n```\n\n```output\n2\n```\n"
# Names of pages that a file can have. Those of modules among them once stopped the build.
NAMES = ["01.07-timing", "numbers", "question", "misconceptions", "__init__", "json"]
NAMES += ["exercise", "class", "constructor", "1e5", "v1.2.3", "Ünïcode page", "日本"]
NAMES += ["a+b, c", "page's", "a&b", "50%", "c#"]


class Book:
    """A book in a folder of its own, and what the last build said."""

    def __init__(self, path):
        self.path = path
        shutil.copy(ROOT / "_config.yml", path)
        (path / "lossbook").symlink_to(ROOT / "lossbook")  # which its settings name
        (path / "chapters").mkdir()
        shutil.copy(ROOT / "chapters" / "references.bib", path / "chapters")
        self.write(index=INDEX, page=PAGE, references="# R\n\n```{bibliography}\n```\n")
        self.write(checks="# Checks\n\n```{checked-pages}\n```\n")
        self.list("page", "references", "checks")

    def write(self, **pages):
        for name, text in pages.items():
            file = self.path / "chapters" / f"{name}.md"
            file.write_text(text, encoding="utf-8")

    def list(self, *pages):
        contents = {
            "format": "jb-book",
            "root": "chapters/index",
            "chapters": [{"file": f"chapters/{page}"} for page in pages],
        }
        (self.path / "_toc.yml").write_text(yaml.safe_dump(contents), encoding="utf-8")

    def configure(self, **options):
        config = yaml.safe_load((self.path / "_config.yml").read_text(encoding="utf-8"))
        (self.path / "_config.yml").write_text(
            yaml.safe_dump({**config, **options}), encoding="utf-8"
        )

    def build(self, kept):
        """Build it, and keep a copy of what there is then in a folder."""
        status, said = build(self.path)
        shutil.copytree(self.html, kept)
        return Built(status, said, kept)

    @property
    def html(self):
        return self.path / "_build" / "html"


@dataclass(frozen=True)
class Built:
    """What a build has left: its status, what it said, and a copy of the site."""

    status: int
    said: str
    path: Path

    def html(self, page):
        return (self.path / "chapters" / f"{page}.html").read_text(encoding="utf-8")


# One after the other, the builds of a book without a fault


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """The book that the builds below share; each of them takes it on from the one above."""
    book = Book(tmp_path_factory.mktemp("good"))
    tasks = "\n[Tasks](tasks.md) take {time}`tasks`.\n"
    book.write(index=INDEX + tasks, tasks=TASKS, silent=SILENT, edges=HEAD + EDGES)
    book.write(code=f"{HEAD}# Code\n{CELL}", old="# To be renamed\n")
    book.write(other="# Another\n")
    pages = ["page", "tasks", "references", "checks", "silent", "edges", "code"]
    book.list(*pages, "old", "other")
    return book


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    return tmp_path_factory.mktemp("kept")


@pytest.fixture(scope="module")
def good(book, kept, tmp_path_factory):
    """The first build of it."""
    with pytest.MonkeyPatch.context() as patch:  # as where Matplotlib never ran
        patch.setenv("MPLCONFIGDIR", str(tmp_path_factory.mktemp("matplotlib")))
        good = book.build(kept / "good")
    assert good.status == 0, good.said
    return good


@pytest.fixture(scope="module")
def mended(good, book, kept):
    """The build after one that was interrupted while it wrote."""
    for name in ("chapters/page.html", "chapters/index.html", "_static/book.css"):
        (book.html / name).write_text("half of a", encoding="utf-8")
    (book.html.parent / ".doctrees" / "lossbook" / "whole").unlink()
    return book.build(kept / "mended")


@pytest.fixture(scope="module")
def changed(mended, book, kept):
    """The build after pages were renamed, added, removed, and given other titles."""
    foreign = book.html / "chapters" / "foreign.html"  # which no build of ours wrote
    foreign.write_text("<p>Somebody else put it there.</p>", encoding="utf-8")
    picture = book.html / "_images" / "of-no-page.svg"
    picture.parent.mkdir(exist_ok=True)
    picture.write_text("<svg></svg>", encoding="utf-8")
    times = "".join(f"{{time}}`{name}`\n" for name in NAMES)
    book.write(index=f"{INDEX}\n{times}", added="# An added page\n")
    book.write(page=PAGE.replace("# A page", "# A new title"))
    book.write(**{name: f"{HEAD}# The title\n{CELL}" for name in NAMES})
    chapters = book.path / "chapters"
    (chapters / "old.md").rename(chapters / "renamed.md")
    for gone in ("checks", "tasks", "silent", "edges", "code"):
        (chapters / f"{gone}.md").unlink()
    book.list("page", "references", "renamed", "added", "other", *NAMES)
    return book.build(kept / "changed")


@pytest.fixture(scope="module")
def same(changed, book, kept):
    """The build after nothing has changed."""
    return book.build(kept / "same")


@pytest.fixture(scope="module")
def addressed(same, book, kept):
    """The build after the site and the repository were given their addresses."""
    book.configure(
        repository={"url": "https://github.com/someone/losses", "branch": "trunk"},
        html={"baseurl": "https://example.org/losses/"},
    )
    return book.build(kept / "addressed")


def test_the_front_page_opens_from_the_root_of_the_site(good):
    root = (good.path / "index.html").read_text(encoding="utf-8")
    assert 'content="0; url=chapters/index.html"' in root
    assert '<a href="chapters/index.html">Loss Functions in TensorFlow</a>' in root


def test_an_exact_statement_is_shown_once_as_the_cell_printed_it(good):
    page = good.html("page")
    assert page.count("0.3333333333333333") == 1
    assert ">0.3333<" not in page


def test_a_tolerance_is_shown_below_what_the_cell_printed(good):
    page = good.html("page")
    assert page.index("score 0.51") < page.index("score 0.5 ± 0.1")


def test_the_foot_tells_what_was_checked(good):
    from importlib.metadata import version

    said = re.search(r'<p class="checked">(.*?)</p>', good.html("page"), re.DOTALL)[1]
    assert said.startswith(
        "Checked on this page: printed lines 2, numbers in the text 1. "
    )
    for package in ("TensorFlow", "Keras", "NumPy"):
        assert f"{package} {version(package.lower())}" in said


def test_a_page_that_states_nothing_does_not_count_its_checks(good):
    said = re.search(r'<p class="checked">(.*?)</p>', good.html("silent"), re.DOTALL)[1]
    assert said.startswith("The cells of this page ran without an error or a warning. ")
    assert not re.search(r"(?<![\d.])0\b(?!\.)", said), said


def test_the_front_page_tells_the_times_of_the_page(good):
    assert re.search(
        r"A page</span></a> takes .*5\xa0min to read, (less than )?\d+\xa0s to run",
        good.html("index"),
    )


def test_exercises_take_the_minutes_that_they_name_and_none_to_read(good):
    assert re.search(
        r"Tasks</span></a> take .*>5\xa0min to read, 13\xa0min of exercises</span>",
        good.html("index"),
    )


def test_formulas_are_mathml_and_no_script_is_loaded_for_them(good):
    page = good.html("page")
    assert page.count("<math>") == 1
    assert page.count('<math display="block">') == 1
    assert "<mfrac><mn>1</mn><mn>3</mn></mfrac>" in page
    assert not re.search(r"<script[^>]*mathjax", page, re.IGNORECASE)
    static = good.path / "_static"
    assert 1_000 < (static / "mathematics.woff2").stat().st_size < 10_000


def test_a_figure_has_the_sentence_as_its_alt_text(good):
    image = re.search(r"<img [^>]*>", good.html("page"))[0]
    assert re.search(r'alt="[^"]*line[^"]*"', image)
    assert re.search(r'src="\.\./_images/[^"]*\.svg"', image)
    assert re.search(r'width="\d+"', image)
    assert re.search(r'height="\d+"', image)


def test_the_page_offers_its_executed_notebook(good):
    offers_its_executed_notebook(good)


def offers_its_executed_notebook(built):
    link = re.search(r'href="(\.\./_sources/chapters/page\.ipynb)"', built.html("page"))
    path = built.path / "chapters" / link[1]
    notebook = nbformat.read(path.resolve(), as_version=4)
    nbformat.validate(notebook)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert cells[0].outputs[0].text == "0.3333333333333333\n"
    assert "<svg" in cells[1].outputs[0].data["image/svg+xml"]
    assert "lossbook" not in notebook.metadata.kernelspec


def test_without_an_address_nothing_is_linked_that_needs_one(good):
    for word in ("colab", "mybinder", "canonical", "og:image", "og:url"):
        assert word not in good.html("page")
    assert not (good.path / "sitemap.xml").exists()


def test_the_page_of_what_was_checked_adds_up_what_the_pages_say(good):
    cells = re.findall(r"<td><p>(.*?)</p></td>", good.html("checks"), re.DOTALL)
    rows = [cells[start : start + 4] for start in range(0, len(cells), 4)]
    names = [re.sub("<.*?>", "", row[0]) for row in rows]
    assert names == ["A page", "Code alone", "Edges", "Code", "The whole book"]
    stated = [row[1:3] for row in rows]
    assert stated[:2] == [["2", "1"], ["none", "none"]]
    *pages, all_pages = [
        [0 if said == "none" else float(said) for said in row[1:]] for row in rows
    ]
    lines, numbers, seconds = map(sum, zip(*pages, strict=True))
    assert all_pages[:2] == [lines, numbers]
    assert abs(all_pages[2] - seconds) < 0.3  # each is rounded


def test_an_interrupted_build_is_made_up_for(good, mended):
    assert mended.status == 0, mended.said
    page = re.sub("<a class=.headerlink.*?</a>", "", mended.html("page"))
    assert "A page</h1>" in page
    for name in ("chapters/page.html", "chapters/index.html", "_static/book.css"):
        assert (mended.path / name).read_text(encoding="utf-8") == (
            good.path / name
        ).read_text(encoding="utf-8"), name


def test_each_file_is_asked_for_with_a_digest_of_what_is_in_it(good):
    html = good.path
    found = re.findall(r'"\.\./(_static/[\w./-]+)\?v=(\w+)"', good.html("page"))
    assert "_static/book.css" in dict(found)
    assert "_static/book.js" in dict(found)
    for file, digest in found:
        assert digest == f"{zlib.crc32((html / file).read_bytes()):08x}"
    fonts = re.findall(
        r"(\w+\.woff2)\?v=", (html / "_static" / "book.css").read_text(encoding="utf-8")
    )
    assert set(fonts) == {"icons.woff2", "mathematics.woff2"}
    assert "Bootstrap" in (html / "_static" / "book.css").read_text(encoding="utf-8")


def test_what_no_page_loads_is_not_there(good):
    static = good.path / "_static"
    files = {path.name for path in static.rglob("*") if path.is_file()}
    assert {"book.css", "mathematics.woff2", "icons.woff2", "book.js"} <= files
    for gone in (
        "page.js",
        "doctools.js",
        "fontawesome.js",
        "sphinx-thebe.js",
        "bootstrap.js",
        "page.css",
    ):
        assert gone not in files


def test_a_page_from_the_cache_keeps_what_its_cells_printed(changed):
    """MyST-NB writes the stated outputs of such a page; the book must not."""
    assert changed.status == 0, changed.said
    assert "Using cached notebook" in changed.said
    assert "Executing notebook" not in changed.said
    assert shown_outputs(changed.html("page"))[:1] == ["0.3333333333333333"]
    offers_its_executed_notebook(changed)


def shown_outputs(page):
    """The texts of the output blocks of a page, in order."""
    blocks = re.findall(
        r'<div class="output[^"]*".*?<pre>(.*?)</pre>', page, flags=re.DOTALL
    )
    return [unescape(re.sub("<.*?>", "", block)).strip() for block in blocks]


def test_a_page_at_the_edges_of_the_contract_shows_what_it_states(good):
    """That pytest agrees is seen in test_collector."""
    assert shown_outputs(good.html("edges")) == [
        "0 1 2",
        "printed a",
        "'a'",
        "printed b",
        "'b'",
        "stays",
        "'second'",
        "'late'",
        "100%",
        "before",
        "FileNotFoundError: [Errno 2] No such file or directory: '…'",
        "SyntaxError: invalid syntax (…, line 1)",
        "UserWarning: beware of 0.25",
    ]
    assert "Shown and not run: line " in good.html("edges")
    for noise in ("without encryption", "a library found a graphics card"):
        assert noise not in good.said


DYING = """# A page

```{code-cell}
import os
os.write(2, b"out of luck")
os._exit(1)
```
"""
RAISING = """# A page

```{code-cell}
print("before")
```

```output
before
```

```{code-cell}
def f():
    raise ValueError("no number")
f()
```

```{code-cell}
print("never")
```

```output
never
```
"""
ODD_PAGES = {
    "dying": DYING,
    "raising": RAISING,
    "slow": "# A page\n\n```{code-cell}\nimport time\ntime.sleep(60)\n```\n",
}


def test_an_address_gives_links_that_open_notebooks_and_what_search_engines_ask(
    addressed,
):
    assert addressed.status == 0, addressed.said
    page = addressed.html("page")
    for link in (
        (
            "https://colab.research.google.com/github/someone/losses/blob/gh-pages/"
            "_sources/chapters/page.ipynb"
        ),
        (
            "https://mybinder.org/v2/gh/someone/losses/trunk"
            "?urlpath=lab/tree/chapters/page.ipynb"
        ),
    ):
        assert f'href="{link}"' in page
    address = "https://example.org/losses/chapters/page.html"
    assert f'<link rel="canonical" href="{address}" />' in page
    assert f'<meta property="og:url" content="{address}" />' in page
    card = "https://example.org/losses/_static/card.png"
    assert f'<meta property="og:image" content="{card}" />' in page
    html = addressed.path
    header = (html / "_static" / "card.png").read_bytes()[:24]
    assert struct.unpack(">II", header[16:]) == (1200, 630)
    assert f"<loc>{address}</loc>" in (html / "sitemap.xml").read_text(encoding="utf-8")
    path = html / "_sources" / "chapters" / "page.ipynb"
    first = nbformat.read(path, as_version=4).cells[0]
    assert "%pip install --quiet git+https://github.com/someone/losses" in first.source


def test_an_address_of_which_no_link_can_be_made_stops_the_build(tmp_path):
    book = Book(tmp_path)
    book.configure(repository={"url": "github.com/someone"})
    status, said = build(tmp_path)
    assert status != 0
    assert "it must look like https://github.com/OWNER/NAME" in said


@pytest.mark.parametrize(
    "url",
    [
        "github.com/someone/losses",
        "http://github.com/someone/losses",
        "https://github.com/someone",
        "https://github.com/someone/losses/tree/main",
        "https://example.org/someone/losses",
    ],
)
def test_an_address_that_is_none_of_a_repository_is_refused(url):
    config = SimpleNamespace(html_theme_options={"repository_url": url})
    with pytest.raises(ConfigError, match="must look like https://github.com/OWNER"):
        downloads.check_address(None, config)


def test_an_address_at_which_no_site_can_be_is_refused():
    with pytest.raises(ConfigError, match="must look like https://OWNER.github.io"):
        sharing.check_address(None, SimpleNamespace(html_baseurl="example.org"))


# Two builds of a book with all faults: nothing has changed for the second


WRONG_QUESTIONS = """# Mean absolute error

(here)=
## Here

A stray {given}`errors`, and a stray {when}`right`.

```{check} mae-nobody
Who?

- {when}`right` Nobody.
```

```{check} mae-cancel
:see: nowhere-at-all

The errors are {given}`errors`.

- {when}`right` It is {gives}`right`.
- {when}`signed` You probably …
- {when}`summed` You probably …
- {when}`squared` You probably …
```

```{check} mae-pull
:see: here

How much from {given}`close`?

- {when}`right` The same.
```

```{check} mae-rain
What will it be?

- Right.
```

```{check} mae-batches
And now?

- {when}`right` It is {gives}`right`.
- {when}`means` You probably …
- {when}`sum` You probably …
```

```{check} mae-unchanged
- {when}`swap` No question.
```

```{check} mae-of-three
And what of an empty item?

-
```

```{check} mae-mistyped
And of one that says nothing?

- {when}`right`
```

```{review}
mae-nobody mae-cancel mae-rattle
```

```{review}
mae-median-of mae-slope-of-one mae-median-of
```

```{review}
mae-cancel
```
"""


ITEMS = """\
- {when}`right` It is {gives}`right`.
- {when}`stops` You probably …
- {when}`stays` You probably …
- {when}`shrinks` You probably …
"""
RATTLE = "Where is it after {given}`steps` steps?\n\n" + ITEMS

# What stands in a fence, after `{check}`, and what is the matter with it.
HURRIED = [
    ("\n" + RATTLE, r"\{check\} needs the name of a question"),
    (" mae rattle\n" + RATTLE, "no question 'mae rattle' .*did you mean 'mae-rattle'"),
    (" MAE-rattle\n" + RATTLE, "no question 'MAE-rattle' .*did you mean 'mae-rattle'"),
    (
        " <b>\n" + RATTLE,
        "no question '<b>' in lossbook/questions/mean_absolute_error.py$",
    ),
    (" mae-rattle\n:sea: here\n\n" + RATTLE, "mae-rattle has the option ':sea: here'"),
    (" mae-rattle\n:see here\n\n" + RATTLE, "mae-rattle has the option ':see here'"),
    (" mae-rattle\n:see:\n\n" + RATTLE, "mae-rattle has :see:, which needs a label"),
    (" mae-rattle\n:see: here\n:see: here\n\n" + RATTLE, "mae-rattle has :see: twice"),
    ("\tmae-rattle\n:predict:\tx\n\n" + RATTLE, ":predict:, which stands by itself"),
    (
        " mae-rattle\n---\nsee: here\n---\n" + RATTLE,
        "mae-rattle has '---', which stands too low",
    ),
    (
        " mae-rattle\n" + RATTLE + "\n:see: here\n",
        "has ':see: here', which stands too low",
    ),
    (" mae-rattle\n", "mae-rattle needs a question, then"),
    (" mae-rattle\n\n\n", "mae-rattle needs a question, then"),
    (" mae-rattle\n:predict:\n", "mae-rattle needs a question, then"),
    (" mae-rattle\n\tWhere?\n", "mae-rattle needs a question, then"),
    (" mae-rattle\n# Where?\n\n" + ITEMS, "mae-rattle needs a question, then"),
    (" mae-rattle\n$$\nx\n$$\n\n" + ITEMS, "mae-rattle needs a question, then"),
    (" mae-rattle\n" + ITEMS, "mae-rattle needs a question, then"),
    (" mae-rattle\n" + RATTLE + "\nAnd so on.\n", "mae-rattle needs a question, then"),
    (
        " mae-rattle\nWhere?\n\n1. {when}`right` 1.\n",
        "mae-rattle needs a question, then",
    ),
    (
        " mae-rattle\n" + RATTLE + "- - {when}`else` 1.\n",
        "mae-rattle has an item without",
    ),
    (
        " mae-rattle\n" + RATTLE + "- *{when}`else`* 1\n",
        "mae-rattle has an item without",
    ),
    (" mae-rattle\n" + RATTLE + "- {when}`` 1.\n", "mae-rattle has an item without"),
    (
        " mae-rattle\n" + RATTLE + "- {when} `else` 1.\n",
        "mae-rattle has an item without",
    ),
    (
        " mae-rattle\n" + RATTLE + "- ~~~text\n  1\n  ~~~\n",
        "mae-rattle has an item without",
    ),
    (" mae-rattle\n" + RATTLE + "- ![](x.png)\n", "mae-rattle has an item without"),
    (" mae-rattle\n" + RATTLE + "- {when}`right` 1.\n", "says more than once: right"),
    (" mae-rattle\n" + RATTLE + "- {when}`lost` 1.\n", "its text differ in: lost"),
    (
        " mae-rattle\n" + RATTLE + "- {when}`else` {when}`stops` 1.\n",
        "does not begin an",
    ),
    (" mae-rattle\n{given}`step`?\n\n" + ITEMS, "mae-rattle has no 'step'"),
    (" mae-rattle\n{given}`steps `?\n\n" + ITEMS, "mae-rattle has no 'steps '"),
    (" mae-cancel\nAgain?\n\n" + ITEMS, "this page asks mae-cancel twice"),
]
SECOND_DAY = """
```{check} mse-second-day
:see: nowhere

From {given}`y_true`?

- {when}`right` It is {gives}`right`.
- {when}`unsquared` You probably …
- {when}`equal` You probably …

<!-- A comment does no harm. -->
```
"""


HURRIED_PAGE = HEAD + WRONG_QUESTIONS + CELL
HURRIED_REASONS = []
for text, reason in HURRIED:
    HURRIED_REASONS.append(f"{HURRIED_PAGE.count(chr(10)) + 2}: ERROR: .*{reason}")
    HURRIED_PAGE += f"\n```{{check}}{text}```\n"
HURRIED_REASONS += [
    rf"(\d+:)? .*{reason}"
    for reason in (
        r"\{when\}, \{given\} and \{gives\} stand within \{check\} alone",
        r"no question 'mae-nobody' in lossbook/questions/mean_absolute_error\.py",
        "mae-cancel sends back to 'nowhere-at-all', but no heading has this label",
        "mae-pull has no 'close'",
        r"mae-rain has an item without \{when\}",
        "mae-batches and its text differ in: sum, summed",
        "mae-unchanged needs a question, then a list of what is said",
        "mae-of-three has an item without",
        "mae-mistyped has an item in which nothing is said to right",
        "a review names mae-nobody, but no page asks it first",
        "a review names mae-rattle, but no page asks it first",
        "a page asks a question again only once",
        "a review needs the names of 3 questions or more",
    )
]
ASKS = "# A page\n\n```{check} who\nWho?\n\n- {when}`right` You.\n```\n"
WITH_QUESTIONS = {
    "mean_absolute_error": HURRIED_PAGE,
    "mean_squared_error": "# Mean squared error\n" + SECOND_DAY,
    "01.07-timing": HEAD + ASKS + CELL,
    "numbers": ASKS,
}
BARE = (
    "\ufeff" + HEAD + "# A good page\n\n```{code-cell}\n1\n```\n\n```output\n1\n```\n"
)


@pytest.fixture(scope="module")
def faulty(tmp_path_factory, kept):
    """The two builds of a book with a page for each kind of fault, and a good one."""
    book = Book(tmp_path_factory.mktemp("faulty"))
    odd = {name: HEAD + text for name, text in ODD_PAGES.items()}
    pages = {"faulty": FAULTY, "bare": BARE, **odd, **WITH_QUESTIONS}
    book.write(index="# Front\n", unlisted="# Not in the contents\n", **pages)
    book.list(*pages, "references", "checks")
    (book.path / "chapters" / "page.md").unlink()
    config = yaml.safe_load((book.path / "_config.yml").read_text(encoding="utf-8"))
    book.configure(execute={**config["execute"], "timeout": 2})
    return [book.build(kept / f"faulty {n}") for n in (1, 2)]


by_build = pytest.mark.parametrize("n", [0, 1], ids=["at first", "again"])


def is_told(built, reason):
    assert built.status != 0
    assert re.search(reason, built.said, re.MULTILINE), f"{reason}\n\n{built.said}"


@by_build
def test_every_fault_fails_the_build_with_its_line_and_the_next_build_too(faulty, n):
    def line_of(text):
        lines = FAULTY.splitlines()
        return next(n for n, line in enumerate(lines, start=1) if text in line)

    for reason in (
        rf"faulty\.md:{line_of('0.26')}: WARNING: 0\.26 stands in the prose",
        rf"faulty\.md:{line_of('0.24')}: WARNING: states 0\.24, but the cell prints 0\.25",
        r"faulty\.md:\d+: WARNING: the cell warns: .*UserWarning: beware",
        rf"faulty\.md:{line_of('#nowhere')}: WARNING: .*nowhere",
        rf"faulty\.md:{line_of('nobody1900')}: WARNING: .*nobody1900",
        rf"faulty\.md:{line_of('unknowncommand')}: WARNING: this formula cannot be read",
        rf"faulty\.md:{line_of('{exercise}')}: WARNING: an exercise names no minutes",
    ):
        is_told(faulty[n], reason)
    assert 'class="checked"' not in faulty[n].html("faulty")
    row = faulty[n].html("checks").partition("<tbody>")[2]
    row = row[row.index("A faulty page") :].partition("</tr>")[0]
    assert "does not hold" in row


def test_a_page_that_is_in_no_contents_is_told(faulty):
    is_told(faulty[0], "unlisted")


@by_build
def test_what_ends_a_page_early_is_told_with_its_line_and_the_others_are_built(
    faulty, n
):
    line = HEAD.count("\n") + 3
    for reason in (
        rf"dying\.md:{line}: WARNING: the kernel died while it ran this cell.*\nout of luck",
        rf"raising\.md:{line + 8}: WARNING: the cell raises: ValueError: no number",
        rf"slow\.md:{line}: WARNING: the cell takes longer than 2 s",
    ):
        is_told(faulty[n], reason)
    assert not re.search(r"bare\.md:\d", faulty[n].said)
    assert 'class="checked"' in faulty[n].html("bare")
    raising = faulty[n].html("raising")
    assert shown_outputs(raising) == ["before", "ValueError: no number"]
    assert 'class="checked"' not in raising


def test_a_cell_that_fails_is_told_by_its_own_error_and_nothing_around_it(faulty):
    """With the line of the cell, and the line in it; no call of the build's is shown."""
    told = faulty[0].said.partition("WARNING: the cell raises: ValueError: no number")[
        2
    ]
    told = told.partition("WARNING")[0]
    for line in ("Cell In[2]", "----> 2     raise ValueError", "ValueError: no number"):
        assert line in told, told
    assert "site-packages" not in told
    assert "nbclient" not in faulty[0].said


@pytest.mark.parametrize("noise", ["without encryption", "oneDNN", "absl::", "cuInit"])
def test_no_kernel_and_no_library_tells_of_the_machine_in_a_build(good, faulty, noise):
    for said in (good.said, faulty[0].said):
        assert noise not in said


@by_build
def test_every_fault_of_a_question_fails_the_build_and_the_next_one(faulty, n):
    # The one of Python; that of a cell, which raises, has no colon.
    assert "Traceback (most recent call last):" not in faulty[n].said
    for reason in HURRIED_REASONS:
        is_told(faulty[n], rf"mean_absolute_error\.md:{reason}")
    has_none = "no question 'who': this page has none yet; write them into {}"
    elsewhere = [
        ("mean_squared_error", 3, "mse-second-day sends back to 'nowhere'"),
        (
            "01.07-timing",
            HEAD.count("\n") + 3,
            has_none.format(r"lossbook/questions/page_01_07_timing\.py"),
        ),
        ("numbers", 3, has_none.format(r"lossbook/questions/page_numbers\.py")),
    ]
    for page, line, reason in elsewhere:
        where = rf"{re.escape(page)}\.md:{line}: (ERROR|WARNING): "
        is_told(faulty[n], where + reason)
    assert ".ipynb" not in faulty[n].html("mean_absolute_error")


def links(html):
    """The addresses of a page's links, in plain text."""
    return {unquote(unescape(href)) for href in re.findall(r'href="([^"#?]*)', html)}


def test_a_page_without_questions_may_have_any_name(changed):
    front = links(changed.html("index"))
    times = re.findall(r'<span class="times">(.*?)</span>', changed.html("index"))
    # The first is that of another page.
    assert [time.partition(", ")[2] != "" for time in times[1:]] == [True] * len(NAMES)
    for name in NAMES:
        page = changed.html(name)
        assert f"{name}.html" in front
        for kind in ("ipynb", "md"):
            assert f"../_sources/chapters/{name}.{kind}" in links(page)
            assert (changed.path / "_sources/chapters" / f"{name}.{kind}").exists()
        (own,) = re.findall(r'class="course .*data-page="([^"]*)"', page)
        assert unescape(own) == f"chapters/{name}"


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("# A page\n\n```output\n2.0\n```\n", "3: an output is stated here"),
        ("# A page\n\n```{code-cell}\n1\n```\n", "1: a page with code cells begins"),
        ("---\na: [\n---\n# A page\n", "2: the front matter cannot be read"),
        ("# A\n\xe9", "2: the byte 0xe9 is no UTF-8"),
    ],
)
def test_a_chapter_that_cannot_be_read_is_an_error_with_its_line(
    tmp_path, page, reason
):
    def path(name, base=True):
        return str(tmp_path / f"{name}.md") if base else f"{name}.md"

    (tmp_path / "page.md").write_bytes(page.encode("latin-1"))
    app = SimpleNamespace(env=SimpleNamespace(doc2path=path))
    with pytest.raises(SphinxError, match=f"^page.md:{reason}"):
        refuse_unreadable(app, "page", [page])


def test_a_chapter_that_cannot_be_read_stops_the_build_with_its_line(tmp_path):
    book = Book(tmp_path)
    book.write(page="# A page\n\n```output\n2.0\n```\n")
    status, said = build(tmp_path)
    assert status != 0
    assert "chapters/page.md:3: an output is stated here" in said, said


def test_what_all_pages_show_of_others_is_never_that_of_an_earlier_build(changed):
    for name in ("index", "page", "references", "renamed", "added", "other"):
        contents = (
            changed.html(name).partition('class="bd-links')[2].partition("</nav>")[0]
        )
        assert "A page" not in contents, name
        assert "old.html" not in contents, name
        for shown in ("A new title", "An added page", "To be renamed"):
            assert shown in contents, f"{name}: {shown}"
    for gone in ("old", "checks"):
        assert not list(changed.path.rglob(f"{gone}.*")), f"{gone} is left behind"
    assert not (changed.path / "_images" / "of-no-page.svg").exists()
    assert (changed.path / "chapters" / "foreign.html").exists()


def test_a_build_after_which_nothing_has_changed_writes_no_page(same):
    assert same.status == 0, same.said
    assert not re.search(r"writing output\.\.\. +\[", same.said)


def test_another_file_of_every_page_is_noticed(tmp_path, monkeypatch):
    app = SimpleNamespace(
        config=SimpleNamespace(external_site_map=SimpleNamespace(as_json=dict))
    )
    env = SimpleNamespace(titles={}, domains={"std": SimpleNamespace(labels={})})
    (tmp_path / "charts" / "vega").mkdir(parents=True)
    monkeypatch.setattr(whole, "SITE", tmp_path)
    seen = [whole.on_every_page(app, env)]
    for name, text in (
        ("charts/vega/a.js", "1"),
        ("charts/vega/a.js", "2"),
        ("b.html", "2"),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
        seen.append(whole.on_every_page(app, env))
    (tmp_path / "charts" / "vega" / "a.js").unlink()
    seen.append(whole.on_every_page(app, env))
    changes = ["a new file", "another text", "one more file", "a file that is gone"]
    alike = zip(changes, seen, seen[1:], strict=False)
    assert [change for change, before, after in alike if before == after] == []
    assert len({*seen}) == len(seen)
