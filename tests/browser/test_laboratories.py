"""The laboratories of the last chapter, used as a reader uses them."""

import gzip
import re
from urllib.parse import urlsplit

import numpy as np
import pytest
from excerpts import excerpt
from handwriting import WELL, arc, drawn
from looks import violations_in_both_modes
from playwright.sync_api import expect
from rooms import file_of
from serving import serving
from visiting import settle

from lossbook.laboratory import laboratory_runs
from lossbook.laboratory.digits import laboratory_digits
from lossbook.laboratory.settings import RATES
from lossbook.site.kit.joining import without_comments
from lossbook.site.laboratories.page import BENCH, FOLDER, NETWORK, network_file

PAGE = "chapters/loss_functions_in_practice.html"
NOT_LOADED = "This part of the page could not be loaded."
KINDS = ("drawing", "training", "mistakes")
SOME_BATCHES = 20  # so many frames have a run work on some: 16 ms in each
MOST_CODE_BYTES, MOST_NETWORK_BYTES, MOST_DIGIT_BYTES = 15_360, 81_920, 614_400


class Bench:
    """A laboratory on an open page."""

    def __init__(self, page, kind):
        self.page = page
        self.box = page.locator(f"#laboratory-{kind}")

    def wake(self):
        self.page.mouse.move(5, 5)
        self.box.scroll_into_view_if_needed()
        self.page.locator(f"#{self.box.get_attribute('id')}[data-ready]").wait_for()
        return self

    def prick_up_ears(self):
        """From here on, note what is said: it is said of what is done next."""
        self.box.evaluate(
            """(box) => {
              const said = box.querySelector(".laboratory-said");
              box.heard = [];
              if (box.ears) return;
              box.ears = new MutationObserver(() => {
                box.heard.push(said.textContent);
                box.dispatchEvent(new Event("heard"));
              });
              box.ears.observe(said, { childList: true });
            }"""
        )

    def press(self, name):
        self.prick_up_ears()
        self.box.get_by_role("button", name=name, exact=True).click()

    def press_key(self, key):
        self.prick_up_ears()
        self.page.keyboard.press(key)

    def said(self):
        return self.box.locator(".laboratory-said").inner_text()

    def wait_until_said(self, words, seconds=50):
        """Wait for words that are said of what was done last, not those there before."""
        said = self.box.evaluate(
            """(box, [words, seconds]) => new Promise((hear) => {
              const listen = () => {
                const said = box.heard.find((said) => said.includes(words));
                if (said !== undefined) hear(said);
              };
              box.addEventListener("heard", listen);
              listen();
              setTimeout(hear, 1000 * seconds, null);
            })""",
            [words, seconds],
        )
        heard = self.box.evaluate("(box) => box.heard")
        assert said is not None, f"{words!r} was not said, but {heard}"
        return said

    def wait_for_fault(self, sentence):
        """Wait until the box says what is wrong, for the eye and for the ear."""
        said = self.box.locator(".fault").get_by_role("status")
        said.filter(has_text=sentence).wait_for()
        assert said.bounding_box()["height"] > 10

    def wait_for_no_fault(self):
        self.box.locator(".fault").wait_for(state="detached")

    def rows(self):
        """The texts of the table's rows, cell by cell, as they are shown."""
        return [
            [cell.strip() for cell in row.locator("td, th").all_inner_texts()]
            for row in self.box.locator("tbody tr").locator("visible=true").all()
        ]

    def draw(self, strokes):
        self.prick_up_ears()
        pad = self.box.locator(".pad")
        pad.scroll_into_view_if_needed()
        box = pad.bounding_box()
        mouse = self.page.mouse
        for stroke in strokes:
            points = [
                (box["x"] + x * box["width"], box["y"] + y * box["height"])
                for x, y in stroke
            ]
            mouse.move(*points[0])
            mouse.down()
            for point in points[1:]:
                mouse.move(*point)
            mouse.up()
        self.settle()

    def settle(self):
        """Wait until what was changed is drawn."""
        settle(self.page)

    def answer(self):
        self.settle()
        return self.box.locator(".drawing-answer").inner_text()

    def choose(self, **settings):
        self.prick_up_ears()
        for name, value in settings.items():
            control = self.box.locator(f"[name={name}]")
            if control.count() > 1:
                self.box.locator(f"[name={name}][value='{value}']").check()
            elif name == "rate":
                control.select_option(value)
            else:
                control.fill(str(value))


@pytest.fixture(scope="module")
def benches(built):
    """The address of the site, where the page has the laboratories alone."""
    text = (built / PAGE).read_text(encoding="utf-8")
    with serving(built, instead={PAGE: excerpt(text, ".laboratory")}) as address:
        yield address


@pytest.fixture
def visit(visiting, benches):
    """A first visit to the laboratories, for one test."""
    with visiting() as visit:
        visit.page.goto(benches + PAGE)
        yield visit
        assert visit.faults == []


@pytest.fixture
def drawing(visit):
    bench = Bench(visit.page, "drawing").wake()
    bench.press("Clear")
    return bench


@pytest.fixture
def training(visit):
    return Bench(visit.page, "training").wake()


@pytest.fixture
def mistakes(visit):
    return Bench(visit.page, "mistakes").wake()


# What is loaded, and when


def test_nothing_of_the_laboratories_is_loaded_before_a_reader_comes_near(
    visiting, site
):
    with visiting() as visit:
        visit.page.goto(site + PAGE)
        visit.page.mouse.move(5, 5)
        settle(visit.page, frames=10)
        names = {urlsplit(request.url).path for request in visit.requests}
        lazy = (BENCH, NETWORK, FOLDER)
        assert not [n for n in names if any(part in n for part in lazy)]
        bench = Bench(visit.page, "drawing").wake()
        paths = [urlsplit(r.url).path for r in visit.requests]
        assert [p for p in paths if FOLDER in p and "digits" not in p]
        assert not [p for p in paths if p.endswith("digits.js")]
        bench.box.hover()  # whoever reaches for it needs digits soon
        bench.press("Show me a digit")
        bench.wait_until_said("It says")
        paths = [urlsplit(r.url).path for r in visit.requests]
        assert len([p for p in paths if p.endswith("digits.js")]) == 1


def test_whoever_only_reads_past_them_hears_nothing_and_sees_nothing_change(
    visiting, benches
):
    with visiting() as visit:
        visit.page.goto(benches + PAGE)
        benches = [Bench(visit.page, kind) for kind in KINDS]
        before = [bench.box.inner_text() for bench in benches[::2]]
        for bench in benches:
            bench.wake()
        visit.page.wait_for_timeout(1000)  # a sentence waits until the reader rests
        assert [bench.said() for bench in benches] == ["", "", ""]
        assert [bench.box.inner_text() for bench in benches[::2]] == before


def test_other_pages_have_nothing_of_the_laboratories(built):
    for path in built.rglob("*.html"):
        has = "laboratories.js" in path.read_text(encoding="utf-8")
        assert has == (path.relative_to(built).as_posix() == PAGE)


def test_code_weights_and_digits_keep_their_budgets(built, capsys):
    code = sum(
        len(gzip.compress((built / "_static" / name).read_bytes()))
        for name in (BENCH, "laboratories.js")
    )
    digits = (built / FOLDER / "digits.js").stat().st_size
    page = PAGE.removesuffix(".html")
    network = (built / network_file(page)).stat().st_size
    with capsys.disabled():
        print(f"\ncode {code}, network {network}, digits {digits} bytes")
    assert code <= MOST_CODE_BYTES
    assert network <= MOST_NETWORK_BYTES
    assert digits <= MOST_DIGIT_BYTES


def test_the_page_links_to_the_program_as_it_is(visit, built, training):
    link = training.box.get_by_role("link", name="network.js")
    answer = visit.page.request.get(link.evaluate("a => a.href"))
    program = file_of(NETWORK).read_bytes()
    assert answer.body() == program
    shipped = (built / "_static" / BENCH).read_text(encoding="utf-8")
    assert without_comments(program.decode()).strip() in shipped


# Draw a digit


def test_each_digit_that_is_drawn_well_is_read(drawing):
    assert list(WELL) == list(range(10))
    for digit, strokes in WELL.items():
        drawing.press("Clear")
        drawing.draw(strokes)
        assert drawing.answer().startswith(f"It says {digit}, and is ")
        bold = drawing.box.locator("tbody tr").evaluate_all(
            "rows => rows.map((row) => row.classList.contains('is-answer'))"
        )
        assert bold == [name == digit for name in range(10)]
    drawing.wait_until_said(drawing.answer())  # when the reader rests


def test_each_digit_is_read_ten_times_written_well_and_badly(visit, drawing):
    read = visit.page.evaluate(
        """async (drawings) => {
          const box = document.querySelector("#laboratory-drawing");
          const { drawing } = book.laboratories.kinds;
          const reader = await drawing.prototype.network.call({ box });
          const { pictureOf } = book.picture;
          return drawings.map((strokes) => reader.look(pictureOf(strokes)).answer);
        }""",
        [drawn(digit, variant) for digit in range(10) for variant in range(10)],
    )
    right = (range(10) == np.array(read).reshape(10, 10).T).sum(axis=1)
    assert right[:5].sum() >= 48, right
    assert right.sum() >= 80, right


def test_a_3_that_closes_costs_more_and_more_until_it_is_an_8(drawing):
    above, below = (
        arc(0.46, 0.32, 0.2, 0.17, 200, 100),
        arc(0.46, 0.66, 0.23, 0.18, 150, 260),
    )
    drawing.draw(WELL[3])
    costs = [[float(row[3]) for row in drawing.rows()]]
    for place in range(0, len(above) - 1, 6):
        drawing.draw([above[place : place + 7], below[place : place + 7]])
        costs.append([float(row[3]) for row in drawing.rows()])
    of_3, of_8 = np.array(costs)[:, [3, 8]].T
    assert (np.diff(of_3) > 0).all()
    assert (np.diff(of_8) < 0).all()
    assert of_3[0] < 0.1
    assert of_8[0] > 5
    assert of_8[-1] < 0.5
    assert of_3[-1] > 1.5
    assert drawing.answer().startswith("It says 8")


def test_the_numbers_beside_the_pad_belong_together(drawing):
    drawing.draw(drawn(3, 8))
    rows = drawing.rows()
    assert [row[0] for row in rows] == list("0123456789")
    parts = [float(row[2].removesuffix("%")) / 100 for row in rows]
    costs = [float(row[3]) for row in rows]
    widths = drawing.box.locator("rect").evaluate_all(
        "bars => bars.map((bar) => Number(bar.getAttribute('width')) / 100)"
    )
    assert sum(widths) == pytest.approx(1)
    assert parts == pytest.approx(widths, abs=6e-4)
    assert costs == pytest.approx(-np.log(widths), abs=6e-4)


def test_an_empty_pad_says_so(drawing):
    drawing.draw([[[0.3, 0.3], [0.6, 0.6]]])
    assert drawing.answer().startswith("It says")
    drawing.press("Undo")
    assert drawing.answer() == "The pad is empty. Draw a digit from 0 to 9."
    assert {cell for row in drawing.rows() for cell in row[2:]} == {"–"}
    assert drawing.box.locator(".pad").get_attribute("aria-label") == "An empty pad"
    drawing.press("Undo")  # there is nothing left to undo
    assert "empty" in drawing.answer()


@pytest.mark.parametrize(
    ("strokes", "words"),
    [
        ([[[0.5, 0.5]]], "You have hardly drawn a digit"),
        ([[[0.5, 0.5], [0.52, 0.5]]], "You have hardly drawn a digit"),
        ([[[0.1 + 0.8 * (n * 7 % 13) / 13, 0.1 + 0.8 * (n * 5 % 11) / 11]
           for n in range(60)]], "It says"),
        ([[[0.5, 0.5], [1.4, 0.5], [-0.4, 0.6]]], "It says"),
    ],
    ids=["dot", "speck", "scribble", "beyond the pad"],
)  # fmt: skip
def test_what_is_no_digit_gets_an_answer_all_the_same(drawing, strokes, words):
    drawing.draw(strokes)
    assert words in drawing.answer()
    assert "NaN" not in drawing.box.inner_text()


def test_undo_takes_back_one_stroke(drawing):
    first, second = WELL[4]
    drawing.draw([first])
    one = drawing.rows()
    drawing.draw([second])
    assert drawing.rows() != one
    drawing.press("Undo")
    drawing.settle()
    assert drawing.rows() == one


def test_a_digit_of_the_book_is_shown_by_keyboard(visit, drawing):
    button = drawing.box.get_by_role("button", name="Show me a digit")
    button.focus()
    for _ in range(5):
        drawing.press_key("Enter")
        said = drawing.wait_until_said("It says")
        shown = drawing.box.locator(".pad").get_attribute("aria-label")
        [label] = re.fullmatch(r"A (\d) that somebody else wrote", shown).groups()
        answer = re.fullmatch(r"It says (\d), and is [\d.]+% sure\. (.*)", said)
        judged = "It is right."
        if answer[1] != label:
            judged = f"It is wrong: this is meant to be a {label}."
        assert answer[2] == judged
    # A stroke on it begins a drawing of one's own.
    drawing.draw(WELL[1])
    assert drawing.box.locator(".pad").get_attribute("aria-label") == "Your drawing"


def test_a_digit_that_is_read_wrongly_can_be_asked_for(drawing):
    for _ in range(3):
        drawing.press("Show me one it gets wrong")
        drawing.settle()
        said = drawing.answer()
        found = re.search(
            r"It says (\d), .* It is wrong: this is meant to be a (\d)", said
        )
        assert found, said
        assert found[1] != found[2]


def test_a_pointer_that_is_lost_without_being_lifted_leaves_the_pad_alive(drawing):
    pad = drawing.box.locator(".pad")
    send = """(pad, [type, id]) => {
      pad.setPointerCapture = () => {};  // of a pointer that is none
      const { left, top, width, height } = pad.getBoundingClientRect();
      for (const part of type === "lostpointercapture" ? [0] : [0.15, 0.85])
        pad.dispatchEvent(new PointerEvent(part === 0.85 ? "pointermove" : type, {
          pointerId: id, clientX: left + width / 2, clientY: top + part * height }));
      delete pad.setPointerCapture;
    }"""
    pad.evaluate(send, ["pointerdown", 7])
    pad.evaluate(send, ["lostpointercapture", 7])
    settle(drawing.page)
    stroke = pad.locator("path").get_attribute("d")
    pad.evaluate(send, ["pointermove", 7])  # the stroke has ended, and stays as it is
    settle(drawing.page)
    assert pad.locator("path").get_attribute("d") == stroke
    drawing.press("Clear")
    pad.evaluate(send, ["pointerdown", 8])
    pad.evaluate(send, ["lostpointercapture", 8])
    assert drawing.answer().startswith("It says 1")


def test_a_finger_draws_and_does_not_scroll(visiting, benches):
    with visiting(width=390, has_touch=True, is_mobile=True) as visit:
        visit.page.goto(benches + PAGE)
        bench = Bench(visit.page, "drawing").wake()
        bench.press("Clear")
        pad = bench.box.locator(".pad")
        pad.scroll_into_view_if_needed()
        box = pad.bounding_box()
        before = visit.page.evaluate("scrollY")
        client = visit.page.context.new_cdp_session(visit.page)
        points = [[0.52, 0.15], [0.51, 0.4], [0.5, 0.6], [0.48, 0.85]]
        for n, (x, y) in enumerate(points):
            at = {"x": box["x"] + x * box["width"], "y": box["y"] + y * box["height"]}
            kind = "touchMove" if n else "touchStart"
            client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [at]})
        client.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        assert bench.answer().startswith("It says 1")
        assert visit.page.evaluate("scrollY") == before
        assert visit.faults == []


# Train the network


def test_a_run_ends_where_the_kept_one_did_speaks_twice_and_lets_the_page_draw(
    visit, training
):
    kept = laboratory_runs()[0]
    visit.page.evaluate(
        """() => {
          self.frames = 0;
          const count = () => { self.frames += 1; requestAnimationFrame(count); };
          requestAnimationFrame(count);
        }"""
    )
    training.press("Train")
    said = training.wait_until_said("is done")
    # A run of some seconds without a pause would have had one or two.
    assert visit.page.evaluate("self.frames") > 20
    begun, ended = training.box.evaluate("(box) => box.heard")
    assert "is training" in begun
    assert ended == said
    assert f"{kept.accuracies[-1]:.1%} of the unseen digits are right" in said
    (row,) = training.rows()
    losses = kept.losses
    assert row[1:] == [
        "cross-entropy",
        "0 to 1",
        "0.001",
        f"{kept.accuracies[-1]:.1%}",
        f"{losses[0]:.3f}",
        f"{losses.mean():.3f}",
        f"{losses[-1]:.3f}",
        "235",
        "0",
    ]
    # The curves have the points of the picture that stands there without scripts.
    for panel in training.box.locator(".curves").all():
        live, still = (
            panel.locator(f".curves-{kind} polyline").first.get_attribute("points")
            for kind in ("live", "still")
        )
        numbers = [[float(n) for n in re.split("[ ,]", p)] for p in (live, still)]
        assert numbers[0] == pytest.approx(numbers[1], abs=0.11)


def test_a_run_takes_one_batch_is_paused_goes_on_and_is_stopped(visit, training):
    training.press("One batch")
    training.wait_until_said("Batch 1 of 235")  # the digits come first
    (row,) = training.rows()
    assert row[8] == "1"
    assert row[5] == row[6] == row[7] == f"{laboratory_runs()[0].losses[0]:.3f}"
    assert training.box.inner_text().count("Batch 1 of 235") == 2  # one for the ear
    assert training.box.locator(".laboratory-said").bounding_box()["height"] == 1
    dot = training.box.locator(".curves-live polyline").first
    assert dot.evaluate("(line) => getComputedStyle(line).strokeWidth") == "6px"
    training.press("One batch")
    assert training.rows()[0][8] == "2"
    assert dot.evaluate("(line) => getComputedStyle(line).strokeWidth") == "2px"
    training.press("Go on")
    expect(training.box.locator("tbody td").nth(7)).not_to_have_text("2")
    training.press("Pause")
    said = training.wait_until_said("Paused after")
    (row,) = training.rows()
    assert 2 < int(row[8]) < 235
    assert row[8] in said
    settle(visit.page, frames=SOME_BATCHES)
    assert training.rows() == [row]  # it stands still
    training.press("Go on")
    training.wait_until_said("is training")
    training.press("Stop")
    assert re.search(r"Run \d+ is stopped", training.wait_until_said("is stopped"))
    # Who pressed it by keyboard is still there, though there is nothing more to stop.
    focused = "document.activeElement.textContent"
    assert visit.page.evaluate(focused) == "Stop"
    assert training.box.get_by_role("button", name="Train", exact=True).is_enabled()
    assert training.box.get_by_role("button", name="Stop", exact=True).is_disabled()


def test_runs_lie_side_by_side_and_are_cleared(training):
    for loss in ("MSE", "MAE"):
        training.choose(loss=loss, seed=3)
        training.press("One batch")
        training.press("Stop")
    rows = training.rows()
    assert [row[1] for row in rows] == ["MSE", "MAE"]
    assert [row[9] for row in rows] == ["3", "3"]
    looks = training.box.locator(".runs-live line").evaluate_all(
        "lines => lines.map((line) => line.dataset.color + line.dataset.dash)"
    )
    curves = training.box.locator(".curves-live").first.locator("polyline")
    assert looks == curves.evaluate_all(
        "curves => curves.map((line) => line.dataset.color + line.dataset.dash)"
    )
    assert len(set(looks)) == 2
    label = training.box.get_by_role("img").first.get_attribute("aria-label")
    assert "MSE" in label
    assert "MAE" in label
    training.press("Clear")
    assert training.rows() == []
    assert curves.count() == 0


def test_no_more_runs_begin_than_can_be_told_apart(training):
    for _ in range(25):
        training.press("One batch")
        training.press("Stop")
    training.press("Train")
    training.wait_until_said("There are 25 runs. Clear them")
    assert len(training.rows()) == 25
    looks = training.box.locator(".runs-live line").evaluate_all(
        "lines => lines.map((line) => getComputedStyle(line).stroke "
        "+ getComputedStyle(line).strokeDasharray)"
    )
    assert len(set(looks)) == 25


@pytest.mark.parametrize("seed", ["", "-1", "1.5", "10000"])
def test_a_seed_that_is_none_is_refused(training, seed):
    training.choose(seed=seed)
    training.press("Train")
    training.wait_until_said("The seed must be a whole number from 0 to 9999.")
    assert training.rows() == []
    assert training.box.locator("[name=seed]").evaluate(
        "field => field === document.activeElement"
    )


def test_the_enter_key_in_the_field_of_the_seed_begins_a_run(visit, training):
    training.choose(seed="00012")
    training.press_key("Enter")
    training.wait_until_said("is training")
    training.press("Stop")
    assert training.rows()[0][9] == "12"


def test_a_run_that_diverges_says_so_and_shows_no_number(training):
    training.choose(largest="255", rate=RATES[-1])
    training.press("Train")
    said = training.wait_until_said("has diverged")
    assert "take a smaller learning rate" in said
    (row,) = training.rows()
    assert row[7] == "diverged"
    assert row[6] == "–"
    assert not re.search("NaN|Infinity|undefined", training.box.inner_text())
    # It is not offered to be looked into.
    options = training.page.locator("#laboratory-mistakes option")
    assert options.all_inner_texts() == ["the chapter’s"]


def test_a_run_that_is_stuck_says_so(training):
    training.choose(loss="MSE", largest="255", rate="1")
    training.press("Train")
    said = training.wait_until_said("is done")
    assert re.search(r"it answers \d to nearly all of them", said)


def test_a_run_is_paused_when_the_page_is_out_of_sight(visit, training):
    training.press("Train")
    training.wait_until_said("is training")
    visit.page.evaluate(
        """() => {
          Object.defineProperty(document, "hidden", { configurable: true, value: true });
          document.dispatchEvent(new Event("visibilitychange"));
          delete document.hidden;
        }"""
    )
    training.wait_until_said("Paused, since the page was out of sight.")
    (row,) = training.rows()
    settle(visit.page, frames=SOME_BATCHES)
    assert training.rows() == [row]


# Look inside


def test_the_list_is_the_same_before_and_after_it_is_computed(mistakes):
    shares = mistakes.box.locator(".mistakes-shares")
    before, told = mistakes.rows(), shares.inner_text()
    assert len(before) == 12
    mistakes.choose(loss="MSE")
    mistakes.wait_until_said("are read wrongly")
    other = mistakes.rows()
    assert other != before
    costs = [float(row[4]) for row in other]
    assert costs == sorted(costs, reverse=True)
    assert max(costs) <= 0.2
    mistakes.choose(loss="cross-entropy")
    mistakes.settle()
    assert mistakes.rows() == before
    assert shares.inner_text() == told
    names = mistakes.box.get_by_role("img").evaluate_all(
        "list => list.map((picture) => picture.getAttribute('aria-label'))"
    )
    assert names == [f"A handwritten {row[1][0]}" for row in before]


def test_a_network_of_a_run_can_be_looked_into(visit, training, mistakes):
    chapters = mistakes.rows()
    training.wake()
    training.choose(loss="MAE", seed=1)
    training.press("One batch")
    training.press("Stop")
    mistakes.wake()
    options = mistakes.box.locator("option")
    assert options.count() == 2
    assert "MAE" in options.last.inner_text()
    mistakes.prick_up_ears()
    mistakes.box.locator("select").select_option(index=1)
    right = float(training.rows()[0][4].removesuffix("%"))
    _, (_, labels) = laboratory_digits()
    wrong = round(len(labels) * (1 - right / 100))
    said = mistakes.wait_until_said(f"{wrong} of the 500 digits are read wrongly")
    assert "Hardly ever answered: " in said  # after one batch it knows few digits
    assert mistakes.rows() != chapters
    # What is cleared cannot be looked into: the chapter's network is back.
    training.wake().press("Clear")
    mistakes.wake()
    expect(options).to_have_count(1)
    mistakes.settle()
    assert mistakes.rows() == chapters


# What can go wrong, and how it looks


def test_digits_that_do_not_come_can_be_asked_for_again(visiting, benches):
    with visiting() as visit:
        page = visit.page
        page.route("**/digits.js*", lambda route: route.abort())
        page.goto(benches + PAGE)
        bench = Bench(page, "training").wake()
        bench.press("Train")
        bench.wait_for_fault(NOT_LOADED)
        page.unroute("**/digits.js*")
        bench.press("One batch")
        bench.wait_until_said("Batch 1 of 235")


def test_damaged_digits_are_fetched_anew_and_a_reader_sees_what_is_wrong(
    visiting, benches
):
    with visiting() as visit:
        page = visit.page
        damaged = {
            "body": 'book.material.texts.digits = "ab";',
            "content_type": "text/javascript",
        }
        page.route("**/digits.js*", lambda route: route.fulfill(**damaged))
        page.goto(benches + PAGE)
        bench = Bench(page, "drawing").wake()
        bench.press("Show me a digit")
        bench.wait_for_fault(NOT_LOADED)
        page.unroute("**/digits.js*")
        bench.press("Show me a digit")
        bench.wait_until_said("It says")
        bench.wait_for_no_fault()
        assert all("is damaged" in fault for fault in visit.faults)


@pytest.mark.parametrize("missing", [BENCH, "loss_functions_in_practice.js"])
def test_a_laboratory_that_does_not_load_leaves_its_picture(visiting, benches, missing):
    with visiting() as visit:
        page = visit.page
        page.route(f"**/{missing}*", lambda route: route.abort())
        errors = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(benches + PAGE)
        bench = Bench(page, "drawing")
        page.mouse.move(5, 5)
        bench.box.scroll_into_view_if_needed()
        bench.wait_for_fault(NOT_LOADED)
        assert bench.box.locator(".pad img").is_visible()
        bench.press("Show me a digit")
        bench.draw(WELL[1])
        assert errors == []


@pytest.mark.parametrize("kind", KINDS)
def test_without_scripts_it_is_a_picture_with_its_numbers(visiting, benches, kind):
    with visiting(java_script_enabled=False) as visit:
        visit.page.goto(benches + PAGE)
        bench = Bench(visit.page, kind)
        assert bench.box.get_by_role("button").locator("visible=true").count() == 0
        assert bench.box.locator("form").locator("visible=true").count() == 0
        rows = {"drawing": 10, "training": 6, "mistakes": 12}[kind]
        assert len(bench.rows()) == rows
        if kind != "mistakes":
            assert bench.box.locator(".without-scripts").is_visible()
        assert bench.box.get_by_role("img").locator("visible=true").count() >= 1


def test_on_paper_stands_what_one_would_see(visit, training):
    training.press("One batch")
    visit.page.emulate_media(media="print")
    try:
        assert training.box.locator("form").is_hidden()
        assert training.box.locator(".runs-still").is_visible()
        assert training.box.locator(".runs-live").is_hidden()
        assert training.box.locator(".curves-still").first.is_visible()
        assert training.box.locator(".curves-live").first.is_hidden()
    finally:
        visit.page.emulate_media(media="screen")


def test_from_a_disk_all_of_it_works_too(visiting, built):
    with visiting() as visit:
        visit.page.goto((built / PAGE).as_uri())
        drawing = Bench(visit.page, "drawing").wake()
        drawing.draw(WELL[7])
        assert drawing.answer().startswith("It says 7")
        training = Bench(visit.page, "training").wake()
        training.press("One batch")
        training.wait_until_said("Batch 1 of 235")
        mistakes = Bench(visit.page, "mistakes").wake()
        mistakes.choose(loss="MAE")
        mistakes.wait_until_said("are read wrongly")
        assert visit.faults == []


def test_in_the_dark_a_digit_is_light_ink_on_the_page_before_and_after_it_wakes(
    visiting, benches
):
    look = """(picture) => {
      const { backgroundColor, filter, padding } = getComputedStyle(picture);
      return [backgroundColor, filter, padding];
    }"""
    with visiting(color_scheme="dark") as visit:
        visit.page.goto(benches + PAGE)
        for kind in ("drawing", "mistakes"):
            bench = Bench(visit.page, kind)
            pictures = bench.box.locator(".digit")
            still = pictures.first.evaluate(look)
            assert still == ["rgba(0, 0, 0, 0)", "invert(1)", "0px"]
            bench.wake()
            assert pictures.first.evaluate(look) == still


def test_the_answer_stands_beside_the_pad_and_all_columns_are_seen(visit, training):
    pad, answer = (
        visit.page.locator(f"#laboratory-drawing {part}").bounding_box()
        for part in (".pad", ".drawing-answer")
    )
    assert answer["x"] > pad["x"] + pad["width"]
    training.press("One batch")
    table = training.box.locator(".runs-live")
    assert table.evaluate("(table) => table.scrollWidth <= table.clientWidth")


@pytest.mark.parametrize("width", [390, 1300])
def test_nothing_stands_in_the_way_of_anybody(visiting, benches, width):
    with visiting(width=width) as visit:
        page = visit.page
        page.goto(benches + PAGE)
        drawing = Bench(page, "drawing").wake()
        drawing.draw(WELL[5])
        training = Bench(page, "training").wake()
        training.press("One batch")
        training.wait_until_said("Batch 1 of 235")
        mistakes = Bench(page, "mistakes").wake()
        mistakes.choose(loss="MSE")
        mistakes.wait_until_said("are read wrongly")
        assert violations_in_both_modes(page, width) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for kind in KINDS:
            box = page.locator(f"#laboratory-{kind}")
            sizes = box.locator("button, input:not([type=radio]), select").evaluate_all(
                "all => all.map((control) => control.getBoundingClientRect().height)"
            )
            assert sizes
            assert [size for size in sizes if size and size < 24] == [], kind
