"""What a notebook shows in the place of what only the site can do: rooms say it of theirs."""


def writers(app):
    """What writes each directive for a notebook, by its name.

    It is called with the name of the page and the `lossbook.site.kit.fences.Fence`, and
    returns Markdown; or None, which leaves the directive as it is.
    """
    if not hasattr(app, "lossbook_writers"):
        app.lossbook_writers = {}
    return app.lossbook_writers


def silent_roles(app):
    """The names of the roles of which a notebook shows nothing."""
    if not hasattr(app, "lossbook_silent_roles"):
        app.lossbook_silent_roles = set()
    return app.lossbook_silent_roles


def leave_out(app, *names):
    """Have notebooks leave out some directives."""
    for name in names:
        writers(app)[name] = lambda page, fence: ""


def folded(summary, text):
    """Markdown that unfolds wherever it is shown."""
    return f"<details><summary>{summary}</summary>\n\n{text.strip()}\n\n</details>\n"
