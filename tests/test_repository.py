"""The files at the root: what is pinned is what is asked for, and commands are true."""

import ast
import re
import subprocess
import sys
import tomllib
import warnings
from pathlib import Path

import numpy as np
import pytest
import yaml
from packaging.requirements import Requirement
from packaging.version import Version
from pybtex.database import parse_file
from rules import demand

from lossbook.site.kit.fingerprint import packages

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))[
    "project"
]
LOCK = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
RUN = (ROOT / ".ci" / "run").read_text(encoding="utf-8")

BUILD = "pip install -r requirements.txt && jupyter-book build ."
TEST = "pip install -r requirements.txt && pytest"


def pinned():
    """The name and version of each line of the lock that is no comment."""
    lines = [line for line in LOCK if line and not line.startswith("#")]
    requirements = [Requirement(line) for line in lines if line != "-e ."]
    for requirement in requirements:
        [specifier] = requirement.specifier
        assert specifier.operator == "==", f"{requirement} is not pinned exactly"
        yield requirement.name, Version(specifier.version)


def test_the_lock_installs_the_package_itself():
    assert "-e ." in LOCK


def test_the_lock_has_one_version_of_each_package_for_all_systems():
    names = [name for name, _ in pinned()]
    assert len(names) == len(set(names))
    assert not [line for line in LOCK if "://" in line], "an address in the lock"


@pytest.mark.parametrize(
    "asked", PROJECT["dependencies"] + PROJECT["optional-dependencies"]["book"]
)
def test_what_the_project_asks_for_is_pinned_within_its_range(asked):
    requirement = Requirement(asked)
    assert dict(pinned())[requirement.name] in requirement.specifier


def test_pages_run_again_when_any_package_that_they_run_on_changes():
    names = {Requirement(asked).name for asked in PROJECT["dependencies"]}
    assert set(packages()) == names


def test_the_two_commands_stand_at_the_top_of_the_readme():
    top = README.split("## ")[0]
    assert [line.strip() for line in re.findall("^    .*$", top, re.MULTILINE)] == [
        BUILD,
        TEST,
    ]


def test_continuous_integration_runs_the_command_of_the_readme_and_what_it_leaves_out():
    commands = re.findall("^.*pytest.*$", RUN, re.MULTILINE)
    left_out = [
        f"pytest -m {it} tests/browser/test_{it}.py" for it in ("language", "engines")
    ]
    assert commands == [TEST, *left_out]
    assert "--last-failed" not in RUN


def test_the_command_that_makes_the_lock_is_the_one_that_contributors_read():
    command = re.search(r"uv pip compile.*? -o", CONTRIBUTING)[0]
    assert command.replace(" --upgrade", "") in LOCK[1]


def test_each_file_that_contributors_are_sent_to_is_there():
    assert "CONTRIBUTING.md" in README
    named = re.findall(r"`((?:[\w.]+/)*[\w.]+\.(?:py|md|yml|mplstyle))`", CONTRIBUTING)
    commands = re.findall(r"[\w/]+/[\w/]+\.py\b", CONTRIBUTING)
    places = [ROOT, ROOT / "lossbook" / "plot"]
    for name in {*named, *commands}:
        if "huber_loss" not in name:
            assert any((place / name).exists() for place in places), name


def test_each_rule_that_contributors_read_is_held_by_a_test():
    rows = re.findall(r"^\| .* \| (`\w+`(?:, `\w+`)*) \|$", CONTRIBUTING, re.MULTILINE)
    rules = re.findall(r"\w+", " ".join(rows))
    assert len(rules) > 25
    held = [
        name
        for kind in (
            "site/test_chapters",
            "site/test_questions",
            "package/test_exercises",
        )
        for name in re.findall(
            r"^def (test_\w+)",
            (ROOT / "tests" / f"{kind}.py").read_text(encoding="utf-8"),
            re.MULTILINE,
        )
    ]
    for rule in rules:
        found = [name for name in held if rule in name]
        assert len(found) == 1, (
            f"CONTRIBUTING.md: {rule} names {found}; it names one test"
        )


def test_what_contributors_are_told_of_the_template_is_so():
    for name in ("questions.txt", "page.md"):
        path = ROOT / "lossbook" / "new_page" / name
        text = path.read_text(encoding="utf-8")
        for quoted in {
            "questions.txt": ['given=[{"error": 4}, {"error": 6}, {"error": 10}],'],
            "page.md": ["% draft", "{given}`error`", "{gives}`whole`"],
        }[name]:
            assert quoted in text
            assert quoted in CONTRIBUTING


def test_the_license_names_what_the_project_states():
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert PROJECT["license"] == "MIT AND CC-BY-4.0 AND CC-BY-SA-3.0"
    for name in ("MIT License", "CC BY 4.0", "CC BY-SA 3.0"):
        assert name in text


def test_every_source_in_the_bibliography_is_cited_and_can_be_found():
    chapters = ROOT / "chapters"
    text = "".join(p.read_text(encoding="utf-8") for p in chapters.glob("*.md"))
    cited = set(re.findall(r"\{cite:[pt]\}`(\w+)`", text))
    entries = parse_file(str(chapters / "references.bib")).entries
    for key in sorted(cited ^ set(entries)):
        demand(
            False,
            "chapters/references.bib",
            f"what is cited stands there, and what stands there is cited; {key} is not",
            f"add it there, or cite it as {{cite:p}}`{key}`, or remove it",
        )
    for key, entry in entries.items():
        demand(
            {"doi", "url", "isbn", "eprint"} & set(entry.fields),
            "chapters/references.bib",
            f"a source can be found, and {key} has neither DOI, ISBN nor address",
            "add `doi = {…}` or `url = {…}` to it",
        )


def test_the_tests_are_found_from_any_folder_and_without_xdist(tmp_path):
    """Of all files those alone that are found differently: two by the name of conftest."""
    others = ("*.md", "tests/[!c]*.py", "tests/course.py")
    places = [str(ROOT / "chapters"), str(ROOT / "tests")]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:xdist", "--collect-only", "-q"]
        + [f"--ignore-glob={ROOT / name}" for name in others]
        + places,
        cwd=tmp_path,
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    said = done.stdout + done.stderr
    assert done.returncode == pytest.ExitCode.NO_TESTS_COLLECTED, said
    assert "conftest" not in said


def unnamed(call):
    """Whether a call reads or writes text in the encoding that a system happens to have."""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    options = {keyword.arg for keyword in call.keywords}
    mode = [it.value for it in call.args if isinstance(it, ast.Constant)][-1:]
    is_text = {
        "open": not any(str(it).strip("rwxa+") == "b" for it in mode),
        "read_text": not call.args,
        "write_text": len(call.args) < 2,
        "run": bool(options & {"text", "universal_newlines"}),
        "Popen": bool(options & {"text", "universal_newlines"}),
    }
    is_picture = ast.unparse(call.func) == "Image.open"
    return is_text.get(name, False) and "encoding" not in options and not is_picture


def test_a_warning_is_an_error():
    """As when NumPy tells of an overflow, or a package that something will go."""
    with pytest.raises(RuntimeWarning):
        np.float32(1e38) * np.float32(10)
    with pytest.raises(DeprecationWarning):
        warnings.warn("it will go", DeprecationWarning, stacklevel=1)


def test_all_text_is_read_and_written_in_an_encoding_that_is_named():
    """That of a system may be another one, as on Windows."""
    folders = [ROOT / name for name in ("lossbook", "tests", "chapters")]
    found = [
        f"{path.relative_to(ROOT).as_posix()}:{node.lineno}"
        for folder in folders
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and unnamed(node)
    ]
    assert found == []


WORKFLOWS = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
    for path in (ROOT / ".github" / "workflows").glob("*.yml")
}
WORKFLOW = WORKFLOWS["book"]


def steps(workflow):
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


STEPS = steps(WORKFLOW)


def test_actions_of_others_are_taken_at_a_commit_and_not_at_a_name_that_may_move():
    every = [step for workflow in WORKFLOWS.values() for step in steps(workflow)]
    used = [step["uses"] for step in every if "uses" in step]
    assert used
    assert [it for it in used if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", it)] == []


def test_the_hosted_workflow_runs_on_each_system_that_the_readme_names():
    systems = " ".join(WORKFLOW["jobs"]["elsewhere"]["strategy"]["matrix"]["system"])
    for name in ("macos", "windows"):
        assert name in systems
        assert name in README.split("## ")[0].lower()
    commands = [step.get("run", "") for step in STEPS]
    assert ".ci/run" in commands
    assert "pytest -n0 chapters" in commands
    assert any(it.startswith("jupyter-book build .") for it in commands)


def test_the_canary_sings_each_month_and_blocks_no_merge():
    """YAML takes the word ``on`` for true."""
    assert WORKFLOWS["canary"][True].keys() == {"schedule", "workflow_dispatch"}
    [command] = [it["run"] for it in steps(WORKFLOWS["canary"]) if "canary" in str(it)]
    assert command.startswith("python tests/measure/canary.py ")


def test_each_fault_of_the_list_can_still_be_put_in():
    """What moves or renames takes its place in the list along."""
    script = ROOT / "tests" / "measure" / "catch_faults.py"
    command = [sys.executable, str(script), "--list"]
    listed = subprocess.run(command, check=False, capture_output=True, encoding="utf-8")
    assert listed.returncode == 0, listed.stdout + listed.stderr
    assert listed.stdout.count("\n") > 100
