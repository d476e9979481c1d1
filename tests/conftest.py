"""The site, built and served, and a browser, for the tests that visit it."""

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from serving import serve
from visiting import Visit

ROOT = Path(__file__).parents[1]
# No sandbox for root, as in a container; and no service of the browser calls home.
OPTIONS = [
    *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
    "--disable-background-networking",
    "--disable-quic",
    "--no-first-run",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
HOW_TO_GET_ONE = (
    "no Chromium found: install your system's package `chromium` or Google Chrome "
    "to run the tests of the site"
)


@pytest.fixture(scope="session")
def built():
    """The folder of the site, built as a reader builds it."""
    main = "from jupyter_book.cli.main import main; main()"
    result = subprocess.run(
        [sys.executable, "-c", main, "build", str(ROOT), "-W", "-n", "--keep-going"],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return ROOT / "_build" / "html"


@pytest.fixture(scope="session")
def site(built):
    """The address at which the site is served."""
    server, address = serve(built)
    yield address
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser():
    """The system's Chromium; it is required if ``REQUIRE_BROWSER`` is set."""
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail(HOW_TO_GET_ONE)
        pytest.skip(HOW_TO_GET_ONE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=OPTIONS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def visiting(browser):
    """Start a visit: ``with visiting(width=390, color_scheme="dark") as visit``."""

    @contextmanager
    def start(width=1300, height=900, **options):
        viewport = {"width": width, "height": height}
        context = browser.new_context(viewport=viewport, **options)
        context.set_default_timeout(10_000)
        try:
            yield Visit(context.new_page())
        finally:
            context.close()

    return start
