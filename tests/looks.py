"""A page on a phone and on a wide screen, light and dark, and what axe finds on it."""

from pathlib import Path

import axe_playwright_python

LOOKS = [(width, scheme) for width in (390, 1300) for scheme in ("light", "dark")]

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text("utf-8")
# Of the contrast only samples are measured, see below: so one run sees to all rules.
SAMPLES_ALONE = """() => axe.configure({
  rules: [{ id: "color-contrast", selector: "[data-sample]" }],
})"""
RUN_AXE = """(options) =>
  axe.run("html", { ...options, resultTypes: ["violations"] }).then((report) =>
    report.violations.flatMap((violation) =>
      violation.nodes.map((node) => `${violation.id}: ${node.html}`)))"""
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# One text of each kind: the thousand words of a program have a dozen colors.
MARK_SAMPLES = """() => {
  const kinds = new Set();
  for (const e of document.querySelectorAll("body *")) {
    e.removeAttribute("data-sample");
    if (![...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) continue;
    const kind = [];
    for (let a = e; a && kind.length < 5; a = a.parentElement)
      kind.push(a.tagName + "." + a.className);
    const key = kind.join(" ");
    if (!kinds.has(key)) e.setAttribute("data-sample", "");
    kinds.add(key);
  }
}"""


# Some colors turn into others in a while: between two, neither has its contrast.
TURNED = """() => Promise.allSettled(
  document.getAnimations()
    .filter((animation) => animation instanceof CSSTransition)
    .map((transition) => transition.finished))"""


def violations(page, *, contrast_alone=False):
    """What axe finds on a page as it is, one line for each element."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE)
        page.evaluate(SAMPLES_ALONE)
    page.evaluate(MARK_SAMPLES)
    rules = ["color-contrast"] if contrast_alone else TAGS
    return page.evaluate(RUN_AXE, {"runOnly": rules})


def violations_in_both_modes(page, width):
    """What axe finds in light, and in dark, where nothing but contrast can differ."""
    found = []
    for scheme in ("light", "dark"):
        look_at(page, width, scheme)
        faults = violations(page, contrast_alone=scheme == "dark")
        found += [f"{scheme}: {fault}" for fault in faults]
    return found


def look_at(page, width, scheme):
    """Show a page as a screen of some width does, in light or dark."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.locator(f"html[data-theme={scheme}]").wait_for()
    page.evaluate(TURNED)
