"""The state of a chart in an address: whatever stands there, its controls could say it."""

from urllib.parse import quote, quote_plus

from examples import examples
from hypothesis import strategies as st
from scripting import run_script

# A chart with controls of each kind.
CHART = """
const START = { w: 0.5, step: 3, loss: "mse", seen: false };
const REACHES = {
  w: { least: -1, most: 2.7182818 },
  step: { least: 1, most: 9 },
  loss: { options: ["mse", "mae"] },
  seen: "switch",
};
"""

KEYS = (
    "it.w it.step it.loss it.seen " * 3
    + "it.constructor it.__proto__ it.toString it. it"
)
KEYS += " other.w w it.w.w IT.w"
VALUES = (
    "0.25 -1 2.7182818 3 mse mae true false -0 1e0 1e999 -1e400 0x2 .5 1_0 Infinity"
)
VALUES += " NaN null 1e-320 2.71828181 0.3333333333 8.9999999 [object Object]"
PAIRS = st.tuples(
    st.sampled_from(KEYS.split()),
    st.sampled_from([*VALUES.split(), "", " ", " 2 ", "1,5", "\u0663"])
    | st.floats().map(str),
)
QUERIES = st.lists(PAIRS, min_size=2, max_size=6).map(
    lambda pairs: "&".join(f"{quote(key)}={quote_plus(value)}" for key, value in pairs)
)
TEXTS = st.text("it.w=&%+#?0159-eE\ud800é;", max_size=20)


def test_an_address_says_what_the_controls_can_say_or_is_ignored():
    """And the address that the chart gives for that state leads back to it."""
    queries = examples(QUERIES, 150) + examples(TEXTS, 50)
    queries = [query.encode("utf-8", "replace").decode() for query in queries]
    faults, kept = run_script(
        ["setting"],
        """(queries) => {
          const { addressWith, settingIn } = book.setting;
          let kept = 0;
          const isKnown = (name, it) =>
            name === "w" ? typeof it === "number" && it >= -1 && it <= 2.7182818
            : name === "step" ? typeof it === "number" && it >= 1 && it <= 9
            : name === "loss" ? it === "mse" || it === "mae"
            : name === "seen" && typeof it === "boolean";
          const linked = (url) => settingIn(url.search, "it", REACHES);
          const faults = queries.flatMap((query) => {
            try {
              const here = new URL(`https://example.org/page.html?${query}`);
              const asked = linked(here);
              kept += Object.keys(asked).length;
              for (const [name, it] of Object.entries(asked))
                if (!isKnown(name, it)) return [[query, name, it]];
              const setting = { ...START, ...asked };
              const address = addressWith(here.href, "it", setting, START);
              const again = { ...START, ...linked(address) };
              for (const [name, it] of Object.entries(again))
                if (it !== setting[name] && !(Math.abs(it - setting[name]) < 1e-5))
                  return [[query, name, setting[name], "came back as", it]];
              const then = addressWith(address.href, "it", again, START);
              return then.href === address.href ? [] : [[query, address.href, then.href]];
            } catch (error) {
              return [[query, String(error.stack)]];
            }
          });
          return [faults, kept];
        }""",
        queries,
        CHART,
    )
    assert faults == []
    assert kept > 50
