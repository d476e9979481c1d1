"""A plugin of pytest: run some tests alone, and note what became of each.

A fault is named with the ids of tests. Where a test has parameters, its id without them
means all its cases; the name of a chapter means all its cells.
"""

import json
from pathlib import Path


def file_of(test):
    """The file of a test, as its id has it."""
    return test.partition("::")[0]


def belongs(item, test):
    """Whether what pytest has run is the test of that id, or a case of it."""
    return item == test or item.startswith((f"{test}[", f"{test}::"))


def pytest_addoption(parser):
    parser.addoption("--these", metavar="FILE", help="a list of the ids of tests, JSON")
    parser.addoption(
        "--noted", metavar="FILE", help="where to note what became of them"
    )


def pytest_collection_modifyitems(config, items):
    tests = json.loads(Path(config.option.these).read_text(encoding="utf-8"))
    # A cell of a chapter needs those above it.
    chapters = {file_of(test) for test in tests if file_of(test).endswith(".md")}
    items[:] = [
        item
        for item in items
        if any(belongs(item.nodeid, test) for test in [*tests, *chapters])
    ]


class Noted:
    """Writes a line for each step of each test: its id, step, outcome and message."""

    def __init__(self, path):
        self.path = path

    def pytest_runtest_logreport(self, report):
        crash = getattr(report.longrepr, "reprcrash", None)
        said = getattr(crash, "message", None) or str(report.longrepr or "")
        line = [report.nodeid, report.when, report.outcome, said, report.duration]
        with open(self.path, "a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")


def pytest_configure(config):
    config.pluginmanager.register(Noted(config.option.noted))
