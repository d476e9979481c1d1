"""What the rooms of the site share: it knows no room, and nothing of `lossbook` above it.

Its modules are few and small: where style sheets, scripts and templates lie (`assets`),
what is kept from build to build (`cache`, `makers`, `fingerprint`, `pages`) and what has
pages read again (`freshness`), the settings of the book (`settings`), the order of the
pages (`contents`), pages that tell of others (`overview`), how scripts are joined
(`joining`), faults of a page (`faults`), outputs that this book alone shows
(`renderers`), the fences of a page (`fences`), what notebooks show in the place of
directives (`notebooks`), what a page asks of its reader (`effort`), what is written at
the end of a build (`finish`), and what is said in any language, by the site (`words`)
and by a kernel (`said`).
"""


def setup(app):
    from .assets import FIRST, SITE, add_assets, leave_out_of_the_book

    app.connect("config-inited", leave_out_of_the_book)
    folder = SITE / "kit"
    add_assets(app, folder, "buttons.css", "faults.css")
    scripts = ("waking.js", "faults.js", "returning.js")
    add_assets(app, folder, *scripts, priority=FIRST)
    for part in ("contents", "faults", "freshness", "overview", "settings", "words"):
        app.setup_extension(f"{__name__}.{part}")
    return {"parallel_read_safe": False, "parallel_write_safe": True}
