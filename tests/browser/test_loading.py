"""What the pages load later, and what they say when it fails: in a real browser."""

import re

import pytest
from excerpts import excerpt
from looks import violations_in_both_modes
from playwright.sync_api import expect
from rooms import scripts
from serving import serving

from lossbook.site.laboratories.page import BENCH
from lossbook.site.search.search import FINDER

CHAPTER = "chapters/mean_absolute_error.html"
PRACTICE = "chapters/loss_functions_in_practice.html"
CHARTS = "chapters/mean_squared_error.html"
# The same two with one part alone: two parts ask for one file together, and what a reader
# presses in one of them then waits for the answer that the other one gets.
ONE_CHART = "chapters/one_chart.html"
ONE_LABORATORY = "chapters/one_laboratory.html"
REVIEWED = "chapters/mean_squared_error.html"
SEARCH = "search.html?q=median"
NOT_LOADED = "This part of the page could not be loaded."
FAULTY = "This part of the page does not work, since there is a fault in its program."
DRAWING, MISTAKES = "#laboratory-drawing", "#laboratory-mistakes"
EXCERPTS = {
    CHAPTER: (CHAPTER, ".chart"),
    PRACTICE: (PRACTICE, ".laboratory"),
    ONE_CHART: (CHAPTER, "#explore-predictions"),
    ONE_LABORATORY: (PRACTICE, DRAWING),
}
FOUND = "#search-results li a"

# What is loaded later: the page, the file, the part that needs it, and what it is ready by.
LATER = {
    "vega": (ONE_CHART, "vega.min.js", ".chart", ".chart[data-ready]"),
    "interpreter": (ONE_CHART, "vega-interpreter.js", ".chart", ".chart[data-ready]"),
    "bench": (ONE_LABORATORY, BENCH, DRAWING, f"{DRAWING}[data-ready]"),
    "network": (
        ONE_LABORATORY,
        "loss_functions_in_practice.js",
        DRAWING,
        f"{DRAWING}[data-ready]",
    ),
    "finder": (SEARCH, FINDER, "#search-results", FOUND),
    "index": (SEARCH, "searchindex.js", "#search-results", FOUND),
}
missing = pytest.mark.parametrize("kind", LATER)


@pytest.fixture(scope="module")
def excerpts(built):
    """The pages, as paths and HTML, that have nothing but charts or laboratories."""
    return {
        page: excerpt((built / source).read_text(encoding="utf-8"), selector)
        for page, (source, selector) in EXCERPTS.items()
    }


@pytest.fixture(scope="module")
def parts(built, excerpts):
    """The address of the site with these pages."""
    with serving(built, instead=excerpts) as address:
        yield address


@pytest.fixture(scope="module")
def on_disk(built, excerpts, tmp_path_factory):
    """The address of the same on a disk."""
    folder = tmp_path_factory.mktemp("site")
    for entry in built.iterdir():
        if entry.name != "chapters":
            (folder / entry.name).symlink_to(entry)
    (folder / "chapters").mkdir()
    for page, text in excerpts.items():
        (folder / page).write_text(text, encoding="utf-8")
    return f"{folder.as_uri()}/"


class Part:
    """A part of an open page, and what it says of its trouble."""

    def __init__(self, page, selector):
        self.page = page
        self.box = page.locator(selector).first
        self.notice = self.box.locator("> .fault")
        self.button = self.notice.get_by_role("button", name="Try again")

    def come_near(self):
        self.page.keyboard.press("Shift")
        self.box.scroll_into_view_if_needed()
        return self

    def says(self, sentence):
        said = self.notice.get_by_role("status")
        expect(said, "what the part says").to_contain_text(sentence, timeout=10_000)
        expect(said).to_be_visible()
        return said


def errors(visit):
    """What the console tells of faults of programs."""
    told = [fault for fault in visit.faults if fault.startswith("error: ")]
    return [fault for fault in told if "Failed to load resource" not in fault]


def refuse(page, file):
    page.route(re.compile(rf"/{re.escape(file)}"), lambda route: route.abort())


def answer(page, file, body):
    what = {"body": body, "content_type": "text/javascript"}
    page.route(re.compile(rf"/{re.escape(file)}"), lambda route: route.fulfill(**what))


def have_again(page, file):
    page.unroute(re.compile(rf"/{re.escape(file)}"))


# What could not be loaded


@missing
def test_what_cannot_be_loaded_is_said_and_can_be_asked_for_again(
    visiting, parts, kind
):
    address, file, selector, is_ready = LATER[kind]
    with visiting() as visit:
        page = visit.page
        refuse(page, file)
        page.goto(parts + address)
        part = Part(page, selector).come_near()
        said = part.says(NOT_LOADED)
        assert said.bounding_box()["height"] > 10
        # It fails once more, and is pressed by keyboard.
        with page.expect_event("requestfailed"):
            part.button.press("Enter")
        part.says(NOT_LOADED)
        assert page.evaluate("document.activeElement.textContent") == "Try again"
        assert page.locator(is_ready).count() == 0
        have_again(page, file)
        page.keyboard.press("Enter")
        part.box.page.locator(is_ready).first.wait_for()
        part.notice.wait_for(state="detached")
        # Who has pressed the button is still there.
        assert part.box.evaluate("box => box === document.activeElement")
        assert errors(visit) == []


@missing
@pytest.mark.parametrize("damage", ["cut", "throws"])
def test_a_damaged_file_is_asked_for_anew(visiting, parts, built, kind, damage):
    address, file, selector, is_ready = LATER[kind]
    whole = next(built.rglob(file)).read_text(encoding="utf-8")
    body = whole[: len(whole) // 2]
    if damage == "throws":
        body = "throw new Error('damaged');\n" + whole
    with visiting() as visit:
        page = visit.page
        answer(page, file, body)
        page.goto(parts + address)
        part = Part(page, selector).come_near()
        part.says(NOT_LOADED)
        assert any(f"{file}" in f and "is damaged" in f for f in visit.faults)
        have_again(page, file)
        part.button.click()
        page.locator(is_ready).first.wait_for()
        part.notice.wait_for(state="detached")


@pytest.mark.parametrize("kind", ["vega", "bench", "index"])
def test_from_a_disk_too_what_is_missing_is_said_and_asked_for_again(
    visiting, on_disk, kind
):
    address, file, selector, is_ready = LATER[kind]
    with visiting() as visit:
        page = visit.page
        refuse(page, file)
        page.goto(on_disk + address)
        part = Part(page, selector).come_near()
        part.says(NOT_LOADED)
        have_again(page, file)
        part.button.click()
        page.locator(is_ready).first.wait_for()
        part.notice.wait_for(state="detached")


def test_an_index_that_is_none_is_damaged_too(visiting, site):
    with visiting() as visit:
        answer(visit.page, "searchindex.js", "Search.setIndex({})")
        visit.page.goto(site + SEARCH)
        Part(visit.page, "#search-results").says(NOT_LOADED)
        assert not visit.page.get_by_text("Searching").is_visible()


@pytest.mark.parametrize(
    ("address", "file", "selector"),
    [
        (ONE_CHART, "charts.js", ".chart"),
        (ONE_LABORATORY, "laboratories.js", DRAWING),
    ],
    ids=["charts", "laboratories"],
)
def test_a_part_whose_own_script_does_not_come_says_so_too(
    visiting, parts, address, file, selector
):
    with visiting() as visit:
        page = visit.page
        refuse(page, file)
        page.goto(parts + address)
        part = Part(page, selector)
        part.says(NOT_LOADED)
        have_again(page, file)
        part.button.click()
        part.notice.wait_for(state="detached")
        part.come_near()
        page.locator(f"{selector}[data-ready]").first.wait_for()


def test_a_chart_that_sleeps_claims_nothing_that_it_does_not_show(visiting, parts):
    with visiting() as visit:
        page = visit.page
        refuse(page, "vega.min.js")
        page.goto(parts + ONE_CHART)
        part = Part(page, ".chart").come_near()
        part.says(NOT_LOADED)
        slider = part.box.get_by_role("slider").first
        state = """slider => [slider.valueAsNumber, slider.ariaValueText ??
          slider.getAttribute("aria-valuetext"),
          slider.parentElement.querySelector(".chart-value").textContent]"""
        before = slider.evaluate(state)
        with page.expect_event("requestfailed"):  # it tries, and says why not
            slider.press("End")
        part.says(NOT_LOADED)
        assert slider.evaluate(state) == before
        have_again(page, "vega.min.js")
        slider.press("End")  # and this time it wakes it
        page.locator(".chart[data-ready]").first.wait_for()
        part.notice.wait_for(state="detached")
        after = slider.evaluate(state)
        assert after[0] == slider.evaluate("slider => Number(slider.max)")
        assert after[1:] != before[1:]


def test_one_chart_that_gets_what_it_needs_wakes_the_others(visiting, parts):
    with visiting() as visit:
        page = visit.page
        refuse(page, "vega.min.js")
        page.goto(parts + CHAPTER)
        charts = page.locator(".chart")
        assert charts.count() > 1
        for chart in charts.all():
            page.keyboard.press("Shift")
            chart.scroll_into_view_if_needed()
            chart.locator("> .fault").get_by_text(NOT_LOADED).wait_for()
        have_again(page, "vega.min.js")
        charts.first.get_by_role("button", name="Try again").click()
        page.locator(".fault").first.wait_for(state="detached")
        for place in range(charts.count()):
            page.locator(".chart[data-ready]").nth(place).wait_for()
        assert page.locator(".fault").count() == 0


def test_digits_that_do_not_come_are_asked_for_and_what_was_pressed_is_done(
    visiting, parts
):
    with visiting() as visit:
        page = visit.page
        refuse(page, "digits.js")
        page.goto(parts + PRACTICE)
        part = Part(page, MISTAKES).come_near()
        page.locator(f"{MISTAKES}[data-ready]").wait_for()
        rows = part.box.locator("tbody").inner_text()
        chosen, other = (
            part.box.get_by_role("radio", name=name)
            for name in ("cross-entropy", "MSE")
        )
        other.check(force=True)
        part.says(NOT_LOADED)
        # The list is as it was, and so is what it is said to be ordered by.
        assert part.box.locator("tbody").inner_text() == rows
        assert chosen.is_checked()
        have_again(page, "digits.js")
        part.button.click()
        part.notice.wait_for(state="detached")
        assert other.is_checked()
        assert part.box.locator("tbody").inner_text() != rows


def test_what_is_pressed_before_a_laboratory_is_awake_is_done_when_it_is(
    visiting, parts
):
    with visiting() as visit:
        page = visit.page
        refuse(page, BENCH)
        page.goto(parts + ONE_LABORATORY)
        part = Part(page, DRAWING).come_near()
        part.says(NOT_LOADED)
        have_again(page, BENCH)
        part.box.get_by_role("button", name="Clear").click()
        part.box.get_by_text("The pad is empty.").first.wait_for()
        part.notice.wait_for(state="detached")


@pytest.mark.parametrize("width", [390, 1300])
def test_what_is_said_of_a_missing_file_stands_in_nobodys_way(visiting, parts, width):
    with visiting(width=width) as visit:
        page = visit.page
        refuse(page, "vega.min.js")
        page.goto(parts + ONE_CHART)
        part = Part(page, ".chart").come_near()
        part.says(NOT_LOADED)
        assert violations_in_both_modes(page, width) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert part.button.bounding_box()["height"] >= 24


# A fault in one part


def open_broken(page, address, *changes):
    """Open a page of which the first of something, a pattern, is something else."""

    def broken(route):
        text = route.fetch().text()
        for pattern, replacement in changes:
            text, count = re.subn(pattern, replacement, text, count=1, flags=re.DOTALL)
            assert count, f"{pattern} is not in the page"
        route.fulfill(body=text, content_type="text/html")

    page.route(address, broken)
    page.goto(address)


def test_a_broken_question_stops_no_other_and_no_chart(visiting, site):
    with visiting() as visit:
        page = visit.page
        address = site + CHAPTER
        open_broken(page, address, ('<div class="check-said".*?</div>', ""))
        part = Part(page, "form.check")
        part.says(FAULTY)
        assert part.button.count() == 0  # to try again would not help
        (error,) = errors(visit)
        assert f"#{part.box.get_attribute('id')} has no .check-said" in error
        part.box.locator("input").first.press("Enter")
        assert page.url == address  # a broken one leads nowhere
        others = page.locator("form.check:not(:has(> .fault)):not([data-review])")
        assert (
            others.count() == page.locator("form.check:not([data-review])").count() - 1
        )
        for form in others.all():
            form.get_by_role("button", name="Check").click()
            assert form.locator(".check-said").inner_text()
        assert "questions solved" in page.locator(".course-text").inner_text()
        assert page.evaluate("document.querySelector('.primary-toggle').ariaExpanded")
        Part(page, ".chart").come_near()
        page.locator(".chart[data-ready]").first.wait_for()


BROKEN_CHART = {
    "set up": ('<div class="chart-live" hidden></div>', ""),
    "awake": ('class="chart-spec">{', 'class="chart-spec">{{'),
}


@pytest.mark.parametrize("when", BROKEN_CHART)
def test_a_broken_chart_stops_no_other_and_no_question(visiting, site, when):
    with visiting() as visit:
        page = visit.page
        open_broken(page, site + CHARTS, BROKEN_CHART[when])
        part = Part(page, ".chart").come_near()
        part.says(FAULTY)
        assert part.button.count() == 0
        assert part.box.locator("picture img").is_visible()
        assert errors(visit)
        other = page.locator(".chart").nth(1)
        other.scroll_into_view_if_needed()
        page.locator(".chart[data-ready]").first.wait_for()
        assert other.get_attribute("data-ready") is not None
        form = page.locator("form.check").first
        form.get_by_role("button", name="Check").click()
        assert form.locator(".check-said").inner_text()


def test_a_broken_laboratory_stops_no_other(visiting, parts):
    with visiting() as visit:
        page = visit.page
        canvas = r'(<p class="drawing-received">)<canvas.*?</canvas>'
        open_broken(page, parts + PRACTICE, (canvas, r"\1"))
        Part(page, DRAWING).come_near().says(FAULTY)
        assert errors(visit)
        for box in ("#laboratory-training", MISTAKES):
            Part(page, box).come_near()
            page.locator(f"{box}[data-ready]").wait_for()


def test_a_broken_review_or_a_question_of_it_stops_no_other(visiting, site):
    with visiting() as visit:
        page = visit.page
        # Of the questions that are asked again, the first has lost its answers.
        name = r'(<form class="check"[^>]*data-name=")([\w-]+)("[^>]*data-review)'
        open_broken(page, site + REVIEWED, (name, r"\1none\3"))
        broken = page.locator("form.check[data-review]:has(> .fault)")
        assert broken.count() == 1
        assert any("the page has no #answer-none" in e for e in errors(visit))
        shown = page.locator("form.check[data-review]:not(:has(> .fault))")
        shown = shown.locator("visible=true")
        assert shown.count() >= 2
        shown.first.get_by_role("button", name="Check").click()
        assert shown.first.locator(".check-said").inner_text()


def test_a_broken_panel_of_progress_leaves_the_contents_theirs(visiting, site):
    with visiting() as visit:
        page = visit.page
        export = r'<button class="book-button progress-export".*?</button>'
        open_broken(page, site + "chapters/your_progress.html", (export, ""))
        Part(page, ".course-all").says(FAULTY)
        assert errors(visit)
        assert "questions solved" in page.locator(".course-text").inner_text()


def test_a_fault_while_something_is_handled_is_said_where_it_was(visiting, site):
    with visiting() as visit:
        page = visit.page
        page.goto(site + PRACTICE)
        page.evaluate(
            """() => {
              book.questions.Check.prototype.judge = () => { throw new Error("no judge"); };
            }"""
        )
        page.locator("form.check").first.get_by_role("button", name="Check").click()
        Part(page, "form.check").says(FAULTY)
        training = Part(page, "#laboratory-training").come_near()
        page.locator("#laboratory-training[data-ready]").wait_for()
        page.evaluate(
            """() => {
              book.laboratories.kinds.training.prototype.begin = async () => {
                throw new Error("no run");  // after a while, as from a promise
              };
            }"""
        )
        training.box.get_by_role("button", name="Train").click()
        training.says(FAULTY)
        assert [e for e in errors(visit) if "no judge" in e]
        assert [e for e in errors(visit) if "no run" in e]
        assert page.locator(".fault").count() == 2


def test_a_fault_in_what_others_made_stops_nothing_of_the_book(visiting, site, built):
    with visiting() as visit:
        page = visit.page
        text = (built / "_static" / "book.js").read_text(encoding="utf-8")
        before, others = text.split("const DOCUMENTATION_OPTIONS", 1)
        body = (
            f"{before}throw new Error('not ours');\nconst DOCUMENTATION_OPTIONS{others}"
        )
        answer(page, "book.js", body)
        page.goto(site + CHAPTER)
        form = page.locator("form.check").first
        form.get_by_role("button", name="Check").click()
        assert form.locator(".check-said").inner_text()
        Part(page, ".chart").come_near()
        page.locator(".chart[data-ready]").first.wait_for()
        assert len(errors(visit)) == 1


def test_a_page_that_comes_back_as_it_was_left_shows_what_is_kept_by_now(
    visiting, site
):
    with visiting() as visit:
        page = visit.page
        page.goto(site + CHAPTER)
        text = page.locator(".course-text")
        assert text.inner_text().startswith("0 of")
        # What another page does while this one sleeps; then it is there again.
        page.evaluate(
            """(name) => {
              const state = { format: 1, read: { [name]: Date.now() } };
              localStorage.setItem(book.course.book, JSON.stringify(state));
              dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
            }""",
            CHAPTER.removesuffix(".html"),
        )
        assert text.inner_text().startswith("1 of")


# The scripts, read


CATCH = re.compile(r"\bcatch\b\s*(?:\([^()]*\))?\s*\{(.*?)\}|\.catch\((.*)", re.DOTALL)


@pytest.mark.parametrize("path", scripts(), ids=lambda path: path.name)
def test_nothing_is_caught_without_a_word_to_the_console_or_of_why(path):
    for match in CATCH.finditer(path.read_text(encoding="utf-8")):
        caught = match[1] or match[2].partition("\n")[0]
        if path.name == "faults.js" and "failed" in caught:
            continue  # which tells it
        says = re.search(r"console\.(warn|error)\(|tellFault\(|//", caught)
        assert says, f"{path.name} catches without a word: {match[0][:80]}"


@pytest.mark.parametrize("path", scripts(), ids=lambda path: path.name)
def test_what_a_script_sets_up_it_sets_up_by_itself(path):
    """One fault in a handler of this event would stop all that follows in it."""
    if path.name != "faults.js":
        assert "DOMContentLoaded" not in path.read_text(encoding="utf-8")
