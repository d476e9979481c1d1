"""The page at the root of the site, which leads to the front page of the book."""

from html import escape
from pathlib import Path

PAGE = """\
<!doctype html>
<html lang="{language}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta http-equiv="refresh" content="0; url={address}" />
    <title>{title}</title>
  </head>
  <body>
    <main>
      <h1><a href="{address}">{title}</a></h1>
    </main>
  </body>
</html>
"""


def setup(app):
    # Before the extension that would write a page without title and language.
    app.connect("build-finished", write_root_page, priority=400)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def write_root_page(app, exception):
    root = app.config.root_doc
    if exception or root == "index":
        return
    page = PAGE.format(
        address=app.builder.get_target_uri(root),
        title=escape(app.config.html_title),
        language=app.config.language,
    )
    Path(app.outdir, "index.html").write_text(page, encoding="utf-8")
