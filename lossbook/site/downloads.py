"""Each page as an executed notebook: to download, or to open in Colab or Binder.

The notebooks are put where the theme's download menu looks for them. The buttons
that open them elsewhere need the address of the repository, ``repository: url:`` in
``_config.yml``; without it there are none.

- Colab opens notebooks, not ``.md`` files: it is sent to the branch with the built
  site (``gh-pages``), and installs `lossbook` in the first cell.
- Binder builds the main branch; ``.binder/postBuild`` makes notebooks there.
"""

from pathlib import Path
from urllib.parse import urlsplit

import nbformat
from myst_nb.sphinx_ import NbMetadataCollector
from sphinx.errors import ConfigError

from lossbook.site.executed import executed_notebook

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
    # After the theme has made its list of buttons, before it fills its own.
    app.connect("html-page-context", add_download, priority=500)
    app.connect("html-page-context", add_launch_buttons, priority=502)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _address(config):
    return config.html_theme_options.get("repository_url", "").rstrip("/")


def check_address(app, config):
    """Refuse an address from which no button could be made."""
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


def add_download(app, pagename, templatename, context, doctree):
    """Write the executed notebook beside the page's source, and name it."""
    run = NbMetadataCollector.get_exec_data(app.env, pagename)
    if not run or not run["succeeded"]:
        return
    notebook = executed_notebook(app, pagename)
    if url := _address(app.config):
        install = nbformat.v4.new_code_cell(INSTALL.format(url=url))
        notebook.cells.insert(0, install)
    path = Path(app.outdir, "_sources", f"{pagename}.ipynb")
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    context["ipynb_source"] = f"{pagename}.ipynb"


def add_launch_buttons(app, pagename, templatename, context, doctree):
    """Add links that open the page as a notebook in Colab and in Binder."""
    url = _address(app.config)
    if not url or "ipynb_source" not in context:
        return
    name = urlsplit(url).path.strip("/")
    branch = app.config.html_theme_options.get("repository_branch", "main")
    links = {
        "Colab": "https://colab.research.google.com/github/"
        f"{name}/blob/{SITE_BRANCH}/_sources/{pagename}.ipynb",
        "Binder": f"https://mybinder.org/v2/gh/{name}/{branch}"
        f"?urlpath=lab/tree/{pagename}.ipynb",
    }
    icons = {"Colab": "logo_colab.png", "Binder": "logo_binder.svg"}
    context["header_buttons"].append(
        {
            "type": "group",
            "tooltip": "Run this page",
            "icon": "fas fa-rocket",
            "label": "launch-buttons",
            "buttons": [
                {
                    "type": "link",
                    "text": place,
                    "tooltip": f"Open in {place}",
                    "icon": f"_static/images/{icons[place]}",
                    "url": link,
                }
                for place, link in links.items()
            ],
        }
    )
