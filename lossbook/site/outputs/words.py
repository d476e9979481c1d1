"""The words of a page as its reader sees them, each digit with its place in the source.

What is read is what the parser of the build makes of the source: emphasis, entities,
formulas and escapes are what they look like, and what is not shown is not there, such
as comments, options, labels and the targets of links.

To know where a number stands, each digit of the source is replaced by a character of
its own before the text is parsed, and put back afterwards. As these do not tell which
digit it was, a text in which one digit has changed need not be parsed again.
"""

import html
import re
from dataclasses import dataclass
from functools import lru_cache

from ..kit.fences import CELLS, FENCES, VERBATIM, fence_of, parser
from ..kit.settings import setting

# Characters that mean nothing, and that no text has: room for 852 thousand digits.
FIRST, LAST = 0x40000, 0x10FFFF
DIGIT = rf"[\d{chr(FIRST)}-{chr(LAST)}]"
MARK = re.compile(f"[{chr(FIRST)}-{chr(LAST)}]")

# Digits that the parser must see: of ordered lists, entities, tags and names of roles.
KEPT = r"""
    (?m:^)[ \t>*+-]*[0-9]{1,9}[.)](?![ \t]*%)(?=[ \t]|$)
    | &\#?\w+;
    | </?[A-Za-z][A-Za-z0-9-]*
    | \{[\w:+-]+\}(?=`)
"""
MARKED = re.compile(rf"(?P<kept>{KEPT})|\d", re.VERBOSE | re.MULTILINE)

# Roles whose text is a target or a name; what is shown of it is not written there.
# All others with a colon in their names refer to something, too. Of a book's own
# directives and roles the settings say so: ``outputs_names``, a dict with these four.
TARGETS = {
    "any", "doc", "download", "eq", "eval", "glue", "label", "numref", "ref", "term",
}  # fmt: skip
SLOTS = {"eval", "glue"}  # and of these, what is shown is a number
SLOT = "\N{OBJECT REPLACEMENT CHARACTER}"  # stands for a number that is computed
TITLED = re.compile(r"(?P<title>.*?)\s*<[^<>]*>", re.DOTALL)

# Directives that take an address or a name, in the first line or as their body.
NAMED = {
    "bibliography", "code", "code-block", "figure", "figure-md", "glue",
    "highlight", "image", "include", "index", "literalinclude", "raw", "raw-cell",
    "solution", "solution-start", "sourcecode",
}  # fmt: skip
LISTS_OF_NAMES = {"bibliography", "toctree"}
SHOWN_OPTIONS = ("alt", "caption", "code_prompt_hide", "code_prompt_show")

ADDRESS = re.compile(r"https?://[^\s)>\]]+")
ATTRIBUTES = re.compile(
    r"""\{(?:\s*(?:[#.][A-Za-z][\w-]* | [\w:-]+=(?:"[^"]*"|[^\s{}"]+)))+\s*\}""",
    re.VERBOSE,
)

# In code, `{x:8.2f}`, `%.2f` and the remainder `7 % 2` are no decimals or percentages.
NO_NUMBER = re.compile(
    rf"(?<=:)[ <>=^+\-#,_]*{DIGIT}*\.{DIGIT}+[eEfFgGn%](?=\}})"
    rf"|%[-+]?{DIGIT}*\.{DIGIT}+[eEfFgG]"
    rf"|(?<=\s)%(?=\s*{DIGIT})"
)

COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
UNSEEN = re.compile(r"<(script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
TAG = re.compile(r"""</?[A-Za-z](?:"[^"]*"|'[^']*'|[^"'<>])*>""")
ALT = re.compile(r"""\b(?:alt|title)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")


@dataclass(frozen=True)
class Words:
    """What is seen of a page.

    Attributes:
        text: What is seen, pieces apart by blank lines.
        comments: Pairs: the line of each comment, from 1, and the comment.
    """

    source: str
    text: str
    comments: tuple
    _marked: str
    _places: list

    def place(self, start, end):
        """Where the last digit of a part of the text stands in the source, or None."""
        marks = MARK.findall(self._marked, start, end)
        return self._places[ord(marks[-1]) - FIRST] if marks else None

    def line(self, place):
        """The line of a place in the source, from 1."""
        return self.source.count("\n", 0, place) + 1


def words(source, stated_lines=()):
    """Read what is seen of a page, without its code and what it states of that.

    Args:
        source: The source of the page, a string.
        stated_lines: The lines, from 1, at which a stated output begins.

    >>> words("---\\na: 1\\n---\\nA **75**% <!-- not 7 --> of $0.5x$.").text
    'A 75%  of 0.5x.'
    """
    marked, places = _marked(source)
    pieces, remarks = _pieces(marked, tuple(stated_lines))
    digits = {FIRST + i: source[place] for i, place in enumerate(places)}
    seen = "\n\n".join(pieces)
    comments = []
    for remark in remarks:
        text = remark.translate(digits)
        if marks := MARK.findall(remark):
            start = source.rfind("<!--", 0, places[ord(marks[0]) - FIRST])
        else:
            start = source.find(text.split("\n")[0])
        comments.append((source.count("\n", 0, max(start, 0)) + 1, text))
    return Words(source, seen.translate(digits), tuple(comments), seen, places)


def _marked(source):
    """Replace the digits of a text by marks, and list where each stood."""
    places = []

    def mark(match):
        if match["kept"] is not None or len(places) > LAST - FIRST:
            return match[0]
        places.append(match.start())
        return chr(FIRST + len(places) - 1)

    clean = MARK.sub("\N{REPLACEMENT CHARACTER}", source)
    return MARKED.sub(mark, clean), places


@lru_cache(maxsize=4)
def _pieces(marked, stated_lines):
    """Read a page in parts, as MyST-NB does: what lies between its cells."""
    text = marked.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    reading = _Reading()
    _, blocks = parser()
    start = 0
    for token in blocks.parse(text):
        if token.level or not token.map:
            continue
        is_cell = token.type == "fence" and token.info.startswith(CELLS)
        is_stated = token.type in FENCES and token.map[0] + 1 in stated_lines
        if is_cell or is_stated or token.type in ("front_matter", "myst_block_break"):
            reading.markdown("\n".join(lines[start : token.map[0]]))
            if is_cell:
                reading.fence(token)
            start = token.map[1]
    reading.markdown("\n".join(lines[start:]))
    pieces = (INVISIBLE.sub("", piece) for piece in reading.pieces)
    return tuple(filter(str.strip, pieces)), tuple(reading.comments)


class _Labels(dict):
    """Labels of references, with whatever digits: what they refer to is not read."""

    def __setitem__(self, label, value):
        super().__setitem__(_without_digits(label), value)

    def __getitem__(self, label):
        return super().__getitem__(_without_digits(label))

    def __contains__(self, label):
        return super().__contains__(_without_digits(label))

    def get(self, label, default=None):
        return super().get(_without_digits(label), default)


def _without_digits(label):
    return re.sub(DIGIT, "0", label)


class _Reading:
    """Gathers what is seen in ``pieces``, and in ``comments`` the comments."""

    def __init__(self):
        self.pieces, self.comments = [], []
        self.env = {"references": _Labels(), "footnotes": {"refs": _Labels()}}

    def markdown(self, text):
        if not text.strip():
            return
        inline, _ = parser()
        for token in inline.parse(text, self.env):
            if token.type in FENCES:
                self.fence(token)
            elif token.type == "inline":
                self.pieces.append(self.inline(token.children))
            elif token.type == "code_block":
                self.pieces.append(_code(token.content))
            elif token.type.startswith(("math", "amsmath")):
                self.pieces.append(_formula(token.content))
            elif token.type == "html_block":
                self.pieces.append(self.html(token.content))

    def fence(self, token):
        fence = fence_of(token)
        name = _without_digits(fence.name)
        if not fence.name and not fence.is_of_colons:
            self.pieces.append(_code(fence.body))
            return
        if name == "code-cell":
            self.options(fence.options)
            return
        self.options(fence.options)
        if fence.name and name.split(":")[0] not in NAMED | _own("directives"):
            self.body(name, fence.argument)
        if name not in LISTS_OF_NAMES | _own("lists"):
            self.body(name, fence.body)

    def body(self, name, text):
        if name == "math":
            self.pieces.append(_formula(text))
        elif name in VERBATIM:
            self.pieces.append(_code(text))
        else:
            self.markdown(text)

    def options(self, options):
        """Read captions and alt texts, wherever they are among the options."""
        for name, value in options.items():
            if isinstance(value, dict):
                self.options(value)
            elif name in SHOWN_OPTIONS:
                self.markdown(str(value))

    def inline(self, tokens):
        seen, is_address, ends_item = [], False, False
        for token in tokens:
            kind, content = token.type, token.content
            if title := token.attrGet("title"):
                self.pieces.append(str(title))
            if kind == "link_open":
                is_address = token.markup == "autolink"
            elif kind == "link_close":
                is_address = False
            elif kind == "text" and not is_address:
                if ends_item and (attributes := ATTRIBUTES.match(content)):
                    content = content[attributes.end() :]
                seen.append(ADDRESS.sub(" ", content))
            elif kind in ("softbreak", "hardbreak"):
                seen.append("\n")
            elif kind == "code_inline":
                seen.append(_code(content))
            elif kind.startswith("math"):
                seen.append(_formula(content))
            elif kind == "myst_role":
                seen.append(_role(token.meta["name"], content))
            elif kind == "image":
                self.pieces.append(self.inline(token.children or ()))
            elif kind == "html_inline":
                seen.append(self.html(content))
            ends_item = kind in ("image", "link_close", "code_inline")
        return "".join(seen)

    def html(self, text):
        self.comments += COMMENT.findall(text)
        text = UNSEEN.sub("", COMMENT.sub("", text))
        for tag in TAG.findall(text):
            self.pieces += ["".join(alt) for alt in ALT.findall(tag)]
        return html.unescape(TAG.sub("", text))


def _role(name, content):
    if name == "math":
        return _formula(content)
    titled = TITLED.fullmatch(content)
    if titled:
        return titled["title"]
    if name in SLOTS | _own("numbers"):
        return SLOT
    is_target = name in TARGETS | _own("roles") or ":" in name
    return "" if is_target else _code(content)


def _own(kind):
    """Of the book's own directives and roles, the names of a kind."""
    return {*setting("outputs_names").get(kind, ())}


def _code(text):
    return NO_NUMBER.sub(lambda match: " " * len(match[0]), text)


# A comma or a thin space between digits, and a point in braces; commands that are
# blanks; and what may stand between a number and its percent sign.
TEX = [
    (rf"(?<={DIGIT})(?:\{{,\}}|\\[,;:> ]|~)(?={DIGIT}{{3}}(?!{DIGIT}))", ","),
    (rf"(?<={DIGIT})\{{\.\}}(?={DIGIT})", "."),
    (r"\\[,;:!> ]|~|\\(?:quad|qquad|thinspace|enspace)(?![A-Za-z])", " "),
    (r"[\s{}]*\\%", "%"),
]
TEX = [(re.compile(pattern), text) for pattern, text in TEX]


def _formula(text):
    for pattern, plain in TEX:
        text = pattern.sub(plain, text)
    return text
