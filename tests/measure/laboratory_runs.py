"""Measures the runs of the laboratory: ``python tests/measure/laboratory_runs.py``.

A browser computes the six runs that `lossbook.laboratory_runs` gives, with the scripts of
the page, and ``lossbook/data/laboratory.csv`` is written anew.
"""

import csv
from pathlib import PurePosixPath

from browsers import HOW_TO_GET_ONE, launch
from playwright.sync_api import sync_playwright
from rooms import file_of

from lossbook.laboratory.runs import COLUMNS, DATA
from lossbook.laboratory.settings import LOSSES
from lossbook.site.laboratories.page import make_digits_script, settings_script

BASE = "http://laboratory/"  # answered here, without a network
SCRIPTS = ("worded", "settings", "waking", "network", "material", "run")
RATE, SEED = 0.001, 0
RUN = """async (asked) => {
  const run = new book.run.Run(asked, await book.material.digitsFrom("digits.js"));
  const rows = [];
  while (!run.isOver) {
    if (!run.advance()) continue;
    const isJudged = run.judged === run.batches;
    rows.push([run.batches, run.last, isJudged ? run.accuracy : null]);
  }
  return rows;
}"""


def main():
    rows = []
    with sync_playwright() as playwright:
        browser, reasons = launch(playwright)
        if browser is None:
            raise SystemExit("; ".join([HOW_TO_GET_ONE, *reasons]))
        page = browser.new_page()
        page.route(f"{BASE}**", _answer)
        page.goto(BASE)
        for largest in (1, 255):
            for loss in LOSSES:
                asked = {"loss": loss, "largest": largest, "rate": RATE, "seed": SEED}
                found = page.evaluate(RUN, asked)
                rows += [_row(loss, largest, *numbers) for numbers in found]
                print(f"{loss}, pixels to {largest}: {found[-1]}", flush=True)
        browser.close()
    with DATA.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([COLUMNS, *rows])


def _answer(route):
    name = PurePosixPath(route.request.url).name
    if name == "digits.js":
        route.fulfill(body=make_digits_script(), content_type="text/javascript")
    elif name == "settings.js":
        route.fulfill(body=settings_script(), content_type="text/javascript")
    elif name.endswith(".js"):
        route.fulfill(path=file_of(name))
    else:
        tags = "".join(f'<script src="{name}.js"></script>' for name in SCRIPTS)
        route.fulfill(body=f"<!doctype html>{tags}", content_type="text/html")


def _row(loss, largest, batch, mean_loss, accuracy):
    accuracy = "" if accuracy is None else f"{accuracy:.3f}"
    return [loss, largest, RATE, SEED, batch, f"{mean_loss:.6g}", accuracy]


if __name__ == "__main__":
    main()
