"""Data of each page, which the environment of Sphinx keeps from build to build."""


class PageStore:
    """A dict from the names of pages to what is known of them, kept with the environment.

    What is known of a page is forgotten when the page is read again or gone, and brought
    together where several processes read pages.

    Args:
        name: What it is called in the environment.

    >>> from types import SimpleNamespace
    >>> lengths, env = PageStore("lengths"), SimpleNamespace()
    >>> lengths(env)["index"] = 3
    >>> lengths(env)
    {'index': 3}
    """

    def __init__(self, name):
        self.name = f"lossbook_{name}"

    def __call__(self, env):
        """The dict of an environment."""
        if not hasattr(env, self.name):
            setattr(env, self.name, {})
        return getattr(env, self.name)

    def connect(self, app):
        """Have pages forgotten and brought together."""
        app.connect("env-purge-doc", self._forget)
        app.connect("env-merge-info", self._merge)

    def _forget(self, app, env, docname):
        self(env).pop(docname, None)

    def _merge(self, app, env, docnames, other):
        known = self(other)
        self(env).update({name: known[name] for name in docnames if name in known})
