"""Pages that tell of other pages: they are written again when any page was read anew."""


def tells_of_others(env):
    """Note that the page being read tells of others."""
    env.metadata[env.docname]["tells_of_others"] = True


def setup(app):
    app.connect("env-before-read-docs", note_changes)
    app.connect("env-updated", pages_to_write_again)
    return {"parallel_read_safe": False, "parallel_write_safe": True}


def note_changes(app, env, docnames):
    env.lossbook_pages_changed = bool(docnames)


def pages_to_write_again(app, env):
    if not env.lossbook_pages_changed:
        return []
    marked = env.metadata.items()
    return [name for name, meta in marked if "tells_of_others" in meta]
