"""lossbook.site.executed: the fingerprint of what the outputs depend on."""

import os
import shutil
import subprocess
import sys

import pytest

from lossbook.site import executed

CHAPTER = """\
---
kernelspec:
  name: python3
  display_name: Python 3
---

```{code-cell}
1
```
"""


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A copy of the package, without its large data."""
    copy = tmp_path / "lossbook"
    shutil.copytree(
        executed.PACKAGE, copy, ignore=shutil.ignore_patterns("*.npz", "__pycache__")
    )
    monkeypatch.setattr(executed, "PACKAGE", copy)
    return copy


def fingerprint():
    return executed.fingerprint.__wrapped__()


@pytest.mark.parametrize(
    "name",
    [
        *("plot.py", "book.mplstyle", "data/seeds.csv", "__init__.py"),
        *("data/mnist.npz", "data/of_another_kind.json", "laboratory/digits.py"),
    ],
)
def test_a_change_of_what_chapters_import_changes_the_fingerprint(package, name):
    before = fingerprint()
    with (package / name).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert fingerprint() != before


@pytest.mark.parametrize("name", ["site/times.py", "data/README.md"])
def test_a_change_of_what_no_cell_reads_does_not(package, name):
    before = fingerprint()
    with (package / name).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert fingerprint() == before


def test_another_version_of_a_package_changes_it(package, monkeypatch):
    before = fingerprint()
    monkeypatch.setattr(executed, "version", lambda name: "99")
    assert fingerprint() != before


def test_a_page_with_code_carries_it_where_the_cache_looks():
    notebook = executed.reads(CHAPTER)
    assert notebook.metadata.kernelspec["lossbook"] == executed.fingerprint()
    assert "kernelspec" not in executed.reads("# No code\n").metadata


def test_the_fonts_are_listed_before_a_cell_could_wait_for_it(tmp_path):
    def run(program):
        environment = {**os.environ, "MPLCONFIGDIR": str(tmp_path)}
        command = [sys.executable, "-c", f"import logging\n{program}"]
        return subprocess.run(
            command, check=True, capture_output=True, text=True, env=environment
        ).stderr

    run("from lossbook.site.running import list_fonts; list_fonts()")
    assert len(list(tmp_path.glob("fontlist-*.json"))) == 1
    said = run("logging.basicConfig(level='INFO'); import matplotlib.pyplot")
    assert "generated new fontManager" not in said
