"""Each page's code runs once: what pytest ran, a build of the book does not run again."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
import yaml
from building import build
from front_matter import FRONT_MATTER

ROOT = Path(__file__).parents[2]
PAGE = (
    FRONT_MATTER
    + """
# A page

```{code-cell}
with open("runs.txt", "a") as file:
    print("a run", file=file)
print("seen")
```

```output
seen
```

```{code-cell}
2 + 2
```

```output
4
```
"""
)


@pytest.fixture
def book(tmp_path):
    """A book of one page, with the configuration of this one and its collector."""
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    config.pop("bibtex_bibfiles")
    config["sphinx"]["config"].pop("bibtex_reference_style")
    (tmp_path / "_config.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    toc = {"format": "jb-book", "root": "page"}
    (tmp_path / "_toc.yml").write_text(yaml.safe_dump(toc), encoding="utf-8")
    shutil.copy(ROOT / "chapters" / "conftest.py", tmp_path)
    (tmp_path / "lossbook").symlink_to(ROOT / "lossbook")  # which its settings name
    (tmp_path / "page.md").write_text(PAGE, encoding="utf-8")
    return tmp_path


def run_tests(book):
    options = ["-q", "-p", "nbval.plugin", "-p", "no:cacheprovider"]
    options += ["--rootdir", str(book)]
    command = [sys.executable, "-m", "pytest", *options, str(book / "page.md")]
    return subprocess.run(
        command,
        check=False,
        capture_output=True,
        encoding="utf-8",
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "PYTHONUTF8": "1",
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",  # one of them takes four seconds
        },
    )


def runs(book):
    return (book / "runs.txt").read_text(encoding="utf-8").count("a run")


def notebook(book):
    path = book / "_build" / "html" / "_sources" / "page.ipynb"
    found = nbformat.read(path, nbformat.NO_CONVERT)
    for cell in found.cells:
        cell.pop("id", None)
    return found


def test_a_build_after_the_tests_runs_nothing_and_gives_the_same_notebook(book):
    result = run_tests(book)
    assert result.returncode == 0, result.stdout
    assert runs(book) == 1
    status, said = build(book)
    assert status == 0, said
    assert runs(book) == 1
    after_tests = notebook(book)
    shutil.rmtree(book / "_build")
    status, said = build(book)
    assert status == 0, said
    assert runs(book) == 2
    assert notebook(book) == after_tests


def test_what_is_false_is_not_kept(book):
    page = book / "page.md"
    page.write_text(PAGE.replace("\n4\n", "\n5\n"), encoding="utf-8")
    assert run_tests(book).returncode == 1
    status, said = build(book)
    assert status != 0
    assert "page.md" in said
    assert runs(book) == 2
