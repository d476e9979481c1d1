"""The two laboratories, and what looks into them: as a page shows them.

A notebook has what a laboratory needs of the chapter, see `lossbook.laboratory.show`.
Its page gets the controls, the numbers that stand there at the start, and the addresses
of scripts and data, which are loaded when a reader comes near. `Bench` is registered in
``pyproject.toml`` under ``myst_nb.mime_renderers``.
"""

import base64
import hashlib
import io
import json
import posixpath
from pathlib import Path
from urllib.parse import quote

import numpy as np
from docutils import nodes
from sphinx.locale import _

from lossbook.laboratory.digits import LEVELS, laboratory_digits
from lossbook.laboratory.settings import (
    BATCH,
    BATCHES,
    DECIMALS,
    LOSSES,
    RATES,
    START_RATE,
)
from lossbook.laboratory.show import MIME, text_of
from lossbook.losses import softmax
from lossbook.mnist import SHA256

from ..kit.assets import (
    ON_SOME_PAGES,
    add_assets,
    add_templates,
    put_on_site,
)
from ..kit.cache import kept
from ..kit.finish import folders, write_at_the_end
from ..kit.joining import joined, without_comments
from ..kit.renderers import content_of, is_shown_by, prefer
from ..kit.said import in_words

HERE = Path(__file__).parent
NETWORK = "network.js"  # to be read: the page links to it
WAITING = "laboratories.js"  # loads the others, when a reader comes near
BENCH = "bench.js"  # it and all that follows, in one file; later ones use earlier ones
PARTS = (
    *("network", "material", "picture", "run", "told"),
    *("laboratory", "drawing", "curves", "training", "mistakes"),
)
FOLDER = "_laboratory"  # of the site, for data
DIGITS = "digits.js"

# The panels of the curves. Their numbers go along to the script, which adds curves.
PANEL = {"left": 44, "right": 318, "top": 10, "bottom": 186, "batches": BATCHES}
ACCURACY = {**PANEL, "low": 0, "high": 1}
LOSS = {**PANEL, "low": 0.001, "high": 1000, "logarithmic": 1}
LOOKS = 5  # colors, and as many dashes: 25 runs can be told apart


class Laboratory(nodes.General, nodes.Element):
    """A laboratory, with its ``content`` as `lossbook.laboratory.show` made it."""


class Bench:
    """Renders the laboratories."""

    mime_priority_overrides = ()  # they would hold in other books, too

    @staticmethod
    def handle_mime(renderer, data, inline):
        if data.mime_type != MIME or not is_shown_by(__name__, renderer):
            return None
        content = content_of(data)
        return [Laboratory(content=content)] if content else None


def setup(app):
    prefer(app, MIME)
    add_templates(app, HERE)
    add_assets(app, HERE, "laboratories.css")
    put_on_site(app, HERE / NETWORK, HERE / WAITING)
    app.add_node(Laboratory, html=(write_laboratory, None))
    app.connect("html-page-context", load_script)
    write_at_the_end(app, write_files)
    folders(app).append(FOLDER)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def load_script(app, pagename, templatename, context, doctree):
    if doctree and next(doctree.findall(Laboratory), None):
        app.add_js_file(WAITING, priority=ON_SOME_PAGES)


def write_laboratory(translator, node):
    builder, content = translator.builder, node["content"]
    root = posixpath.dirname(builder.imgpath)
    addresses = {
        "script": versioned(root, f"_static/{BENCH}", bench().encode()),
        "set_up_by": posixpath.join(root, f"_static/{WAITING}"),
        "source": posixpath.join(root, f"_static/{NETWORK}"),
        "digits": versioned(root, f"{FOLDER}/{DIGITS}", digits_script(builder.app)),
    }
    if "network" in content:
        script = data_script("network", content["network"])
        name = network_file(builder.current_docname)
        path = Path(builder.outdir, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(script)
        addresses["network"] = versioned(root, name, script)
    about = {**parts(content), **addresses}
    template = f"laboratory-{content['kind']}.html"
    translator.body.append(builder.templates.render(template, about))
    raise nodes.SkipNode


def network_file(docname):
    """Where the network of a page lies: no other page has it, nor have the digits."""
    return f"{FOLDER}/networks/{docname}.js"


def versioned(root, name, content):
    """The address of a file, which is another one when its content is."""
    digest = hashlib.sha256(content).hexdigest()[:8]
    return f"{posixpath.join(root, quote(name))}?v={digest}"


def data_script(name, text):
    """A file of data, as a script: a page that is opened from a disk loads no other."""
    return f'book.material.texts.{name} = "{text}";\n'.encode()


def digits_script(app):
    return kept(app, f"laboratory/{DIGITS}", [SHA256], make_digits_script)


def make_digits_script():
    """The digits as ``material.js`` reads them: labels, then pixels.

    A byte holds two of them, one below the other: what is alike stands together, which
    makes the compressed text a twentieth shorter.
    """
    (pixels, labels), (unseen_pixels, unseen_labels) = laboratory_digits()
    every = np.concatenate([pixels, unseen_pixels])
    shades = np.rint(every * (LEVELS - 1)).astype(np.uint8)
    shared = shades[:, ::2] * LEVELS + shades[:, 1::2]
    content = labels.tobytes() + unseen_labels.tobytes() + shared.tobytes()
    return data_script("digits", text_of(content))


def bench():
    """The scripts of all laboratories, which can be loaded anew if they came damaged."""
    texts = ((HERE / f"{n}.js").read_text(encoding="utf-8") for n in PARTS)
    return joined([settings_script(), *map(without_comments, texts)])


def settings_script():
    """The settings that the scripts share with `lossbook.laboratory`, as one of them."""
    settings = {
        "batch": BATCH,
        "batches": BATCHES,
        "decimals": DECIMALS,
        "looks": LOOKS,
        "names": names_of_losses(),
    }
    return f"book.settings = {json.dumps(settings)};\n"


def write_files(app):
    folder, static = Path(app.outdir, FOLDER), Path(app.outdir, "_static")
    if not (static / NETWORK).exists():  # nothing was written
        return
    (static / BENCH).write_text(bench(), encoding="utf-8")
    waiting = (HERE / WAITING).read_text(encoding="utf-8")
    (static / WAITING).write_text(without_comments(waiting), encoding="utf-8")
    folder.mkdir(exist_ok=True)
    (folder / DIGITS).write_bytes(digits_script(app))


def parts(content):
    """What the templates put together, beside addresses."""
    about = {
        "name": content["kind"],
        "title": in_words(content["title"]),
        "losses": names_of_losses(),
    }
    if content["kind"] == "drawing":
        about["digit"] = shown_digit(content["digit"])
        # In a script that is no program, only its end could be misread.
        about["start"] = json.dumps(
            {name: content["digit"][name] for name in ("shades", "label")}
        )
    elif content["kind"] == "mistakes":
        about["rows"] = [shown_digit(digit) for digit in content["digits"]]
        about["wrong"], about["count"] = content["wrong"], content["count"]
        about["shares"] = {
            loss: f"{100 * share:.0f}%" for loss, share in content["shares"].items()
        }
    else:
        about |= {
            "rates": RATES,
            "start_rate": START_RATE,
            "batches": BATCHES,
            "panels": panels(content["runs"]),
            "runs": [row_of(run) for run in content["runs"]],
            "looks": [look_of(place) for place in range(len(content["runs"]))],
        }
    return about


def shown_digit(digit):
    """A digit with what a network says of it, as texts."""
    logits = np.array(digit["logits"])
    p = softmax(logits)
    return {
        "picture": picture(digit["shades"]),
        "label": digit["label"],
        "answer": int(p.argmax()),
        "parts": [f"{100 * part:.1f}%" for part in p],
        "widths": [f"{100 * part:.2f}" for part in p],
        "costs": [f"{cost:.3f}" for cost in np.logaddexp.reduce(logits) - logits],
        "losses": [f"{digit['costs'][n]:.{places}f}" for n, places in DECIMALS.items()],
    }


def picture(shades):
    """A digit as an address that holds it: black ink on nothing."""
    from PIL import Image

    ink = np.array(shades, dtype=np.uint8)
    image = Image.fromarray(np.stack([np.zeros_like(ink), ink], axis=-1), mode="LA")
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"


def panels(runs):
    """The two panels with the curves of some runs: accuracy, and loss."""
    after = [range(1, len(run["losses"]) + 1) for run in runs]
    accuracy = [points(ACCURACY, run["batches"], run["accuracies"]) for run in runs]
    loss = [
        points(LOSS, batches, run["losses"])
        for batches, run in zip(after, runs, strict=True)
    ]
    shares = [(share, f"{100 * share:.0f}%") for share in (0, 0.25, 0.5, 0.75, 1)]
    powers = [(10.0**n, f"{10.0**n:,g}") for n in range(-3, 4)]
    rights = [
        _("{run}: {share} right").format(
            run=name_of(run), share=f"{run['accuracies'][-1]:.1%}"
        )
        for run in runs
    ]
    costs = [
        _("{run}: {loss}").format(run=name_of(run), loss=f"{run['losses'][-1]:.3f}")
        for run in runs
    ]
    return [
        _panel(_("Unseen digits that are right"), ACCURACY, shares, accuracy, rights),
        _panel(_("Loss of each batch"), LOSS, powers, loss, costs),
    ]


def _panel(title, scale, ticks, curves, runs):
    told = _("; ").join(runs)
    batches = (0, 50, 100, 150, 200)
    return {
        "title": title,
        "scale": scale,
        "ticks": [(height(scale, value), text) for value, text in ticks],
        "batches": [(across(scale, batch), batch) for batch in batches],
        "curves": curves,
        "sentence": _("{title}, after the last batch: {runs}.").format(
            title=title, runs=told
        ),
    }


def across(scale, batch):
    width = scale["right"] - scale["left"]
    return round(scale["left"] + width * batch / scale["batches"], 1)


def height(scale, value):
    way = np.log10 if "logarithmic" in scale else float
    low, high = way(scale["low"]), way(scale["high"])
    up = min(max((way(value) - low) / (high - low), 0), 1)
    return round(scale["bottom"] + (scale["top"] - scale["bottom"]) * up, 1)


def points(scale, batches, values):
    return " ".join(
        f"{across(scale, batch)},{height(scale, value)}"
        for batch, value in zip(batches, values, strict=True)
    )


def look_of(place):
    """The color and the dash of a run, by its place; ``dress`` in ``curves.js`` counts so, too."""
    return place % LOOKS + 1, place // LOOKS % LOOKS + 1


def names_of_losses():
    """What is shown for each loss; to the scripts and in the content it is a name."""
    shown = {"cross-entropy": str(_("cross-entropy"))}
    return {loss: shown.get(loss, loss) for loss in LOSSES}


def name_of(run):
    return _("{loss}, pixels from 0 to {largest}").format(
        loss=names_of_losses()[run["loss"]], largest=run["largest_pixel"]
    )


def row_of(run):
    """A run as a row of the table of runs."""
    losses = run["losses"]
    return [
        names_of_losses()[run["loss"]],
        _("0 to {largest}").format(largest=run["largest_pixel"]),
        f"{run['rate']:g}",
        f"{100 * run['accuracies'][-1]:.1f}%",
        *(f"{loss:.3f}" for loss in (losses[0], np.mean(losses), losses[-1])),
        len(losses),
        run["seed"],
    ]
