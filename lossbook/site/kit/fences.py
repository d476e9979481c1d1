"""The fences of a page, as the parser of the build finds them.

A fence may be of backticks, tildes or colons, longer than three, within another one or
in a list. So no regular expression looks for them: MyST is asked, with the extensions
that ``_config.yml`` enables.
"""

import re
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import takewhile
from textwrap import dedent

import yaml
from docutils.parsers.rst.directives import misc
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.directives import parse_directive_text
from myst_parser.parsers.mdit import create_md_parser

from .settings import extensions

# What stands in them is shown as it is; in the others it is Markdown.
VERBATIM = {
    "code", "code-block", "code-cell", "csv-table", "eval-rst", "literalinclude",
    "math", "mermaid", "raw", "raw-cell", "sourcecode",
}  # fmt: skip

FENCES = ("fence", "colon_fence")
CELLS = ("{code-cell}", "{raw-cell}")

# How PyYAML may fail at a text: at `!!float` alone it looks for a first digit.
YAML_FAULTS = (
    yaml.YAMLError, ArithmeticError, AttributeError, LookupError, RecursionError,
    TypeError, ValueError,
)  # fmt: skip


@dataclass(frozen=True)
class Fence:
    """A fence: a directive if it has a ``name``, else code or a box of colons.

    Attributes:
        name: Of the directive, without its braces; empty if it is none.
        argument: What stands behind the name.
        options: A dict of strings; that of a cell may hold other dicts.
        body: Its text without the options.
        content: Its text with them.
        line: That of its opening, from 1.
        end: Its last line.
        body_line: The first line of its body.
        is_of_colons: Whether it is, so that any notebook shows its body as Markdown.
        is_markdown: Whether its body is Markdown.
        depth: Within how many others it stands, as far as that was asked.
    """

    name: str
    argument: str
    body: str
    content: str
    line: int
    end: int
    body_line: int
    is_of_colons: bool
    is_markdown: bool
    options: dict = field(default_factory=dict)
    depth: int = 0


def parser():
    """The parser of the build, and a faster one that leaves the words as they are."""
    return _parser(extensions())


@cache
def _parser(enabled):
    config = MdParserConfig(enable_extensions=enabled)
    blocks = config.copy(disable_syntax=["inline"])
    return create_md_parser(config, RendererHTML), create_md_parser(
        blocks, RendererHTML
    )


def fences(text):
    """List the fences of a Markdown text, without those that stand within others.

    >>> found = fences("~~~python\\n1\\n~~~\\n\\n:::{hint}\\n:class: tip\\nTry 2.\\n:::\\n")
    >>> [(f.name, f.line, f.end, f.body) for f in found]
    [('', 1, 3, '1\\n'), ('hint', 5, 8, 'Try 2.\\n')]
    """
    _, blocks = parser()
    return [fence_of(t) for t in blocks.parse(text) if t.type in FENCES]


def all_fences(text):
    """Yield the fences of a text, and those that stand within them, with their lines."""
    return _all_fences(text, 0, 0)


def _all_fences(text, offset, depth):
    for found in fences(text):
        body_line = found.body_line + offset
        yield replace(
            found,
            line=found.line + offset,
            end=found.end + offset,
            body_line=body_line,
            depth=depth,
        )
        if found.is_markdown:
            yield from _all_fences(found.body, body_line - 1, depth + 1)


def fence_of(token):
    """Read a token of the parser as a `Fence`."""
    info = token.info.strip().split(maxsplit=1)
    name, argument = (*info, "", "")[:2]
    is_directive = name.startswith("{") and name.endswith("}")
    is_of_colons = token.type == "colon_fence"
    content, offset, options = token.content, 0, {}
    body = content
    if is_directive:
        name = name[1:-1]
        # As MyST does it: what looks like an option may be a fence within this one.
        is_nested = is_of_colons and content.startswith(":::")
        if not is_nested:
            # A class that takes any option, as which are known is the build's to say.
            is_cell = name in ("code-cell", "raw-cell")  # its options nest
            with suppress(*YAML_FAULTS):  # it has no options, then
                read = parse_directive_text(
                    misc.TestDirective, "", content, validate_options=not is_cell
                )
                options, offset = read.options, read.body_offset
                body = "".join(f"{line}\n" for line in read.body)
    else:
        name, argument = "", token.info.strip()
    start, end = token.map
    return Fence(
        name=name,
        argument=argument,
        options=options,
        body=body,
        content=content,
        line=start + 1,
        end=end,
        body_line=start + 2 + offset,
        is_of_colons=is_of_colons,
        is_markdown=name not in VERBATIM if is_directive else is_of_colons,
    )


def lines_of(text):
    """The lines of a text as the parser counts them: Python ends one at more signs.

    >>> lines_of("a\\x0cb\\r\\nc")
    ['a\\x0cb\\n', 'c']
    """
    return re.findall(r"[^\n]*\n|[^\n]+", re.sub(r"\r\n?", "\n", text))


def options_of(content):
    """The YAML at the top of what stands in a cell: its options.

    >>> options_of(":tags: [a]\\n1\\n"), options_of("---\\ntags: [a]\\n---\\n1\\n")
    ('tags: [a]', 'tags: [a]')
    """
    first, *rest = content.splitlines() or [""]
    if first.startswith("---"):
        return dedent("\n".join(takewhile(lambda s: not s.startswith("---"), rest)))
    marked = takewhile(lambda s: s.lstrip().startswith(":"), [first, *rest])
    return "\n".join(line.lstrip()[1:] for line in marked)
