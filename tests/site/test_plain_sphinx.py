"""The book without Jupyter Book: what it makes is a ``conf.py``, and Sphinx does the rest.

So whoever has to leave Jupyter Book 1 behind knows what is left: a page of this book,
with a cell, a question and a formula, is built by ``sphinx-build``, and is the same.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from front_matter import FRONT_MATTER

ROOT = Path(__file__).parents[2]
STRICT = ["-W", "-n", "--keep-going"]
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


def run(book, program, *arguments):
    """Run a program of Python in a book; return its status, and what it says."""
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=book,
        env={**os.environ, "PYTHONUTF8": "1", "NO_COLOR": "1"},
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    return done.returncode, done.stdout + done.stderr


JUPYTER_BOOK = "from jupyter_book.cli.main import main; main()"
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
    status, said = run(tmp_path, JUPYTER_BOOK, "config", "sphinx", ".")
    assert status == 0, said
    assert (tmp_path / "conf.py").is_file(), said
    return tmp_path


def test_plain_sphinx_builds_a_page_of_the_book_strictly(book):
    page = "chapters/mean_absolute_error"
    status, said = run(book, SPHINX, *STRICT, "-b", "html", ".", "_site", f"{page}.md")
    assert status == 0, said
    page = (book / "_site" / f"{page}.html").read_text(encoding="utf-8")
    assert "0.3333333333333333" in page
    assert (
        '<p class="checked">Checked on this page: printed lines 1, numbers in' in page
    )
    assert 'id="check-mae-cancel"' in page
    assert re.search(r"<math\b.*<mfrac>", page)
