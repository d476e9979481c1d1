"""lossbook.site.kit.fingerprint: what the outputs of a page depend on; and who runs it."""

import os
import shutil
import subprocess
import sys
from types import SimpleNamespace

import psutil
import pytest
from course import CHAPTERS, ROOT
from rules import demand
from sphinx.errors import ConfigError

from lossbook.exercises import exercises
from lossbook.site.kit import fingerprint, settings
from lossbook.site.outputs import execution
from lossbook.site.outputs.running import Run

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
    ignored = shutil.ignore_patterns("*.npz", "__pycache__")
    shutil.copytree(ROOT / "lossbook", copy, ignore=ignored)
    shutil.copy(ROOT / "_config.yml", tmp_path)
    monkeypatch.setattr(settings, "_book", tmp_path)
    yield copy
    forget()


def forget():
    fingerprint._of_every_page.cache_clear()
    fingerprint._where_named.cache_clear()


def now(code=""):
    forget()
    return fingerprint.fingerprint(code)


@pytest.mark.parametrize(
    "name",
    [
        *("plot/plots.py", "plot/book.mplstyle", "data/seeds.csv", "__init__.py"),
        *("data/mnist.npz", "data/of_another_kind.json", "laboratory/digits.py"),
    ],
)
def test_a_change_of_what_chapters_import_changes_the_fingerprint(package, name):
    before = now()
    with (package / name).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert now() != before


@pytest.mark.parametrize("name", ["site/theme/times.py", "data/README.md"])
def test_a_change_of_what_no_cell_reads_does_not(package, name):
    before = now()
    with (package / name).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert now() == before


def test_another_version_of_a_package_changes_it(package, monkeypatch):
    before = now()
    monkeypatch.setattr(fingerprint, "version", lambda name: "99")
    assert now() != before


ASKS = 'lb.check("mae-by-hand", 8)'


@pytest.mark.parametrize("name", ["mean_absolute_error", "exercise", "__init__"])
def test_a_change_of_what_judges_its_answers_changes_that_of_a_page(package, name):
    before, of_another = now(ASKS), now('print("no exercise")')
    with (package / "exercises" / f"{name}.py").open("a", encoding="utf-8") as file:
        file.write("\n")
    assert now(ASKS) != before
    assert now('print("no exercise")') == of_another


def test_a_change_of_the_exercises_of_another_chapter_does_not(package):
    before = now(ASKS)
    with (package / "exercises" / "mean_squared_error.py").open(
        "a", encoding="utf-8"
    ) as file:
        file.write("\n")
    assert now(ASKS) == before


def test_every_exercise_of_the_book_is_found_by_its_name():
    for chapter in CHAPTERS:
        path = ROOT / "lossbook" / "exercises" / f"{chapter}.py"
        found = fingerprint.names_in(path.read_text(encoding="utf-8"))
        demand(
            found == list(exercises(chapter)),
            f"lossbook/exercises/{chapter}.py",
            f"the names of the exercises are the keys of one dict in capitals, as they "
            f"are written there, and found are {found}",
            "write EXERCISES = {…} with each name as a text of its own",
        )


def test_a_page_with_code_carries_it_where_the_cache_looks():
    notebook = execution.reads(CHAPTER)
    assert notebook.metadata.kernelspec["lossbook"] == execution.fingerprint("1")
    assert "kernelspec" not in execution.reads("# No code\n").metadata


def test_the_fonts_are_listed_before_a_cell_could_wait_for_it(tmp_path):
    def run(program):
        environment = {**os.environ, "MPLCONFIGDIR": str(tmp_path)}
        command = [sys.executable, "-c", f"import logging\n{program}"]
        return subprocess.run(
            command, check=True, capture_output=True, encoding="utf-8", env=environment
        ).stderr

    run("from lossbook.site.outputs.running import list_fonts; list_fonts()")
    assert len(list(tmp_path.glob("fontlist-*.json"))) == 1
    said = run("logging.basicConfig(level='INFO'); import matplotlib.pyplot")
    assert "generated new fontManager" not in said


def test_the_database_of_the_cache_is_closed_when_a_run_is_kept(tmp_path):
    """On Windows nobody could remove it while it is open."""
    page = tmp_path / "page.md"
    page.write_text(CHAPTER, encoding="utf-8")
    with execution.lock_of(tmp_path, page):
        execution.keep(tmp_path, page, Run(execution.reads(CHAPTER), seconds=1.0))
    assert (tmp_path / "global.db").exists()
    open_files = [file.path for file in psutil.Process().open_files()]
    assert [path for path in open_files if path.startswith(str(tmp_path))] == []


WRONG_SETTINGS = {
    "outputs_packages: numpy": "outputs_packages: got 'numpy'; needs a list such as",
    "outputs_packages: [nowhere-1]": "outputs_packages: 'nowhere-1' is not installed",
    "outputs_sources: [here, gone]": r"outputs_sources: there is no .*gone$",
    "outputs_where_named: [gone]": r"outputs_where_named: there is no .*gone$",
    "outputs_names: [check]": r"outputs_names: got \['check'\]; needs entries such as",
}


@pytest.mark.parametrize("line", WRONG_SETTINGS)
def test_a_setting_that_cannot_be_is_refused_by_its_name(tmp_path, line):
    (tmp_path / "here").mkdir()
    text = f"sphinx:\n  config:\n    {line}\n"
    (tmp_path / "_config.yml").write_text(text, encoding="utf-8")
    forget()
    config = SimpleNamespace(nb_custom_formats={})
    with pytest.raises(ConfigError, match=WRONG_SETTINGS[line]) as caught:
        execution.begin(SimpleNamespace(srcdir=tmp_path), config)
    assert str(caught.value).startswith(f"{tmp_path / '_config.yml'}: ")


def test_without_settings_everything_is_as_it_is_by_default(tmp_path):
    settings.work_at(tmp_path)
    forget()
    assert len(fingerprint.fingerprint("1")) == 16
    assert settings.extensions() == {*settings.EXTENSIONS}
    assert settings.book() == tmp_path
