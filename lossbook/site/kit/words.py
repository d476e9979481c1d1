"""The words of the site, in the language of the pages: one catalogue serves all of it.

It is that of Sphinx, in which its own words and those of the theme are, too. Python and
templates look their messages up there by ``_``. A script says nothing but what ``worded``
gives it for an English message, see ``worded.js``: the build looks these messages up, and
hands the scripts what it finds.
"""

import json
import re
from pathlib import Path

from sphinx.locale import _

from .assets import FIRST, SITE, put_on_site
from .freshness import digest_of, read_again_when_changed

HERE = Path(__file__).parent
NAME = "words.js"
SLOT = re.compile(r"\{(\w+)\}")
MESSAGE = re.compile(r'\bworded\(\s*("(?:[^"\\]|\\.)*")')


def setup(app):
    app.add_js_file(NAME, priority=FIRST - 1)  # what the others say comes from it
    app.connect("builder-inited", write_words)
    read_again_when_changed(app, "catalogues", lambda: catalogues(app))
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def translated(message):
    """Look a message with named slots up in the catalogue.

    Raises:
        ValueError: The translation has other slots, so that a number would be lost.

    >>> translated("It says {answer}.")
    'It says {answer}.'
    """
    found = str(_(message))
    if {*SLOT.findall(found)} != {*SLOT.findall(message)}:
        raise ValueError(
            f"the catalogue has {found!r} for {message!r}; its slots need to be the same"
        )
    return found


def messages():
    """The messages of the scripts of all rooms, in English, in order."""
    texts = (path.read_text(encoding="utf-8") for path in sorted(SITE.glob("*/*.js")))
    return [json.loads(found) for text in texts for found in MESSAGE.findall(text)]


def script():
    """The script with the words, for the language in which Sphinx speaks."""
    words = {message: translated(message) for message in messages()}
    others = {english: said for english, said in words.items() if said != english}
    known = json.dumps(others, ensure_ascii=False)
    return f"{(HERE / 'worded.js').read_text('utf-8')}\nbook.translations = {known};\n"


def write_words(app):
    file = Path(app.doctreedir, "lossbook", NAME)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(script(), encoding="utf-8")
    put_on_site(app, file)


def catalogues(app):
    """Digest what the catalogues of the book have for the site's own words."""
    language = app.config.language or "en"
    places = [Path(app.srcdir, folder, language) for folder in app.config.locale_dirs]
    files = [place / "LC_MESSAGES" / "sphinx.po" for place in places]
    return digest_of([file for file in files if file.exists()], language.encode())
