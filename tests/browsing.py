"""The site, built and served, and a browser, for the tests that visit it."""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest
from building import build
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
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW_TO_GET_ONE = (
    "no browser found for the tests of the site: install your system's package "
    "`chromium`, or Google Chrome, or run `playwright install chromium`"
)


@pytest.fixture(scope="session")
def built():
    """The folder of the site, built as a reader builds it."""
    status, said = build(ROOT)
    assert status == 0, said
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

    with sync_playwright() as playwright:
        chromium, reasons = launch(playwright)
        if chromium is None:
            give_up = pytest.fail if os.environ.get("REQUIRE_BROWSER") else pytest.skip
            give_up("; ".join([HOW_TO_GET_ONE, *reasons]))
        yield chromium
        chromium.close()


def launch(playwright):
    """Start the first browser there is; return it or None, and why others did not."""
    from playwright.sync_api import Error

    found = filter(None, map(shutil.which, NAMES))
    places = [{"executable_path": path} for path in found]
    # Where macOS and Windows have Chrome and Edge, and Playwright's own.
    places += [{"channel": "chrome"}, {"channel": "msedge"}, {}]
    reasons = []
    for place in places:
        try:
            return playwright.chromium.launch(**place, args=OPTIONS), reasons
        except Error as error:
            said = str(error).strip().splitlines()[0]
            reasons.append(f"{' '.join(place.values()) or 'of Playwright'}: {said}")
    return None, reasons


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
