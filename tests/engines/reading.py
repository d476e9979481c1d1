"""What a reader does on a page, in the words of the page, whatever the engine is."""

from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic, sleep

from engines.programs import MOST_SECONDS

KEYS = {"Shift": "\ue008", "Enter": "\ue007", "ArrowLeft": "\ue012"}

# Ask again and again until something holds; what is asked may be a promise.
UNTIL = """async (...given) => {
  const until = performance.now() + 20_000;
  for (;;) {
    const found = await (FUNCTION)(...given);
    if (found || performance.now() > until) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}"""

READ = """async () => {
  const frame = () => new Promise((drawn) => setTimeout(drawn, 50));
  const asleep = () =>
    document.querySelector(":is(.chart, .laboratory):not([data-ready])");
  const until = performance.now() + 30_000;
  while (asleep() && performance.now() < until) {
    asleep().scrollIntoView({ block: "center", behavior: "instant" });
    await frame();
  }
  if (asleep()) return `#${asleep().id} does not wake`;
  for (const image of [...document.images].filter((i) => i.checkVisibility())) {
    image.loading = "eager";
    try {
      await image.decode();
    } catch {
      return `${image.currentSrc} is no picture`;
    }
  }
  await document.fonts.ready;
  return "";
}"""

SHOWN = """() =>
  self.isLeft === false && !document.querySelector("meta[http-equiv=refresh]")"""

PLACE = """(selector) => {
  const found = [...document.querySelectorAll(selector)].find((e) => e.checkVisibility());
  if (!found) return null;
  found.scrollIntoView({ block: "center", behavior: "instant" });
  const { left, top, width, height } = found.getBoundingClientRect();
  return [left, top, width, height];
}"""


def keys(*presses):
    """The actions of pressing keys one after the other: names of KEYS, or characters."""
    actions = []
    for press in presses:
        value = KEYS.get(press, press)
        actions += [{"type": kind, "value": value} for kind in ("keyDown", "keyUp")]
    return [{"type": "key", "id": "keyboard", "actions": actions}]


def pointer(*actions):
    """The actions of a mouse: points to move to, "down" and "up"."""
    kinds = {"down": "pointerDown", "up": "pointerUp"}
    done = [
        {"type": kinds[action], "button": 0}
        if isinstance(action, str)
        else {"type": "pointerMove", "x": round(action[0]), "y": round(action[1])}
        for action in actions
    ]
    kind = {"pointerType": "mouse"}
    return [{"type": "pointer", "id": "mouse", "parameters": kind, "actions": done}]


@dataclass
class Reader:
    """A reader of the site in an engine.

    Attributes:
        engine: What is driven.
        site: The address of the watched site.
        refused: What its server did not have.
        is_here: Whether a page of the site is open.
    """

    engine: object
    site: str
    refused: list
    is_here: bool = False

    def arrive(self):
        """Begin a visit as on the first day: nothing is stored."""
        self.go("nothing.html")
        self.engine.call("() => { localStorage.clear(); sessionStorage.clear(); }")
        self.faults()

    def go(self, page):
        with self.showing():
            self.engine.go(self.site + page)

    def read(self):
        """Be there, see everything wake, and all that is shown be drawn."""
        self.press("Shift")
        problem = self.engine.call(READ)
        assert not problem, problem

    def faults(self):
        """All that went wrong since it was last asked for, as texts."""
        kept = self.engine.call(
            """() => {
              const kept = sessionStorage.getItem("watched") ?? "[]";
              sessionStorage.removeItem("watched");
              return JSON.parse(kept);
            }"""
        )
        found = [*kept, *self.engine.told, *self.refused]
        self.refused.clear()
        if self.engine.told:
            self.engine.told.clear()
        return found

    def ask(self, function, *arguments):
        return self.engine.call(function, *arguments)

    def wait_until(self, what, function, *arguments):
        """Wait until a function of the page gives something true; return that."""
        found = self.engine.call(UNTIL.replace("FUNCTION", function), *arguments)
        assert found, f"in 20 seconds it did not happen that {what}"
        return found

    def text(self, selector):
        return self.ask("(s) => document.querySelector(s)?.textContent ?? ''", selector)

    def press(self, *presses):
        self.engine.act(keys(*presses))

    def place(self, selector):
        """Where an element is on the screen, scrolled to its middle: x, y, width, height."""
        place = self.ask(PLACE, selector)
        assert place, f"there is no {selector} to be seen"
        return place

    def click(self, selector):
        x, y, width, height = self.place(selector)
        at = (x + width / 2, y + height / 2)
        self.engine.act(pointer(at, "down", "up"))

    def focus(self, selector):
        self.ask("(s) => document.querySelector(s).focus()", selector)

    @contextmanager
    def showing(self):
        """Do what leads to another page, or back to one, and wait until it is shown.

        What an engine says of it comes too early now and then. And a page that leads on by
        itself is not the one to wait for.
        """
        if self.is_here:
            self.ask("() => { self.isLeft = true; }")
        self.is_here = True
        with self.engine.leaving():
            yield
            self._wait_for_another()

    def _wait_for_another(self):
        until = monotonic() + MOST_SECONDS
        while True:
            try:
                self.wait_until("another page was shown", SHOWN)
                return
            except RuntimeError:  # a page that is being left gives no answer
                if monotonic() > until:
                    raise
                sleep(0.02)

    def back(self):
        with self.showing():
            self.engine.traverse(-1)

    def forward(self):
        with self.showing():
            self.engine.traverse(1)

    def reload(self):
        with self.showing():
            self.engine.reload()
