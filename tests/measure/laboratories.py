"""Measures the laboratories: ``python tests/measure/laboratories.py``.

It gives the sizes of what they load, the time for one epoch of their network in plain
JavaScript, and what a run in the built page takes, and leaves to other work in the page.

The measure for the network is TensorFlow.js, with the same layers, digits, batches and
optimizer. It is no part of the book: npm installs it to a temporary folder, and without
npm it is left out. Like ours it has one processor, since a page gets threads only from
servers that ask for isolation, and never from a disk.
"""

import gzip
import shutil
import statistics
import subprocess
import tempfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from browsers import HOW_TO_GET_ONE, launch
from playwright.sync_api import sync_playwright
from rooms import file_of

from lossbook.laboratory.settings import BATCHES, LOSSES
from lossbook.site.laboratories.page import BENCH, DIGITS, FOLDER

SITE = Path(__file__).parents[2] / "_build" / "html"
PAGE = SITE / "chapters" / "loss_functions_in_practice.html"
MODULES = "node_modules/@tensorflow"
PACKAGES = ("@tensorflow/tfjs@4.22.0", "@tensorflow/tfjs-backend-wasm@4.22.0")
OURS = ("worded.js", "waking.js", "network.js", "material.js")
THEIRS = (
    f"{MODULES}/tfjs/dist/tf.min.js",
    f"{MODULES}/tfjs-backend-wasm/dist/tf-backend-wasm.min.js",
)
BATCHES_OF_EPOCH = 20

# Each returns the milliseconds of some epochs; the first of them only warms up.
EPOCHS = """async ([loss, epochs]) => {
  const { Network, Random, Training } = book.network;
  const { seen } = await book.material.digitsFrom("digits.js");
  const random = new Random(0);
  const network = Network.untrained(random);
  const training = new Training(network, seen, { loss, rate: 0.001, random, batch: 256 });
  const times = [];
  for (let epoch = 0; epoch <= epochs; epoch++) {
    const start = performance.now();
    do training.look();
    while (training.next > 0);
    times.push(performance.now() - start);
    await new Promise((resolve) => setTimeout(resolve));
  }
  return times.slice(1);
}"""
EPOCHS_OF_TENSORFLOW = """async ([backend, epochs, folder]) => {
  tf.enableProdMode();
  tf.wasm.setWasmPaths(folder);
  if (!(await tf.setBackend(backend))) throw new Error(`no backend ${backend}`);
  const { CLASSES, SIDE, UNITS } = book.network;
  const { seen } = await book.material.digitsFrom("digits.js");
  const pixels = tf.tensor3d(seen.pixels, [seen.labels.length, SIDE, SIDE]);
  const labels = tf.oneHot(Array.from(seen.labels), CLASSES);
  const layers = [
    tf.layers.flatten({ inputShape: [SIDE, SIDE] }),
    tf.layers.dense({ units: UNITS, activation: "relu" }),
    tf.layers.dense({ units: CLASSES, activation: "softmax" }),
  ];
  const model = tf.sequential({ layers });
  const loss = "categoricalCrossentropy";
  model.compile({ optimizer: tf.train.adam(0.001), loss });
  const how = { batchSize: 256, epochs: 1, yieldEvery: "never", verbose: 0 };
  const times = [];
  for (let epoch = 0; epoch <= epochs; epoch++) {
    const start = performance.now();
    await model.fit(pixels, labels, how);
    times.push(performance.now() - start);
  }
  return times.slice(1);
}"""
# A run of the page: its milliseconds from the button on, and the gaps between frames.
RUN = """async (box) => {
  await book.laboratories.kinds.training.prototype.digits.call({ box });
  const said = box.querySelector(".laboratory-said");
  const frame = () => new Promise(requestAnimationFrame);
  await frame();
  const gaps = [];
  const start = performance.now();
  let last = start;
  box.querySelector("button[name=train]").click();
  while (!said.textContent.includes("is done")) {
    await frame();
    const now = performance.now();
    if (now - start > 120_000) throw new Error(`no end: ${said.textContent}`);
    gaps.push(now - last);
    last = now;
  }
  return [last - start, gaps];
}"""


def main():
    _sizes()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser, reasons = launch(playwright)
        if browser is None:
            raise SystemExit("; ".join([HOW_TO_GET_ONE, *reasons]))
        _network(browser, Path(folder))
        _page(browser)
        browser.close()


def _sizes():
    total = 0
    for path in (SITE / "_static" / n for n in (BENCH, "laboratories.js")):
        size = _compressed(path)
        total += size
        print(f"{path.name:45} {size:7.1f} KiB gzip")
    print(f"{'all scripts':45} {total:7.1f} KiB gzip")
    for path in sorted((SITE / FOLDER).iterdir()):
        name, size = f"{FOLDER}/{path.name}", path.stat().st_size / 1024
        print(f"{name:45} {_compressed(path):7.1f} KiB gzip {size:7.1f} KiB")


def _compressed(path):
    return len(gzip.compress(path.read_bytes())) / 1024


def _network(browser, folder):
    for path in (*(file_of(name) for name in OURS), SITE / FOLDER / DIGITS):
        shutil.copy(path, folder)
    missing = _install(folder)
    server, address = _serve(folder)
    measure = partial(_epochs, browser, folder, address)
    ours = {loss: measure(OURS, EPOCHS, [loss, 5]) for loss in LOSSES}
    for loss, seconds in ours.items():
        print(f"{f'one epoch, {loss}':45} {seconds:7.2f} s")
    if missing:
        print(missing)
    else:
        for backend in ("cpu", "wasm"):
            asked = [backend, 3, f"{MODULES}/tfjs-backend-wasm/dist/"]
            seconds = measure((*OURS, *THEIRS), EPOCHS_OF_TENSORFLOW, asked)
            ratio = seconds / ours["cross-entropy"]
            name = f"one epoch, cross-entropy, TensorFlow.js {backend}"
            print(f"{name:45} {seconds:7.2f} s {ratio:6.1f} × ours")
    server.shutdown()


def _install(folder):
    """Install TensorFlow.js; return None, or why there is none."""
    npm = shutil.which("npm")
    if npm is None:
        return "TensorFlow.js is left out: there is no npm"
    options = ("--no-save", "--ignore-scripts", "--no-audit", "--no-fund")
    command = [npm, "install", *options, "--prefix", str(folder), *PACKAGES]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        return "TensorFlow.js is left out: npm could not install it"
    return None


class _Handler(SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        """Keep the output free of requests."""


def _serve(folder):
    handler = partial(_Handler, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}/"


def _epochs(browser, folder, address, scripts, program, asked):
    """The median seconds of an epoch, in a new page with some scripts."""
    tags = "".join(f'<script src="{script}"></script>' for script in scripts)
    head = '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">'
    (folder / "index.html").write_text(head + tags, encoding="utf-8")
    page = browser.new_page()
    page.goto(address)
    times = page.evaluate(program, asked)
    page.close()
    return statistics.median(times) / 1000


def _page(browser):
    page = browser.new_page(viewport={"width": 1300, "height": 900})
    page.goto(f"{PAGE.as_uri()}#laboratory-training")
    page.mouse.move(200, 200)  # scripts wake on a sign of life
    page.locator("#laboratory-training[data-ready]").wait_for()
    box = page.locator("#laboratory-training")
    box.scroll_into_view_if_needed()
    time, gaps = page.evaluate(RUN, box.element_handle())
    page.close()
    seconds, gaps = time / 1000, sorted(gaps)
    part = seconds * BATCHES_OF_EPOCH / BATCHES
    print(f"{f'a run in the page, {BATCHES} batches':45} {seconds:7.2f} s")
    print(f"{f'  {BATCHES_OF_EPOCH} of its batches':45} {part:7.2f} s")
    late = gaps[int(0.95 * len(gaps))]
    print(
        f"{'  between two frames':45} {statistics.median(gaps):7.1f} ms median "
        f"{late:6.1f} ms 95th percentile {gaps[-1]:6.1f} ms largest"
    )


if __name__ == "__main__":
    main()
