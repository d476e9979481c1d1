"""lossbook.site.outputs.prose: every decimal of a page is one that its cells know."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lossbook.site.outputs.chapter import Chapter, read
from lossbook.site.outputs.prose import prose_numbers, said_numbers, unsupported
from lossbook.site.outputs.words import _pieces

CHAPTERS = sorted(Path(__file__).parents[2].glob("chapters/*.md"))
NO_CELLS = Chapter(notebook=None, cells=[])

CELL = """
```{code-cell}
---
mystnb:
  figure:
    caption: CAPTION
---
rate = 0.05
print(rate)
```

```output
0.2876821 66790
90% -1.5
3.9 ± 0.6% of 0.936 ± 0.016
```
"""


def faults(prose, caption="none"):
    text = prose + "\n" + CELL.replace("CAPTION", caption)
    return unsupported(text, read(text))


@pytest.mark.parametrize(
    "prose",
    [
        "No number at all, or 3 of them.",
        "A loss of 0.2877, or 0.29.",
        "A rate of 0.05 is written in a cell, and 0.050 is the same.",
        "It has 66,790 weights, in TeX $66{,}790$ and $66\\,790$.",
        "It carries 90%, or 90 %, or $90\\%$.",
        "About 0.936, give or take 0.016; and 3.9% of it.",
        "The slope is −1.5, or $-1.5$.",
        "A sentence that ends in 0.29. And then another.",
        "See [this](https://example.org/1.25) and https://example.org/1.26.",
        "{cite:p}`a2.5` and {ref}`b-3.5`",
        "<!-- quoted from an invented source: 7.25 --> It was 7.25.",
        "It grows by 5%, for the code says 0.05.",
        "TensorFlow 2.21.0, v10.1.0.5 and 10.1.0.5, on 27.11.2026 at 10:15:03.5.",
    ],
)
def test_these_are_supported(prose):
    assert faults(prose) == []


@pytest.mark.parametrize(
    ("prose", "number"),
    [
        ("A loss of 0.2878.", "0.2878"),
        ("A loss of 0.28768214.", "0.28768214"),  # more than any cell prints
        ("A rate of 0.06.", "0.06"),
        ("It has 66,791 weights, in TeX:", "66,791"),
        ("In TeX $66{,}791$.", "66,791"),
        ("It carries 91%.", "91%"),
        ("It carries 0.9 of it.", "0.9"),  # 0.936 rounds to it, but is not 0.9
        ("The slope is 1.5.", "1.5"),
        ("| a | 3.25 |\n|---|---|\n| b | 1 |", "3.25"),
        ("$$\nx = 0.125\n$$", "0.125"),
        ("`0.75` in code", "0.75"),
        ("```python\nx = 0.75\n```", "0.75"),
        ("A [0.75](https://example.org).", "0.75"),
        ("A share of 2%, and a 2 in the code is none.", "2%"),
        ("TensorFlow 2.21.", "2.21"),
    ],
)
def test_these_are_not(prose, number):
    found = [said.split()[0] for _, said in faults(prose)]
    assert found == [number]


def test_captions_are_prose_too_and_the_line_is_told():
    text = "One.\n" + CELL.replace("CAPTION", "A loss of 0.75.")
    [(line, said)] = unsupported(text, read(text))
    assert text.splitlines()[line - 1].strip() == "caption: A loss of 0.75."
    assert said == "0.75 stands in the prose, but no cell prints it"


def test_the_line_of_a_fault_is_that_of_the_source():
    text = "---\nfile_format: mystnb\n---\n\nA.\n" + CELL + "\nB\n0.75\n"
    [(line, _)] = unsupported(text, read(text))
    assert text.splitlines()[line - 1] == "0.75"


def test_a_number_in_digits_of_another_script_is_told_with_its_line():
    text = "1.5\n\nB\n\n٣.٥\n"
    [_, said] = said_numbers(text, NO_CELLS)
    assert (said.line, text[said.place]) == (5, "٥")


def test_front_matter_code_and_stated_outputs_are_no_prose():
    text = "---\nversion: 1.25\n---\n\nA 0.5.\n" + CELL
    assert [n.text for _, n in prose_numbers(text, read(text))] == ["0.5"]


@pytest.mark.parametrize(
    "code",
    [
        "x = 0.125",
        "print(f'{x > 0.125}')",
        "%pip list\nx = 0.125",
        "y = -.125",
        "f(1.25e-1)",
    ],
)
def test_a_number_written_anywhere_in_the_code_supports_the_prose(code):
    text = f"It is 0.125.\n\n```{{code-cell}}\n{code}\n```\n"
    assert unsupported(text, read(text)) == []


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        ("<!-- quoted 7.25 --> It was 7.25.", "quoted from ORIGIN"),
        ("<!-- quoted from : 7.25 --> It was 7.25.", "quoted from ORIGIN"),
        ("<!-- quoted from a book: 7.25 -->", "does not stand in the prose"),
        ("<!-- quoted from a book: 7.26 --> It was 7.25.", "7.25 stands in the prose"),
    ],
)
def test_a_quotation_needs_an_origin_and_a_use(mark, said):
    assert any(said in reason for _, reason in faults(mark))


# Wherever a number stands that a reader sees, with or without a sign of percent.
SEEN = [
    "{}",
    "It is {}.",
    "From 3 to {}s, or 3...{}x",
    "v{}GB",
    "**{}**",
    "a*{}*",
    "# A heading of {}",
    "## A heading\n\nof {}\n===",
    "> - 1. {}",
    "12. {}",
    "| a | b |\n|---|---|\n| c | {} |",
    "![a picture of {}](b-1.5.png)",
    '[a](b "a title of {}")',
    "[{}](b-1.5.md)",
    "[{}][b-1.5]\n\n[b-1.5]: c-2.5",
    "a[^1.5]\n\n[^1.5]: {}",
    "`{}`",
    "a `x\ny` on\ntwo lines, {}",
    "${}x$",
    "${} \\cdot e^{{x}}$",
    "$${}e^{{x}}$$",
    "$$\nx = {}\n$$ (a-1.5)",
    "\\\\[ {} \\\\]",
    "    {} in code",
    "```\n{}\n```",
    "~~~python\n{}\n~~~",
    "````text\n```\n{}\n```\n````",
    "`<!--` {} `-->`",
    "```html\n<!--\n```\n\n{}\n\n```html\n-->\n```",
    "<!-- never closed, {}",
    "<!-- a --> {}",
    "<p class='b-1.5'>{}</p>",
    '<img src="a-1.5.png" alt="{}">',
    "{{math}}`{}`",
    "{{ref}}`{} <b-1.5>`",
    "{{sub}}`{}`",
    ":::{{note}}\n{}\n:::",
    "::::{{note}}\n:::{{tip}}\n{}\n:::\n::::",
    "````{{note}}\n```{{tip}}\n:class: a-1.5\n\n{}\n```\n````",
    "~~~{{note}}\n{}\n~~~",
    ":::\n{}\n:::",
    "- ```{{note}}\n  {}\n  ```",
    "> :::{{note}}\n> {}\n> :::",
    "   ```{{note}}\n   {}\n   ```",
    "```{{admonition}} A title of {}\na\n```",
    "```{{math}}\n:label: a-1.5\n{}\n```",
    ":::{{check}} a-1.5\n:see: b-1.5\n\nIs it {}?\n\n- {{when}}`right` Yes.\n:::",
    "```{{check}} a\nIs it?\n\n- {{when}}`right` No.\n\n  It is {}.\n```",
    "```{{exercise-start}} Of {}\n:label: a-1.5\n```",
    "```{{hint}}\n{}\n```",
    "```{{figure}} a-1.5.png\n:alt: An alt of {}\n:width: 80%\n```",
    "```{{figure}} a-1.5.png\n---\nname: a-1.5\n---\nA caption of {}\n```",
    "```{{code-cell}}\n---\nmystnb:\n  figure:\n    caption: Of {}\n---\n1\n```",
    "```{{code-cell}}\n---\nmystnb:\n  image:\n    alt: Of {}\n---\n1\n```",
    "\ufeffA byte order mark and {}",
    "a\r\n\r\nb\r\n{}\r\n",
]
PERCENTAGES = [
    "{}%", "{} %", "{}\\%", "**{}**%", "{}&nbsp;%", "{} percent", "{}\npercent", "{}％",
    "${}\\%$", "${}\\,\\%$", "$\\mathbf{{{}}}\\,\\%$", "{} per cent", "{}  %",
    "{} percentage points",
]  # fmt: skip


@pytest.mark.parametrize("shape", SEEN)
def test_a_decimal_is_read_wherever_a_reader_sees_it(shape):
    text = shape.format(*["0.75"] * 2)
    numbers = said_numbers(text, read(text))
    assert [(n.number.text, n.line) for n in numbers] == [
        ("0.75", text[:place].count("\n") + 1) for place in places(text, "0.75")
    ]


@pytest.mark.parametrize("shape", PERCENTAGES)
def test_a_percentage_is_read_however_it_is_written(shape):
    text = f"In the\nline of {shape.format(75)}."
    [(line, said)] = prose_numbers(text, read(text))
    assert (line, said.text) == (2, "75%")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (".75", ".75"), ("(.75)", ".75"), ("0\u200b.7\u00ad5", "0.75"),
        ("0.7&#53;", "0.75"), ("**0**.75", "0.75"), ("0<b>.75</b>", "0.75"),
        ("$0{.}75$", "0.75"), ("66&nbsp;790", "66,790"), ("`66_790`", "66,790"),
        ("$66\\;790$", "66,790"), ("−.75", "−.75"), ("1.5e-7", "1.5e-7"),
    ],
)  # fmt: skip
def test_a_number_is_what_it_looks_like(written, said):
    assert [n.text for _, n in prose_numbers(written, read(written))] == [said]


@pytest.mark.parametrize(
    "text",
    [
        "(sec-1.2)=\n# A",
        ":::{note}\n:name: fig-1.5\n:class: a-2.5\nA\n:::",
        "```{figure} a-0.75.png\n:width: 80%\n:name: fig-1.5\n\nA caption\n```",
        "```{image} a-0.75.png\n---\nwidth: 80%\n---\n```",
        "![a](b.png){width=50%}",
        "![](a-0.75.png)",
        "[a](b-0.75.md){.c width=1.5}",
        "[a][b-1.5]\n\n[b-1.5]: c-0.75.md",
        "a[^b-1.5]\n\n[^b-1.5]: c",
        "{ref}`b-0.75` {doc}`c-0.75` {cite:p}`d-0.75` {numref}`e-0.75` {term}`f-0.75`",
        "{py:func}`b-0.75` {time}`c-0.75` {download}`d <e-0.75.csv>`",
        "<https://example.org/1.25> and https://example.org/1.25",
        '<a href="b-0.75.html" style="width: 80%">c</a>',
        "% 0.75\n\na <!-- 0.75\n0.75 --> b",
        "+++ {\"a\": 0.75}",
        "```{code-block} python\n:emphasize-lines: 1\n:name: a-0.75\nx\n```",
        "```{review}\na-0.75\nb\nc\n```",
        "```{check} a-0.75\nWhat?\n\n- {when}`b-0.75` {gives}`c-0.75`.\n```",
        "```{code-cell}\n---\nmystnb:\n  image:\n    width: 80%\n---\n1\n```",
        "`f'{x:8.2f} {y:.0%}'`, `'%.2f'`, `75 % 3`",
        "float32, 0x1f, 1e-07, (2, 3), [1. 2.], 3 of 4.",
        "TensorFlow 2.21.0, v2.21.0, 10.1.0.5, 27.11.2026, 2026-11-27, 10:15:03.5",
        "---\nversion: 1.5\n---\n",
    ],
)  # fmt: skip
def test_what_no_reader_sees_is_no_prose(text):
    assert [n.text for _, n in prose_numbers(text, read(text))] == []


def places(text, said):
    """Where a text stands in another: the places of the last character."""
    starts = [i for i in range(len(text)) if text.startswith(said, i)]
    return [start + len(said) - 1 for start in starts]


@given(
    st.sampled_from(SEEN),
    st.decimals(0, 1000, places=3).map("{:f}".format),
    st.lists(
        st.sampled_from(["A.", "- 1. 2", "```python\n1\n```", "(a-1)="]), max_size=3
    ),
)
def test_every_number_is_found_at_its_place_and_another_digit_there_is_noticed(
    shape, said, before
):
    alone = ("---", "\ufeff")  # what begins a page
    before = [] if shape.startswith(alone) else before
    page = "\n\n".join([*before, shape.format(said, said)])
    prints = f"```{{code-cell}}\nx\n```\n\n```output\n{said}\n```\n\n"
    text = page + "\n\n" + prints if shape.startswith(alone) else prints + page
    chapter = read(text)
    if not any(cell.stated for cell in chapter.cells):  # a comment swallowed it
        return
    found = said_numbers(text, chapter)
    stated = text.index("```output") + len("```output\n") + len(said) - 1
    assert [n.place for n in found] == [p for p in places(text, said) if p != stated]
    assert unsupported(text, chapter) == []
    for number in found:
        other = str((int(text[number.place]) + 1) % 10)
        changed = text[: number.place] + other + text[number.place + 1 :]
        assert [line for line, _ in unsupported(changed, chapter)] == [number.line]


@pytest.mark.parametrize("text", ["", "\n", "\ufeff", "\r\n", "---", "---\n", "```"])
def test_a_page_without_words_has_no_numbers(text):
    assert unsupported(text, NO_CELLS) == []


def test_marks_of_quotations_that_are_shown_as_code_are_none():
    shown = "`<!-- quoted from a book: 7.25 -->` It was\n7.25."
    assert [line for line, _ in faults(shown)] == [1, 2]


def test_a_mark_is_found_within_a_directive_and_its_line_is_told():
    text = ":::{note}\n:class: tip\n\nA.\n\n<!-- quoted from\na book: 7.25 -->\n:::"
    assert faults(text) == [
        (6, "7.25 is marked as quoted, but does not stand in the prose")
    ]


@pytest.mark.parametrize(
    "code", ["x = 0.125 +", "%%time\nx = 0.125", "x = 0.125\n'never closed"]
)
def test_code_that_no_parser_takes_supports_what_is_written_in_it(code):
    text = f"It is 0.125.\n\n```{{code-cell}}\n{code}\n```\n"
    assert unsupported(text, read(text)) == []


def test_a_page_is_not_parsed_again_when_only_a_digit_has_changed():
    """The proof that every number matters changes each of them, up to nine times."""
    text = max((path.read_text(encoding="utf-8") for path in CHAPTERS), key=len)
    chapter = read(text)
    [first, *_] = said_numbers(text, chapter)
    parsed = _pieces.cache_info().misses
    digit = str((int(text[first.place]) + 1) % 10)
    changed = text[: first.place] + digit + text[first.place + 1 :]
    assert unsupported(changed, chapter) != unsupported(text, chapter)
    assert _pieces.cache_info().misses == parsed


@given(st.text("0123456789.,%`~:{}<>!-*_$\\&;#()[]|\n \ufeffae", max_size=60))
def test_no_text_stops_the_reading_and_each_place_is_a_digit(text):
    for line, number, place in said_numbers(text, NO_CELLS):
        assert 1 <= line <= text.count("\n") + 1
        assert number.text
        assert text[place].isdigit()
    unsupported(text, NO_CELLS)
