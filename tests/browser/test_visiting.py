"""What a visit notes as a fault, and what it does not."""

import pytest

PLACE = "http://example.invalid/"
FETCH = "() => { fetch('/slow').catch(() => {}); }"


@pytest.fixture
def visit(visiting):
    """A visit to empty pages, whose request for `/slow` is never answered."""
    with visiting() as visit:
        page = visit.page
        page.route(f"{PLACE}*", lambda route: route.fulfill(body="<p>A page"))
        page.route(f"{PLACE}slow", lambda route: None)
        page.goto(f"{PLACE}one")
        with page.expect_request(f"{PLACE}slow"):
            page.evaluate(FETCH)
        yield visit


def test_what_was_under_way_when_a_page_was_left_is_no_fault(visit):
    with visit.page.expect_event("requestfailed"):
        visit.page.goto(f"{PLACE}two")
    assert visit.faults == []


def test_what_is_ended_while_the_page_stands_is_a_fault(visit):
    page = visit.page
    page.goto(f"{PLACE}two")
    page.route(f"{PLACE}slow", lambda route: route.abort("aborted"))
    with page.expect_event("requestfailed"):
        page.evaluate(FETCH)
    assert visit.faults == [f"failed: {PLACE}slow net::ERR_ABORTED"]
