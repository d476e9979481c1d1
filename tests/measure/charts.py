"""Measures the charts of the built book: ``python tests/measure/charts.py``.

For each page with charts it gives the time from the first sign of a reader until the
first chart is ready, and for each chart what one move of a slider takes: to compute, to
draw, and to write the numbers. 20 places of each slider are tried, three times over.
"""

import gzip
import statistics
from pathlib import Path

from browsers import HOW_TO_GET_ONE, launch
from playwright.sync_api import sync_playwright

from lossbook.site.charts.page import INTERPRETER, VEGA

SITE = Path(__file__).parents[2] / "_build" / "html"
MOVE = """async (box) => {
  const times = [];
  for (let round = 0; round < 3; round++) {
    for (const slider of box.querySelectorAll("input[type=range]")) {
      for (let place = 0; place < 20; place++) {
        slider.value = +slider.min + (slider.max - slider.min) * (place / 19);
        const start = performance.now();
        slider.dispatchEvent(new Event("input", { bubbles: true }));
        times.push(performance.now() - start);
        await new Promise(requestAnimationFrame);
      }
    }
  }
  return times;
}"""
READY = """async () => {
  const start = performance.now();
  dispatchEvent(new Event("pointermove"));
  while (!document.querySelector(".chart[data-ready]"))
    await new Promise(requestAnimationFrame);
  return performance.now() - start;
}"""


def main():
    scripts = ("charts.js", VEGA, INTERPRETER)
    sizes = {name: (SITE / "_static" / name).read_bytes() for name in scripts}
    for name, data in sizes.items():
        print(f"{name:45} {len(gzip.compress(data)) / 1024:7.1f} KiB gzip")
    with sync_playwright() as playwright:
        browser, reasons = launch(playwright)
        if browser is None:
            raise SystemExit("; ".join([HOW_TO_GET_ONE, *reasons]))
        for path in sorted((SITE / "chapters").glob("*.html")):
            if 'class="chart"' in path.read_text(encoding="utf-8"):
                _measure(browser, path)
        browser.close()


def _measure(browser, path):
    page = browser.new_page(viewport={"width": 1300, "height": 900})
    page.goto(path.as_uri())
    page.locator(".chart").first.scroll_into_view_if_needed()
    print(f"{path.stem:45} {page.evaluate(READY):7.0f} ms until the first is ready")
    for chart in page.locator(".chart").all():
        chart.scroll_into_view_if_needed()
        name = chart.get_attribute("id")
        page.locator(f"#{name}[data-ready]").wait_for()
        times = sorted(page.evaluate(MOVE, chart.element_handle()))
        median, late = statistics.median(times), times[int(0.95 * len(times))]
        print(f"  {name:43} {median:7.1f} ms median {late:6.1f} ms 95th percentile")
    page.close()


if __name__ == "__main__":
    main()
