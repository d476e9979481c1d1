"""Charts that move: as a page shows them.

A notebook has a chart as Vega-Lite, see `lossbook.explore.chart`. Its page gets it
compiled to Vega, which is lighter, its colors under names that the style sheet knows;
and beside it what stands in its place on paper and where scripts are off: a still
picture of how it starts. `DrawnChart` is registered in ``pyproject.toml`` under
``myst_nb.mime_renderers``.
"""

import hashlib
import json
import posixpath
import re
import shutil
from copy import deepcopy
from html import unescape
from pathlib import Path

from docutils import nodes

from lossbook.explore.chart import COLORS, GRID, INK, MIME, MUTED, PAPER
from lossbook.explore.contract import contract_of

from ..kit.assets import (
    ON_SOME_PAGES,
    add_assets,
    add_templates,
    put_on_site,
)
from ..kit.cache import kept
from ..kit.finish import write_at_the_end
from ..kit.joining import in_a_function, joined, without_comments
from ..kit.renderers import content_of, is_shown_by, prefer
from .spoken import spoken

HERE = Path(__file__).parent
PARTS = ("setting", "charts")  # of charts.js; the later one uses the earlier one
OTHERS = HERE / "vega"  # what others made
VEGA, INTERPRETER = "vega.min.js", "vega-interpreter.js"
LICENSE = "vega.LICENSE.txt"
# What the style sheet calls the colors of `lossbook.explore.chart`.
NAMES = {
    **{color: f"var(--chart-{i})" for i, color in enumerate(COLORS, start=1)},
    INK: "var(--chart-ink)",
    MUTED: "var(--chart-muted)",
    GRID: "var(--chart-grid)",
    PAPER: "var(--chart-paper)",
}


class Chart(nodes.General, nodes.Element):
    """A chart, with its Vega-Lite as ``spec``."""


class DrawnChart:
    """Renders the charts of `lossbook.explore`."""

    mime_priority_overrides = ()  # they would hold in other books, too

    @staticmethod
    def handle_mime(renderer, data, inline):
        if data.mime_type != MIME or not is_shown_by(__name__, renderer):
            return None
        spec = content_of(data) or {}
        return [Chart(spec=spec)] if contract_of(spec) else None


def setup(app):
    prefer(app, MIME)
    add_templates(app, HERE)
    add_assets(app, HERE, "charts.css")
    put_on_site(app, HERE / "charts.js")
    app.add_node(Chart, html=(write_chart, None))
    app.connect("doctree-resolved", number_charts)
    app.connect("html-page-context", load_script)
    write_at_the_end(app, write_scripts)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def number_charts(app, doctree, docname):
    """Name the charts of a page, as links to them do."""
    seen = {}
    for chart in doctree.findall(Chart):
        name = contract_of(chart["spec"])["name"]
        seen[name] = seen.get(name, 0) + 1
        chart["name"] = name if seen[name] == 1 else f"{name}-{seen[name]}"


def load_script(app, pagename, templatename, context, doctree):
    """Load the script on pages with charts alone; it loads Vega when one is near."""
    if doctree and next(doctree.findall(Chart), None):
        app.add_js_file("charts.js", priority=ON_SOME_PAGES)


def write_chart(translator, node):
    builder = translator.builder
    name = f"{builder.current_docname}-{node['name']}"
    spec, contract = spoken(node["spec"])
    made = drawn(builder.app, name, spec)
    stills = []
    for still in made["stills"]:
        name = f"{node['name']}-{hashlib.sha256(still.encode()).hexdigest()[:16]}.svg"
        path = Path(builder.outdir, builder.imagedir, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(still, encoding="utf-8")
        stills.append(posixpath.join(builder.imgpath, name))
    static = posixpath.join(posixpath.dirname(builder.imgpath), "_static")
    about = parts(node["name"], contract, made, stills, static)
    translator.body.append(builder.templates.render("chart.html", about))
    raise nodes.SkipNode


def parts(name, about, made, stills, static):
    """What the template ``chart.html`` puts together.

    Args:
        name: The id of the chart on its page.
        about: The contract of the chart, in the language of the page; numbers and
            sliders in it are told how they start.
        made: What `draw` made of it.
        stills: The addresses of its still pictures.
        static: The address of the folder with the scripts.
    """
    pictures = []
    for address, still in zip(stills, made["stills"], strict=True):
        width, height = re.search(r'width="(\d+)[^"]*" height="(\d+)', still).groups()
        pictures.append({"src": address, "width": width, "height": height})
    for number in (n for _, cells in about["rows"] for n in cells if n):
        number["start"] = (
            "?"
            if number["when"]
            else written(
                made["starts"][number["signal"]], number["decimals"], number["percent"]
            )
        )
    for control in about["controls"]:
        if control["kind"] == "slider":
            decimals = len(str(control["step"]).partition(".")[2].rstrip("0"))
            start = written(control["value"], decimals)
            control["start"] = f"{start} {control['unit']}".strip()
    return {
        **about,
        "name": name,
        "set_up_by": posixpath.join(static, "charts.js"),
        "scripts": [posixpath.join(static, script) for script in (VEGA, INTERPRETER)],
        "narrow": pictures[0],
        "wide": pictures[1],
        "sentence": made["sentence"],
        # In a script that is no program, only its end could be misread.
        "spec": json.dumps(made["spec"], ensure_ascii=False).replace("</", "<\\/"),
    }


def written(number, decimals, percent=False):
    """A number as ``charts.js`` writes it.

    >>> written(-0.25, 1, percent=True), written(-0.0001, 2)
    ('−25.0%', '0.00')
    """
    text = f"{100 * number if percent else number:.{decimals}f}"
    if float(text) == 0:
        text = text.removeprefix("-")
    return text.replace("-", "−") + ("%" if percent else "")


def drawn(app, name, spec):
    """What a page shows of a chart, kept from build to build.

    Returns:
        A dict with the ``spec`` for the page, the ``stills``, one panel a row and side
        by side, as SVG, the ``sentence`` that describes them, and what the numbers are
        at the start, the ``starts``.
    """
    ingredients = [json.dumps(spec, sort_keys=True)]
    made = kept(
        app,
        f"charts/{name.replace('/', '-')}",
        ingredients,
        lambda: json.dumps(draw(spec), ensure_ascii=False).encode(),
    )
    return json.loads(made)


def draw(spec):
    """Compile a chart, and draw how it starts."""
    import vl_convert

    vega = compiled(spec)
    narrow, wide = deepcopy(vega), vega
    narrow["layout"]["columns"] = 1
    (width,) = (s for s in narrow["signals"] if s["name"] == "childWidth")
    width["value"] -= 40  # it fits on a phone as it is, and leaves the same height
    stills = [vl_convert.vega_to_svg(picture) for picture in (narrow, wide)]
    vega.pop("background")  # the page shows through
    text = json.dumps(vega, ensure_ascii=False, separators=(",", ":"))
    for color, name in NAMES.items():
        text = text.replace(f'"{color}"', f'"{name}"')
    shown = [number["signal"] for number in _numbers(spec)]
    sentence, *starts = values(vega["signals"], ["sentence", *shown])
    return {
        "spec": json.loads(text),
        "stills": stills,
        "sentence": sentence,
        "starts": dict(zip(shown, map(float, starts), strict=True)),
    }


def _numbers(spec):
    """The numbers that a chart shows."""
    rows = contract_of(spec)["rows"]
    return [number for _, cells in rows for number in cells if number]


def compiled(spec):
    """Compile Vega-Lite to Vega, without what is for JupyterLab alone."""
    import vl_convert

    vega = vl_convert.vegalite_to_vega(spec)
    for name in ("$schema", "title", "description", "usermeta"):
        vega.pop(name, None)
    for signal in vega["signals"]:
        signal.pop("bind", None)
    return vega


def values(signals, expressions):
    """Compute expressions of a chart's signals, as texts."""
    import vl_convert

    marks = [
        {"type": "text", "encode": {"update": {"text": {"signal": f"'' + ({e})"}}}}
        for e in expressions
    ]
    computed = [signal for signal in deepcopy(signals) if "on" not in signal]
    computed += [
        {"name": signal["name"], "value": signal["value"]}
        for signal in signals
        if "on" in signal
    ]
    svg = vl_convert.vega_to_svg({"signals": computed, "marks": marks})
    return [unescape(text) for text in re.findall(r"<text[^>]*>([^<]*)</text>", svg)]


def write_scripts(app):
    static = Path(app.outdir, "_static")
    if (static / "charts.js").exists():  # else nothing was written
        (static / "charts.js").write_text(script(), encoding="utf-8")
        write_vega(static)


def script():
    """What moves the charts, in one file."""
    texts = ((HERE / f"{n}.js").read_text(encoding="utf-8") for n in PARTS)
    return joined(map(without_comments, texts))


def write_vega(folder):
    """Put into a folder Vega as it is, and what lets it compute without ``eval``."""
    shutil.copy(OTHERS / VEGA, folder)
    module = (OTHERS / INTERPRETER).read_text(encoding="utf-8")
    (folder / INTERPRETER).write_text(classic(module), encoding="utf-8")
    for script in (VEGA, INTERPRETER):
        shutil.copy(OTHERS / LICENSE, folder / f"{script}.LICENSE.txt")


def classic(module):
    """Make a script that a page may load from a disk of a module that builds on Vega.

    >>> print(classic("import { a } from 'vega-util';\\nexport { b as c };\\n"))
    (() => {
    const { a } = vega;
    vega.c = b;
    })();
    <BLANKLINE>
    """
    module = re.sub(r"^//# sourceMappingURL=.*\n?", "", module, flags=re.MULTILINE)
    module = re.sub(r"^import (\{.*\}) from 'vega-.*';", r"const \1 = vega;", module)
    module = re.sub(
        r"^export \{ (\w+) as (\w+) \};", r"vega.\2 = \1;", module, flags=re.MULTILINE
    )
    return in_a_function(module)
