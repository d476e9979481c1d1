"""Ends a browser that no longer answers, and has its test run once more in a new one.

That a browser stops drawing, or answers no call for a minute, is a fault of the machine,
which happens when it is very busy. It can be told apart: such a call ends with an
exception of its own. A test that meets it is run again, once; nothing else is. How often
that was is told at the end, and more than `MOST` times in a run are a failure.
"""

from contextlib import contextmanager
from threading import Timer

import psutil
import pytest
from _pytest.runner import runtestprotocol
from playwright._impl._sync_base import SyncBase
from playwright.sync_api import Error

SECONDS = 60  # for one call
MOST = 2  # tests of a run that may be run again
STOPPED = "the browser has stopped drawing"  # what a page throws that waits for a frame
MARK = "the browser stopped"  # of a report


class BrowserStopped(Exception):
    """A browser did not answer a call in time, and was ended."""


@contextmanager
def watching(seconds=SECONDS, end=None):
    """Watch each call to a browser while the block runs.

    Args:
        seconds: How long a call may take.
        end: Called without arguments when one takes longer; it ends the browser, so that
            the call comes back. By default all browsers of this process are ended.
    """
    call = SyncBase._sync

    def watched(self, awaitable):
        late = []
        timer = Timer(seconds, lambda: (late.append(True), (end or end_browsers)()))
        timer.daemon = True
        timer.start()
        try:
            return call(self, awaitable)
        except Error as error:
            if late or STOPPED in str(error):
                raise BrowserStopped(f"in {seconds} s: {error}") from error
            raise
        finally:
            timer.cancel()

    SyncBase._sync = watched
    try:
        yield
    finally:
        SyncBase._sync = call


def end_browsers():
    """End the browsers that this process has started."""
    for process in psutil.Process().children(recursive=True):
        if "chrom" in process.name():
            process.kill()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if call.excinfo and call.excinfo.errisinstance(BrowserStopped):
        report.user_properties.append((MARK, item.nodeid))
    return report


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    """Run a test, and once more if its browser stopped: then all anew, it as well."""
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    reports = runtestprotocol(item, nextitem=nextitem, log=False)
    if stopped := [mark for report in reports for mark in marks(report)]:
        item.session._setupstate.teardown_exact(None)
        item.user_properties.clear()
        reports = runtestprotocol(item, nextitem=nextitem, log=False)
        if not any(map(marks, reports)):
            reports[-1].user_properties.append(stopped[0])
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


def marks(report):
    return [mark for mark in report.user_properties if mark[0] == MARK]


class Count:
    """Counts, in the process that reports, the tests whose browser stopped."""

    def __init__(self):
        self.tests = set()

    def pytest_runtest_logreport(self, report):
        self.tests |= {nodeid for _, nodeid in marks(report)}

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session):
        if len(self.tests) > MOST:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter):
        tell = terminalreporter.write_line
        tell(f"browsers that stopped, and whose test was run again: {len(self.tests)}")
        for nodeid in sorted(self.tests):
            tell(f"  {nodeid}")
        if len(self.tests) > MOST:
            tell(f"More than {MOST} are a failure: find out what stops them.", red=True)


def pytest_configure(config):
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Count(), "stopped browsers")
