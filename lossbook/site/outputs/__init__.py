"""The contract for outputs: a page states what its cells print, and that is compared.

The way of a stated output: `chapter` reads the page, `running` runs its cells, `execution`
keeps what the kernels reported, `compare` makes of it what is shown and compares that
with what is stated (`statements` knows numbers), `prose` sees to the numbers in the text
(`words` reads it as a reader does). `in_build` does so in the build, `collect` in pytest;
`table` tells what was checked in the whole book.
"""


def setup(app):
    app.setup_extension(f"{__package__.rpartition('.')[0]}.kit")
    for part in ("execution", "in_build", "table"):
        app.setup_extension(f"{__name__}.{part}")
    return {"parallel_read_safe": False, "parallel_write_safe": True}
