"""What many tests need: two processes for all of them, the site, and a browser."""

import os
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import watchdog
from browsers import HOW_TO_GET_ONE, launch
from building import build
from filelock import FileLock
from hypothesis import HealthCheck, Phase, configuration, settings
from serving import serving
from visiting import Visit

import lossbook.site.kit.settings

ROOT = Path(__file__).parents[1]
# What has no tests; and two of one name cannot both be looked into for examples.
collect_ignore = ["measure", "conftest.py"]

# Of what anybody may write, the same examples each time, so that a fault stays found;
# none is made smaller, which can take minutes. A busy machine is no fault.
settings.register_profile(
    "book",
    max_examples=100,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("book")
configuration.set_hypothesis_home_dir(ROOT / "_build" / "tests" / "hypothesis")


def pytest_configure(config):
    config.pluginmanager.register(watchdog, "watchdog")


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config):
    """Run the tests in two processes, if they are run as a whole and nothing was said.

    What a file has prepared, such as a browser, serves all its tests.
    """
    if (
        config.pluginmanager.hasplugin("xdist")
        and not hasattr(config, "workerinput")  # one of the two
        and config.args_source is config.ArgsSource.TESTPATHS
        and config.option.numprocesses is None
        and not config.option.usepdb
    ):
        config.option.numprocesses, config.option.dist = 2, "loadfile"
        config.option.loadscopereorder = False  # they come in the order of below


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Have the chapters run first, and files with much in them before those with little.

    What the cells of the chapters gave is kept, so that the site is built of it, for one
    file and when the longest chapter is through: one process trains in it, the other has
    a long file until then, and later those that need no site while it is built.
    """
    size = {path: path.stat().st_size for path in {item.path for item in items}}
    chapters = {path for path in size if path.suffix == ".md"}
    visits = {i.path for i in items if "built" in getattr(i, "fixturenames", ())}
    others = size.keys() - chapters - visits
    first = [max(some, key=size.get, default=None) for some in (others, visits)]
    turns = [chapters, {first[0]}, {first[1]}, others, visits]

    def place(item):
        turn = next(turn for turn, paths in enumerate(turns) if item.path in paths)
        return turn, -size[item.path]

    items.sort(key=place)


@pytest.fixture(autouse=True)
def this_book(monkeypatch):
    """The settings are those of this book, wherever a test before has worked."""
    monkeypatch.setattr(lossbook.site.kit.settings, "_book", ROOT)


@pytest.fixture(scope="session")
def built():
    """The folder of the site, built as a reader builds it, by one process at a time."""
    output = ROOT / "_build"
    output.mkdir(exist_ok=True)
    with FileLock(output / "tests.lock"):
        status, said = build(ROOT)
    assert status == 0, said
    return ROOT / "_build" / "html"


@pytest.fixture(scope="session")
def site(built):
    """The address at which the site is served."""
    with serving(built) as address:
        yield address


@pytest.fixture(scope="session")
def browser():
    """The system's Chromium; it is required if ``REQUIRE_BROWSER`` is set."""
    from playwright.sync_api import Error, sync_playwright

    with sync_playwright() as playwright:
        chromium, reasons = launch(playwright)
        if chromium is None:
            give_up = pytest.fail if os.environ.get("REQUIRE_BROWSER") else pytest.skip
            give_up("; ".join([HOW_TO_GET_ONE, *reasons]))
        with watchdog.watching():
            yield chromium
        with suppress(Error):  # it may have been ended
            chromium.close()


@pytest.fixture(scope="session")
def visiting(browser):
    """Start a visit: ``with visiting(width=390, color_scheme="dark") as visit``."""
    from playwright.sync_api import Error

    @contextmanager
    def start(width=1300, height=900, **options):
        viewport = {"width": width, "height": height}
        context = browser.new_context(viewport=viewport, **options)
        context.set_default_timeout(10_000)
        try:
            yield Visit(context.new_page())
        finally:
            with suppress(Error):  # it may have been ended, and what told of it counts
                context.close()

    return start
