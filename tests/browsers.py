"""The browser of the system, for the tests and the benchmarks of the site."""

import os
import shutil

# No sandbox for root, as in a container; and no service of the browser calls home.
OPTIONS = [
    *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
    "--disable-background-networking",
    "--disable-quic",
    "--no-first-run",
]
# The shell has no windows: it opens a page in a third of the time.
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
HOW_TO_GET_ONE = (
    "no browser found for the site: install your system's package "
    "`chromium-headless-shell` or `chromium`, or Google Chrome, or run "
    "`playwright install chromium`"
)


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
