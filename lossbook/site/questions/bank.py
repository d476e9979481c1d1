"""Where a book keeps its questions: a package with a module for each page that asks.

The setting ``questions_package`` names the package. A module has the name of its page, if
a module may have it, and holds its questions by name, in a dict `QUESTIONS`; one that has
none is of no page.
"""

import re
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from keyword import iskeyword
from pathlib import Path, PurePosixPath


@cache
def questions_of(package, page):
    """Return the questions of a page: a dict from names to `question.Question` objects.

    Args:
        package: The name of the package; empty for a book that asks nothing.
        page: The name of the page, with or without its folder.
    """
    module = module_of(package, page)
    is_there = bool(package) and find_spec(f"{package}.{module}") is not None
    return import_module(f"{package}.{module}").QUESTIONS if is_there else {}


def module_of(package, page):
    """The name of the module that holds the questions of a page, or that would.

    >>> module_of("", "chapters/mean_absolute_error"), module_of("", "01.07-timing")
    ('mean_absolute_error', 'page_01_07_timing')
    """
    name = re.sub(r"\W", "_", PurePosixPath(page).name)
    is_a_name = name.isidentifier() and not iskeyword(name)
    is_free = is_a_name and name not in {"__init__", "__main__"}
    return name if is_free and name not in helpers(package) else f"page_{name}"


@cache
def helpers(package):
    """The names of the modules of a package that belong to no page."""
    return {path.stem for path in files(package) if not _asks(path)} - {"__init__"}


def files(package):
    """The files of the package and of all that lies below it, in order."""
    spec = find_spec(package) if package else None
    folders = spec.submodule_search_locations if spec else ()
    return sorted(path for folder in folders for path in Path(folder).rglob("*.py"))


def file_of(package, page):
    """The file that holds the questions of a page, or that would, for whoever is told."""
    return f"{package.replace('.', '/')}/{module_of(package, page)}.py"


def is_there(package):
    """Tell whether there is a package, or a folder that serves as one."""
    try:
        return find_spec(package) is not None
    except (ImportError, ValueError):
        return False


def question_of(config, check):
    """The `question.Question` that a node asks."""
    return questions_of(config.questions_package, check["page"])[check["name"]]


def _asks(path):
    return re.search(r"^QUESTIONS\b", path.read_text(encoding="utf-8"), re.MULTILINE)
