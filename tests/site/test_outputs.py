"""lossbook.site.outputs.compare: what a page shows of a cell, and what does not hold of it."""

import pytest
from myst_nb.core.render import get_mime_priority
from nbformat.v4 import new_output

from lossbook.site.outputs.chapter import read
from lossbook.site.outputs.compare import TEXTS, faults, printed_text, shown


def cell(*fences):
    """A cell with what is stated of it: pairs of a kind and a text."""
    stated = "".join(f"```{kind}\n{text}\n```\n\n" for kind, text in fences)
    [found] = read(f"```{{code-cell}}\nf()\n```\n\n{stated}").cells
    return found


def stdout(text):
    return new_output("stream", text=text)


def stderr(text):
    return new_output("stream", name="stderr", text=text)


def result(**data):
    named = {mime.replace("_", "/"): content for mime, content in data.items()}
    return new_output("execute_result", data=named, execution_count=1)


def error(name, message):
    traceback = ["Traceback", f"{name}: {message}"]
    return new_output("error", ename=name, evalue=message, traceback=traceback)


PICTURE = new_output("display_data", data={"image/png": "", "text/plain": "<Figure>"})


def reasons(stated, *outputs):
    return [(fault.line, fault.reason) for fault in faults(stated, outputs)]


def texts(outputs):
    """The outputs of a page in short: the text of each, and None for a picture."""
    return [output.get("text") for output in outputs]


# What is printed


def test_what_is_printed_bit_by_bit_is_shown_in_one_piece():
    bits = [stdout("0 "), stdout("1 "), stdout("2\n")]
    assert texts(shown(cell(), bits)) == ["0 1 2\n"]


def test_what_is_printed_stays_in_order_with_pictures():
    bits = [stdout("a\n"), PICTURE, stdout("b\n"), stdout("c\n")]
    assert texts(shown(cell(), bits)) == ["a\n", None, "b\nc\n"]
    assert printed_text(shown(cell(), bits)) == "a\nb\nc\n"


def test_a_warning_does_not_divide_what_is_printed():
    bits = [stdout("a"), stderr("UserWarning: beware\n"), stdout("b")]
    assert texts(shown(cell(), bits)) == ["ab", "UserWarning: beware\n"]


@pytest.mark.parametrize(
    ("printed", "left"),
    [
        ("10%\r20%\r30%\n", "30%\n"),
        ("10%\r", "10%"),
        ("a\r\nb\r\n", "a\nb\n"),
        ("ab\b\bc", "c"),
        ("ab\n\bc", "ab\nc"),
        ("a\b\b\bc", "c"),
    ],
)
def test_carriage_returns_and_backspaces_are_applied(printed, left):
    halves = [stdout(printed[:3]), stdout(printed[3:])]
    assert texts(shown(cell(), halves)) == [left]


def test_what_is_shown_is_not_what_the_kernel_reported_but_a_copy():
    bits = [stdout("a"), stdout("b")]
    shown(cell(), bits)
    assert texts(bits) == ["a", "b"]


def test_colors_of_a_terminal_are_not_compared():
    assert not reasons(cell(("output", "b")), stdout("\x1b[1mb\x1b[0m\n"))


def test_of_a_result_the_text_is_compared_that_the_page_shows():
    shows = [
        result(text_plain="c\n", text_html="<b>c</b>"),
        result(text_plain="<Markdown>", text_markdown="**d**"),
        result(text_plain="<Latex>", text_latex="$e$"),
        PICTURE,
    ]
    assert printed_text(shown(cell(), shows)) == "c\n**d**\n$e$\n"


def test_the_page_takes_the_texts_of_a_result_in_the_same_order():
    of_the_book = [("*", "text/html", None)]  # as in _config.yml
    order = get_mime_priority("html", of_the_book)
    assert tuple(mime for mime in order if mime.startswith("text/")) == TEXTS


# Warnings


BEWARE = """\
/home/somebody/book.py:12: UserWarning: Beware of
the dog
  warnings.warn(text)
"""


def test_a_warning_that_comes_as_stated_holds_by_any_of_its_lines():
    for said in ("UserWarning: Beware of", "UserWarning: the dog", "UserWarning: …dog"):
        stated = cell(("warning", said))
        assert not reasons(stated, stderr(BEWARE))
        assert texts(shown(stated, [stderr(BEWARE)])) == [f"{said}\n"]


def test_a_warning_is_shown_without_paths_and_without_code():
    assert texts(shown(cell(), [stderr(BEWARE)])) == ["UserWarning: Beware of\n"]


@pytest.mark.parametrize(
    ("stated", "came", "line", "reason"),
    [
        ([], BEWARE, 1, "the cell warns: UserWarning: Beware of"),
        ([], "WARNING:absl:old\n", 1, "the cell warns: WARNING:absl:old"),
        (["UserWarning: a"], "", 6, "states a warning that does not come"),
        (["UserWarning: a"], BEWARE, 6, "states “UserWarning: a”, but the cell warns"),
        (["UserWarning: Beware of"] * 2, BEWARE, 7, "that does not come"),
        (["UserWarning: Beware of"], BEWARE * 2, 7, "the cell warns: UserWarning"),
        (["DeprecationWarning: the dog"], BEWARE, 6, "but the cell warns"),
        (["UserWarning: …cat"], BEWARE, 6, "but the cell warns"),
        (["UserWarning: 2 left"], "UserWarning: 3 left\n", 6, "but the cell warns"),
    ],
)
def test_a_warning_that_is_not_as_stated_is_a_fault(stated, came, line, reason):
    fences = [("warning", "\n".join(stated))] if stated else []
    outputs = [stderr(came)] if came else []
    [(place, said)] = reasons(cell(*fences), *outputs)
    assert place == line
    assert reason in said


# Errors


NUMBER = error("ValueError", "no number: 'two'")
LAYERS = error(
    "ValueError", "Exception in /a/b/c.py at 0x7f0012345678.\n\n\x1b[1mWrong"
)


@pytest.mark.parametrize(
    ("came", "said"),
    [
        (NUMBER, "ValueError: no number: 'two'"),
        (NUMBER, "ValueError: no …: 'two'"),
        (LAYERS, "ValueError: Exception in … at …."),
        (LAYERS, "ValueError: Wrong"),
        (error("AssertionError", ""), "AssertionError"),
        (error("SyntaxError", "invalid (2747763117.py, line 1)"),
         "SyntaxError: invalid (…, line 1)"),
        (error("E", "off by 0.2876821"), "E: off by 0.2877"),
    ],
)  # fmt: skip
def test_an_error_that_comes_as_stated_holds_and_is_shown_so(came, said):
    stated = cell(("error", said))
    assert not reasons(stated, came)
    [output] = shown(stated, [came])
    assert output["output_type"] == "error"
    if "0.2877" not in said:
        assert output["traceback"] == [said]


def test_what_is_printed_before_an_error_is_compared_as_well():
    stated = cell(("output", "before"), ("error", "ValueError: no number: 'two'"))
    assert not reasons(stated, stdout("before\n"), NUMBER)
    assert reasons(stated, stdout("after\n"), NUMBER)


@pytest.mark.parametrize(
    ("said", "came", "line", "reason"),
    [
        (None, NUMBER, 1, "the cell raises: ValueError: no number: 'two'"),
        ("ValueError: no", None, 6, "states a error that does not come"),
        ("ValueError: no", NUMBER, 6, "states “ValueError: no”, but the cell raises"),
        ("TypeError: no number: 'two'", NUMBER, 6, "but the cell raises"),
        ("ValueError", NUMBER, 6, "but the cell raises"),
    ],
)
def test_an_error_that_is_not_as_stated_is_a_fault(said, came, line, reason):
    fences = [("error", said)] if said else []
    [(place, found)] = reasons(cell(*fences), *([came] if came else []))
    assert place == line
    assert reason.replace("a error", "an error") in found


def test_an_error_that_nobody_stated_comes_with_its_traceback():
    [fault] = faults(cell(), [NUMBER])
    assert fault.details.startswith("Traceback")
