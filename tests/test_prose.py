"""lossbook.site.prose: every decimal of a page is one that its cells know."""

import pytest

from lossbook.site.notebook import read
from lossbook.site.prose import prose_numbers, unsupported

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
