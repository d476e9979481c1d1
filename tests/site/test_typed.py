"""What readers type as an answer is read as they meant it, without a browser."""

import math
import re
import sys
import unicodedata

import pytest
from course import ASKED, asked_on
from examples import examples
from hypothesis import strategies as st
from scripting import run_script

NUMBERS_ASKED = [
    asked
    for asked in [*ASKED, *asked_on("losses_inventory")]
    if asked.question.kind == "number"
]


def meant(texts, **question):
    """The numbers that each of some texts may mean, by the text."""
    read = """([texts, question]) =>
      texts.map((text) => book.typed.numbersMeant(text, question))"""
    found = run_script(["typed"], read, [texts, question])
    return dict(zip(texts, found, strict=True))


def refused(texts, **question):
    """What is the matter with each of some texts, by the text."""
    read = """([texts, question]) =>
      texts.map((text) => book.typed.readAnswer(text, question)[0])"""
    found = run_script(["typed"], read, [texts, question])
    return dict(zip(texts, found, strict=True))


def each(texts, numbers):
    """A dict in which all texts have the same reading."""
    return {text: numbers for text in texts}


def assert_read(numbers, **question):
    found = meant(list(numbers), **question)
    assert {text: pytest.approx(read) for text, read in found.items()} == numbers


def test_numbers_are_read_as_people_write_them():
    assert_read(
        {
            "1/3": [1 / 3],
            "8 ÷ 3": [8 / 3],
            "-1/4": [-0.25],
            "1 1/2": [1.5],
            "-1 1/2": [-1.5],
            "1 234/2": [118, 617],
            "1 000/8": [125],
            "0.333": [0.333],
            ".5": [0.5],
            "-.5": [-0.5],
            ",5": [0.5],
            "3.": [3],
            "3.3e-1": [0.33],
            "3.3e−1": [0.33],
            "3.3·10^-1": [0.33],
            "3.3 × 10⁻¹": [0.33],
            "3.3x10^-1": [0.33],
            "3.3*10**-1": [0.33],
            "0,333": [0.333],
            "½": [0.5],
            "1½": [1.5],
            "−2": [-2],
            "– 2": [-2],
            "+2": [2],
            "= 2": [2],
            "≈2": [2],
            "25%": [0.25],
            "25 %": [0.25],
            "25 percent": [0.25],
            "1/4%": [0.0025],
            "10^-3": [0.001],
            "10³": [1000],
        }
    )


def test_thousands_and_decimals_are_read_in_each_notation_and_both_if_in_doubt():
    assert_read(
        {
            "1,234": [1.234, 1234],
            "1.234": [1.234, 1234],
            "66,790": [66.79, 66790],
            "66.790": [66.79, 66790],
            "66 790": [66790],
            "66\N{NARROW NO-BREAK SPACE}790,5": [66790.5],
            "66’790.5": [66790.5],
            "66_790": [66790],
            "1,234,567.5": [1234567.5],
            "1.234.567,5": [1234567.5],
            "1,01,770": [101770],
            "0.250": [0.25],
            "1,23": [1.23],
        }
    )


def test_marks_that_nobody_sees_and_a_trailing_ellipsis_change_nothing():
    marks = "\u200b\u200c\u200d\u200e\u200f\u061c\u2060\ufeff\u00ad\ufe0f\u2066\u2069"
    pasted = [text for mark in marks for text in (f"2{mark}.67", f"{mark}2.67{mark}")]
    spaces = "\u00a0\u202f\u2009\u3000\t"
    pasted += [f"{space}2.67{space}" for space in spaces]
    assert_read(each(pasted, [2.67]))
    assert_read(each(["2.666...", "2.666…", "2.666 ⋯", "2,666…"], [2.666]))
    assert_read({"66.6…%": [0.666], "3...": [3]})


def test_digits_of_all_scripts_are_read():
    assert_read(
        {
            "٢٫٥": [2.5],
            "۲٫۵": [2.5],
            "٦٦٬٧٩٠٫٥": [66790.5],
            "\u061c-٢٫٥": [-2.5],
            "٢٥٪": [0.25],
            "２．５": [2.5],
            "－２，５": [-2.5],
            "＋２": [2],
            "2。5": [2.5],
            "२.५": [2.5],
            "२½": [2.5],
            "𝟐.𝟓": [2.5],
        }
    )
    digits = {
        chr(code): [int(unicodedata.decimal(chr(code)))]
        for code in range(sys.maxunicode)
        if unicodedata.category(chr(code)) == "Nd"
    }
    assert len(digits) > 600
    assert_read(digits)


def test_what_is_no_number_has_no_reading():
    texts = (
        "abc two NaN Infinity 3² 2*100 1/2/3 1..2 3! 2- 2/ 2<3 2±1 1e 1e5e5 -- . , -"
    )
    texts = [*texts.split(), "2 or 3", "<b>2</b>", "2, 3", "1 2", "2 °C", "", " "]
    assert_read(each(texts, []))


def test_each_refusal_says_what_is_the_matter():
    assert refused(
        ["", " ", "\u200b", "two", "1/0", "0/0", "-1/0%", "1e999", "1e999/2", "9" * 150]
    ) == {
        "": "empty",
        " ": "empty",
        "\u200b": "empty",
        "two": "unreadable",
        "1/0": "zero",
        "0/0": "zero",
        "-1/0%": "zero",
        "1e999": "large",
        "1e999/2": "large",
        "9" * 150: "",
    }


def test_a_long_text_is_refused_at_once():
    texts = ["2 " * 50_000, "1" * 50_000, "1,111" * 10_000, "a" * 50_000, "1/" * 50_000]
    assert set(refused(texts, words="1 2 a " * 50).values()) == {"unreadable"}


WORDS = """On three days it was (2, 7, 4) °C, a taxi cost $5 or (7, 8) euros for 5 kilometers
at 50 km/h, and used hundred kilowatt-hours. With w = 2.5, how many standard deviations
above the mean is that? 三天里是多少天？"""


def test_words_of_the_question_may_stand_beside_the_number():
    two = "2 °C|2°C|2 ℃|2 ºC|2˚C|2 °c|2°|2 euros|2 euro|2 EUROS.|2 kilometer|$2|2 $|2 km/h"
    two += (
        "|2 hundred kilowatt hours|2 standard deviations|w = 2|w=2|on three days 2 °C"
    )
    two += "|2天|6/3 °C|2.000… °C|2e0 euros|٢ °C|= 2 °C|cost: 2"
    assert_read(
        each(two.split("|"), [2])
        | {"−$2.5": [-2.5], "w = −2": [-2], "2.5% above the mean": [0.025]},
        words=WORDS,
    )


def test_what_is_not_of_the_question_may_not():
    texts = "2 °F|2 K|2 apples|2 meters|2 miles|2 °C 3|3 or 2|2 C°|2 euros °C|x = 2|2 e"
    texts += "|about 2|2 kilo|£2|2 and a half"
    found = meant(texts.split("|"), words=WORDS)
    assert {text: read for text, read in found.items() if read} == {}


def test_a_percentage_is_a_share_unless_percentages_are_asked_for():
    texts = ["25%", "25 %", "25 Prozent", "25"]
    assert_read(
        dict(zip(texts, [[0.25], [0.25], [0.25], [25]], strict=True)), percent="prozent"
    )
    assert_read(each(texts, [25]), unit="%", percent="prozent")


def test_the_fixed_unit_of_an_answer_is_read():
    assert_read({"2 mm": [2], "2mm": [2], "2 cm": []}, unit="mm")


LANGUAGES = "en de de-CH fr ar-EG fa hi hi-u-nu-deva bn mr-u-nu-deva zh th-u-nu-thai"


def test_every_right_answer_is_read_back_from_the_notation_of_any_language():
    """As the page writes it, and as each language would write it."""
    asked = [
        {
            "words": asked.asks,
            "unit": asked.question.unit,
            "decimals": asked.question.decimals,
            "shown": [asked.question.gives(n)["right"] for n in variants],
            "values": [asked.question.values(n)["right"] for n in variants],
        }
        for asked in NUMBERS_ASKED
        for variants in [range(len(asked.question.variants))]
    ]
    made_up = [-1234567.25, 101770, -0.0625, 1234.5, 1234, 0, 5e-7, 1e-7, 12345678.5]
    texts = ["−1234567.25", "101770", "−0.0625", "1234.5", "1234"]
    texts += ["0.00", "5e−07", "1e−07", "12345678.5"]
    about = {"words": "", "unit": "", "decimals": 9}
    asked.append({**about, "shown": texts, "values": made_up})
    wrong = run_script(
        ["typed"],
        """([asked, languages]) => {
          const wrong = [];
          const AMBIGUOUS = /^\\P{Nd}*\\p{Nd}{1,3}[.,]\\p{Nd}{3}(\\P{Nd}|$)/u;
          let count = 0;
          const check = (text, value, near, question) => {
            count += 1;
            const numbers = book.typed.numbersMeant(text, question);
            if (!numbers.some((it) => Math.abs(it - value) <= near))
              wrong.push([text, value, numbers]);
            // Another number may be read where one mark stands before three digits.
            if (numbers.length > 1 && !AMBIGUOUS.test(text))
              wrong.push([text, "is not ambiguous", numbers]);
          };
          for (const { shown, values, decimals, ...question } of asked)
            for (const [n, value] of values.entries()) {
              const near = 0.5000001 * 10 ** -decimals;
              check(shown[n], value, near, question);
              check(String(value), value, 0, question);
              for (const language of languages)
                for (const notation of ["standard", "scientific", "engineering"])
                  for (const useGrouping of [true, false]) {
                    // Arabic writes an exponent as a word.
                    if (language === "ar-EG" && notation !== "standard") continue;
                    const format = new Intl.NumberFormat(language, {
                      maximumFractionDigits: 12, notation, useGrouping });
                    check(format.format(value), value, 1e-9 * Math.abs(value) + 1e-12,
                      question);
                  }
              for (const language of languages) {
                const format = new Intl.NumberFormat(language, {
                  maximumFractionDigits: 12, style: "percent" });
                const share = question.unit === "%" ? value / 100 : value;
                check(format.format(share), value, 1e-9 * Math.abs(value) + 1e-12,
                  question);
              }
            }
          return { wrong, count };
        }""",
        [asked, LANGUAGES.split()],
    )
    assert wrong["wrong"] == []
    assert wrong["count"] > 100 * len(LANGUAGES.split())


def test_every_question_takes_its_answer_with_the_words_after_its_numbers():
    """Such as °C, euros or percentage points, as the question has them."""
    asked = {
        f"2.5 {words}": re.sub(r"\{given\}`\w+`", "7", one.asks)
        for one in NUMBERS_ASKED
        for words in re.findall(r"\{given\}`\w+` ?([^\s\d{$`.,:?]+)", one.asks)
    }
    assert {"2.5 °C", "2.5 kilometers", "2.5 euros"} <= set(asked)
    read = """(asked) =>
      asked.map(([text, words]) => book.typed.numbersMeant(text, { words }))"""
    found = run_script(["typed"], read, list(asked.items()))
    shares = [[0.025] if text == "2.5 %" else [2.5] for text in asked]
    assert dict(zip(asked, found, strict=True)) == dict(zip(asked, shares, strict=True))


PIECES = """0 1 9 25 000 234 . , e E + - − _ ' / % ^ ** 10 x10^ ½ ٣ ٫ ² ( ) … ... = ≈ $ °C
euros inf nan e400 e-5 π 一 Ⅷ ① 𝟐 İ ß ﷺ ㎏ ŉ \u200b \x00"""
ANYTHING = st.lists(st.sampled_from([*PIECES.split(), " ", "\u00a0"]), max_size=9).map(
    "".join
)
WRITTEN = [repr, "{:+e}".format, "{:.3f}".format, "{:_.3f}".format, " {:g}\n".format]


def test_no_text_stops_the_judge_and_each_is_a_number_or_refused():
    texts = [*examples(ANYTHING, 300), *examples(st.text(), 50)]
    read = """([texts, words]) =>
      texts.map((text) => book.typed.readAnswer(text, { words }))"""
    for text, (problem, numbers) in zip(
        texts, run_script(["typed"], read, [texts, WORDS]), strict=True
    ):
        assert problem in ("", "empty", "unreadable", "zero", "large"), text
        # Those that are not finite come as texts, see `run_script`.
        assert not numbers or problem in ("", "zero", "large"), text
        if not problem:
            assert numbers, text
            assert all(isinstance(number, int | float) for number in numbers), text


def test_a_number_that_python_reads_is_read_alike():
    signs = st.text("0159_.eE+- ٣𝟐９\n\u2028", min_size=1, max_size=8)
    some = examples(st.floats(allow_nan=False, allow_infinity=False), 60)
    texts = ["1_0", "1_0.2_5e1_1", "-5_９"]
    texts += [write(number) for number in some for write in WRITTEN]
    texts += examples(signs, 250)
    expected = {}
    for text in texts:
        try:
            expected[text] = float(text)
        except ValueError:
            continue
    # What is too long, or too large, is refused with words.
    finite = {t: x for t, x in expected.items() if len(t) < 200 and math.isfinite(x)}
    assert len(finite) > 250
    found = meant(list(finite))
    differ = {t: found[t] for t, x in finite.items() if x not in map(float, found[t])}
    assert differ == {}
