"""lossbook.site.kit.fences, and lossbook.site.notebooks.plain with fences of every kind."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from notebooks import written

from lossbook.site.kit.fences import all_fences, fences
from lossbook.site.kit.settings import extensions
from lossbook.site.questions.question import number, one

ROOT = Path(__file__).parents[2]

QUESTIONS = {
    "double": number("it", right=lambda x: 2 * x, given={"x": 3}, decimals=0),
    "even": one("it", right=lambda: "even", odd=lambda: "odd"),
}
BODY = "What is twice {given}`x`?\n\n- {when}`right` It is {gives}`right`.\n"
FOLDED = "<details><summary>Answer</summary>\n\nIt is 6.\n\n</details>\n"
WORDS = f"**Question.** What is twice 3?\n\n\n{FOLDED}".replace("\n\n\n", "\n\n")


def test_a_page_is_read_with_the_extensions_that_the_build_uses():
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    assert set(config["parse"]["myst_enable_extensions"]) == extensions()


@pytest.mark.parametrize("mark", ["```", "`````", "~~~", ":::", "::::"])
@pytest.mark.parametrize("indentation", ["", " ", "   "])
@pytest.mark.parametrize("blank", ["", " "])
def test_a_question_is_found_in_a_fence_of_any_kind(mark, indentation, blank):
    lines = [f"{mark}{{check}} double", ":see: here", "", *BODY.splitlines()]
    text = "".join(f"{indentation}{line}\n" for line in [*lines, mark + blank])
    [found] = fences("Before.\n\n" + text + "\nAfter.\n")
    assert (found.name, found.argument) == ("check", "double")
    assert found.options == {"see": "here"}
    assert found.body == BODY
    assert (found.line, found.body_line, found.end) == (3, 6, 3 + text.count("\n") - 1)
    assert written(text, QUESTIONS) == WORDS.replace(
        "\n\n", f"\n\n{indentation}"
    ).replace("**Q", f"{indentation}**Q").replace(f"{indentation}\n", "\n")


def test_fences_within_others_are_found_with_their_lines():
    text = """\
::::{admonition} Title
:class: tip

:::{check} double
What?
:::

```python
:::{check} shown
:::
```
::::

- ````{note}
  ```{hint}
  Try.
  ```
  ````
"""
    lines = text.splitlines()
    found = [(f.name, f.argument, f.line, f.end) for f in all_fences(text)]
    assert found == [
        ("admonition", "Title", 1, 12),
        ("check", "double", 4, 6),
        ("", "python", 8, 11),
        ("note", "", 14, 18),
        ("hint", "", 15, 17),
    ]
    for fence in all_fences(text):
        assert (
            fence.body == "" or fence.body.split("\n")[0] in lines[fence.body_line - 1]
        )


@pytest.mark.parametrize("options", [":a: !b c\n", ":a: !!float\n", ":a: [\n"])
def test_a_cell_with_options_that_are_none_is_a_fence_all_the_same(options):
    """The build has refused it, with its line."""
    [found] = fences(f"```{{code-cell}}\n{options}1\n```\n")
    assert (found.name, found.options) == ("code-cell", {})


def test_a_hint_in_a_list_or_a_quotation_stays_there():
    hint = "<details><summary>Hint</summary>\n\nTry.\n\n</details>\n"
    text = "- a\n\n  ```{hint}\n  Try.\n  ```\n"
    assert written(text, {}) == "- a\n\n" + "".join(
        f"  {line}\n" if line else "\n" for line in hint.splitlines()
    )
    text = "> :::{hint}\n> Try.\n> :::\n"
    assert written(text, {}).splitlines()[0] == "> <details><summary>Hint</summary>"


def test_a_box_of_colons_keeps_its_marks_and_what_is_in_it_is_written_out():
    text = f"::::{{note}}\n:::{{check}} double\n{BODY}:::\n::::\n"
    assert written(text, QUESTIONS) == f"::::{{note}}\n{WORDS}::::\n"


def test_what_is_shown_as_code_is_left_as_it_is():
    for text in (
        "````text\n```{hint}\nTry.\n```\n````\n",
        "~~~\n(here)=\n{objective}`a` b\n~~~\n",
        "    ```{hint}\n    Try.\n    ```\n",
    ):
        assert written(text, {}) == text


@pytest.mark.parametrize(
    "text",
    [
        "```{check}\nWhat?\n```\n",
        "```{check} nobody\nWhat?\n```\n",
        "```{check} double\nWhat?\n```\n",
        "```{check} even\nWhat?\n\n- {when}`right` Yes.\n- {when}`odd`\n```\n",
        "```{check} double\nWhat?\n\n- {when}`summed` No.\n```\n",
        "```{check} double\n```\n",
    ],
)
def test_a_question_that_cannot_be_asked_is_left_as_it_is(text):
    """The build has warned of it, with its line."""
    assert written(text, QUESTIONS) == text


def test_an_unknown_slot_stops_nothing():
    text = "```{check} even\n2{gives}`a`?\n\n- {when}`right` Yes.\n- {when}`odd` No.\n```\n"
    assert "**Yes.**" in written(text, QUESTIONS)
    assert "{gives}`a`" in written(text, QUESTIONS)


@given(
    st.lists(
        st.sampled_from(
            ["```", "````", ":::", "~~~", "{check}", "{hint}", " double", " even", "\n",
             "---", "- {when}`right` a", "> ", "  ", ":a: b", "(a)=", "\ufeff", "\r\n"]
        ),
        max_size=12,
    ).map("".join)
)  # fmt: skip
def test_no_text_stops_a_notebook(text):
    written(text, QUESTIONS)
    for fence in all_fences(text):
        assert 1 <= fence.line <= fence.end
