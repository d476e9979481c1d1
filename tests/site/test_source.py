"""lossbook.site.questions.source: the grammar of a question, without a build."""

import pytest

from lossbook.site.questions.source import SourceError, read


@pytest.mark.parametrize("mark", ["-", "*", "+"])
@pytest.mark.parametrize("indentation", ["", "  "])
def test_outcomes_are_the_items_of_the_last_list(mark, indentation):
    lines = [
        "What?", "", f"{mark} a", "", "And what?", "",
        f"{mark} {{when}}`right` It", "  is.", "", "  - really", "      code",
        f"{mark} {{when}}`else` No.",
    ]  # fmt: skip
    body = "".join(f"{indentation if line else ''}{line}\n" for line in lines)
    source = read(body)
    assert source.asked.text.split() == ["What?", mark, "a", "And", "what?"]
    said = {name: source.words(name) for name in source.said}
    assert said == {"right": "It\nis.\n\n- really\n    code\n", "else": "No.\n"}
    assert [part.line for part in source.said.values()] == [6, 11]


@pytest.mark.parametrize("sign", "\x0b\x0c\x1c\x85\u2028")
def test_outcomes_are_whole_where_python_ends_a_line_and_markdown_does_not(sign):
    source = read(f"A{sign}B?\n\n- {{when}}`right` It{sign}is.\n")
    assert source.asked.text == f"A{sign}B?\n\n"
    assert source.words("right") == f"It{sign}is.\n"


def test_options_stand_on_top_and_a_comment_anywhere():
    body = "<!-- a -->\n\nWhat?\n\n% b\n\n- {when}`right` It.\n\n<!-- c -->\n"
    source = read(f":predict:\n:see: a-label\n\n{body}")
    assert source.options == {"predict": "", "see": "a-label"}
    assert source.asked.line == 2
    assert source.words("right").strip() == "It."


def test_the_role_goes_once_and_what_is_said_may_name_it():
    source = read("What?\n\n- {when}`right` 2. Not a list, and `{when}`.\n")
    assert source.words("right") == "2. Not a list, and `{when}`.\n"


ITEM = "- {when}`right` It is.\n"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "needs a question, then a list of what is said"),
        ("What?\n", "needs a question, then a list of what is said"),
        (ITEM, "needs a question, then a list of what is said"),
        (f"# What?\n\n{ITEM}", "needs a question, then a list of what is said"),
        (f"What?\n\n{ITEM}\nAnd on.\n", "needs a question, then a list"),
        ("What?\n\n1. {when}`right` It is.\n", "needs a question, then a list"),
        (f":sea: a\n\nWhat?\n\n{ITEM}", "has the option ':sea: a'"),
        (f":see:\n\nWhat?\n\n{ITEM}", "has :see:, which needs a label"),
        (f"What?\n\n{ITEM}\n:see: a\n", "has ':see: a', which stands too low"),
        (f"What?\n\n{ITEM}{ITEM}", "says more than once: right"),
        ("What?\n\n- It is.\n", "has an item without {when}"),
        ("What?\n\n-\n", "has an item without {when}"),
        ("What?\n\n- {when}`right`\n", "nothing is said to right"),
        (f"{{when}}`right`?\n\n{ITEM}", "has a {when} that does not begin an item"),
    ],
)
def test_what_is_no_question_is_refused_in_words(content, reason):
    with pytest.raises(SourceError) as caught:
        read(content)
    assert reason in str(caught.value)
