"""The pages on which something does not hold: no build passes over a fault in silence.

Sphinx warns of a page when it reads it, and reads it again when it has changed. So a page
with a fault is read in each build until it has none.
"""


def faulty_pages(env):
    """The names of the pages on which something does not hold."""
    if not hasattr(env, "lossbook_faulty_pages"):
        env.lossbook_faulty_pages = set()
    return env.lossbook_faulty_pages


def setup(app):
    app.connect("env-get-outdated", pages_to_read_again)
    app.connect("env-purge-doc", forget_page)
    return {"parallel_read_safe": False, "parallel_write_safe": True}


def pages_to_read_again(app, env, added, changed, removed):
    return faulty_pages(env) & env.found_docs


def forget_page(app, env, docname):
    faulty_pages(env).discard(docname)
