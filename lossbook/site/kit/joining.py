"""Joins scripts into one file, so that none harms another; comments need not be sent."""

import re
from functools import cache

from pygments.lexers import JavascriptLexer
from pygments.token import Comment


@cache
def without_comments(script):
    """A script without its comments, and without empty lines.

    >>> print(without_comments('// A\\nconst a = "//"; // text\\n\\n  /** Doubled. */\\na += a;\\n'))
    const a = "//";
    a += a;
    <BLANKLINE>
    """
    tokens = JavascriptLexer().get_tokens_unprocessed(script)
    text = "".join(text for _, kind, text in tokens if kind not in Comment)
    return re.sub(r"\s*\n", "\n", text).lstrip()


def in_a_function(script):
    """Give a script names of its own: it may then run twice, if it broke off before.

    >>> print(in_a_function("const a = 1;\\n"))
    (() => {
    const a = 1;
    })();
    <BLANKLINE>
    """
    return f"(() => {{\n{script}}})();\n"


def joined(texts):
    """Join scripts, so that one which does not end with a semicolon harms no other.

    >>> print(joined(["a()", "b();\\n//# sourceMappingURL=b.map"]))
    a()
    ;
    b();
    ;
    <BLANKLINE>
    """
    lines = [line for text in texts for line in [*text.strip().splitlines(), ";"]]
    kept = [line for line in lines if not line.startswith("//# sourceMappingURL=")]
    return "\n".join(kept) + "\n"
