"""The network of the laboratories, in a browser, compared with Keras and with Python.

Its scripts know of no page, so they run here on an empty one.
"""

import base64
import hashlib
import math
import re
from itertools import product

import keras
import numpy as np
import pytest
import tensorflow as tf
from chapter_network import build
from rooms import file_of
from serving import serving

from lossbook.laboratory import laboratory_runs, packed_network, settings
from lossbook.laboratory.digits import laboratory_digits
from lossbook.laboratory.show import text_of
from lossbook.site.laboratories.page import (
    data_script,
    make_digits_script,
    settings_script,
)

SCRIPTS = ("worded", "settings", "waking", "network", "material", "picture", "run")
PAGE = """<!doctype html><title>Network</title><link rel="icon" href="data:,">
""" + "".join(f'<script src="{name}.js"></script>' for name in SCRIPTS)

LOSSES = {
    "cross-entropy": keras.losses.CategoricalCrossentropy,
    "MSE": keras.losses.MeanSquaredError,
    "MAE": keras.losses.MeanAbsoluteError,
}
BATCH, BATCHES = 256, 10

# Arrays go to the page and come back as texts: their bytes, in base 64.
HELPERS = """
const { CLASSES, LOSSES, Network, PIXELS, Random, SIDE, Training, UNITS, exponential,
  zerosLike } = book.network;
const { digitsFrom, fromText, networkFrom } = book.material;
const { pictureOf } = book.picture;
const { Run } = book.run;
const SETTINGS = book.settings;
const toText = (array) => {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
};
const fromBytes = (text, type) =>
  new type(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer);
let digits;
const digitsHere = async () => (digits ??= await digitsFrom("digits.js"));
const first = (part, count) => ({
  labels: part.labels.subarray(0, count),
  pixels: part.pixels.subarray(0, count * PIXELS),
});
"""


@pytest.fixture(scope="module")
def model():
    """A network with weights of chance."""
    keras.utils.set_random_seed(1)
    return build()


@pytest.fixture(scope="module")
def page(browser, model, tmp_path_factory):
    folder = tmp_path_factory.mktemp("network")
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    (folder / "helpers.js").write_text(HELPERS, encoding="utf-8")
    (folder / "digits.js").write_bytes(make_digits_script())
    text = text_of(packed_network(model).to_bytes())
    (folder / "weights.js").write_bytes(data_script("network", text))
    (folder / "settings.js").write_text(settings_script(), encoding="utf-8")
    for name in {*SCRIPTS} - {"settings"}:
        (folder / f"{name}.js").write_bytes(file_of(f"{name}.js").read_bytes())
    with serving(folder) as address:
        page = browser.new_page()
        faults = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(address)
        page.add_script_tag(url="helpers.js")
        yield page
        assert faults == []
        page.close()


def to_text(array):
    return base64.b64encode(np.ascontiguousarray(array, "<f4").tobytes()).decode()


def from_text(text, shape, dtype="<f4"):
    return np.frombuffer(base64.b64decode(text), dtype).reshape(shape)


# As Keras


def trained_by_keras(loss, start, pixels, labels):
    """Ten steps; the loss of each batch before its step, and the weights at the end."""
    network, loss = build(), LOSSES[loss]()
    network.set_weights(start)
    adam = keras.optimizers.Adam()
    one_hot = keras.ops.one_hot(labels, 10)

    @tf.function
    def step(x, y):
        with tf.GradientTape() as tape:
            value = loss(y, network(x))
        weights = network.trainable_variables
        adam.apply(tape.gradient(value, weights), weights)
        return value

    adam.build(network.trainable_variables)
    losses = [
        float(step(pixels[n : n + BATCH], one_hot[n : n + BATCH]))
        for n in range(0, len(pixels), BATCH)
    ]
    return losses, network.get_weights()


TRAIN = """async ([loss, weights, scale, batch, batches]) => {
  const { seen } = await digitsHere();
  const arrays = weights.map((text) => fromBytes(text, Float32Array));
  const network = new Network(arrays, scale);
  const random = { shuffle: (list) => list }; // in the order in which they are
  const some = first(seen, batch * batches);
  const training = new Training(network, some, { loss, rate: 0.001, random, batch });
  const losses = [];
  while (losses.length < batches) {
    const mean = training.look();
    if (mean !== null) losses.push(mean);
  }
  return [losses, network.weights.map(toText)];
}"""


@pytest.mark.parametrize("loss", LOSSES)
def test_ten_batches_lead_to_the_losses_and_weights_of_keras(page, model, loss):
    (pixels, labels), _ = laboratory_digits()
    count = BATCH * BATCHES
    start = model.get_weights()
    right_losses, right = trained_by_keras(loss, start, pixels[:count], labels[:count])
    texts = [to_text(array) for array in start]
    losses, weights = page.evaluate(TRAIN, [loss, texts, 1, BATCH, BATCHES])
    assert losses == pytest.approx(right_losses, rel=1e-5, abs=1e-5)
    for got, wanted, before in zip(weights, right, start, strict=True):
        got = from_text(got, wanted.shape)
        assert np.abs(wanted - before).max() > 1e-4  # it has moved
        np.testing.assert_allclose(got, wanted, rtol=0, atol=1e-5)


@pytest.mark.parametrize("loss", LOSSES)
def test_the_slopes_on_raw_pixels_are_those_of_keras_in_64_bits(page, model, loss):
    # With 32 bits the first steps on raw pixels are a matter of rounding: where a softmax
    # is certain, 1 − p is known to a digit or two, and Adam makes slopes large again.
    (pixels, labels), _ = laboratory_digits()
    start = model.get_weights()
    exact = keras.models.clone_model(model, clone_function=_with_64_bits)
    exact.set_weights(start)

    @tf.function
    def slopes(x, y):
        with tf.GradientTape() as tape:
            value = LOSSES[loss](dtype="float64")(y, exact(x))
        return tape.gradient(value, exact.trainable_variables)

    one_hot = keras.ops.one_hot(labels[:BATCH], 10, dtype="float64")
    right = slopes(255 * pixels[:BATCH].astype(float), one_hot)
    got = page.evaluate(
        """async ([loss, weights, count]) => {
          const { seen } = await digitsHere();
          const arrays = weights.map((text) => fromBytes(text, Float32Array));
          const network = new Network(arrays, 255);
          const slopes = zerosLike(arrays);
          for (let n = 0; n < count; n++) {
            network.look(seen.pixels, n * PIXELS);
            network.addSlopes(loss, seen.labels[n], slopes);
          }
          return slopes.map(toText);
        }""",
        [loss, [to_text(array) for array in start], BATCH],
    )
    for text, wanted in zip(got, right, strict=True):
        wanted = wanted.numpy()
        found = from_text(text, wanted.shape) / BATCH
        assert np.abs(found - wanted).max() <= 1e-5 * np.abs(wanted).max()


def _with_64_bits(layer):
    return layer.__class__.from_config({**layer.get_config(), "dtype": "float64"})


def test_a_number_that_is_changed_a_little_would_be_noticed(page, model):
    texts = [to_text(array) for array in model.get_weights()]
    ten = page.evaluate(TRAIN, ["MSE", texts, 1, BATCH, BATCHES])
    texts[1] = to_text(np.full(84, 2e-5))
    other = page.evaluate(TRAIN, ["MSE", texts, 1, BATCH, BATCHES])
    a, b = (from_text(weights[1], (84,)) for _, weights in (ten, other))
    assert np.abs(a - b).max() > 1e-5


def test_the_last_batch_of_a_round_is_a_small_one(page):
    looked = page.evaluate(
        """async () => {
          const { seen } = await digitsHere();
          const random = new Random(0);
          const training = new Training(Network.untrained(random), first(seen, 25),
            { loss: "MSE", rate: 0.001, random, batch: 10 });
          const ends = [];
          for (let n = 1; n <= 50; n++) if (training.look() !== null) ends.push(n);
          return ends;
        }"""
    )
    assert looked == [10, 20, 25, 35, 45, 50]


@pytest.mark.parametrize("loss", LOSSES)
def test_a_loss_of_one_picture_is_that_of_keras(page, model, loss):
    (pixels, labels), _ = laboratory_digits()
    keras_loss = LOSSES[loss](reduction="none")

    @tf.function
    def judge(x, y):
        return keras_loss(y, model(x))

    right = judge(255 * pixels[:50], keras.ops.one_hot(labels[:50], 10)).numpy()
    got = page.evaluate(
        """async ([loss, weights]) => {
          const { seen } = await digitsHere();
          const arrays = weights.map((text) => fromBytes(text, Float32Array));
          const network = new Network(arrays, 255);
          return [...Array(50).keys()].map((n) =>
            LOSSES[loss].value(network.look(seen.pixels, n * PIXELS), seen.labels[n]));
        }""",
        [loss, [to_text(array) for array in model.get_weights()]],
    )
    np.testing.assert_allclose(got, right, rtol=1e-5, atol=1e-5)


# One seed, one result


RUN = """async ([asked, batches]) => {
  const run = new Run(asked, await digitsHere());
  const rows = [];
  while (rows.length < batches && !run.isOver) {
    if (!run.advance()) continue;
    const isJudged = run.judged === run.batches;
    rows.push([run.last, isJudged ? run.accuracy : null]);
  }
  return [rows, run.state, run.network.weights.map(toText), run.always];
}"""
START = {"loss": "cross-entropy", "rate": 0.001, "largest": 1, "seed": 0}


def digest(weights):
    return hashlib.sha256("".join(weights).encode()).hexdigest()[:16]


def test_a_seed_leads_to_the_same_weights_everywhere(page):
    # The digests were found equal in V8, SpiderMonkey and JavaScriptCore.
    *_, weights, _ = page.evaluate(RUN, [START, 3])
    assert digest(weights) == "8da895a61bb2b0f1"
    *_, again, _ = page.evaluate(RUN, [START, 3])
    assert again == weights
    *_, other, _ = page.evaluate(RUN, [{**START, "seed": 1}, 3])
    assert other != weights


@pytest.mark.parametrize("place", range(6))
def test_a_run_has_the_numbers_that_are_kept(page, place):
    kept = laboratory_runs()[place]
    batches = 235 if place in (0, 5) else 25  # it takes a while
    asked = {
        "loss": kept.loss,
        "rate": kept.rate,
        "largest": kept.largest_pixel,
        "seed": kept.seed,
    }
    rows, state, *_ = page.evaluate(RUN, [asked, batches])
    assert state == ("done" if batches == 235 else "paused")
    assert [f"{loss:.6g}" for loss, _ in rows] == [
        f"{loss:.6g}" for loss in kept.losses[:batches]
    ]
    taken = dict(zip(kept.batches, kept.accuracies, strict=True))
    for batch, (_, accuracy) in enumerate(rows, start=1):
        assert accuracy == taken.get(batch)


# What the chapter tells of runs that it does not print.

# It looks at the unseen digits at the end: what a run learns does not depend on looks.
ANSWERS = """async (asked) => {
  const { seen, unseen } = await digitsHere();
  const run = new Run(asked, { seen, unseen: first(unseen, 1) });
  while (!run.isOver) run.advance();
  const look = (n) => run.network.look(unseen.pixels, n * PIXELS).answer;
  return [run.state, [...unseen.labels.keys()].map(look)];
}"""


@pytest.mark.parametrize(("seed", "never"), [(0, []), (1, [6, 8]), (2, [8])])
def test_with_the_mae_some_seeds_give_up_on_digits(page, seed, never):
    asked = {"loss": "MAE", "rate": 0.001, "largest": 1, "seed": seed}
    _, answers = page.evaluate(ANSWERS, asked)
    assert [digit for digit in range(10) if digit not in answers] == never


@pytest.mark.parametrize(("loss", "largest"), [*product(["MSE", "MAE"], [1, 255])])
def test_at_a_rate_of_one_nearly_all_pictures_get_one_answer(page, loss, largest):
    asked = {"loss": loss, "rate": 1, "largest": largest, "seed": 0}
    state, answers = page.evaluate(ANSWERS, asked)
    assert state == "done"
    assert max(np.bincount(answers)) >= 490


def test_numbers_of_chance_are_spread_evenly(page):
    numbers = page.evaluate(
        """() => {
          const random = new Random(7);
          return Array.from({ length: 10000 }, () => random.next());
        }"""
    )
    counts, _ = np.histogram(numbers, bins=10, range=(0, 1))
    assert min(numbers) >= 0
    assert max(numbers) < 1
    assert counts.min() > 900
    assert counts.max() < 1100


def test_a_list_is_shuffled_whole(page):
    shuffled = page.evaluate("() => new Random(3).shuffle([...Array(100).keys()])")
    assert shuffled != sorted(shuffled)
    assert sorted(shuffled) == list(range(100))


def test_untrained_weights_are_drawn_as_keras_draws_them(page, model):
    drawn = page.evaluate("() => Network.untrained(new Random(0)).weights.map(toText)")
    for text, like in zip(drawn, model.get_weights(), strict=True):
        array = from_text(text, like.shape)
        if like.ndim == 1:
            assert not array.any()
        else:
            limit = math.sqrt(6 / sum(like.shape))
            assert 0.95 * limit < np.abs(array).max() <= np.float32(limit)
            assert array.std() == pytest.approx(limit / math.sqrt(3), rel=0.05)


def test_powers_of_e_are_those_of_the_library(page):
    places = [*np.linspace(-104, 0, 500), -1e-9, -1e-3]
    powers = page.evaluate("(places) => places.map(exponential)", places)
    assert powers == pytest.approx([math.exp(x) for x in places], rel=1e-11)
    assert page.evaluate("() => exponential(-1e6)") == 0
    assert page.evaluate("() => exponential(0)") == 1


def test_a_run_has_numbers_until_it_has_diverged(page):
    rates = [1e-4, 1e-3, 1e-2, 0.1, 1, 10, 1e6, 1e30]
    settings = [
        {"loss": loss, "rate": rate, "largest": largest, "seed": 0}
        for loss, rate, largest in product(LOSSES, rates, [1, 255])
    ]
    runs = page.evaluate(
        """async (settings) => {
          const { seen, unseen } = await digitsHere();
          const few = { seen: first(seen, 300), unseen: first(unseen, 20) };
          return settings.map((asked) => {
            const run = new Run({ ...asked, batch: 4 }, few);
            const rows = [];
            while (!run.isOver) if (run.advance()) rows.push(run.last);
            return [rows.map((loss) => Number.isFinite(loss)), run.state, run.accuracy];
          });
        }""",
        settings,
    )
    ends = set()
    for asked, (rows, state, accuracy) in zip(settings, runs, strict=True):
        ends.add(state)
        assert 0 <= accuracy <= 1, asked
        if state == "diverged":
            assert asked["rate"] >= 0.1, asked
            assert all(rows[:-1]), asked
        else:
            assert state == "done", asked
            assert all(rows), asked
            assert len(rows) == 235, asked
        if asked["loss"] == "cross-entropy" and asked["rate"] >= 1e6:
            assert state == "diverged", asked
    assert ends == {"done", "diverged"}


# What is unpacked


def test_the_digits_of_the_page_are_those_of_the_package(page):
    few = 50
    for part, (pixels, labels) in zip(
        ("seen", "unseen"), laboratory_digits(), strict=True
    ):
        got_labels, got_pixels, shape, digest_of_all = page.evaluate(
            """async ([part, few]) => {
              const { labels, pixels } = (await digitsHere())[part];
              const digest = await crypto.subtle.digest("SHA-256", pixels.slice());
              const some = pixels.slice(0, few * PIXELS);
              return [toText(labels), toText(some), [labels.length, SIDE, SIDE],
                toText(new Uint8Array(digest))];
            }""",
            [part, few],
        )
        assert tuple(shape) == pixels.shape
        assert (from_text(got_labels, labels.shape, np.uint8) == labels).all()
        got = from_text(got_pixels, (few, *pixels.shape[1:]))
        np.testing.assert_array_equal(got, pixels[:few])
        # All of them would be 17 million bytes to carry over.
        right = hashlib.sha256(np.ascontiguousarray(pixels, "<f4").tobytes()).digest()
        assert base64.b64decode(digest_of_all) == right, (
            f"later pixels of {part} differ"
        )


def test_the_packed_network_says_in_the_page_what_it_says_in_python(page, model):
    _, (pixels, _) = laboratory_digits()
    got = page.evaluate(
        """async () => {
          const network = await networkFrom("weights.js");
          const { unseen } = await digitsHere();
          return [...unseen.labels.keys()].map((n) =>
            [...network.look(unseen.pixels, n * PIXELS).probabilities]);
        }"""
    )
    right = packed_network(model).predict(pixels)
    np.testing.assert_allclose(got, right, rtol=0, atol=1e-5)


@pytest.mark.parametrize("length", [0, 1, 2, 3, 4, 5, 100, 255])
def test_a_text_becomes_the_bytes_that_it_stands_for(page, length):
    content = bytes(range(256))[::-1][:length]
    text = base64.b85encode(content).decode()
    assert page.evaluate("(text) => [...fromText(text)]", text) == list(content)


# From strokes to a picture

HOOK = [[0.2, 0.3], [0.5, 0.2], [0.6, 0.5], [0.4, 0.9]]


def picture(page, strokes):
    pixels = page.evaluate(
        "(strokes) => { const p = pictureOf(strokes); return p && [...p]; }", strokes
    )
    return pixels and np.array(pixels).reshape(28, 28)


def centers(pixels):
    """The center of mass, in pixels from the left and from the top."""
    places = np.arange(28) + 0.5
    mass = pixels.sum()
    return (pixels.sum(axis=0) @ places / mass, pixels.sum(axis=1) @ places / mass)


def test_a_pad_without_a_stroke_has_no_picture(page):
    assert picture(page, []) is None


def test_a_drawing_fills_the_box_of_mnist_and_lies_in_the_middle(page):
    pixels = picture(page, [HOOK])
    assert pixels.min() == 0
    assert pixels.max() == 1
    assert centers(pixels) == pytest.approx((14, 14), abs=0.15)
    rows = np.flatnonzero(pixels.max(axis=1) > 0.5)
    assert 19 <= rows[-1] - rows[0] + 1 <= 21


def test_the_place_and_the_size_of_a_drawing_do_not_matter(page):
    moved = [[0.3 + 0.5 * x, 0.1 + 0.5 * y] for x, y in HOOK]
    np.testing.assert_allclose(picture(page, [moved]), picture(page, [HOOK]), atol=1e-4)


def test_a_dot_stays_a_dot(page):
    for strokes in ([[[0.1, 0.9]]], [[[0.1, 0.9], [0.1, 0.9]]]):
        pixels = picture(page, strokes)
        assert 2 < pixels.sum() < 10
        assert centers(pixels) == pytest.approx((14, 14), abs=0.1)


def test_what_leaves_the_pad_is_drawn_all_the_same(page):
    pixels = picture(page, [[[-0.5, 0.5], [1.5, 0.5]]])
    assert np.isfinite(pixels).all()
    assert pixels.sum() > 20


def test_strokes_are_not_joined(page):
    left, right = [[0.2, 0.2], [0.2, 0.8]], [[0.8, 0.2], [0.8, 0.8]]
    apart, joined = picture(page, [left, right]), picture(page, [left + right])
    assert apart[:, 14].max() == 0
    assert joined[:, 14].max() > 0


def test_the_network_has_the_sizes_of_the_settings(page):
    sizes = page.evaluate("[SIDE, [PIXELS, UNITS, CLASSES], Object.keys(LOSSES)]")
    assert sizes == [settings.SIDE, [*settings.SIZES], [*settings.LOSSES]]


def test_what_a_run_takes_from_the_settings_is_there(page):
    """A run asks for nothing else; the other scripts are tried in test_laboratories."""
    asked = set(re.findall(r"SETTINGS\.(\w+)", file_of("run.js").read_text("utf-8")))
    assert asked == {"batch", "batches"}
    assert page.evaluate("[SETTINGS.batch, SETTINGS.batches]") == [
        settings.BATCH,
        settings.BATCHES,
    ]
