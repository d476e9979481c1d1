"""Whatever an author writes: it is read, or it is refused with a line and a reason."""

import json
import re
from contextlib import suppress

import pytest
from examples import examples
from front_matter import FRONT_MATTER
from hypothesis import given
from hypothesis import strategies as st
from notebooks import written

from lossbook.site.kit.fences import all_fences
from lossbook.site.outputs.chapter import ChapterError, read
from lossbook.site.outputs.execution import read_page
from lossbook.site.outputs.prose import said_numbers, unsupported
from lossbook.site.questions.source import SourceError
from lossbook.site.questions.source import read as read_check

PARTS = [
    FRONT_MATTER, "\n", "\n\n", "---\n", "---\na: 1\n---\n", "```", "````", "~~~", ":::",
    "{code-cell}", "{raw-cell}", "{code-cell} python\n", "{check} a", "{note}", "{math}",
    "{figure} a.png\n", "{}", ":tags: [a]\n", ":alt: 0.5\n", ":a: {\n", ":load: a\n",
    "print(1.5)\n", "%%time\n", "output\n", "error\n", "warning\n", "1.5\n", "± 0.1",
    "```\n", ":::\n", "+++\n", '+++ {"a": 1}\n', "+++ []\n", "> ", "- ", "1. ", "    ",
    "\t", "# ", "|", "$", "$$", "`", "\\", "<!-- quoted from A: 0.5 -->", "<!--", "-->",
    "<b", ">", "[^1]", "[^1]: ", "[a]: b\n", "(a)=\n", "{given}`x`", "{when}`right` ",
    "&#0;", "&#x10FFFF;", "0.25", "25 %", "1_000.5e5", "1,234.5", "٣.٥", "²", "½", "1e999",
    "1e-99999999", "\\begin{align}", "\ufeff", "\x0c", "\u2028", "\r", "\r\n", "\0",
    "😀", "\U00040000", "\U0010ffff",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PARTS), max_size=12).map("".join)

KEYS = "a tags kernelspec name file_format mystnb authors title format load é"
WORDS = """a b c 1 2 - [ ] [] [a] {} { } , &a *a !!set !!float !!binary !!int !new ' " # ? : é
2026-01-01 1.5 .nan null ~ <<: %YAML --- ... > | @ ` 0x :a true false mystnb"""
VALUES = st.lists(st.sampled_from(WORDS.split()), max_size=2).map(" ".join)
ENTRIES = st.lists(
    st.tuples(st.sampled_from(KEYS.split()), VALUES).map(": ".join), max_size=2
)
YAML = ENTRIES.map("\n".join)
CELL = "\nprint(1.5)\n```\n\n```output\n1.5\n```\n"
OPTIONS = st.one_of(
    YAML.map("---\n{}\n---\n".format),
    YAML.map(f"{FRONT_MATTER}\n```{{{{code-cell}}}}\n---\n{{}}\n---{CELL}".format),
    ENTRIES.map(lambda it: "".join(f"\n:{option}" for option in it)).map(
        f"{FRONT_MATTER}\n```{{{{code-cell}}}}{{}}{CELL}".format
    ),
    VALUES.map('+++ {{"a": {}}}\n'.format),
    VALUES.map("+++ {}\n".format),
)

MARKS = [":::{note}\n", "<a ", "<!--", "<script ", "<b x='", "{a=b ", "{ref}`a <", "0",
         "1,", "1_", "0.", "\\ ", "{", "%", "`", "$", "[", "](", "> ", "- ", "{,}", "_",
         "*", "|", "&", "```\n", "{when}`", "\\%", " ", "+++\n"]  # fmt: skip


def refusal(text, read=read_page):
    """How a text is refused; None if it is read."""
    try:
        read(text)
    except ChapterError as error:
        return error
    return None


def check(text):
    """Read a text as the build and the tests do; ends in an error if they would."""
    if error := refusal(text):
        assert 1 <= error.line <= len(re.split(r"\r\n?|\n", text))
        assert error.reason.strip()
        return
    chapter = read_page(text)
    json.dumps(chapter.notebook)
    for line, reason in unsupported(text, chapter):
        assert 1 <= line <= text.count("\n") + text.count("\r") + 1
        assert reason
    for said in said_numbers(text, chapter):
        assert text[said.place].isdecimal()
    for cell in chapter.notebook.cells:
        written(cell.source, {})
        with suppress(SourceError):
            read_check(cell.source)


@given(st.one_of(TEXTS, st.text(max_size=30)))
def test_any_text_is_read_or_refused_with_a_line(text):
    check(text)


@given(OPTIONS)
def test_any_options_are_read_or_refused_with_a_line(text):
    check(text)


@pytest.mark.parametrize("mark", MARKS)
def test_what_is_begun_hundreds_of_times_is_read_or_refused(mark):
    check(f"{FRONT_MATTER}\n" + mark * 400)


@pytest.mark.parametrize("mark", [":", "`"])
def test_boxes_within_boxes_are_read_as_deep_as_any_author_means_and_no_deeper(mark):
    def boxes(count):
        sizes = range(count + 2, 2, -1)
        return "".join(f"{mark * size}{{note}}\n" for size in sizes)

    assert len(list(all_fences(boxes(11)))) == 11
    read(boxes(11))
    with pytest.raises(ChapterError, match="within more than 10 others") as caught:
        read(boxes(12))
    assert caught.value.line == 12


@pytest.mark.parametrize("texts", [TEXTS, OPTIONS])
def test_of_the_texts_that_are_tried_some_are_read_and_some_refused(texts):
    tried = examples(texts)
    assert 10 < sum(1 for text in tried if refusal(text)) < 90
