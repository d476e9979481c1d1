"""The book without Jupyter Book: what it makes is a ``conf.py``, and Sphinx does the rest.

So whoever has to leave Jupyter Book 1 behind knows what is left: a page of this book,
with a cell, a question and a formula, is built by ``sphinx-build``, and is the same.
"""

import re
import shutil
from pathlib import Path

import pytest
from building import MAIN, STRICT, run
from front_matter import FRONT_MATTER

ROOT = Path(__file__).parents[2]
CONTENTS = """\
format: jb-book
root: chapters/index
parts:
  - caption: The chapters
    numbered: 1
    chapters:
      - file: chapters/mean_absolute_error
"""
# With the name of a chapter, whose questions it may ask.
PAGE = (
    FRONT_MATTER
    + r"""
# A page

A third is 0.3333, and $\frac{1}{3}$ in a formula.

```{code-cell}
print(1 / 3)
```

```output
0.3333
```

(here)=
## A question

```{check} mae-cancel
:see: here

Two forecasts have the errors {given}`errors`. What is their mean absolute error?

- {when}`right` It is {gives}`right`.
- {when}`signed` You probably took the mean as it is: {gives}`signed`. But signs go first.
- {when}`summed` You probably added the two: {gives}`summed`. But there are two of them.
- {when}`squared` You probably squared them: {gives}`squared`. But here nothing is squared.
```
"""
)


SPHINX = "import sys; from sphinx.cmd.build import main; sys.exit(main(sys.argv[1:]))"


@pytest.fixture
def book(tmp_path):
    """A book of two pages, with a ``conf.py`` that Jupyter Book has made."""
    (tmp_path / "chapters").mkdir()
    shutil.copy(ROOT / "_config.yml", tmp_path)
    shutil.copy(ROOT / "chapters" / "references.bib", tmp_path / "chapters")
    for name in ("lossbook/new_page", "lossbook/questions", "lossbook/site"):
        (tmp_path / name).mkdir(parents=True)  # the settings name them
    (tmp_path / "lossbook" / "exercises").mkdir()
    for name, text in {
        "_toc.yml": CONTENTS,
        "chapters/index.md": "# Front\n\nIt begins.\n",
        "chapters/mean_absolute_error.md": PAGE,
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    status, said = run("-c", MAIN, "config", "sphinx", ".", cwd=tmp_path)
    assert status == 0, said
    assert (tmp_path / "conf.py").is_file(), said
    return tmp_path


def test_plain_sphinx_builds_a_page_of_the_book_strictly(book):
    page = "chapters/mean_absolute_error"
    asked = ("-b", "html", ".", "_site", f"{page}.md")
    status, said = run("-c", SPHINX, *STRICT, *asked, cwd=book)
    assert status == 0, said
    page = (book / "_site" / f"{page}.html").read_text(encoding="utf-8")
    assert "0.3333333333333333" in page
    assert (
        '<p class="checked">Checked on this page: printed lines 1, numbers in' in page
    )
    assert 'id="check-mae-cancel"' in page
    assert re.search(r"<math\b.*<mfrac>", page)
