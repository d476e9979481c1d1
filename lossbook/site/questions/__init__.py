"""Questions that answer back, and that later pages ask again with other numbers.

The way of a question: its words stand in a page (`source` has their grammar), its numbers
in a module of the book (`bank` finds it, `question` is what it is made of). `directive`
makes nodes of both (`nodes`), `page` writes them into the page, and there ``questions.js``
says what fits an answer, which ``typed.js`` reads if it is a number, and ``judged.js``
judges. `review` asks again: ``due.js`` chooses what, ``review.js`` shows it. `in_notebook`
writes a question where no script runs.
"""


def setup(app):
    app.setup_extension(f"{__package__.rpartition('.')[0]}.kit")
    for part in ("directive", "in_notebook", "page", "review"):
        app.setup_extension(f"{__name__}.{part}")
    return {"parallel_read_safe": False, "parallel_write_safe": True}
