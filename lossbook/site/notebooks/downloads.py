"""Each page as an executed notebook: to download, or to open in Colab or Binder.

The menu above each article links them. The links that open them elsewhere need the
address of the repository, ``repository: url:`` in ``_config.yml``; without it there
are none.

- Colab opens notebooks, not ``.md`` files: it is sent to the branch with the built
  site (``gh-pages``), and installs `lossbook` in the first cell.
- Binder builds the main branch; ``.binder/postBuild`` makes notebooks there.
"""

from functools import partial
from pathlib import Path
from urllib.parse import quote, urlsplit

import nbformat
from myst_nb.sphinx_ import NbMetadataCollector
from sphinx.errors import ConfigError
from sphinx.locale import _

from ..kit.faults import faulty_pages
from ..kit.notebooks import silent_roles, writers
from ..outputs.execution import executed_notebook
from .plain import plain

SITE_BRANCH = "gh-pages"

INSTALL = """\
# Where the book's package is missing, as in Colab, install it first.
try:
    import lossbook
except ImportError:
    %pip install --quiet git+{url}
"""


def setup(app):
    app.connect("config-inited", check_address)
    app.connect("html-page-context", add_links)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _address(config):
    return config.html_theme_options.get("repository_url", "").rstrip("/")


def check_address(app, config):
    """Refuse an address from which no link could be made."""
    url = urlsplit(_address(config))
    if url.geturl() and (
        url.scheme != "https"
        or url.netloc != "github.com"
        or len(url.path.strip("/").split("/")) != 2
    ):
        raise ConfigError(
            f"_config.yml: repository: url: is {url.geturl()!r}; "
            "it must look like https://github.com/OWNER/NAME, or be empty"
        )


def add_links(app, pagename, templatename, context, doctree):
    """Write the executed notebook beside the page's source, and name all there is."""
    run = NbMetadataCollector.get_exec_data(app.env, pagename)
    if not run or not run["succeeded"] or pagename in faulty_pages(app.env):
        return  # without -W there is a page, but nobody takes along what is false
    url = _address(app.config)
    notebook = executed_notebook(app, pagename)
    written = {n: partial(w, pagename) for n, w in writers(app).items()}
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = plain(cell.source, written, silent_roles(app))
    notebook.cells = [cell for cell in notebook.cells if cell.source.strip()]
    if url:
        install = nbformat.v4.new_code_cell(INSTALL.format(url=url))
        notebook.cells.insert(0, install)
    path = Path(app.outdir, "_sources", f"{pagename}.ipynb")
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)

    def source(suffix):
        file = quote(f"_sources/{pagename}{suffix}")
        return context["pathto"](file, resource=True)

    context["page_links"] = {
        _("Notebook with all outputs (.ipynb)"): source(".ipynb"),
        _("Source of this page (.md)"): source(".md"),
        **(_launch_links(app.config, pagename, url) if url else {}),
    }


def _launch_links(config, pagename, url):
    name = urlsplit(url).path.strip("/")
    branch = config.html_theme_options.get("repository_branch", "main")
    return {
        _("Run it in Colab"): "https://colab.research.google.com/github/"
        f"{name}/blob/{SITE_BRANCH}/_sources/{quote(pagename)}.ipynb",
        _("Run it in Binder"): f"https://mybinder.org/v2/gh/{name}/{branch}"
        f"?urlpath=lab/tree/{quote(quote(pagename))}.ipynb",
    }
