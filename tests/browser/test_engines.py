"""The built site in Firefox and in WebKit: ``pytest -m engines``."""

import os
import subprocess
import sys
from contextlib import contextmanager
from operator import attrgetter
from pathlib import Path
from time import monotonic, sleep

import psutil
import pytest
from engines.firefox import Firefox
from engines.programs import NoAnswer
from engines.reading import Reader, pointer
from engines.watching import serving_watched, watched
from engines.webkit import WebKit
from handwriting import WELL

pytestmark = pytest.mark.engines

ENGINES = [Firefox, WebKit]
NAME = attrgetter("__name__")

CHAPTER = "chapters/mean_absolute_error.html"
SHORT = "chapters/references.html"
LABORATORIES = "chapters/loss_functions_in_practice.html"

FORMULAS = """() => {
  const FAMILY = "STIX Two Math";
  const seen = [...document.querySelectorAll("article math")].filter((formula) =>
    formula.checkVisibility());
  const face = [...document.fonts].find(({ family }) => family.includes(FAMILY));
  const faults = [];
  if (seen.length && face?.status !== "loaded")
    faults.push(`the font of formulas is ${face?.status ?? "not declared"}`);
  for (const formula of seen) {
    const text = formula.textContent.trim();
    const { width, height } = formula.getBoundingClientRect();
    if (!(width > 2 && height > 4 && height < 400))
      faults.push(`drawn ${width} by ${height} pixels: ${text}`);
    const { fontFamily } = getComputedStyle(formula);
    if (!fontFamily.startsWith(`"${FAMILY}"`)) faults.push(`in ${fontFamily}: ${text}`);
  }
  return { count: seen.length, faults };
}"""
CHART = """(name) => {
  const box = document.getElementById(name);
  return {
    numbers: [...box.querySelectorAll("data")].map((number) => number.textContent),
    picture: box.querySelector(".chart-live").innerHTML,
    sentence: box.querySelector(".chart-live").getAttribute("aria-label"),
  };
}"""

# What can be wrong with a page: what stands in it, the script it has, what is told of it.
SCRIPT = '<script src="it.js"></script>'
PICTURE = '<img src="{}" alt="" />'
WRONG = {
    "throws": (SCRIPT, "throw new Error('is thrown')", "is thrown"),
    "cannot be read": (SCRIPT, "const is thrown = ;", "SyntaxError"),
    "rejects": (SCRIPT, "Promise.reject(Error('is rejected'))", "is rejected"),
    "complains": (SCRIPT, "console.error('is said')", "console.error: is said"),
    "warns": (SCRIPT, "console.warn('is said')", "console.warn: is said"),
    "asks in vain": (
        SCRIPT,
        "fetch('no.json').then(() => { self.isDone = 1; })",
        "404",
    ),
    "lacks a script": ('<script src="no.js"></script>', "", "no.js"),
    "lacks a picture": (PICTURE.format("no.png"), "", "no.png"),
    "writes a script": (
        "<script>console.log(1)</script>",
        "",
        "forbidden by script-src",
    ),
    "asks elsewhere": (
        PICTURE.format("http://127.0.0.1:1/"),
        "",
        "forbidden by img-src",
    ),
}


@pytest.fixture(scope="module")
def folder(built, tmp_path_factory):
    return tmp_path_factory.mktemp("site")


@pytest.fixture(scope="module")
def pages(built, folder):
    return watched(built, folder)


@pytest.fixture(scope="module")
def served(pages, folder):
    with serving_watched(folder) as served:
        yield served


@contextmanager
def started(kind, tmp_path_factory):
    """One of the engines; it is required if ``REQUIRE_BROWSER`` is set."""
    try:
        engine = kind(tmp_path_factory.mktemp("profile"))
    except FileNotFoundError as missing:
        give_up = pytest.fail if os.environ.get("REQUIRE_BROWSER") else pytest.skip
        give_up(str(missing))
    try:
        yield engine
    finally:
        engine.end()


@pytest.fixture(scope="module", params=ENGINES, ids=NAME)
def engine(request, tmp_path_factory):
    with started(request.param, tmp_path_factory) as engine:
        yield engine


@pytest.fixture
def anyone(engine, served):
    """A reader who may meet faults."""
    reader = Reader(engine, *served)
    reader.arrive()
    return reader


@pytest.fixture
def reader(anyone):
    """A reader who must meet none."""
    yield anyone
    assert anyone.faults() == []


@pytest.mark.parametrize("wrong", WRONG)
def test_whatever_is_wrong_with_a_page_is_seen(anyone, folder, wrong):
    part, script, told = WRONG[wrong]
    text = (folder / SHORT).read_text(encoding="utf-8")
    page = folder / "chapters" / "it.html"
    page.write_text(text.replace("</main>", f"{part}</main>"), encoding="utf-8")
    page.with_suffix(".js").write_text(script, encoding="utf-8")
    anyone.go("chapters/it.html")
    anyone.wait_until(
        "a fault was seen", "() => self.isDone || sessionStorage.getItem('watched')"
    )
    faults = anyone.faults()
    assert any(told in fault for fault in faults), faults


@pytest.mark.parametrize("engine", [Firefox], indirect=True, ids=["Firefox"])
def test_what_ends_as_its_page_is_left_is_no_fault_but_what_ends_before_is(anyone):
    anyone.go(SHORT)
    anyone.ask("() => { fetch('/never').catch(() => {}); }")
    anyone.go(CHAPTER)
    anyone.ask("() => { fetch('/never').catch(() => {}); }")
    anyone.back()
    assert anyone.faults() == []
    anyone.ask(
        """() => {
          const control = new AbortController();
          fetch("/never", control).catch(() => {});
          setTimeout(() => control.abort(), 100);
        }"""
    )
    faults, until = [], monotonic() + 10
    while not faults and monotonic() < until:
        faults = anyone.faults()
    assert faults == [f"failed: {anyone.site}never NS_BINDING_ABORTED"]


@pytest.mark.parametrize("kind", ENGINES, ids=NAME)
def test_an_engine_that_hangs_is_ended_in_time_and_whole(kind, tmp_path_factory):
    before = psutil.Process().children(recursive=True)
    with started(kind, tmp_path_factory) as hanging:
        children = psutil.Process().children(recursive=True)
        processes = [process for process in children if process not in before]
        assert len(processes) > 2
        for process in processes:
            process.suspend()
        hanging.seconds = 1
        begin = monotonic()
        with pytest.raises(NoAnswer, match=f"^{NAME(kind)} gave no answer to .* 1 sec"):
            hanging.go("about:blank")
        assert monotonic() - begin < 10
        assert running(processes) == []


@pytest.mark.skipif(os.name != "posix", reason="programs are run by a shell")
def test_a_program_ends_with_the_tests_even_if_these_are_killed():
    tests = subprocess.Popen(
        [
            *(sys.executable, "-c"),
            """from engines.programs import Program
program = Program(["sh", "-c", "sleep 1000 & echo runs; wait"])
program.wait_until_said("(runs)")
print("ready", flush=True)
input()""",
        ],
        cwd=Path(__file__).parents[1],  # where the engines lie
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert tests.stdout.readline() == b"ready\n"
    processes = psutil.Process(tests.pid).children(recursive=True)
    assert "sleep" in [process.name() for process in processes]
    tests.kill()
    tests.communicate()
    assert running(processes) == []


def running(processes):
    """Which of some processes still run, a moment after they were ended."""
    until = monotonic() + 10
    while True:
        still = [p for p in processes if is_running(p)]
        if not still or monotonic() > until:
            return still
        sleep(0.02)


def is_running(process):
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_every_page_is_whole_its_formulas_drawn_and_the_console_clean(anyone, pages):
    wrong, count = [], 0
    for page in pages:
        anyone.go(page)
        anyone.read()
        formulas = anyone.ask(FORMULAS)
        count += formulas["count"]
        faults = [*formulas["faults"], *anyone.faults()]
        wrong += [f"{page}: {fault}" for fault in faults]
    assert not wrong, "\n".join(wrong)
    assert len(pages) > 10
    assert count > 50


def test_a_slider_changes_the_numbers_and_the_picture(reader):
    name = "explore-pointwise"
    slider = f"#{name} input[type=range]"
    reader.go(CHAPTER)
    reader.read()
    before = reader.ask(CHART, name)
    reader.place(slider)
    reader.focus(slider)
    reader.press("ArrowLeft", "ArrowLeft", "ArrowLeft")
    by_keyboard = reader.ask(CHART, name)
    x, y, width, height = reader.place(slider)
    reader.engine.act(pointer((x + 0.2 * width, y + height / 2), "down", "up"))
    by_pointer = reader.ask(CHART, name)
    states = (before, by_keyboard, by_pointer)
    for part in ("numbers", "picture", "sentence"):
        parts = [state[part] for state in states]
        assert parts[0] != parts[1], f"the {part} stay when a key moves the slider"
        assert parts[1] != parts[2], f"the {part} stay when the mouse moves it"


def answer(reader, form, outcome):
    """Answer a question whose answer is a number, and wait for a verdict."""
    value = reader.ask(
        """([form, outcome]) => {
          const { dataset, elements } = document.querySelector(form);
          elements.answer.value = "";
          elements.answer.focus();
          return JSON.parse(dataset.check).variants[0].values[outcome];
        }""",
        [form, outcome],
    )
    reader.press(*str(value), "Enter")
    return reader.wait_until(
        f"{form} gave a verdict on {value}",
        "(form) => document.querySelector(form).dataset.state",
        form,
    )


NUMBER = "#check-mae-of-three"
WRONG_ANSWER = "summed"


def test_a_question_answers_a_wrong_answer_and_a_right_one(reader):
    reader.go(CHAPTER)
    assert answer(reader, NUMBER, WRONG_ANSWER) == "wrong"
    wrong = reader.text(f"{NUMBER} .check-said")
    assert len(wrong) > 40
    assert reader.text(".course-text").startswith("0 of")
    assert answer(reader, NUMBER, "right") == "right"
    right = reader.text(f"{NUMBER} .check-said")
    assert len(right) > 40
    assert right != wrong


def verdict(reader, form):
    return reader.ask("(form) => document.querySelector(form).dataset.state", form)


def solved(reader):
    """What the text beside the contents says of the questions that are solved."""
    return reader.text(".course-text").split(", ")[1].split()[0]


CHOSEN = "() => Object.entries(document.documentElement.dataset)"


def choose_colors(reader):
    """Choose other colors; return what the page says of them from then on."""
    before = reader.ask(CHOSEN)
    reader.click(".theme-switch-button")
    assert reader.ask(CHOSEN) != before, "the button has not changed the colors"
    return reader.ask(CHOSEN)


def assert_known(reader, chosen, when):
    """See that a page knows the one question that was solved, and the colors chosen."""
    count = solved(reader)
    assert count == "1", f"{when} {count} questions are solved instead of 1"
    shown = verdict(reader, NUMBER)
    assert shown == "right", f"{when} the solved question shows {shown!r}"
    assert reader.ask(CHOSEN) == chosen, f"{when} other colors are shown"


def test_a_choice_is_made_by_pointer_and_its_reasons_are_given(reader):
    form = "form.check:has(input[type=radio])"
    reader.go(CHAPTER)
    name = reader.ask("(form) => document.querySelector(form).id", form)
    right = reader.ask(
        "(f) => JSON.parse(document.querySelector(f).dataset.check).right", form
    )
    wrong = f"#{name} .check-choice input:not([value={right[0]}])"
    right = f"#{name} input[value={right[0]}]"
    for choice, expected in ((wrong, "wrong"), (right, "right")):
        reader.click(choice)
        reader.click(f"#{name} [type=submit]")
        said = verdict(reader, form)
        assert said == expected, f"{choice} is {expected}, and the page says {said!r}"
    assert solved(reader) == "1"


def draw(reader, stroke):
    x, y, width, height = reader.place(".pad")
    points = [(x + a * width, y + b * height) for a, b in stroke]
    reader.engine.act(pointer(points[0], "down", *points[1:], "up"))


def says(reader, words):
    return reader.wait_until(
        f"the network said {words!r}",
        """(words) =>
          document.querySelector(".drawing-answer").textContent.startsWith(words)""",
        words,
    )


def train(reader):
    reader.click(".training button[name=one]")
    reader.wait_until(
        "a batch was trained",
        """() => document.querySelector(".training-now").textContent
          .startsWith("Batch 1 of 235")""",
    )


def test_a_network_reads_what_is_drawn_and_is_trained(reader):
    reader.go(LABORATORIES)
    reader.read()
    for digit in (1, 7):
        reader.click(".drawing button[name=clear]")
        says(reader, "The pad is empty")
        draw(reader, WELL[digit][0])
        says(reader, f"It says {digit}")
    train(reader)
    rows = "() => document.querySelector('.mistakes tbody').textContent"
    before = reader.ask(rows)
    reader.click(".mistakes input[name=loss]:not(:checked)")
    reader.wait_until("the list changed", f"(before) => ({rows})() !== before", before)


def test_a_stroke_that_loses_its_pointer_ends_and_the_next_one_is_drawn(reader):
    reader.go(LABORATORIES)
    reader.read()
    reader.click(".drawing button[name=clear]")
    reader.ask(
        """() => document.querySelector(".pad").addEventListener("pointerdown",
          ({ pointerId }) => { self.pen = pointerId; })"""
    )
    x, y, width, height = reader.place(".pad")
    path = "() => document.querySelector('.pad path').getAttribute('d')"
    at = [(x + 0.5 * width, y + part * height) for part in (0.15, 0.5, 0.85)]
    reader.engine.act(pointer(at[0], "down", at[1]))
    reader.ask("() => document.querySelector('.pad').releasePointerCapture(self.pen)")
    reader.engine.act(pointer(at[1], (x + 0.9 * width, y + 0.5 * height)))
    reader.engine.act(pointer(at[2], "up"))
    reader.wait_until("the stroke was drawn", f"() => ({path})().length > 5")
    count = reader.ask(path).count("L")
    assert count <= 2, f"{count - 2} more moves were drawn after the pointer was lost"
    draw(reader, [(0.2, 0.2), (0.8, 0.2)])
    reader.wait_until(
        "a second stroke was drawn", f"() => ({path})().split('M').length === 3"
    )


def test_what_was_solved_and_chosen_is_kept_over_a_reload(reader):
    reader.go(CHAPTER)
    assert answer(reader, NUMBER, "right") == "right"
    chosen = choose_colors(reader)
    reader.reload()
    assert_known(reader, chosen, "after a reload")


def test_a_page_to_which_a_reader_goes_back_is_alive_and_knows_what_was_done(reader):
    chart = "explore-pointwise"
    reader.go(CHAPTER)
    reader.read()
    reader.go(f"{CHAPTER}?once-more")
    assert answer(reader, NUMBER, "right") == "right"
    chosen = choose_colors(reader)
    reader.back()
    assert reader.ask("() => self.isBack"), "the page did not come back as it was left"
    assert_known(reader, chosen, "on a page that came back")
    before = reader.ask(CHART, chart)
    reader.focus(f"#{chart} input[type=range]")
    reader.press("ArrowLeft", "ArrowLeft")
    after = reader.ask(CHART, chart)
    for part in ("numbers", "picture"):
        assert before[part] != after[part], f"the {part} stay on a page that came back"
    assert answer(reader, NUMBER, WRONG_ANSWER) == "wrong"
    reader.forward()
    assert reader.ask("() => self.isBack")
    assert answer(reader, NUMBER, WRONG_ANSWER) == "wrong"


def test_a_pad_that_was_left_in_the_midst_of_a_stroke_takes_the_next_one(reader):
    reader.go(SHORT)
    reader.go(LABORATORIES)
    reader.read()
    train(reader)  # what is still being loaded when a page is left does not come
    x, y, width, height = reader.place(".pad")
    reader.engine.act(pointer((x + width / 2, y + height / 2), "down"))
    reader.back()
    reader.engine.act(pointer("up"))
    reader.forward()
    reader.click(".drawing button[name=clear]")
    draw(reader, WELL[1][0])
    says(reader, "It says 1")
