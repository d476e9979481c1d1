"""The site with a script before all others, which sees what a console would tell.

WebDriver does not give the console of WebKit. So the pages of a copy load ``watch.js`` first,
from the same origin, before they have set their policy; and the server notes what it has
refused.
"""

import shutil
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from serving import Handler, serving

WATCH = Path(__file__).with_name("watch.js")
FIRST = '<script src="/watch.js"></script>'
# Where a visit begins.
NOTHING = f"<!doctype html>{FIRST}<title>Nothing</title>"


class Watched(Handler):
    """Answers with the files of a folder, and notes which were not there.

    What is asked for at ``/never`` does not come as long as somebody waits for it.
    """

    def __init__(self, *arguments, refused, **options):
        self.refused = refused
        super().__init__(*arguments, **options)

    def do_GET(self):
        if self.path == "/never":
            self.rfile.read(1)  # until nobody waits any more
            self.close_connection = True
        else:
            super().do_GET()

    def send_error(self, code, *arguments):
        self.refused.append(f"{code}: {self.path}")
        super().send_error(code, *arguments)


def watched(built, folder):
    """Copy a built site, with the script in every page; return the names of the pages."""
    shutil.copytree(built, folder, dirs_exist_ok=True)
    pages = sorted(folder.rglob("*.html"))
    for page in pages:
        text = page.read_text(encoding="utf-8")
        head = text.index(">", text.index("<head")) + 1
        page.write_text(f"{text[:head]}\n{FIRST}{text[head:]}", encoding="utf-8")
    shutil.copy(WATCH, folder)
    (folder / "nothing.html").write_text(NOTHING, encoding="utf-8")
    return [page.relative_to(folder).as_posix() for page in pages]


@contextmanager
def serving_watched(folder):
    """Serve such a copy while the block runs; give the address and the list of refused."""
    refused = []
    with serving(folder, handler=partial(Watched, refused=refused)) as address:
        yield address, refused
