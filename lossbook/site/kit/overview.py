"""Pages that tell of other pages: they are written again when what they tell changes."""

import json

from .pages import PageStore

_tells = PageStore("tells")  # of each page the functions that tell


def tells_of_others(env, tell, *about):
    """Note that the page being read tells of others.

    Args:
        tell: A function of a module. When all pages are read it is called with the
            environment and ``about``, and returns what the page tells, as JSON.
        about: What the function is told.
    """
    _tells(env).setdefault(env.docname, []).append((tell, about))


def setup(app):
    _tells.connect(app)
    app.connect("env-updated", pages_to_write_again)
    return {"parallel_read_safe": False, "parallel_write_safe": True}


def pages_to_write_again(app, env):
    before = getattr(env, "lossbook_told", {})
    env.lossbook_told = {
        docname: json.dumps([tell(env, *about) for tell, about in tells])
        for docname, tells in _tells(env).items()
    }
    told = env.lossbook_told.items()
    return [docname for docname, now in told if before.get(docname) != now]
