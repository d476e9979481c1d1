"""Joins scripts into one file, so that none harms another."""


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
