"""The rooms of the house, and the arrows between them: what a module may import."""

import ast
import re
from pathlib import Path

import pytest

import lossbook
from lossbook.site import ROOMS
from lossbook.site.kit.makers import absolute

PACKAGE = Path(lossbook.__file__).parent
SITE = PACKAGE / "site"

# What a room imports beside itself and `kit`: of other rooms, and of the reading wing.
ARROWS = {
    "kit": set(),
    "charts": {"lossbook.explore"},
    "exercises": set(),
    "laboratories": {"lossbook.laboratory", "lossbook.losses", "lossbook.mnist"},
    "mathematics": set(),
    "notebooks": {"outputs"},  # it takes along what was executed
    "outputs": set(),
    "progress": {"questions"},  # it counts which are solved
    "publish": set(),
    "questions": set(),
    "search": set(),
    "theme": {
        "lossbook",
        "lossbook.losses",
        "lossbook.plot",
    },  # the picture of its card
}


def named_in(path):
    """Yield the line and the name of each module that a file imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, absolute("." * node.level + (node.module or ""), path)


def room_of(module):
    """The room of a module of the site; of another module of ours its first two names."""
    parts = module.split(".")
    return parts[2] if module.startswith("lossbook.site.") else ".".join(parts[:2])


def is_ours(module):
    return module.split(".")[0] == "lossbook"


def modules(folder):
    found = sorted(folder.rglob("*.py"))
    assert found, f"there is no module in {folder}"
    return found


def test_every_room_is_a_folder_and_is_set_up():
    folders = {path.parent.name for path in SITE.glob("*/__init__.py")}
    assert folders == set(ROOMS) == set(ARROWS)
    assert ROOMS[0] == "kit"
    assert ROOMS[-1] == "publish"
    lying = {path.name for path in SITE.iterdir() if path.is_file()}
    assert lying == {"README.md", "__init__.py"}


@pytest.mark.parametrize("room", ARROWS)
def test_a_room_imports_what_its_arrows_say_and_nothing_else(room):
    allowed = {room, "kit", *ARROWS[room]}
    found = set()
    for path in modules(SITE / room):
        for line, module in named_in(path):
            if is_ours(module):
                target = room_of(module)
                place = f"{path.relative_to(PACKAGE.parent)}:{line}"
                assert target in allowed, (
                    f"{place}: {room} imports {module}; it may import kit"
                    f"{''.join(f', {name}' for name in sorted(ARROWS[room]))}. "
                    "Let the other room register with kit, or change ARROWS and say why"
                )
                found.add(target)
    unused = ARROWS[room] - found
    assert not unused, f"{room} has an arrow to {unused}, and does not use it"


def test_the_reading_wing_knows_no_site():
    # The questions are content that the site alone asks for.
    for path in modules(PACKAGE):
        part = path.relative_to(PACKAGE).parts[0]
        if part not in {"site", "questions"}:
            for line, module in named_in(path):
                is_wrong = module.startswith(("lossbook.site", "lossbook.questions"))
                assert not is_wrong, f"{path}:{line}: {module}"
                assert module.split(".")[0] not in {"docutils", "sphinx", "myst_nb"}


def test_the_questions_of_the_book_import_the_model_of_questions_alone():
    known = {
        "lossbook.site.questions.question",
        "lossbook.site.questions.bank",  # by the package itself, which finds them
    }
    for path in modules(PACKAGE / "questions"):
        for line, module in named_in(path):
            if module.startswith("lossbook.site"):
                assert module in known, f"{path}:{line}: {module}"


def test_what_happens_at_the_end_of_a_build_stands_in_one_place():
    handlers = [
        path.relative_to(SITE).as_posix()
        for path in modules(SITE)
        if '"build-finished"' in path.read_text(encoding="utf-8")
    ]
    assert handlers == ["publish/steps.py"]


@pytest.mark.parametrize("room", ["kit", "outputs", "questions"])
def test_what_others_could_take_names_no_other_room_and_no_chapter(room):
    others = [f"lossbook.site.{name}" for name in ROOMS if name not in {room, "kit"}]
    chapters = [path.stem for path in (PACKAGE / "questions").glob("[a-z]*_*.py")]
    assert len(chapters) >= 5
    for path in modules(SITE / room):
        code = re.sub(r'"""[\s\S]*?"""', "", path.read_text(encoding="utf-8"))
        named = [name for name in [*others, *chapters] if name in code]
        assert named == [], f"{path}: {named}"
