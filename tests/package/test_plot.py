"""Tests of `lossbook.plot.plots`: the data it draws, and the sentence that goes with them.

Nothing here looks at pixels. The numbers in a sentence are computed anew by formula.
"""

import base64
import contextlib
import functools
import io
import struct
import subprocess
import sys
from itertools import pairwise
from xml.etree import ElementTree

import matplotlib
import numpy as np
import pytest
import tensorflow as tf
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from keras import losses
from matplotlib import pyplot as plt
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from traitlets.config import Config

from lossbook.plot import figure
from lossbook.plot import plots as plot
from lossbook.site.kit.said import in_words

MAE, MSE = losses.MeanAbsoluteError(), losses.MeanSquaredError()
BOTH = {"MAE": MAE, "MSE": MSE}
X, Y = np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 6.0])
DIGITS = np.linspace(0, 255, 7 * 28 * 28).reshape(7, 28, 28)

SVG = "{http://www.w3.org/2000/svg}"
# Each figure that there is, with something to draw.
FIGURES = {
    plot.plot_losses: [BOTH],
    plot.plot_gradients: [BOTH],
    plot.plot_weights: [BOTH, X, Y],
    plot.plot_steps: [{"train": [4.0, 2.0, 1.0], 'test <&">': [4.0, 3.0]}],
    plot.plot_panels: [X, {"a": [0.0, 1.0, 1.0], "b": [3.0, 2.0, 1.0]}],
    plot.plot_constants: [{"MSE": MSE}, [1.0, 2.0, 6.0]],
    plot.plot_bars: [{"MAE": [0.25, 0.75], "MSE": [0.1, 0.9]}],
    plot.plot_lines: [X, Y, {"MAE": (2.0, -1.0)}],
    plot.plot_digits: [DIGITS, range(7)],
}
figures = pytest.mark.parametrize("function", FIGURES, ids=lambda f: f.__name__)


@pytest.fixture
def ax():
    return Figure().subplots()


def shown(function, *arguments, **options):
    """Show a figure in a notebook; return its type, image, sentence and metadata."""
    no_history = Config({"HistoryManager": {"enabled": False}})
    InteractiveShell.instance(config=no_history)
    try:
        with capture_output() as captured:
            assert function(*arguments, **options) is None
    finally:
        InteractiveShell.clear_instance()
    (output,) = captured.outputs
    assert captured.stdout + captured.stderr == ""
    bundle = dict(output.data)
    sentence, html = bundle.pop("text/plain"), bundle.pop("text/html")
    ((mime, image),) = bundle.items()  # exactly one image
    data = image if mime == "image/png" else base64.b64encode(image.encode()).decode()
    element = ElementTree.fromstring(html.replace(">", "/>"))
    about = output.metadata[mime]
    assert in_words(about["said"]) == sentence
    assert element.attrib == {
        "src": f"data:{mime};base64,{data}",
        **{name: str(value) for name, value in about.items() if name != "said"},
    }
    return mime, image, sentence, about


@functools.cache
def first_shown(function):
    return shown(function, *FIGURES[function])


@functools.cache
def drawn_on_own_axes(function):
    """Draw on axes of one's own; return these and what was printed."""
    axes = Figure().subplots(2) if function is plot.plot_panels else Figure().subplots()
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        function(*FIGURES[function], ax=axes)
    return np.atleast_1d(axes), printed.getvalue()


def sentence_of(function, *arguments, **options):
    """Show a figure where there is no notebook; return what is printed."""
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        assert function(*arguments, **options) is None
    return printed.getvalue().removesuffix("\n")


def lines_of(ax):
    """The lines with a label, by label."""
    return {
        line.get_label(): line
        for line in ax.lines
        if not line.get_label().startswith("_")
    }


def dots_of(ax, color):
    """The dots of a color, as tuples `(x, y, hollow)`."""
    return {
        (x, y, line.get_markerfacecolor() == "white")
        for line in ax.lines
        if line.get_marker() == "o" and line.get_color() == color
        for x, y in line.get_xydata()
    }


# How a figure is shown


@figures
def test_a_figure_is_one_image_with_its_sentence_as_alternative(function):
    mime, _, sentence, metadata = first_shown(function)
    assert mime == ("image/png" if function is plot.plot_digits else "image/svg+xml")
    assert metadata["alt"] == sentence
    assert sentence.endswith(".")
    assert not set("-$\\") & set(sentence)


@pytest.mark.parametrize("function", [*FIGURES][:-1], ids=lambda f: f.__name__)
def test_an_svg_is_well_formed_and_labelled_with_its_sentence(function):
    _, image, sentence, metadata = first_shown(function)
    root = ElementTree.fromstring(image)
    _, _, width, height = map(float, root.get("viewBox").split())  # in points
    covered = metadata["width"], metadata["height"]
    np.testing.assert_allclose(np.multiply(4 / 3, (width, height)), covered, atol=0.5)
    elements = {element.tag.removeprefix(SVG): element for element in root.iter()}
    assert root.tag == SVG + "svg"
    assert root.get("role") == "img"
    assert root.get("aria-label") == sentence
    assert not elements.keys() & {"text", "metadata"}
    # Inline, two figures on a page may share the ids of equal shapes only.
    named = {
        element.tag.removeprefix(SVG) for element in root.iter() if element.get("id")
    }
    assert named <= {"path", "clipPath", "pattern"}


def test_the_image_of_digits_has_two_pixels_for_each_that_it_covers():
    _, image, _, metadata = first_shown(plot.plot_digits)
    size = struct.unpack(">II", base64.b64decode(image)[16:24])
    covered = metadata["width"], metadata["height"]
    np.testing.assert_allclose(size, np.multiply(2, covered), atol=2)


@figures
def test_the_same_figure_has_the_same_bytes_whatever_the_settings(function):
    first = first_shown(function)
    with matplotlib.rc_context({"font.size": 30, "lines.linewidth": 9, "svg.id": "x"}):
        assert shown(function, *FIGURES[function]) == first


@pytest.mark.parametrize("function", [plot.plot_steps, plot.plot_digits])
def test_nothing_is_left_open_or_changed(function):
    with matplotlib.rc_context({"font.size": 30, "axes.grid": False}):
        before = dict(matplotlib.rcParams)
        shown(function, *FIGURES[function])
        assert dict(matplotlib.rcParams) == before
    assert plt.get_fignums() == []


@figures
def test_without_a_notebook_the_sentence_is_printed(function):
    assert sentence_of(function, *FIGURES[function]) == first_shown(function)[2]


@figures
def test_with_axes_given_a_figure_is_drawn_there_and_nothing_is_shown(function):
    axes, printed = drawn_on_own_axes(function)
    assert all(panel.lines or panel.patches or panel.images for panel in axes)
    assert printed == ""


@figures
def test_labels_at_the_axes_are_symbols(function):
    for panel in drawn_on_own_axes(function)[0]:
        for label in panel.get_xlabel(), panel.get_ylabel():
            assert not label or label[0] == label[-1] == "$"


def test_importing_takes_neither_tensorflow_nor_matplotlib():
    code = (
        "import sys, lossbook.compute, lossbook.plot; "
        "print([m for m in ('tensorflow', 'keras', 'matplotlib', 'IPython') "
        "if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout == "[]\n"


def test_each_color_stands_out_from_white_and_has_dashes_of_its_own():
    style = matplotlib.rc_params_from_file(figure.STYLE, use_default_template=False)
    cycle = style["axes.prop_cycle"].by_key()
    for color in cycle["color"]:
        channels = np.array(to_rgb(color if color[0] == "#" else "#" + color))
        linear = np.where(
            channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4
        )
        luminance = linear @ [0.2126, 0.7152, 0.0722]  # WCAG 2.2
        assert 1.05 / (luminance + 0.05) >= 3
    assert len(set(map(str, cycle["linestyle"]))) == len(cycle["color"]) == 5
    sizes = {name: size for name, size in style.items() if name.endswith("size")}
    assert all(
        size >= 10 for name, size in sizes.items() if "label" in name or "font" in name
    )


def test_many_labels_stay_inside_the_figure():
    axes = Figure(figsize=(6, 3.4)).subplots()
    series = {f"a label of some length, {i}": [1.0, 2.0] for i in range(5)}
    plot.plot_steps(series, ax=axes)
    box = axes.get_legend().get_window_extent()
    assert box.x1 <= axes.figure.bbox.width


# plot_losses


def test_losses_are_drawn_over_the_prediction(ax):
    plot.plot_losses(BOTH, y_true=0.5, mark=2, ax=ax)
    drawn = lines_of(ax)
    assert list(drawn) == ["MAE", "MSE"]
    x = drawn["MAE"].get_xdata()
    np.testing.assert_allclose(drawn["MAE"].get_ydata(), abs(x - 0.5), atol=1e-6)
    np.testing.assert_allclose(drawn["MSE"].get_ydata(), (x - 0.5) ** 2, rtol=1e-6)
    assert dots_of(ax, drawn["MAE"].get_color()) == {(2, 1.5, False)}
    assert dots_of(ax, drawn["MSE"].get_color()) == {(2, 2.25, False)}
    assert {text.get_text() for text in ax.get_legend().get_texts()} == {"MAE", "MSE"}


def test_the_target_is_among_the_predictions_so_that_the_true_minimum_is_drawn(ax):
    plot.plot_losses({"MAE": MAE}, y_true=1 / 3, y_pred=[-1, 0, 1], ax=ax)
    assert lines_of(ax)["MAE"].get_ydata().min() == pytest.approx(0, abs=1e-7)


def test_the_sentence_of_losses():
    sentence = sentence_of(
        plot.plot_losses, BOTH, y_true=0.5, mark=2, y_pred=np.linspace(-2, 4, 61)
    )
    assert sentence == (
        "The loss over ŷ from −2 to 4; the target is 0.5. "
        f"MAE: from {2.5} at −2 to {3.5} at 4, least 0 at 0.5. "
        f"MSE: from {2.5**2} at −2 to {3.5**2} at 4, least 0 at 0.5. "
        f"Highest: MSE from −2 to {0.5 - 1} and from {0.5 + 1} to 4, "
        f"MAE from {0.5 - 1} to {0.5 + 1}. "
        f"At ŷ = 2: MAE {2 - 0.5}, MSE {(2 - 0.5) ** 2}."
    ).replace("-", "−")


def test_the_sentence_uses_the_symbol_at_the_axis():
    p = np.linspace(0.01, 1, 100)
    sentence = sentence_of(
        plot.plot_losses,
        {r"$-\log p$": losses.BinaryCrossentropy()},
        y_true=1,
        y_pred=p[:-1],
        mark=0.75,
        xlabel="$p$",
    )
    top, bottom = f"{-np.log(0.01):.4g}", f"{-np.log(0.99):.4g}"
    assert f"−log p: falls from {top} at 0.01 to {bottom} at 0.99." in sentence
    assert f"At p = 0.75: −log p {-np.log(0.75):.4f}." in sentence


# plot_gradients


def test_a_slope_that_jumps_is_cut_there(ax):
    plot.plot_gradients(BOTH, mark=2, ax=ax)
    drawn = lines_of(ax)
    x, y = drawn["MAE"].get_data()
    assert set(y[~np.isnan(y)]) == {-1, 1}  # nothing slanted between them
    np.testing.assert_array_equal(y[np.isnan(y) | (x < 0)], [-1] * 60 + [np.nan])
    np.testing.assert_array_equal(x[np.isnan(y)], [0])
    np.testing.assert_array_equal(x[[60, 62]], [0, 0])  # both pieces reach the jump
    assert dots_of(ax, drawn["MAE"].get_color()) == {
        (0, -1, True),
        (0, 1, True),
        (0, 0, False),  # what TensorFlow answers
        (2, 1, False),
    }


def test_the_pieces_are_clean_where_float32_cannot_write_the_target(ax):
    plot.plot_gradients({"MAE": MAE}, y_true=1 / 3, ax=ax)
    y = lines_of(ax)["MAE"].get_ydata()
    assert set(y[~np.isnan(y)]) == {-1, 1}


def test_a_slope_without_a_jump_is_drawn_whole(ax):
    plot.plot_gradients({"MSE": MSE, "Huber": losses.Huber()}, y_true=0.5, ax=ax)
    x, y = lines_of(ax)["MSE"].get_data()
    np.testing.assert_allclose(y, 2 * (x - 0.5), atol=1e-6)
    x, y = lines_of(ax)["Huber"].get_data()
    np.testing.assert_allclose(y, np.clip(x - 0.5, -1, 1), atol=1e-6)


def test_an_answer_that_belongs_to_one_piece_fills_its_dot(ax):
    def hinge(y_true, y_pred):
        return tf.nn.relu(1 - y_true * y_pred)

    plot.plot_gradients({"hinge": hinge}, y_true=1, ax=ax)
    color = lines_of(ax)["hinge"].get_color()
    assert dots_of(ax, color) == {(1, -1, True), (1, 0, True), (1, 0, False)}


def test_the_sentence_of_slopes():
    assert sentence_of(plot.plot_gradients, BOTH, mark=2, y_true=-0.5) == (
        "The slope of the loss over ŷ from −3 to 3; the target is −0.5. "
        "MAE: stays at −1 from −3 to −0.5, jumps from −1 to 1 at −0.5 (0 there), "
        "stays at 1 from −0.5 to 3. "
        f"MSE: rises from −{2 * 2.5:g} at −3 to {2 * 3.5:g} at 3, through 0 at −0.5. "
        f"At ŷ = 2: MAE 1, MSE {2 * 2.5:g}."
    )


# plot_weights


def test_mean_losses_and_paths_are_drawn_over_the_weight(ax):
    path = np.array([0.123, 1.5, 2.5])
    plot.plot_weights(BOTH, X, Y, paths={"MSE": path}, ax=ax)
    drawn = lines_of(ax)
    w = drawn["MSE"].get_xdata()
    np.testing.assert_allclose(
        drawn["MSE"].get_ydata(), (X**2).mean() * (w - 2) ** 2, rtol=1e-5, atol=1e-6
    )
    np.testing.assert_allclose(
        drawn["MAE"].get_ydata(), X.mean() * abs(w - 2), rtol=1e-5, atol=1e-6
    )
    walk = ax.lines[2]
    assert walk.get_color() == drawn["MSE"].get_color()
    assert walk.get_marker() == "o"
    np.testing.assert_array_equal(walk.get_xdata(), path)
    np.testing.assert_allclose(
        walk.get_ydata(), (X**2).mean() * (path - 2) ** 2, rtol=1e-5
    )
    assert set(path) <= set(w)  # the curve goes through the dots


def test_a_path_that_leads_away_does_not_widen_the_figure(ax):
    far = {"MSE": [1.0, 3.5, -900.0]}
    plot.plot_weights(BOTH, X, Y, ax=ax)
    limits = ax.axis()
    away = Figure().subplots()
    plot.plot_weights(BOTH, X, Y, paths=far, ax=away)
    assert away.axis() == limits
    sentence = sentence_of(plot.plot_weights, BOTH, X, Y, paths=far)
    loss = (X**2).mean() * 902**2
    assert f"to w = −900, loss {float(f'{loss:.4g}'):,.0f}, outside the fig" in sentence


def test_the_sentence_of_weights():
    w = np.linspace(0, 3, 31)
    sentence = sentence_of(
        plot.plot_weights, {"MSE": MSE}, X, Y, w=w, paths={"MSE": [0.5, 1.0, 1.5]}
    )
    square = 14 / 3  # the mean of x²
    assert sentence == (
        "The mean loss over w from 0 to 3. "
        f"MSE: from {4 * square:.4g} at 0 to {square:.4g} at 3, least 0 at 2. "
        f"Path of MSE in 2 steps: from w = 0.5, loss {2.25 * square:.4g}, "
        f"to w = 1.5, loss {0.25 * square:.4g}."
    )


# plot_steps


def test_steps_are_counted_from_the_first(ax):
    plot.plot_steps({"a": [4.0, 2.0, 1.0], "b": [3.0, 3.0]}, first=1, ax=ax)
    drawn = lines_of(ax)
    np.testing.assert_array_equal(drawn["a"].get_data(), [[1, 2, 3], [4, 2, 1]])
    np.testing.assert_array_equal(drawn["b"].get_data(), [[1, 2], [3, 3]])
    assert ax.get_yscale() == "linear"
    assert all(tick == round(tick) for tick in ax.get_xticks())


def test_values_may_be_drawn_on_a_logarithmic_axis(ax):
    plot.plot_steps({"a": [1.0, 0.1]}, log=True, ax=ax)
    assert ax.get_yscale() == "log"


def test_the_sentence_of_steps():
    series = {"train": [4.0, 2.0, 1.0], "test": [4.0, 1.5, 3.0], "one": [7.0]}
    assert sentence_of(plot.plot_steps, series, first=1, ylabel="$a$") == (
        "a over t. train: falls from 4 at 1 to 1 at 3. "
        "test: from 4 at 1 to 3 at 3, least 1.5 at 2. one: 7 at 1."
    )


# plot_panels

W = np.linspace(0, 3, 31)
HILL = {"accuracy": np.where(W < 1, 0.25, 0.75), "loss": (W - 2) ** 2}


def test_panels_share_their_axis_and_few_levels_are_a_staircase():
    axes = Figure().subplots(2)
    plot.plot_panels(W, HILL, marks=[1.52], xlabel="$w$", ax=axes)
    for panel, (label, y) in zip(axes, HILL.items(), strict=True):
        assert panel.get_title("left") == label
        np.testing.assert_array_equal(panel.lines[1].get_data(), [[W[15]], [y[15]]])
    np.testing.assert_array_equal(axes[1].lines[0].get_data(), [W, HILL["loss"]])
    assert axes[1].get_xlabel() == "$w$"
    colors = {panel.lines[0].get_color() for panel in axes}
    assert len(colors) == 2


def test_no_line_of_a_staircase_crosses_a_jump():
    axes = Figure().subplots(2)
    y = np.repeat([0.25, 0.75, 0.5], [10, 1, 20])  # one level is one place wide
    plot.plot_panels(W, {"accuracy": y, "loss": W}, ax=axes)
    points = np.transpose(axes[0].lines[0].get_data())
    ends = [0.0, *(W[9:11] + W[10:12]) / 2, 3.0]
    levels = points[np.isfinite(points[:, 1])].reshape(3, 2, 2)
    np.testing.assert_allclose(levels[..., 0], list(pairwise(ends)))
    np.testing.assert_array_equal(levels[..., 1], [[h, h] for h in (0.25, 0.75, 0.5)])
    assert np.isnan(points[2::3, 1]).all()  # the line is cut between two levels


def test_the_sentence_of_panels():
    assert sentence_of(plot.plot_panels, W, HILL, marks=[1, 2.5], xlabel="$w$") == (
        "One above the other, over w from 0 to 3. "
        "accuracy: a staircase of 2 levels, rises from 0.25 at 0 to 0.75 at 3. "
        f"loss: from {2**2} at 0 to {1**2} at 3, least 0 at 2. "
        f"At w = 1: accuracy 0.75, loss {1**2}. "
        f"At w = 2.5: accuracy 0.75, loss {0.5**2}."
    )


# plot_constants


def test_the_best_constants_are_marked_at_the_mean_and_between_the_middle_two(ax):
    targets = [1.0, 2.0, 4.0, 9.0]
    plot.plot_constants(BOTH, targets, ax=ax)
    drawn = lines_of(ax)
    c, y = drawn["MSE"].get_data()
    np.testing.assert_allclose(
        y, [np.mean((np.array(targets) - one) ** 2) for one in c], rtol=1e-5
    )
    assert dots_of(ax, drawn["MSE"].get_color()) == {(4, 9.5, False)}
    assert dots_of(ax, drawn["MAE"].get_color()) == {(2, 2.5, False), (4, 2.5, False)}
    np.testing.assert_array_equal(ax.lines[-1].get_xdata(), targets)


def test_the_sentence_of_constants():
    targets = np.array([9.0, 1.0, 2.0, 4.0])
    c = np.linspace(0, 10, 21)
    assert sentence_of(plot.plot_constants, BOTH, targets, c=c) == (
        "The mean loss of the same prediction for all targets, over c from 0 to 10; "
        "the targets: 1, 2, 4, 9. "
        f"MAE: least {np.mean(abs(targets - 3)):g} anywhere from 2 to 4; "
        f"{np.mean(targets):g} at 0 and {np.mean(10 - targets):g} at 10. "
        f"MSE: least {np.var(targets):g} at {np.mean(targets):g}; "
        f"{np.mean(targets**2):g} at 0 and {np.mean((10 - targets) ** 2):g} at 10."
    )


def test_many_targets_are_summed_up():
    targets = np.arange(100.0)
    assert "the targets: 100 from 0 to 99. MSE: least" in sentence_of(
        plot.plot_constants, {"MSE": MSE}, targets
    )


# plot_bars


def test_bars_of_one_name_stand_side_by_side(ax):
    plot.plot_bars({"MAE": [0.25, 0.75], "MSE": [0.1, 0.9]}, names="ab", ax=ax)
    mae, mse = ax.containers
    assert [bar.get_height() for bar in mae] == [0.25, 0.75]
    assert [bar.get_height() for bar in mse] == [0.1, 0.9]
    for k, (left, right) in enumerate(zip(mae, mse, strict=True)):
        assert k - 0.5 < left.get_x() < left.get_x() + left.get_width()
        assert left.get_x() + left.get_width() < right.get_x() < k + 0.5
        ends = left.get_x(), right.get_x() + right.get_width()
        assert np.mean(ends) == pytest.approx(k, abs=1e-9)
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["a", "b"]
    assert [text.get_text() for text in ax.texts] == ["0.25", "0.75", "0.1", "0.9"]
    assert len({bar.get_hatch() for bar in ax.patches}) == 2


def test_many_bars_carry_no_numbers(ax):
    plot.plot_bars({"p": np.arange(13.0)}, ax=ax)
    assert not ax.texts
    assert [tick.get_text() for tick in ax.get_xticklabels()][-1] == "13"


def test_the_sentence_of_bars():
    heights = {"MAE": [1 / 4, 3 / 4], "MSE": [1 / 10, -9 / 10]}
    assert sentence_of(plot.plot_bars, heights, names=[r"$\hat{y}_1$", 2]) == (
        "Bars. MAE: 0.25 for ŷ₁, 0.75 for 2. MSE: 0.1 for ŷ₁, −0.9 for 2."
    )


# plot_lines


def test_lines_reach_from_the_first_point_to_the_last(ax):
    plot.plot_lines([3.0, 1.0], [0.0, 5.0], {"MAE": (2.0, -1.0)}, ax=ax)
    np.testing.assert_array_equal(lines_of(ax)["MAE"].get_data(), [[1, 3], [1, 5]])
    np.testing.assert_array_equal(ax.collections[0].get_offsets(), [[3, 0], [1, 5]])


def test_the_sentence_of_lines():
    lines = {"MAE": (2.0, -1.0), "MSE": (-1 / 3, 0.5)}
    assert sentence_of(plot.plot_lines, [3.0, 1.0], [0.0, 5.0], lines) == (
        "2 points: (3, 0), (1, 5). MAE: y = 2 x − 1. MSE: y = −0.3333 x + 0.5."
    )
    many = np.arange(13.0)
    assert sentence_of(plot.plot_lines, many, -many, lines).startswith(
        "13 points, x from 0 to 12, y from −12 to 0. MAE"
    )


# plot_digits


@pytest.mark.parametrize("scale", [1, 255])
def test_digits_stand_in_rows_under_their_titles(ax, scale):
    images = DIGITS / 255 * scale
    plot.plot_digits(images, titles=range(7), columns=4, ax=ax)
    for image, pixels in zip(ax.images, images, strict=True):
        np.testing.assert_array_equal(image.get_array(), pixels)
        assert (image.norm.vmin, image.norm.vmax) == (0, scale)
    places = np.array([image.get_extent() for image in ax.images])
    assert len(set(places[:4, 2])) == 1  # one row
    assert places[4, 2] > places[0, 2]  # the next one; the axis points down
    np.testing.assert_array_equal(places[4, :2], places[0, :2])
    assert [text.get_text() for text in ax.texts] == list("0123456")


def test_the_sentence_of_digits():
    assert sentence_of(plot.plot_digits, DIGITS[:3], [7, 2, "4 → 9"], columns=2) == (
        "3 images of 28 by 28 pixels in 2 rows: 7, 2, 4 → 9."
    )
    assert sentence_of(plot.plot_digits, DIGITS[:2]) == (
        "2 images of 28 by 28 pixels in a row."
    )


# Bad input


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: plot.plot_losses({}), ValueError, "losses: got no labels"),
        (lambda: plot.plot_losses(MAE), TypeError, "losses: got .*; needs a dict"),
        (lambda: plot.plot_losses({"MAE": "mae"}), TypeError, "loss: got 'mae'"),
        (lambda: plot.plot_losses(BOTH, y_true=np.nan), ValueError, "y_true: got nan"),
        (lambda: plot.plot_losses(BOTH, y_true=[1.0]), ValueError, "y_true: got shape"),
        (lambda: plot.plot_losses(BOTH, y_pred=[]), ValueError, "y_pred: got no numb"),
        (
            lambda: plot.plot_losses(BOTH, y_pred=[1, 1]),
            ValueError,
            "y_pred: got only 1",
        ),
        (
            lambda: plot.plot_losses(BOTH, mark=4),
            ValueError,
            "mark: got 4; needs -3 to",
        ),
        (lambda: plot.plot_gradients({}), ValueError, "losses: got no labels"),
        (
            lambda: plot.plot_weights(BOTH, X, Y[:2]),
            ValueError,
            r"y_true: got shape \(2,\); needs \(3,\), the shape of x",
        ),
        (
            lambda: plot.plot_weights({"MAE": MAE}, X, Y, paths={"MSE": [1.0]}),
            ValueError,
            "paths: got 'MSE'; needs a label of losses",
        ),
        (
            lambda: plot.plot_weights(BOTH, X, Y, paths={"MSE": [np.inf]}),
            ValueError,
            r"paths\['MSE'\]: got inf",
        ),
        (lambda: plot.plot_steps({}), ValueError, "series: got no labels"),
        (lambda: plot.plot_steps({"a": []}), ValueError, r"series\['a'\]: got no numb"),
        (
            lambda: plot.plot_steps({"a": [np.nan]}),
            ValueError,
            r"series\['a'\]: got nan",
        ),
        (
            lambda: plot.plot_steps({"a": [1.0, 0.0]}, log=True),
            ValueError,
            r"series\['a'\]: got 0; log needs more than 0",
        ),
        (
            lambda: plot.plot_panels(X, {"a": [1.0]}),
            ValueError,
            r"panels\['a'\]: got sha",
        ),
        (
            lambda: plot.plot_panels(X[::-1], {"a": X}),
            ValueError,
            "x: got numbers that",
        ),
        (lambda: plot.plot_panels(X, {"a": X}, marks=[9]), ValueError, "marks: got 9"),
        (lambda: plot.plot_constants(BOTH, []), ValueError, "targets: got no numbers"),
        (
            lambda: plot.plot_bars({"a": [1.0]}, names="ab"),
            ValueError,
            r"heights\['a'\]",
        ),
        (
            lambda: plot.plot_bars({"a": [1.0], "b": [1, 2]}),
            ValueError,
            r"heights\['b'\]",
        ),
        (lambda: plot.plot_lines(X, Y[:2], {"a": (1, 2)}), ValueError, "y: got shape"),
        (
            lambda: plot.plot_lines(X, Y, {"a": (1, 2, 3)}),
            ValueError,
            r"lines\['a'\]: got",
        ),
        (lambda: plot.plot_digits(DIGITS[0]), ValueError, "images: got shape"),
        (lambda: plot.plot_digits(DIGITS, titles=[1]), ValueError, "titles: got shape"),
        (lambda: plot.plot_digits(DIGITS, columns=0), ValueError, "columns: got 0"),
    ],
)
def test_bad_input_is_named_and_nothing_is_shown(call, error, message, capsys):
    with pytest.raises(error, match=f"^{message}"):
        call()
    assert capsys.readouterr().out == ""
