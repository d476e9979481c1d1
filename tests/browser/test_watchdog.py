"""The watchdog: what stops is told apart, run once more, and counted; nothing else is."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parents[1]  # where the watchdog lies

BROWSER = """
import psutil
from playwright.sync_api import sync_playwright

from browsers import launch
from watchdog import BrowserStopped, watching

with sync_playwright() as playwright:
    browser, _ = launch(playwright)
    page = browser.new_page()
    with watching(seconds=1):
        print("answers", page.evaluate("1 + 1"))
        for process in psutil.Process().children(recursive=True):
            if "chrom" in process.name():
                process.suspend()
        try:
            page.evaluate("1 + 1")
        except BrowserStopped as error:
            print(str(error).partition(":")[0])
"""

TESTS = """
import pytest
from watchdog import BrowserStopped

runs = []


@pytest.fixture(scope="session")
def browser():
    return object()


@pytest.fixture(scope="session")
def met():
    return []


def run(browser, met, stops, fault):
    # With a new browser comes all else anew.
    assert not any(known is browser for known in met)
    met.append(browser)
    runs.append(browser)
    if len(runs) <= stops:
        raise BrowserStopped("in 60 s")
    assert not fault
"""


def run(*arguments):
    return subprocess.run(
        [sys.executable, *arguments],
        check=False,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        env={
            **os.environ,
            "PYTHONPATH": f"{HERE}{os.pathsep}{HERE.parent}",
            "PYTHONUTF8": "1",
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",  # one of them takes four seconds
        },
    )


def run_tests(folder, text):
    (folder / "test_these.py").write_text(TESTS + text, encoding="utf-8")
    options = ["-p", "watchdog", "-p", "no:cacheprovider", "-q", "--rootdir"]
    result = run("-m", "pytest", *options, str(folder), str(folder))
    return result.returncode, result.stdout


def test_a_browser_that_does_not_answer_is_ended_and_named(browser):
    assert run("-c", BROWSER).stdout.splitlines() == ["answers 2", "in 1 s"]


@pytest.mark.parametrize(
    ("stops", "fault", "status", "count"),
    [
        (0, False, 0, 0),
        (1, False, 0, 1),
        (2, False, 1, 1),
        (0, True, 1, 0),
        (1, True, 1, 1),
    ],
)
def test_a_test_is_run_again_once_if_its_browser_stopped(
    tmp_path, stops, fault, status, count
):
    text = f"def test_it(browser, met):\n    run(browser, met, {stops}, {fault})\n"
    text += f"\n\ndef test_how_often():\n    assert len(runs) == {1 + min(stops, 1)}\n"
    got, said = run_tests(tmp_path, text)
    assert got == status, said
    assert f"whose test was run again: {count}\n" in said
    assert ("2 passed" if status == 0 else "1 failed, 1 passed") in said


@pytest.mark.parametrize(("count", "status"), [(2, 0), (3, 1)])
def test_more_than_two_of_them_in_a_run_are_a_failure(tmp_path, count, status):
    text = f"""
@pytest.mark.parametrize("n", range({count}))
def test_it(browser, n):
    runs.append(n)
    if runs.count(n) == 1:
        raise BrowserStopped("in 60 s")
"""
    got, said = run_tests(tmp_path, text)
    assert f"{count} passed" in said
    assert got == status
    assert ("More than 2 are a failure" in said) == bool(status)
