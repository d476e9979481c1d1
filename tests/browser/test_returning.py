"""A page that slept, or lies beside another tab, shows what a fresh one would show.

Browsers keep a page as it was left, to show it again when its reader goes back. That they do
so is tried in Firefox and WebKit; here the page is told of it, as they tell it.
"""

import json
import re

import pytest
from course import FILES
from visiting import settle

PAGES = [f"{name}.html" for name in FILES]

BACK = """dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }))"""
# The page as its scripts have made it, a line for each element and each text.
SEEN = """() => {
  const lines = [];
  const look = (part) => {
    if (part.nodeType === 3 && part.data.trim()) lines.push(part.data.trim());
    // The theme unfolds this one a moment after a page was loaded.
    if (part.nodeType !== 1 || part.matches(".pst-async-banner-revealer")) return;
    const attributes = [...part.attributes].map(({ name, value }) => {
      const isEmpty = value === "" && ["class", "data-state"].includes(name);
      return isEmpty ? "" : ` ${name}="${value}"`;
    });
    const chosen = part.checked ? " chosen" : "";
    lines.push(`<${part.localName}${attributes.sort().join("")}>${chosen}`);
    if (!part.hidden) for (const child of part.childNodes) look(child);
  };
  look(document.documentElement);
  return lines;
}"""
WEEK = 7 * 24 * 60 * 60
WAYS = ("it comes back", "another tab stores")
in_both_ways = pytest.mark.parametrize("how", WAYS)


def lived(page):
    """What is stored after much reading: pages read, and answers, right and wrong."""
    return page.evaluate(
        """(seconds) => {
          const questions = book.course.pages.flatMap(({ questions }) =>
            Object.entries(questions));
          const when = Date.now() - 1000 * seconds;
          const answers = questions.map(([name, [version]], n) => [name, {
            version, isSolved: n % 3 > 0, isRight: n % 3 > 0, again: n % 4, when: when + n,
          }]);
          const [first, second] = book.course.pages.filter(({ isChapter }) => isChapter);
          return JSON.stringify({
            format: 1,
            read: { [first.name]: when },
            answers: Object.fromEntries(answers),
            place: { page: second.name, part: "" },
            inventory: { open: {}, first: { when, right: [] }, last: null },
          });
        }""",
        WEEK,
    )


def store(page, what):
    page.evaluate(
        """([progress, mode]) => {
          if (progress) localStorage.setItem(book.course.book, progress);
          else localStorage.removeItem(book.course.book);
          localStorage.setItem("mode", mode);
          localStorage.setItem("theme", mode);
        }""",
        what,
    )


def happen(how, visit, other, what):
    """Have something be stored while a page sleeps, or while it is open."""
    if how == "it comes back":
        store(visit.page, what)  # of which a page itself is told nothing
        visit.page.evaluate(BACK)
    else:
        visit.page.evaluate(
            """() => { self.told = new Promise((resolve) =>
              addEventListener("storage", ({ key }) => key === "theme" && resolve())); }"""
        )
        store(other, what)
        visit.page.evaluate("self.told")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_shows_what_was_stored_elsewhere_as_a_fresh_one_would(
    visiting, site, name
):
    with visiting() as visit:
        page = visit.page
        page.goto(site + name)
        other = page.context.new_page()
        other.goto(site + "chapters/references.html")
        much, nothing = (lived(page), "dark"), ("", "light")
        for how, what in zip(WAYS, (much, nothing), strict=True):
            happen(how, visit, other, what)
            shown = page.evaluate(SEEN)
            store(page, what)  # whoever came back is noted to be here
            fresh = page.context.new_page()
            fresh.goto(site + name)
            expected = fresh.evaluate(SEEN)
            fresh.close()
            old, wanted = set(shown) - set(expected), set(expected) - set(shown)
            assert shown == expected, f"it shows {old} instead of {wanted}"
        assert visit.faults == []


@in_both_ways
def test_who_has_begun_to_answer_goes_on_with_that(visiting, site, how):
    with visiting() as visit:
        page = visit.page
        page.goto(site + "chapters/mean_squared_error.html")
        other = page.context.new_page()
        other.goto(site + "chapters/references.html")
        asked = page.locator(".review form.check:visible")
        before = [form.get_attribute("id") for form in asked.all()]
        begun = page.locator(f"#{before[1]}")
        begun.locator("input").first.evaluate(
            """(input) => {
              if (input.type === "text") input.value = "12";
              else input.checked = true;
              input.dispatchEvent(new Event("input", { bubbles: true }));
            }"""
        )
        own = page.locator("form.check:not([data-review])").first
        own.evaluate("(form) => book.questions.checks.get(form).judge()")
        said = own.inner_text()
        assert said
        happen(how, visit, other, (lived(page), "dark"))
        after = [form.get_attribute("id") for form in asked.all()]
        assert before[1] in after
        assert len(after) == 3
        assert set(after) != set(before), "the others are chosen anew"
        assert own.inner_text() == said


def test_where_a_reader_is_who_came_back_is_noted(visiting, site):
    with visiting() as visit:
        page = visit.page
        page.goto(site + "chapters/mean_absolute_error.html")
        state = json.dumps(
            {
                "format": 1,
                "place": {"page": "chapters/mean_squared_error", "part": ""},
            }
        )
        store(page, (state, "light"))
        page.evaluate(BACK)
        place = page.evaluate(
            "JSON.parse(localStorage.getItem(book.course.book)).place"
        )
        assert place["page"] == "chapters/mean_absolute_error"


@pytest.mark.parametrize("width", [390, 1300])
def test_no_dialog_covers_a_page_that_comes_back(visiting, site, width):
    with visiting(width=width) as visit:
        page = visit.page
        page.goto(site + "chapters/mean_absolute_error.html")
        if width == 390:
            page.locator(".primary-toggle:visible").click()
        else:
            page.keyboard.press("Control+k")
        page.locator("dialog[open]").wait_for()
        page.evaluate(BACK)
        assert page.locator("dialog[open]").count() == 0
        assert page.locator("#pst-primary-sidebar nav").count() >= 1
        assert visit.faults == []


def test_colors_chosen_elsewhere_stay_when_the_system_changes(visiting, site):
    with visiting(color_scheme="light") as visit:
        page = visit.page
        page.goto(site + "chapters/references.html")
        page.evaluate("localStorage.setItem('mode', 'light')")
        page.evaluate(BACK)
        page.emulate_media(color_scheme="dark")
        page.wait_for_function("matchMedia('(prefers-color-scheme: dark)').matches")
        settle(page)
        assert page.evaluate("document.documentElement.dataset.theme") == "light"
        page.evaluate("localStorage.setItem('mode', 'auto')")
        page.evaluate(BACK)
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_a_pad_that_hears_no_more_of_a_pointer_takes_the_next_stroke(visiting, site):
    with visiting() as visit:
        page = visit.page
        page.goto(site + "chapters/loss_functions_in_practice.html")
        page.mouse.move(5, 5)
        page.locator("#laboratory-drawing").scroll_into_view_if_needed()
        page.locator("#laboratory-drawing[data-ready]").wait_for()
        pad = page.locator(".pad")
        page.locator(".drawing").get_by_role("button", name="Clear").click()
        pad.scroll_into_view_if_needed()
        pad.evaluate(
            """(pad) => {
              pad.setPointerCapture = () => {}; // of a pointer that is none
              pad.dispatchEvent(new PointerEvent("pointerdown", { pointerId: 7 }));
              delete pad.setPointerCapture;
            }"""
        )
        page.locator(".drawing").get_by_role("button", name="Clear").click()
        box = pad.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"]
        page.mouse.move(x, y + 0.15 * box["height"])
        page.mouse.down()
        page.mouse.move(x, y + 0.5 * box["height"])
        page.mouse.move(x, y + 0.85 * box["height"])
        page.mouse.up()
        page.get_by_text(re.compile(r"^It says 1, ")).locator("visible=true").wait_for()
        assert visit.faults == []
