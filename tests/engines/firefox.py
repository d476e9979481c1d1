"""Firefox, driven by WebDriver BiDi: messages over a web socket, and no other program."""

import json
from contextlib import contextmanager
from time import monotonic

import websocket

from engines.programs import MOST_SECONDS, NoAnswer, Program, first_of

HOW_TO_GET_IT = (
    "no Firefox found: install it, such as by `apt-get install firefox-esr`, and see to it "
    "that `firefox-esr` or `firefox` can be run"
)

# An icon is asked for by the window, now and then after its page was left.
PREFERENCES = 'user_pref("browser.chrome.site_icons", false);'


class Firefox:
    """One window of Firefox.

    Args:
        folder: An empty folder for its profile.

    Attributes:
        seconds: How long a command may take.
        told: What the browser itself has told of faults so far, as texts; not what was
            under way as a page was left.

    Raises:
        FileNotFoundError: There is no Firefox; the message says how to get it.
        NoAnswer: It did not start, or later, a command was not answered in time.
    """

    def __init__(self, folder):
        path = first_of("firefox-esr", "firefox")
        if path is None:
            raise FileNotFoundError(HOW_TO_GET_IT)
        self.told = []
        self.seconds = MOST_SECONDS
        self.sent = 0
        self.own = set()  # what the page that is shown has asked for
        self.is_leaving = False
        (folder / "user.js").write_text(PREFERENCES, encoding="utf-8")
        options = ["--headless", "--remote-debugging-port=0", "--profile", str(folder)]
        self.program = Program([path, *options])
        try:
            address = self.program.wait_until_said(
                r"WebDriver BiDi listening on (ws://\S+)"
            )
            self.socket = websocket.create_connection(
                f"{address}/session", timeout=self.seconds, suppress_origin=True
            )
            self.send("session.new", capabilities={})
            tree = self.send("browsingContext.getTree")
            self.tab = {"context": tree["contexts"][0]["context"]}
            size = {"width": 1300, "height": 900}
            self.send("browsingContext.setViewport", **self.tab, viewport=size)
            kinds = [
                "log.entryAdded",
                "network.beforeRequestSent",
                "network.fetchError",
                "network.responseCompleted",
            ]
            self.send("session.subscribe", events=kinds)
        except BaseException:
            self.end()
            raise

    def send(self, method, **parameters):
        """Send a command and return its result; what is told in between is noted."""
        self.sent += 1
        message = {"id": self.sent, "method": method, "params": parameters}
        until = monotonic() + self.seconds
        try:
            self.socket.send(json.dumps(message))
            while True:
                self.socket.settimeout(max(until - monotonic(), 0.001))
                answer = json.loads(self.socket.recv())
                if answer["type"] == "event":
                    self._note(answer["method"], answer["params"])
                elif answer.get("id") == self.sent:
                    break
        except (OSError, websocket.WebSocketException) as error:
            self.end()
            raise NoAnswer(
                f"Firefox gave no answer to {method} within {self.seconds} seconds, or has "
                f"ended ({error!r}); it is ended now"
            ) from error
        if answer["type"] == "error":
            raise RuntimeError(f"{method}: {answer['error']}: {answer['message']}")
        return answer["result"]

    def _note(self, method, told):
        if method == "log.entryAdded":
            if told["level"] in {"error", "warn"}:
                self.told.append(f"{told['level']}: {told['text']}")
            return
        request, url = told["request"]["request"], told["request"]["url"]
        if method == "network.beforeRequestSent":
            if told["navigation"] and told["context"] == self.tab["context"]:
                self._arrive()
            if not self.is_leaving:
                self.own.add(request)
        elif method == "network.fetchError":
            was_left = self.is_leaving or request not in self.own
            if not (was_left and told["errorText"] == "NS_BINDING_ABORTED"):
                self.told.append(f"failed: {url} {told['errorText']}")
        elif method == "network.responseCompleted":
            status = told["response"]["status"]
            if status >= 400:
                self.told.append(f"{status}: {url}")

    def _arrive(self):
        self.own.clear()
        self.is_leaving = False

    @contextmanager
    def leaving(self):
        """While the block runs, the page is left, and another one comes.

        It has come when it is asked for, or, since a page that was kept is not, when the
        block ends.
        """
        self.is_leaving = True
        try:
            yield
        finally:
            if self.is_leaving:
                self._arrive()

    def go(self, address):
        """Open an address, and wait until it is loaded."""
        self.send("browsingContext.navigate", **self.tab, url=address, wait="complete")

    def reload(self):
        self.send("browsingContext.reload", **self.tab, wait="complete")

    def traverse(self, steps):
        """Go back (-1) or forward (1) in the history; the page may come later."""
        self.send("browsingContext.traverseHistory", **self.tab, delta=steps)

    def call(self, function, *arguments):
        """Call a JavaScript function in the page; all values as JSON has them.

        A promise is waited for.
        """
        wrapped = f"""async (given) =>
            JSON.stringify((await ({function})(...JSON.parse(given))) ?? null)"""
        found = self.send(
            "script.callFunction",
            functionDeclaration=wrapped,
            arguments=[{"type": "string", "value": json.dumps(arguments)}],
            awaitPromise=True,
            target=self.tab,
        )
        if found["type"] == "exception":
            raise RuntimeError(found["exceptionDetails"]["text"])
        return json.loads(found["result"]["value"])

    def act(self, actions):
        """Use keyboard or pointer, as WebDriver describes actions."""
        self.send("input.performActions", **self.tab, actions=actions)

    def end(self):
        self.program.end()
