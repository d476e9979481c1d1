"""A book in a pseudo-language: every word that comes from a catalogue has accents.

What has none did not come through the door for words, and no translator can reach it.
The pseudo-language is one of which Sphinx, its extensions and the theme know nothing.
"""

import re
import subprocess
import sys
from pathlib import Path

import sphinx
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
LANGUAGE = "qaa"
ACCENTS = str.maketrans("aeiouAEIOU", "áéíóúÁÉÍÓÚ")
# What a translator leaves alone: names and numbers, in Markdown and in programs.
KEPT = re.compile(
    r"""(
        \{[\w:-]+\}`[^`]*`  # roles
      | \$\$.+?\$\$ | \$[^$]+\$ | `[^`]+`  # formulas and code
      | \]\([^)]*\) | <https?:[^>]*> | https?://[^\s)>\]]+ | \[\^[\w-]+\]  # links
      | <!--.*?-->
      | %\(\w+\)[sd] | %[sd] | \{\w*\} | \|\w+\|  # slots
      | &\w+;
    )""",
    re.DOTALL | re.VERBOSE,
)


def pseudo(text):
    """A text as if it were translated.

    >>> pseudo("The half of {given}`x`")
    '⟦Thé hálf óf {given}`x`⟧'
    """
    parts = KEPT.split(text)
    words = [part if n % 2 else part.translate(ACCENTS) for n, part in enumerate(parts)]
    return f"⟦{''.join(words)}⟧"


def catalogue_of_the_site(folder, target):
    """What the programs of a folder say, as `pybabel extract` writes it into another."""
    target = target / "sphinx.pot"
    keywords = ("say", "joined", "sentence", "sentences", "worded")
    command = [
        *(sys.executable, "-m", "babel.messages.frontend", "-q", "extract"),
        *("--mapping-file", ROOT / "pyproject.toml", "--output-file", target),
        *(part for keyword in keywords for part in ("--keyword", keyword)),
        folder,
    ]
    subprocess.run([str(part) for part in command], check=True)
    return read(target)


def catalogues_of_others():
    """What Sphinx and the theme say in the same catalogue."""
    import pydata_sphinx_theme

    for package, place in ((sphinx, "locale"), (pydata_sphinx_theme, "locale")):
        yield read(Path(package.__file__).parent / place / "sphinx.pot")


def read(file):
    with Path(file).open("rb") as opened:
        return read_po(opened)


def write(catalogue, file, translated=pseudo):
    """Write a catalogue with the translations of all its messages."""
    made = Catalog(locale=None)
    for message in catalogue:
        if message.id:
            said = message.id
            said = (
                tuple(map(translated, said))
                if message.pluralizable
                else translated(said)
            )
            made.add(message.id, said, flags=message.flags)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as opened:
        write_po(opened, made)
