"""The built site in a real browser: what its readers meet, and what they never do."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from html import unescape
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

import pytest
import yaml
from course import FILES, TOC
from looks import LOOKS, look_at, violations, violations_in_both_modes
from rules import demand, is_draft
from serving import serve

from lossbook.site.laboratories.page import BENCH, FOLDER, NETWORK

ROOT = Path(__file__).parents[2]
CHAPTERS = [part["file"] for part in TOC["parts"][0]["chapters"]]
FINISHED = [file for file in CHAPTERS if not is_draft(file.rpartition("/")[2])]
PAGES = [f"{file}.html" for file in FILES]
WITH_SEARCH = [*PAGES, "search.html"]
# It has all parts that pages share, so what differs from look to look is seen there.
SAMPLE = f"{CHAPTERS[1]}.html"

MOST_BYTES, MOST_REQUESTS = 200 * 1024, 20
MOST_CHART_BYTES = 300 * 1024
on_every_page = pytest.mark.parametrize("page", WITH_SEARCH)

TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
SHARED_TITLE = re.compile(r'<meta property="og:title" content="(.*?)" />')

WIDTHS = (320, 390, 650, 1300)  # 650 is what is left of 1300 at 200 %
# Each page is seen by axe on both screens and in both colors, but not in each of both.
EACH_PAGE_IN = [(390, "light"), (1300, "dark")]

SHIFTS = """
  self.shifts = [];
  self.watch = new PerformanceObserver((list) => {
    for (const shift of list.getEntries())
      if (!shift.hadRecentInput) {
        const moved = shift.sources.map(({ node }) => node?.outerHTML ?? node?.data);
        self.shifts.push([shift.value, moved.map((text) => text?.slice(0, 80))]);
      }
  });
  watch.observe({ type: "layout-shift", buffered: true });
"""
PICTURES = """() => [...document.querySelectorAll(
    "main :is(img, svg:not(button *, .chart-live *)):not(.laboratory *)"
  )].filter((e) => e.checkVisibility()).map((e) => ({
    text: e.getAttribute("alt") ?? e.getAttribute("aria-label") ?? "",
    file: (e.currentSrc || "").split("/").pop(),
    given: [+e.getAttribute("width"), +e.getAttribute("height")],
    own: [e.naturalWidth, e.naturalHeight],
  }))"""
UNREACHABLE = """() => [...document.querySelectorAll("article *")].filter((e) =>
  e.scrollWidth > e.clientWidth + 1
  && ["auto", "scroll"].includes(getComputedStyle(e).overflowX)
  && e.tabIndex < 0
).map((e) => e.outerHTML.slice(0, 120))"""
# axe takes a third longer for the marks of charts, of which it tells nothing: they are
# hidden from those for whom it asks.
EMPTY_CHARTS = """() => {
  for (const chart of document.querySelectorAll(".chart-live svg[aria-hidden=true]"))
    chart.replaceChildren();
}"""
INLINE_SCRIPT = """() => {
  const script = document.createElement("script");
  script.textContent = "self.ran = true";
  document.body.append(script);
  return self.ran ?? false;
}"""


@dataclass
class Seen:
    """What there was to be seen of a page, at first on a phone, then in other looks."""

    elsewhere: list
    faults: list
    bytes: int
    requests: int
    chart_bytes: int
    shifts: list
    pictures: list
    unreachable: list
    widths: dict
    violations: dict
    unspoken: dict
    inline_script_ran: bool
    faults_of_the_inline_script: list


def weight(requests):
    """The bytes that came over the line, headers included."""
    sizes = [request.sizes() for request in requests]
    return sum(s["responseBodySize"] + s["responseHeadersSize"] for s in sizes)


def is_of_a_laboratory(address):
    name = PurePosixPath(urlsplit(address).path)
    return FOLDER in name.parts or name.name in {BENCH, NETWORK}


@pytest.fixture(scope="module")
def seen(visiting, site):
    """Visit a page of the site, once for all tests: they get facts, and no page."""

    @cache
    def visit_page(name):
        with visiting(width=390, reduced_motion="reduce") as visit:
            visit.page.add_init_script(SHIFTS)
            page = visit.go(site + name)
            # What draws the charts, and the laboratories, come later, and have budgets
            # of their own.
            vega = [r for r in visit.requests if "/_static/vega" in r.url]
            laboratories = [r for r in visit.requests if is_of_a_laboratory(r.url)]
            others = [r for r in visit.requests if r not in [*vega, *laboratories]]
            seen = Seen(
                elsewhere=visit.elsewhere(site),
                faults=list(visit.faults),
                bytes=weight(others),
                requests=len(others),
                chart_bytes=weight(vega),
                shifts=page.evaluate("watch.disconnect() ?? self.shifts"),
                pictures=page.evaluate(PICTURES),
                unreachable=[],
                widths={},
                violations={},
                unspoken={},
                inline_script_ran=False,
                faults_of_the_inline_script=[],
            )
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                wide = page.evaluate("document.documentElement.scrollWidth")
                seen.widths[width] = wide
                for _ in range(80):  # the theme looks after a while what scrolls
                    if not (unreachable := page.evaluate(UNREACHABLE)):
                        break
                    page.wait_for_timeout(50)
                seen.unreachable += unreachable
            page.evaluate(EMPTY_CHARTS)
            for look in LOOKS if name == SAMPLE else EACH_PAGE_IN:
                look_at(page, *look)
                seen.violations[look] = violations(page)
                if look in EACH_PAGE_IN:
                    seen.unspoken[look] = unspoken(page)
            del visit.faults[:]
            seen.inline_script_ran = page.evaluate(INLINE_SCRIPT)
            seen.faults_of_the_inline_script = list(visit.faults)
        return seen

    return visit_page


CONTROLS = {"button", "checkbox", "combobox", "dialog", "link", "navigation", "radio"}
CONTROLS |= {"searchbox", "slider", "spinbutton", "textbox"}


def unspoken(page):
    """What a screen reader would find without words: its role, and its name."""
    client = page.context.new_cdp_session(page)
    nodes = client.send("Accessibility.getFullAXTree")["nodes"]
    shown = [node for node in nodes if not node["ignored"]]
    named = [(n["role"]["value"], n.get("name", {}).get("value", "")) for n in shown]
    assert len(named) > 5
    return [
        (role, ascii(name))
        for role, name in named
        if (role in CONTROLS and not name.strip())
        or any(unicodedata.category(letter) == "Co" for letter in name)  # an icon
    ]


# Whole, light, and quiet


@on_every_page
def test_no_request_leaves_the_site_and_the_console_is_clean(seen, page):
    assert seen(page).elsewhere == []
    assert seen(page).faults == []


@on_every_page
def test_a_page_opened_from_a_disk_is_whole_too_and_its_charts_move(
    visiting, built, page
):
    base = built.as_uri() + "/"
    with visiting() as visit:
        opened = visit.go(base + page)
        assert visit.elsewhere(base) == []
        styled = "getComputedStyle(document.body).fontFamily"
        assert "system-ui" in opened.evaluate(styled)
        assert opened.evaluate("document.documentElement.dataset.mode") == "auto"
        assert opened.evaluate("typeof Documentation") == "object"
        charts = opened.locator(".chart")
        assert opened.locator(".chart[data-ready]").count() == charts.count()
        if page == PAGES[0] or page.removesuffix(".html") in FINISHED:
            assert charts.count() >= 1
        for chart in charts.all():
            for answer in chart.locator("[data-reveal]").all():
                answer.click()
            before = chart.get_by_role("img").get_attribute("aria-label")
            slider = chart.get_by_role("slider").first
            low, now = slider.evaluate("s => [+s.min, s.valueAsNumber]")
            slider.press("Home" if now > low else "End")
            assert chart.get_by_role("img").get_attribute("aria-label") != before
        assert visit.faults == []


def test_every_page_keeps_its_budget(seen, capsys):
    rows = {page: seen(page) for page in WITH_SEARCH}
    with capsys.disabled():
        print()
        for page, row in rows.items():
            print(
                f"{page:45} {row.bytes / 1024:6.1f} KiB {row.requests:4} requests"
                f"  charts {row.chart_bytes / 1024:6.1f} KiB"
            )
    for page, row in rows.items():
        for count, most, unit, do in (
            (
                row.bytes,
                MOST_BYTES,
                "bytes",
                "see which figure is heavy, and simplify it",
            ),
            (row.requests, MOST_REQUESTS, "requests", "show fewer figures"),
            (row.chart_bytes, MOST_CHART_BYTES, "bytes for charts", "look into Vega"),
        ):
            demand(
                count <= most,
                page,
                f"a page takes at most {most} {unit}, and this one takes {count}",
                do,
            )


@on_every_page
def test_nothing_jumps_while_a_page_loads(seen, page):
    shifts = seen(page).shifts
    demand(
        sum(value for value, moved in shifts) < 0.01,
        page,
        f"nothing moves while a page loads, and here it did: {shifts}",
        "give what comes late its size, or put a paragraph more above it",
    )


def test_what_jumps_would_be_noted(visiting, site):
    push = """() => new Promise((noted, failed) => {
      const box = document.createElement("div");
      box.style.height = "300px";
      document.querySelector("article").prepend(box);
      setTimeout(failed, 10_000, new Error("nothing was noted"));
      const isNoted = () => self.shifts.some(([value]) => value > 0.01);
      const look = () => (isNoted() ? noted() : requestAnimationFrame(look));
      look();
    })"""
    with visiting(width=390) as visit:
        visit.page.add_init_script(SHIFTS)
        visit.page.goto(f"{site}{FILES[-1]}.html")
        visit.page.evaluate(push)  # it fails if nothing is noted
        [_, moved] = max(visit.page.evaluate("self.shifts"))
        assert moved


def test_every_page_has_a_title_of_its_own_and_none_says_a_thing_twice(built):
    html = {page: (built / page).read_text("utf-8") for page in WITH_SEARCH}
    titles = {page: unescape(TITLE.search(text)[1]) for page, text in html.items()}
    assert len({*titles.values()}) == len(titles), titles
    book = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))["title"]
    for page, title in titles.items():
        parts = title.split(" — ")
        assert len({*parts}) == len(parts), f"{page}: {title}"
        assert parts[-1] == book, f"{page}: {title}"
        shared = unescape(SHARED_TITLE.search(html[page])[1])
        assert re.sub(r"^\d+\. ", "", parts[0]) == shared, f"{page}: {title}, {shared}"
    root = (built / "index.html").read_text("utf-8")
    assert TITLE.search(root)[1] == titles[PAGES[0]] == book


# Open to everybody


@pytest.mark.parametrize("look", EACH_PAGE_IN)
@on_every_page
def test_axe_finds_nothing(seen, page, look):
    found = seen(page).violations[look]
    demand(
        found == [],
        page,
        f"a page is open to everybody, and axe found in the look {look}: {found}",
        "look up the name of what it found in the rules of axe, and mend that part",
    )


@pytest.mark.parametrize("look", [look for look in LOOKS if look not in EACH_PAGE_IN])
def test_axe_finds_nothing_in_the_other_looks_of_what_pages_share(seen, look):
    assert seen(SAMPLE).violations[look] == []


def test_axe_finds_what_is_too_pale_and_what_has_no_name(visiting, site):
    spoil = """() => {
      const button = document.createElement("button");
      const pale = document.createElement("p");
      pale.textContent = "pale";
      pale.style.color = "rgb(240, 240, 240)";
      document.querySelector("article").append(button, pale);
    }"""
    with visiting(color_scheme="light", reduced_motion="reduce") as visit:
        visit.page.goto(f"{site}{FILES[-1]}.html")
        visit.page.evaluate(spoil)
        found = {line.partition(":")[0] for line in violations(visit.page)}
        assert {"button-name", "color-contrast"} <= found
        assert ("button", "''") in unspoken(visit.page)


@pytest.mark.parametrize("width", [390, 1300])
def test_in_a_dialog_or_a_menu_axe_finds_nothing_and_all_has_a_name_in_words(
    visiting, site, width
):
    openers = ["Search", "Download"]
    openers += ["Contents of the book", "Contents of this page"] if width < 992 else []
    is_open = ":is(dialog[open], :popover-open)"
    with visiting(width=width, reduced_motion="reduce") as visit:
        page = visit.page
        page.goto(site + SAMPLE)
        # The article has been seen to, and would take most of the time here.
        page.evaluate(
            "document.querySelectorAll('article section > :not(h1)')"
            ".forEach((part) => part.remove())"
        )
        for name in openers:
            page.get_by_role("button", name=name).first.click()
            assert page.locator(is_open).count() == 1, name
            assert violations_in_both_modes(page, width) == [], name
            assert unspoken(page) == [], name
            page.keyboard.press("Escape")
            assert page.locator(is_open).count() == 0, name


@on_every_page
def test_every_part_of_a_page_has_a_name_in_words(seen, page):
    assert seen(page).unspoken == {look: [] for look in EACH_PAGE_IN}


@on_every_page
def test_no_page_is_wider_than_the_screen_nor_at_200_percent(seen, page):
    for width, found in seen(page).widths.items():
        demand(
            found <= width,
            page,
            f"on a screen of {width} pixels nothing stands out, and here {found} are needed",
            "break the long word, the formula or the line of code that is so wide",
        )


@on_every_page
def test_what_scrolls_can_be_reached_by_keyboard(seen, page):
    demand(
        seen(page).unreachable == [],
        page,
        f"what scrolls is reached by Tab, and this is not: {seen(page).unreachable}",
        "make it a table, a cell or a formula: these are reached by themselves",
    )


def test_there_are_formulas_programs_and_tables_that_scroll_on_a_phone(visiting, site):
    scrolls = "e => e.scrollWidth > e.clientWidth"
    kinds = {
        CHAPTERS[2]: ["div.math", "pre"],
        TOC["root"]: [".pst-scrollable-table-container"],
    }
    for page, selectors in kinds.items():
        with visiting(width=320) as visit:
            visit.page.goto(f"{site}{page}.html")
            for selector in selectors:
                found = visit.page.locator(selector).all()
                assert any(one.evaluate(scrolls) for one in found), selector


def test_by_keyboard_the_first_stop_skips_to_the_text_and_every_stop_is_seen(
    visiting, site
):
    seen = """() => {
      const e = document.activeElement;
      const ring = getComputedStyle(e);
      const box = e.getBoundingClientRect();
      return {
        name: (e.ariaLabel || e.textContent || e.placeholder || "").trim(),
        ring: (ring.outlineStyle !== "none" && parseFloat(ring.outlineWidth) > 0)
          || ring.boxShadow !== "none",
        inside: box.width > 0 && box.bottom > 0 && box.top < innerHeight,
      };
    }"""
    with visiting(reduced_motion="reduce") as visit:
        page = visit.page
        page.goto(site + SAMPLE)
        stops = []
        for _ in range(45):
            page.keyboard.press("Tab")
            stops.append(page.evaluate(seen))
        assert stops[0]["name"] == "Skip to main content"
        names = " ".join(stop["name"] for stop in stops)
        for name in ("Search", "Mean squared error", "Color mode", "Download", "Copy"):
            assert name in names
        assert [stop["name"] for stop in stops if not stop["ring"]] == []
        assert [stop["name"] for stop in stops if not stop["inside"]] == []

        page.goto(site + SAMPLE)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")


def test_the_root_of_the_site_leads_to_the_front_page(visiting, site):
    with visiting() as visit:
        visit.page.goto(site)
        visit.page.wait_for_url(f"{site}{PAGES[0]}")
        visit.page.wait_for_load_state()
        assert visit.faults == []
    with visiting(java_script_enabled=False) as visit:
        # Without the refresh, to look at the page itself.
        visit.page.route(site, lambda route: route.fulfill(body=without_refresh(route)))
        visit.page.goto(site)
        assert visit.page.get_by_role("link").get_attribute("href") == PAGES[0]
        for name in ("description", "og:title"):
            tag = visit.page.locator(f"meta[name='{name}'], meta[property='{name}']")
            assert tag.count() == 1
        assert visit.page.locator("link[rel=icon]").count() == 1
        policy = visit.page.locator("meta[http-equiv=Content-Security-Policy]")
        assert "default-src 'none'" in policy.get_attribute("content")


def without_refresh(route):
    return re.sub("<meta[^>]*refresh[^>]*>", "", route.fetch().text())


def test_search_opens_by_keyboard_and_gives_the_focus_back(visiting, site):
    focused = "document.activeElement.matches('.search-button__button')"
    with visiting() as visit:
        page = visit.page
        page.goto(f"{site}{CHAPTERS[0]}.html")
        page.locator(".search-button__button").locator("visible=true").focus()
        page.keyboard.press("Enter")
        assert page.get_by_role("dialog", name="Search").count() == 1
        page.keyboard.press("Escape")
        assert page.get_by_role("dialog", name="Search").count() == 0
        assert page.evaluate(focused)
        page.keyboard.press("Control+k")
        page.keyboard.type("median")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search.html?q=median")
        page.locator("#search-results li a").first.wait_for()
        page.get_by_role("status").filter(has_text="found").wait_for()
        assert page.evaluate("document.activeElement.tagName") == "BODY"


def test_a_search_field_shows_the_focus_where_the_system_sets_all_colors(
    visiting, site
):
    with visiting(forced_colors="active") as visit:
        page = visit.page
        page.goto(f"{site}search.html")
        assert page.evaluate("document.activeElement.name") == "q"
        ring = page.evaluate("getComputedStyle(document.activeElement.form).outline")
        assert "3px" in ring
        assert "solid" in ring


def test_the_contents_fold_on_a_wide_screen_and_open_on_a_narrow_one(visiting, site):
    with visiting() as visit:
        page = visit.page
        page.goto(f"{site}{CHAPTERS[0]}.html")
        button, contents = page.locator(".primary-toggle"), page.locator(".bd-docs-nav")
        assert button.get_attribute("aria-expanded") == "true"
        button.click()
        contents.wait_for(state="hidden")
        assert button.get_attribute("aria-expanded") == "false"
        button.click()
        contents.wait_for(state="visible")
        page.set_viewport_size({"width": 390, "height": 800})
        contents.wait_for(state="hidden")
        button.click()
        contents.wait_for(state="visible")
        page.keyboard.press("Escape")
        contents.wait_for(state="hidden")
        assert page.evaluate("document.activeElement.matches('.primary-toggle')")


def test_less_motion_is_no_motion(visiting, site):
    moving = """() => [...document.querySelectorAll("*")].filter((e) => {
      const style = getComputedStyle(e);
      return style.transitionDuration.split(", ").some((d) => d !== "0s")
          && style.transitionProperty !== "none"
        || style.animationName !== "none" || style.scrollBehavior !== "auto";
    }).map((e) => e.tagName + "." + e.className)"""
    with visiting(reduced_motion="reduce") as visit:
        page = visit.go(f"{site}{CHAPTERS[0]}.html")
        assert page.evaluate(moving) == []
        page.emulate_media(reduced_motion="no-preference")
        assert page.evaluate(moving) != []


# Pictures


@on_every_page
def test_every_picture_has_a_text_of_its_own_and_keeps_its_place(seen, page):
    texts = [picture["text"] for picture in seen(page).pictures]
    for text in texts:
        demand(
            texts.count(text) == 1,
            page,
            f"each picture has a text of its own, and two have {text!r}",
            "draw something else, or give one of them a caption and `image: alt:`",
        )
    for picture in seen(page).pictures:
        text, file = picture["text"], picture["file"]
        demand(
            len(text) > 20,
            page,
            f"each picture has a text for those who do not see it, and {file} has none",
            "draw it by lb.plot_…, which writes it, or state `image: alt:` in the cell",
        )
        assert file not in text
        assert not re.search(r"\.(svg|png)\b", text)
        (width, height), (own_width, own_height) = picture["given"], picture["own"]
        assert width / height == pytest.approx(own_width / own_height, rel=0.01)


@pytest.mark.parametrize("chapter", FINISHED)
def test_every_chapter_has_pictures(seen, chapter):
    count = len(seen(f"{chapter}.html").pictures)
    demand(
        count >= 2,
        f"{chapter}.html",
        f"a chapter has 2 pictures or more, and this one has {count}",
        "draw what is only told, by lb.plot_…",
    )


# Search


@pytest.mark.parametrize("from_disk", [False, True], ids=["served", "from disk"])
def test_search_lists_the_right_page_first(visiting, site, built, from_disk):
    base = built.as_uri() + "/" if from_disk else site
    expected = {
        "cross-entropy": "Categorical cross-entropy",
        "RMSE": "Mean squared error",
        "from_logits": "Categorical cross-entropy",
        "66790": "Loss functions in practice",
        "66,790": "Loss functions in practice",
        "median": "Mean absolute error",
    }
    with visiting() as visit:
        page = visit.page
        for words, first in expected.items():
            page.goto(f"{base}search.html?q={words}")
            page.locator("#search-results .search-summary").wait_for()
            found = page.locator("#search-results li a").first.inner_text()
            assert found.endswith(first), words
        assert visit.faults == []


# Color, paper, no scripts, no storage


def test_the_color_mode_is_kept_and_stands_before_anything_is_painted(visiting, site):
    theme = "document.documentElement.dataset.theme"
    with visiting(color_scheme="light") as visit:
        page = visit.page
        page.goto(site + PAGES[0])
        assert page.evaluate(theme) == "light"
        page.get_by_label("Color mode").locator("visible=true").click()
        assert page.evaluate(theme) == "dark"
        page.route("**/*.js", lambda route: route.abort())
        page.goto(site + PAGES[1])
        assert page.evaluate(theme) == "dark"


@pytest.mark.parametrize("stored", ["", "pink", "<b>", "null"])
def test_a_color_mode_that_is_none_is_ignored(visiting, site, stored):
    with visiting() as visit:
        page = visit.page
        page.add_init_script(f"localStorage.setItem('mode', {stored!r})")
        page.goto(f"{site}{FILES[-1]}.html")
        assert page.evaluate("document.documentElement.dataset.theme") == "light"
        assert visit.faults == []


def test_a_page_works_where_storage_is_forbidden(visiting, site):
    forbid = """for (const name of ["localStorage", "sessionStorage"])
      Object.defineProperty(window, name, {
        configurable: true,
        get() { throw new DOMException("forbidden", "SecurityError"); },
      });"""
    with visiting(color_scheme="light") as visit:
        visit.page.add_init_script(forbid)
        page = visit.go(f"{site}{CHAPTERS[0]}.html")
        page.get_by_label("Color mode").locator("visible=true").click()
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"
        assert visit.faults == []


@pytest.mark.parametrize("page", PAGES)
def test_without_scripts_a_page_reads_well(visiting, site, page):
    with visiting(java_script_enabled=False) as visit:
        visit.page.goto(site + page)
        there = visit.page.evaluate(
            """() => {
              const all = (it) => [...document.querySelectorAll(it)];
              const count = (it) => all(it).filter((e) => e.checkVisibility()).length;
              return {
                titles: count("h1"),
                dead: count(".pst-js-only") + count(".sidebar-toggle"),
                formulas: all("article math").map((e) => e.getBoundingClientRect())
                  .map(({ width, height }) => Math.min(width, height)),
                colored: count("article .highlight .mf"),
              };
            }"""
        )
        assert there["titles"] == 1
        assert there["dead"] == 0
        if page.removesuffix(".html") in FINISHED:
            for kind, count in (
                ("formulas", len(there["formulas"])),
                ("numbers in the code", there["colored"]),
            ):
                demand(
                    count > 3,
                    page,
                    f"a chapter has more than 3 {kind}, and without scripts {count} are seen",
                    "write more of them, or see why some are lost",
                )
        # Those in a hint or in what else is folded have no size yet.
        sizes = [size for size in there["formulas"] if size]
        assert not there["formulas"] or sizes
        assert [size for size in sizes if size <= 3] == []


def test_paper_has_the_article_alone_and_is_white(visiting, site):
    with visiting(color_scheme="dark") as visit:
        page = visit.page
        page.goto(site + SAMPLE)
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
        assert page.evaluate("document.documentElement.dataset.theme") == "light"
        for gone in (".bd-sidebar-primary", ".bd-sidebar-secondary", ".headerlink"):
            assert page.locator(gone).locator("visible=true").count() == 0, gone
        assert page.locator("h1").locator("visible=true").count() == 1
        for element in ("html", "body", "main", "article"):
            style = f"getComputedStyle(document.querySelector('{element}'))"
            color = page.evaluate(f"{style}.backgroundColor")
            assert color in {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}, element
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"


# What a page tells of itself, and what it lets run


class Head(HTMLParser):
    """What a page says of itself: its title, its ``<meta>`` and its ``<link>``."""

    def __init__(self, text):
        super().__init__()
        self.about, self.links = {}, {}
        self.feed(text)
        self.title = unescape(TITLE.search(text)[1])

    def handle_starttag(self, tag, attrs):
        it = dict(attrs)
        if tag == "meta" and (name := it.get("name", it.get("property"))):
            self.about[name] = it["content"]
        elif tag == "meta" and "http-equiv" in it:
            self.about[it["http-equiv"]] = it["content"]
        elif tag == "link":
            self.links[it["rel"]] = it["href"]


def test_every_page_tells_what_it_is(built):
    heads = [Head((built / page).read_text(encoding="utf-8")) for page in PAGES]
    for page, head in zip(PAGES, heads, strict=True):
        about = head.about
        assert about["og:description"] == about["description"]
        assert about["og:title"] in head.title
        demand(
            40 < len(about["description"]) <= 160,
            page,
            f"its first words are its summary, and they are {about['description']!r}",
            "begin with a paragraph of a line or more",
        )
        icon = (built / page).parent / urlsplit(head.links["icon"]).path
        assert icon.suffix == ".svg"
        assert icon.is_file()
    for kind in ("og:title", "description"):
        texts = [head.about[kind] for head in heads]
        for page, text in zip(PAGES, texts, strict=True):
            demand(
                texts.count(text) == 1,
                page,
                f"a page has a {kind} of its own, and another one has {text!r}, too",
                "give it another title, or other words in its first paragraph",
            )


@on_every_page
def test_the_policy_lets_only_the_files_of_the_site_run(seen, built, page):
    text = (built / page).read_text(encoding="utf-8")
    assert not re.search(r"<[^>]*\s(on\w+|style)\s*=", text)
    # What asks a browser to fetch ahead would be an error in its console.
    assert not re.search(r'<link[^>]*rel="(next|prefetch|prerender)"', text)
    sources = Head(text).about["Content-Security-Policy"]
    assert "unsafe" not in sources
    assert "default-src 'none'" in sources
    assert not seen(page).inline_script_ran
    said = seen(page).faults_of_the_inline_script
    assert any("Content Security Policy" in fault for fault in said)


def test_the_stricter_policy_of_the_readme_holds_as_a_header(visiting, built):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    policy = re.search(r"Content-Security-Policy: (.*)", readme)[1]
    page = (built / PAGES[1]).read_text(encoding="utf-8")
    script = re.search(r"'(sha256-[^']*)'", page)[1]
    headers = {"Content-Security-Policy": policy.replace("HASH", script)}
    server, address = serve(built, headers)
    try:
        with visiting(color_scheme="dark") as visit:
            opened = visit.go(address + PAGES[1])
            assert visit.faults == []
            assert opened.locator("html[data-theme=dark]").count() == 1
    finally:
        server.shutdown()
        server.server_close()


def test_the_menu_of_a_page_has_its_notebook_and_its_source(visiting, site):
    with visiting() as visit:
        page = visit.page
        page.goto(site + SAMPLE)
        page.get_by_label("Download").click()
        links = page.locator("#page-links a").locator("visible=true")
        assert links.all_inner_texts() == [
            "Notebook with all outputs (.ipynb)",
            "Source of this page (.md)",
        ]
        for link in links.all():
            address = link.evaluate("a => a.href")
            assert page.request.get(address).ok
        page.mouse.click(300, 700)
        assert links.count() == 0
