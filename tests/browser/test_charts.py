"""The charts that move, in a real browser: on a page with one of each kind."""

import json
import re
from urllib.parse import parse_qs, urlsplit

import moving
import pytest
from jinja2 import Environment, FileSystemLoader
from playwright.sync_api import expect
from rooms import file_of
from serving import serving
from visiting import settle

from lossbook.explore.contract import contract_of
from lossbook.site.charts import page as charts
from lossbook.site.charts.spoken import spoken
from lossbook.site.kit import words
from lossbook.site.theme.layout import content_security_policy

EACH_CHART = pytest.mark.parametrize("name", moving.CHARTS)
MOST_SCRIPT_BYTES = 300 * 1024

PAGE = """<!doctype html>
<html lang="en" data-mode="light" data-theme="light">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width">
<title>Charts</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="charts.css">
<link rel="stylesheet" href="buttons.css">
<link rel="stylesheet" href="faults.css">
<script defer src="words.js"></script>
<script defer src="waking.js"></script>
<script defer src="faults.js"></script>
<script defer src="charts.js"></script>
<main><p>Above.</p>{parts}</main>
</html>
"""

# Give controls values as a reader does, and read what is shown.
SHOW = """([id, states]) => {
  const chart = document.getElementById(id);
  const form = chart.querySelector("form");
  return states.map((state) => {
    for (const [name, value] of Object.entries(state)) {
      const button = form.querySelector(`[data-reveal="${name}"]`);
      if (button) {
        if (button.getAttribute("aria-pressed") !== String(value)) button.click();
        continue;
      }
      const control = form.querySelector(`input[type=range][name="${name}"]`)
        ?? [...form.querySelectorAll(`input[name="${name}"]`)].find(
          (choice) => choice.value === value);
      if (control.type === "range") control.value = value;
      else control.checked = true;
      control.dispatchEvent(new Event("input", { bubbles: true }));
    }
    return [...chart.querySelectorAll("data")].map((number) => [
      number.dataset.signal, number.getAttribute("value"), number.textContent]);
  });
}"""


@pytest.fixture(scope="module")
def specs():
    return {name: moving.made(name) for name in moving.CHARTS}


@pytest.fixture(scope="module")
def folder(specs, tmp_path_factory):
    """A page with all charts, made as the book makes its pages."""
    folder = tmp_path_factory.mktemp("charts")
    environment = Environment(loader=FileSystemLoader(charts.HERE))
    environment.globals["_"] = str
    template = environment.get_template("chart.html")
    parts = []
    for name, english in specs.items():
        spec, about = spoken(english)
        made = charts.draw(spec)
        stills = []
        for place, still in zip(("narrow", "wide"), made["stills"], strict=True):
            stills.append(f"{name}-{place}.svg")
            (folder / stills[-1]).write_text(still, encoding="utf-8")
        parts.append(template.render(charts.parts(name, about, made, stills, ".")))
    page = PAGE.format(policy=content_security_policy([]), parts="".join(parts))
    (folder / "index.html").write_text(page, encoding="utf-8")
    sheets = ("buttons.css", "faults.css", "charts.css")
    for name in (*sheets, "faults.js", "waking.js"):
        (folder / name).write_bytes(file_of(name).read_bytes())
    (folder / "charts.js").write_text(charts.script(), encoding="utf-8")
    (folder / "words.js").write_text(words.script(), encoding="utf-8")
    charts.write_vega(folder)
    return folder


@pytest.fixture(scope="module")
def address(folder):
    with serving(folder) as address:
        yield address


@pytest.fixture(scope="module")
def told(visiting, address, specs):
    """What each chart shows in many states, read in one go; nobody changes it.

    A dict from the names of the charts to lists of the states, with values and texts.
    """
    with visiting() as visit:
        found = {}
        visit.page.goto(address)
        for name, spec in specs.items():
            states = moving.states(spec)
            assert len(states) > 20
            found[name] = [*zip(states, shown(visit.page, name, states), strict=True)]
        assert visit.faults == []
    return found


@pytest.fixture
def elsewhere(visiting):
    """A visit that opens one address after the other, sometimes before all is there."""
    with visiting() as visit:
        yield visit
        assert visit.faults == []


@pytest.fixture
def page(visiting, address):
    """The page as on a first visit, for one test; its charts wake when they are used."""
    with visiting() as visit:
        visit.page.goto(address)
        yield visit.page
        assert visit.faults == []


def wake(page, name):
    """Bring a chart to the screen, as a reader who scrolls there."""
    chart = page.locator(f"#{name}")
    page.mouse.move(5, 5)
    chart.scroll_into_view_if_needed()
    page.locator(f"#{name}[data-ready]").wait_for(timeout=20_000)
    return chart


def shown(page, name, states):
    """Wake a chart, and read what it shows in some states: the values, and the texts."""
    wake(page, name)
    found = page.evaluate(SHOW, [name, states])
    return [
        (
            {signal: float(value) for signal, value, _ in numbers if value is not None},
            {signal: text for signal, _, text in numbers},
        )
        for numbers in found
    ]


# True


@EACH_CHART
def test_whatever_is_moved_the_numbers_are_those_of_keras(told, specs, name):
    spec = specs[name]
    wrong = []
    for state, (values, texts) in told[name]:
        hidden = {signal for signal, text in texts.items() if text == "?"}
        assert not hidden or not state["shown"]
        wrong += moving.differences(name, spec, state, values, hidden)
    assert not wrong, "\n".join(map(str, wrong[:5]))


@EACH_CHART
def test_a_number_is_written_as_it_is(told, specs, name):
    decimals = {
        number["signal"]: (number["decimals"], number["percent"])
        for _, cells in contract_of(specs[name])["rows"]
        for number in cells
        if number
    }
    for _, (values, texts) in told[name]:
        assert values
        for signal, value in values.items():
            places, percent = decimals[signal]
            text = texts[signal].replace("−", "-").removesuffix("%")
            near = 0.5 * 10**-places + 1e-9
            assert abs(float(text) - value * (100 if percent else 1)) <= near
            assert "e" not in text


def test_steps_are_those_of_gradient_descent(page, specs):
    for name, weights in (("explore-descent", ["w"]), ("explore-line", ["w", "b"])):
        spec = specs[name]
        for loss in ("MSE", "MAE"):
            state = {**moving.start(spec), "loss": loss, "rate": 0.07}
            chart = page.locator(f"#{name}")
            ((values, _),) = shown(page, name, [state])
            taken = 0
            for button, steps in (("One step", 1), ("10 steps", 10)):
                chart.get_by_role("button", name=button, exact=True).click()
                for _ in range(steps):
                    right = moving.expected(name, spec, state)
                    slopes = {
                        w: right.get(f"slope_{w}", right.get("slope")) for w in weights
                    }
                    state |= {w: float(state[w] - 0.07 * s) for w, s in slopes.items()}
                taken += steps
                ((values, _),) = shown(page, name, [{}])
                right = moving.expected(name, spec, state) | {"taken": taken}
                for signal, value in values.items():
                    assert value == pytest.approx(
                        float(right[signal]), rel=1e-6, abs=1e-6
                    )


def test_the_path_of_the_steps_begins_where_they_began(page):
    chart = page.locator("#explore-descent")
    shown(page, "explore-descent", [{"loss": "MSE"}])
    places = """svg => [...svg.querySelectorAll(
      ".concat_1_group .mark-symbol path")].map(e => e.getAttribute("transform"))"""
    (first,) = chart.locator("svg").evaluate(places)
    chart.get_by_role("button", name="One step").click()
    chart.get_by_role("button", name="One step").click()
    path = chart.locator("svg").evaluate(places)
    assert len(path) == 3
    height = re.compile(r",([\d.]+)\)")
    heights = [float(height.search(place)[1]) for place in path]
    assert path[0].endswith(height.search(first)[0])
    assert heights == sorted(heights)
    shown(page, "explore-descent", [{"w": 1.0}])
    assert len(chart.locator("svg").evaluate(places)) == 1, "moved by hand: no path"


def test_a_step_that_is_too_large_diverges(page):
    chart = page.locator("#explore-descent")
    shown(page, "explore-descent", [{"loss": "MSE", "rate": 0.25}])
    for _ in range(3):
        chart.get_by_role("button", name="10 steps").click()
    ((values, texts),) = shown(page, "explore-descent", [{}])
    assert values["w"] == pytest.approx(2 - 1.5 * (1 - 28 / 3 * 0.25) ** 30)
    assert values["loss_now"] > 1e6
    assert "e" in texts["loss_now"]


def test_a_guess_comes_before_the_answer(page):
    asked = {"loss": "MSE", "guess": 1.0}
    ((values, texts),) = shown(page, "explore-descent", [asked])
    assert texts["next_w"] == texts["gap"] == "?"
    assert "next_w" not in values
    picture = page.locator("#explore-descent").get_by_role("img")
    assert "where does one step lead?" in picture.get_attribute("aria-label")
    page.get_by_role("button", name="Show the step").click()
    ((values, _),) = shown(page, "explore-descent", [{}])
    assert values["next_w"] == pytest.approx(1.2)
    assert values["gap"] == pytest.approx(0.2)
    assert "0.2 from your guess" in picture.get_attribute("aria-label")
    page.get_by_role("button", name="Show the step").click()
    assert shown(page, "explore-descent", [{}])[0][1]["next_w"] == "?"


# Touched by everybody


def test_every_control_has_its_name_and_says_its_value(page, specs):
    for name in moving.CHARTS:
        assert_named(page, contract_of(specs[name]), name)


def assert_named(page, about, name):
    chart = wake(page, name)
    assert about["controls"]
    group = page.get_by_role("group", name=about["title"], exact=True)
    assert group.get_attribute("id") == name
    for control in about["controls"]:
        if control["kind"] == "slider":
            slider = chart.get_by_role("slider", name=control["label"], exact=True)
            said = slider.get_attribute("aria-valuetext")
            number, _, unit = said.partition(" ")
            assert unit == control["unit"]
            number = float(number.replace("−", "-"))
            assert number == pytest.approx(control["value"], abs=control["step"])
        elif control["kind"] == "choice":
            options = chart.get_by_role("group", name=control["label"], exact=True)
            for option in control["options"]:
                assert (
                    options.get_by_role("radio", name=option, exact=True).count() == 1
                )
        elif control["kind"] == "reveal":
            assert chart.get_by_role("button", name=control["label"]).count() == 1


@EACH_CHART
def test_every_slider_moves_by_keyboard(page, specs, name):
    chart = wake(page, name)
    every = contract_of(specs[name])["controls"]
    sliders = [control for control in every if control["kind"] == "slider"]
    assert sliders
    for control in sliders:
        slider = chart.get_by_role("slider", name=control["label"], exact=True)
        slider.focus()
        slider.press("Home")
        low = slider.get_attribute("aria-valuetext")
        slider.press("ArrowRight")
        assert slider.evaluate("s => s.valueAsNumber") == pytest.approx(
            control["low"] + control["step"]
        )
        slider.press("End")
        assert slider.evaluate("s => s.valueAsNumber") == control["high"]
        high = slider.get_attribute("aria-valuetext")
        assert low != high


def test_what_a_picture_shows_is_said_when_the_reader_rests(page):
    chart = wake(page, "explore-cross-entropy")
    page.evaluate(
        """() => {
          const said = document.querySelector("#explore-cross-entropy .chart-said");
          addEventListener("input", () => { self.moved = performance.now(); }, true);
          self.heard = new Promise((hear, miss) => {
            new MutationObserver(() => {
              if (said.textContent)
                hear([said.textContent, performance.now() - self.moved]);
            }).observe(said, { childList: true });
            setTimeout(miss, 10_000, new Error("nothing is said to a reader who rests"));
          });
        }"""
    )
    chart.get_by_role("slider").press("Home")
    said = "At p = 0.00 the loss is 16.1181 and its slope 0.0000, for here p is clipped"
    assert chart.get_by_role("img").get_attribute("aria-label").startswith(said)
    heard, milliseconds = page.evaluate("heard")
    assert heard.startswith(said)
    assert milliseconds >= 690, "a reader who moves on hears nothing yet"


@EACH_CHART
def test_reset_leads_back_to_the_start(page, specs, name):
    start = shown(page, name, [moving.start(specs[name])])
    picture = drawn(page, name)
    shown(page, name, moving.states(specs[name])[-1:])
    steps = page.locator(f"#{name}").get_by_role("button", name="10 steps")
    if steps.count():
        steps.click()
    assert shown(page, name, [{}]) != start
    page.locator(f"#{name}").get_by_role("button", name="Reset").click()
    assert shown(page, name, [{}]) == start
    assert drawn(page, name) == picture
    assert urlsplit(page.evaluate("location.href")).query == ""


def drawn(page, name):
    """The shapes of a chart's picture, apart from ids that count up and from an order.

    Vega keeps the lines of a grid that it has, and adds what is new behind them.
    """
    shapes = page.locator(f"#{name} .chart-live svg").evaluate(
        """svg => [...svg.querySelectorAll("path, line, text")].map(e => e.outerHTML)"""
    )
    assert shapes
    return sorted(re.sub(r"clip\d+", "clip", shape) for shape in shapes)


def test_a_pointer_on_the_picture_moves_what_lies_below_it(page):
    for name, panel, signals in (
        ("explore-pointwise", 1, ["e"]),
        ("explore-descent", 0, ["w"]),
        ("explore-line", 1, ["w", "b"]),
        ("explore-line", 0, ["out"]),
        ("explore-cross-entropy", 0, ["p"]),
    ):
        chart = wake(page, name)
        area = chart.locator(f".concat_{panel}_group > g > .background")
        area.scroll_into_view_if_needed()
        box = area.bounding_box()
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.mouse.down()
        page.mouse.move(box["x"] + 0.7 * box["width"], box["y"] + 0.3 * box["height"])
        page.mouse.up()
        for signal in signals:
            slider = chart.locator(f"input[name={signal}]")
            value, low, high, step = slider.evaluate(
                "s => [s.valueAsNumber, +s.min, +s.max, +s.step]"
            )
            assert value == pytest.approx(low + 0.7 * (high - low), abs=1.5 * step)
        assert f"{name}.{signals[0]}=" in page.evaluate("location.href")


# Shared


def test_a_link_leads_to_the_same_state(page, elsewhere, specs):
    here = {}
    for name, spec in specs.items():
        state = moving.states(spec)[-1]
        ((here[name], _),) = shown(page, name, [state])
        page.locator(f"#{name} input").first.dispatch_event("change")
        link = page.locator(f"#{name}").get_by_role("link").evaluate("a => a.href")
        address = page.evaluate("location.href")
        assert urlsplit(link).fragment == name
        query = parse_qs(urlsplit(link).query)
        assert query == parse_qs(urlsplit(address).query)
        assert [key for key in query if key.startswith(f"{name}.")]
    opened = elsewhere.page
    opened.goto(link)  # the last one has the states of all; nobody has to be there
    for name, values in here.items():
        opened.locator(f"#{name}[data-ready]").wait_for()
        found = opened.evaluate(SHOW, [name, [{}]])[0]
        there = {signal: float(v) for signal, v, _ in found if v is not None}
        assert there == pytest.approx(values, rel=1e-5, abs=1e-5), name


def test_an_address_that_says_nonsense_is_ignored(page):
    queries = {
        "explore-pointwise.e=-2.5": -2.5,
        "explore-pointwise.e=99": 3,
        "explore-pointwise.e=-1e99": -3,
        "explore-pointwise.e=NaN": 1.5,
        "explore-pointwise.e=": 1.5,
        "explore-pointwise.e=<b>": 1.5,
        "explore-pointwise.nothing=1": 1.5,
        "explore-pointwise.constructor=1&q=1": 1.5,
        "explore-descent.loss=none&explore-pointwise.e=0.5": 0.5,
    }
    found = page.evaluate(
        """(queries) => {
          const { href } = location;
          const states = queries.map((query) => {
            history.replaceState(null, "", `?${query}`);
            const box = document.querySelector("#explore-pointwise").cloneNode(true);
            return new book.charts.MovingChart(box).state;
          });
          history.replaceState(null, "", href);
          return states;
        }""",
        list(queries),
    )
    assert [state["e"] for state in found] == list(queries.values())
    assert len({frozenset(state) for state in found}) == 1, "no state has more names"


def test_a_chart_that_an_address_names_wakes_and_others_sleep(elsewhere, address):
    page = elsewhere.page
    page.goto(f"{address}?explore-descent.loss=none&explore-pointwise.e=0.5")
    page.locator("#explore-pointwise[data-ready]").wait_for()
    slider = page.locator("#explore-pointwise input[name=e]")
    assert slider.evaluate("s => s.valueAsNumber") == 0.5
    assert page.locator("[data-ready]").count() == 1


# Light


def vega_requests(visit):
    return [r for r in visit.requests if re.search(r"/vega[\w.-]*\.js", r.url)]


def test_vega_is_loaded_when_somebody_is_there_and_a_chart_is_near(visiting, address):
    with visiting(height=300) as visit:
        visit.page.goto(address)
        settle(visit.page, frames=10)
        assert vega_requests(visit) == []
        visit.page.keyboard.press("Shift")
        visit.page.locator("#explore-pointwise[data-ready]").wait_for()
        assert visit.page.locator("[data-ready]").count() < 4
        requests = vega_requests(visit)
        assert len(requests) == 2
        sizes = [len(request.response().body()) for request in requests]
        sent = [
            int(request.response().headers["content-length"]) for request in requests
        ]
        assert sum(sent) < sum(sizes) / 2
        assert sum(sent) + 4 * 1024 < MOST_SCRIPT_BYTES  # and charts.js


def test_what_a_page_does_by_itself_is_no_sign_of_somebody(visiting, address):
    with visiting(height=300) as visit:
        page = visit.page
        page.goto(f"{address}#explore-pointwise")  # it scrolls there by itself
        page.evaluate(
            """async () => {
              const scrolled = new Promise((end) =>
                addEventListener("scroll", end, { once: true }));
              scrollTo(0, scrollY + 100);
              await scrolled;
              dispatchEvent(new KeyboardEvent("keydown", { key: "a" }));
            }"""
        )
        # A browser tells of a pointer over a page, though nobody has moved it.
        pointer = {"type": "pointermove", "isTrusted": True}
        for x, y in ((0, 0), (0, 1), (-1, 0)):
            moved = {**pointer, "movementX": x, "movementY": y}
            assert page.evaluate("e => book.waking.isOfAPerson(e)", moved) == bool(
                x or y
            )
        settle(page, frames=10)
        assert vega_requests(visit) == []
        page.mouse.move(20, 20)
        page.locator("#explore-pointwise[data-ready]").wait_for()


def test_a_mouse_that_is_let_go_unheard_moves_nothing_more(page):
    chart = wake(page, "explore-cross-entropy")
    box = chart.locator(".concat_0_group > g > .background").bounding_box()
    send = """([type, x, y, buttons]) => document.elementFromPoint(x, y).dispatchEvent(
      new PointerEvent(type, { pointerType: "mouse", pointerId: 1, bubbles: true,
        buttons, clientX: x, clientY: y }))"""
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    value = chart.locator("input[name=p]").evaluate
    page.evaluate(send, ["pointerdown", x, y, 1])
    page.evaluate(send, ["pointermove", x + 20, y, 1])
    held = value("s => s.valueAsNumber")
    assert held > 0.5
    page.evaluate(send, ["pointermove", x + 60, y, 0])
    page.evaluate(send, ["pointermove", x + 90, y, 0])
    assert value("s => s.valueAsNumber") == held


def test_what_is_pressed_before_vega_is_there_is_done_when_it_is(visiting, address):
    with visiting() as visit:
        visit.page.goto(address)
        chart = visit.page.locator("#explore-descent")
        chart.get_by_role("slider", name="learning rate η").fill("0.1")
        chart.get_by_role("button", name="One step").click()
        taken = chart.locator("data[data-signal=taken]")
        visit.page.locator("#explore-descent[data-ready]").wait_for()
        expect(taken).to_have_text("1")
        assert visit.faults == []


def test_without_vega_the_still_picture_stays(visiting, address):
    with visiting() as visit:
        visit.page.route("**/vega*.js", lambda route: route.abort())
        visit.page.goto(address)
        visit.page.mouse.move(5, 5)
        chart = visit.page.locator("#explore-pointwise")
        chart.locator(".fault").get_by_text("could not be loaded").wait_for()
        assert chart.locator("picture img").is_visible()
        with visit.page.expect_event("requestfailed"):  # it tries again, and fails
            chart.get_by_role("slider").first.press("End")
        assert not any(
            fault.startswith("error: ") and "ERR_FAILED" not in fault
            for fault in visit.faults
        )
        visit.page.unroute("**/vega*.js")
        visit.page.locator("#explore-line").scroll_into_view_if_needed()
        visit.page.locator("#explore-line[data-ready]").wait_for()


def test_a_finger_that_scrolls_over_a_picture_changes_nothing(page):
    chart = wake(page, "explore-cross-entropy")
    box = chart.locator(".concat_0_group > g > .background").bounding_box()
    send = """([type, x, y]) => document.elementFromPoint(x, y).dispatchEvent(
      new PointerEvent(type, { pointerType: "touch", pointerId: 7, bubbles: true,
        clientX: x, clientY: y }))"""
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    value = chart.locator("input[name=p]")
    for end, p in (("pointercancel", 0.75), ("pointerup", 0.5)):
        page.evaluate(send, ["pointerdown", x, y])
        assert value.evaluate("s => s.valueAsNumber") == 0.75
        page.evaluate(send, ["pointermove", x + 5, y])
        page.evaluate(send, [end, x, y])
        assert value.evaluate("s => s.valueAsNumber") == pytest.approx(p, abs=0.011)


def test_a_chart_works_from_a_disk(visiting, folder):
    with visiting() as visit:
        visit.page.goto((folder / "index.html").as_uri())
        wake(visit.page, "explore-pointwise")
        slider = visit.page.locator("#explore-pointwise input[name=e]")
        slider.press("End")
        slider.dispatch_event("change")
        assert "explore-pointwise.e=3" in visit.page.evaluate("location.href")
        assert visit.faults == []


# Seen


def test_on_a_phone_the_panels_stand_one_below_the_other(visiting, address):
    with visiting(width=390) as visit:
        visit.page.goto(address)
        for name in moving.CHARTS:
            chart = wake(visit.page, name)
            first, second = (
                chart.locator(f".concat_{i}_group > g > .background").bounding_box()
                for i in (0, 1)
            )
            assert second["y"] > first["y"] + first["height"]
            assert min(first["width"], second["width"]) > 200
            picture, room = chart.locator("svg"), chart.locator(".chart-live")
            assert picture.bounding_box()["width"] <= room.bounding_box()["width"]
        overflow = "document.documentElement.scrollWidth"
        assert visit.page.evaluate(overflow) == 390
        visit.page.set_viewport_size({"width": 1300, "height": 900})
        settle(visit.page)
        for name in moving.CHARTS:
            first, second = (
                visit.page.locator(
                    f"#{name} .concat_{i}_group > g > .background"
                ).bounding_box()
                for i in (0, 1)
            )
            assert second["x"] > first["x"] + first["width"]


def test_the_colors_follow_the_page_and_the_values_stay(page):
    before = shown(page, "explore-pointwise", [{"e": -2.0}])
    line = page.locator("#explore-pointwise .mark-line path").first
    light = line.evaluate("e => getComputedStyle(e).stroke")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    dark = line.evaluate("e => getComputedStyle(e).stroke")
    page.evaluate("document.documentElement.dataset.theme = 'light'")
    assert light == "rgb(0, 114, 178)"
    assert dark == "rgb(86, 180, 233)"
    assert shown(page, "explore-pointwise", [{}]) == before


def test_every_color_of_a_chart_is_one_of_the_style_sheet(folder):
    sheet = file_of("charts.css").read_text(encoding="utf-8")
    page = (folder / "index.html").read_text(encoding="utf-8")
    specs = re.findall(r'class="chart-spec">(.*?)</script>', page, re.DOTALL)
    assert len(specs) == len(moving.CHARTS)
    for spec in specs:
        spec = spec.replace("<\\/", "</")
        assert json.loads(spec)
        named = set(re.findall(r"var\((--[\w-]+)\)", spec))
        assert named
        assert all(f"{name}:" in sheet for name in named)
        left = set(re.findall(r'"(#\w{3,8}|black|gray|red|blue|steelblue)"', spec))
        assert not left, "a color that no color mode changes"


def test_without_scripts_a_chart_is_a_picture_with_a_sentence(visiting, address):
    with visiting(java_script_enabled=False) as visit:
        visit.page.goto(address)
        for name in moving.CHARTS:
            chart = visit.page.locator(f"#{name}")
            picture = chart.locator("img")
            assert len(picture.get_attribute("alt")) > 30
            assert picture.is_visible()


def test_on_paper_a_chart_is_a_picture_of_its_start(page):
    chart = wake(page, "explore-pointwise")
    page.emulate_media(media="print")
    assert chart.locator("picture img").is_visible()
    for part in (".chart-live", ".chart-controls", ".chart-numbers"):
        assert not chart.locator(part).is_visible()
    page.emulate_media(media="screen")
    assert not chart.locator("picture img").is_visible()


def test_the_sentence_of_the_still_picture_is_that_of_the_start(page, specs):
    for name in moving.CHARTS:
        chart = wake(page, name)
        live = chart.get_by_role("img").get_attribute("aria-label")
        assert chart.locator("picture img").get_attribute("alt") == live


def test_the_interpreter_is_a_script_and_says_who_made_it(folder):
    script = (folder / charts.INTERPRETER).read_text(encoding="utf-8")
    assert "vega.expressionInterpreter = " in script
    assert not re.search(r"^(import|export) ", script, re.MULTILINE)
    module = (charts.OTHERS / charts.INTERPRETER).read_text(encoding="utf-8")
    assert len(script) > 0.95 * len(module)
    assert (folder / f"{charts.INTERPRETER}.LICENSE.txt").exists()
    assert (folder / f"{charts.VEGA}.LICENSE.txt").exists()
