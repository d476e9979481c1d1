"""How the scripts of the site are written: one name is global, and what they share is used."""

import re
from pathlib import Path

import pytest
from rooms import scripts
from test_architecture import ARROWS

from lossbook.site.kit.assets import SITE
from lossbook.site.kit.joining import without_comments

BY_NAME = {path.stem: path for path in scripts()}
# What the build writes into the namespace, and the room that has it written.
WRITTEN = {"course": "progress", "settings": "laboratories", "translations": "kit"}
BEGINNING = "const book = {};\nbook.translations = {};\n"
WHOLE = re.compile(
    r'(?:book\.(\w+) = )?\(\(\) => \{\n  "use strict";\n[\s\S]*\n\}\)\(\);\n'
)
OFFERED = re.compile(r"\n  return \{([\w\s,]+)\};\n\}\)\(\);\n$")
TAKEN = re.compile(r"const \{([\w\s,]+)\} = book\.(\w+);|\bbook\.(\w+)\.(\w+)")
every_script = pytest.mark.parametrize("path", BY_NAME.values(), ids=lambda p: p.name)


def code(path):
    return without_comments(path.read_text(encoding="utf-8"))


def names_in(text):
    return {name.strip() for name in text.split(",")} - {""}


def taken(text):
    """Each script that a text takes something from, with its names."""
    for names, script, other, name in TAKEN.findall(text):
        yield from ((script or other, one) for one in names_in(names) or {name})


@every_script
def test_a_script_is_strict_and_sets_one_entry_of_the_namespace(path):
    found = WHOLE.fullmatch(code(path).removeprefix(BEGINNING))
    assert found, f"{path.name} is not one function, with all that it declares in it"
    # `words` is what `worded.js` offers: the build makes words.js of it.
    name = {"worded": "words"}.get(path.stem, path.stem)
    assert found[1] in {name, None}


@every_script
def test_what_a_script_offers_is_used(path):
    offered = OFFERED.search(code(path))
    if not offered:
        is_sound = "\n  return" not in code(path)
        assert is_sound, f"{path.name} does not end with what it offers"
        return
    name = {"worded": "words"}.get(path.stem, path.stem)
    others = [code(other) for other in BY_NAME.values() if other != path]
    python = [*SITE.glob("*/*.py"), *Path(__file__).parents[1].rglob("*.py")]
    others += [module.read_text(encoding="utf-8") for module in python]
    used = {one for text in others for script, one in taken(text) if script == name}
    unused = names_in(offered[1]) - used
    assert not unused, f"{path.name} offers {unused}, and nobody uses it"


@every_script
def test_a_script_takes_from_its_room_and_from_those_that_its_room_may_know(path):
    rooms = (
        WRITTEN | {"words": "kit"} | {p.stem: p.parent.name for p in BY_NAME.values()}
    )
    room = path.parent.name
    for script in set(re.findall(r"\bbook\.(\w+)", code(path))):
        assert rooms[script] in {room, "kit", *ARROWS[room]}, (
            f"{path.name} takes from book.{script}, of the room {rooms[script]}"
        )


@every_script
def test_a_class_declares_its_fields(path):
    for one in re.findall(r"\n  class [\s\S]*?\n  \}\n", code(path)):
        declared = set(re.findall(r"\n    (\w+)(?: =|;)", one))
        unknown = set(re.findall(r"\bthis\.(\w+) (?:[?*/+-]{0,2})= ", one)) - declared
        assert not unknown, f"{path.name} sets {unknown} and has not declared it"
