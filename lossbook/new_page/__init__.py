"""Makes a page of the book from a template: ``python -m lossbook.new_page huber_loss``.

A page is known in five places: its own file, the module with the numbers of its
questions, the module that judges its exercises, its row in the contents, and its row on
the front page. All five are written, or none.
"""

import re
from importlib import resources
from keyword import iskeyword
from pathlib import Path

TEMPLATES = resources.files(__name__)
FRONT = "chapters/index.md"
CONTENTS = "_toc.yml"
ROW = re.compile(r"^\| (\d+)\. \[[^\n]*\n", re.MULTILINE)


class CannotMake(ValueError):
    """Why no page was made: what was asked for, and what is wanted."""


def make(book, name, title=""):
    """Make a page from the template; it is a draft, and the last chapter.

    Args:
        book: The folder of the book.
        name: The name of its file without the ending, such as "huber_loss".
        title: Its title; the name in words, if there is none.

    Returns:
        The paths of the files that were written, from the folder of the book.

    Raises:
        CannotMake: If the name or the title cannot be, or is there already. Then
            nothing has been written.
    """
    book, title = Path(book), title or in_words(name)
    _check_name(name)
    for path in (CONTENTS, FRONT):
        if not (book / path).is_file():
            raise CannotMake(
                f"there is no {path} in {book}: go to the root of the book"
            )
    written = {
        f"chapters/{name}.md": _filled("page.md", name, title),
        f"lossbook/questions/{name}.py": _filled("questions.txt", name, title),
        f"lossbook/exercises/{name}.py": _filled("exercises.txt", name, title),
    }
    for path in written:
        if (book / path).exists():
            raise CannotMake(f"{path} is there already: choose another name")
    _check_title(book, title)
    written[CONTENTS] = with_row(_text(book / CONTENTS), name)
    written[FRONT] = with_line(_text(book / FRONT), name, title)
    for path, text in written.items():
        (book / path).write_text(text, encoding="utf-8", newline="\n")
    return list(written)


def in_words(name):
    """What a page is called, if nobody says otherwise.

    >>> in_words("huber_loss")
    'Huber loss'
    """
    return name.replace("_", " ").capitalize()


def _check_name(name):
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name) or iskeyword(name):
        raise CannotMake(
            f"{name!r} cannot be the name of a page, because its questions and its "
            "exercises are modules of the same name: use small letters, digits and "
            "single underscores, such as huber_loss"
        )


def _check_title(book, title):
    if not title.strip() or re.search(r"[\n|\[\]]", title):
        raise CannotMake(f"{title!r} cannot be a title: write some words in one line")
    for path in sorted((book / "chapters").glob("*.md")):
        if re.search(rf"^# {re.escape(title)}$", _text(path), re.MULTILINE):
            raise CannotMake(
                f"chapters/{path.name} has the title {title!r} already: "
                "choose another one by --title"
            )


def _text(path):
    return path.read_text(encoding="utf-8")


def _filled(template, name, title):
    """The text of a template, with names in the place of those in capitals."""
    text = (TEMPLATES / template).read_text(encoding="utf-8")
    for mark, value in {
        "PAGE_NAME": name,
        "PAGE-NAME": name.replace("_", "-"),
        "PAGE TITLE": title,
    }.items():
        text = text.replace(mark, value)
    return text


def with_row(contents, name):
    """The contents with a row more, at the end of the part that is numbered.

    >>> print(with_row("parts:\\n- numbered: 1\\n  chapters:\\n  - file: chapters/a\\n", "b"))
    parts:
    - numbered: 1
      chapters:
      - file: chapters/a
      - file: chapters/b
    <BLANKLINE>

    Raises:
        CannotMake: If no part is numbered, or the page is there already.
    """
    if re.search(rf"^\s*- file: chapters/{name}\s*(#.*)?$", contents, re.MULTILINE):
        raise CannotMake(f"{CONTENTS} has a row for {name} already: remove it first")
    before, numbered, after = contents.partition("numbered:")
    rows = re.match(r".*\n(?:(?!.*caption:).*\n)*?(?:( *- file: ).*\n)+", after)
    if not numbered or not rows:
        raise CannotMake(f"{CONTENTS} has no part with `numbered:`, and chapters in it")
    row = f"{rows[1]}chapters/{name}\n"
    return before + numbered + rows[0] + row + after[rows.end() :]


def with_line(front, name, title):
    """The front page with a line more in its table of the chapters.

    >>> print(with_line("| 1. [A](a.md) | one | {time}`a` |\\n", "b", "B"))
    | 1. [A](a.md) | one | {time}`a` |
    | 2. [B](b.md) | what readers learn here | {time}`b` |
    <BLANKLINE>

    Raises:
        CannotMake: If there is no such table.
    """
    rows = list(ROW.finditer(front))
    if not rows:
        raise CannotMake(
            f"{FRONT} has no table with rows such as `| 1. [Title](page.md)"
        )
    number, end = int(rows[-1][1]) + 1, rows[-1].end()
    about = f"| what readers learn here | {{time}}`{name}` |"
    return f"{front[:end]}| {number}. [{title}]({name}.md) {about}\n{front[end:]}"
