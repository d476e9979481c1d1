"""WebKit as GTK has it, driven by WebDriver over HTTP, on a screen that nobody sees."""

import json
import socket
from contextlib import nullcontext
from http.client import HTTPException
from time import monotonic, sleep
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from engines.programs import MOST_SECONDS, NoAnswer, Program, first_of

HOW_TO_GET_IT = (
    "no {} found: on Debian and its kin, run `apt-get install webkit2gtk-driver xvfb`"
)
ENVIRONMENT = {
    # What a container with root as its only user cannot do.
    "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
    # Without a graphics card the layers of a page take more time than all the rest.
    "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
}

# Where it finds the folder for what it keeps.
KEPT = ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")


def found(what, path):
    if path is None:
        raise FileNotFoundError(HOW_TO_GET_IT.format(what))
    return path


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


class WebKit:
    """One window of WebKit.

    Args:
        folder: An empty folder, where it keeps what a browser keeps.

    Attributes:
        seconds: How long a command may take.
        told: Empty, since this engine tells nothing of its console.

    Raises:
        FileNotFoundError: A part of it is missing; the message says how to get it.
        NoAnswer: It did not start, or later, a command was not answered in time.
    """

    told = ()
    leaving = nullcontext

    def __init__(self, folder):
        self.seconds = MOST_SECONDS
        driver = found("WebKitWebDriver", first_of("WebKitWebDriver"))
        screen = found("Xvfb", first_of("Xvfb"))
        size = ["-screen", "0", "1400x1100x24"]
        options = ["-displayfd", "1", *size, "-nolisten", "tcp"]
        self.programs = [Program([screen, *options])]
        try:
            display = self.programs[0].wait_until_said(r"^(\d+)$")
            port = free_port()
            kept = dict.fromkeys(KEPT, str(folder))
            environment = {**ENVIRONMENT, **kept, "DISPLAY": f":{display}"}
            self.programs.append(Program([driver, f"--port={port}"], environment))
            self.address = f"http://127.0.0.1:{port}/session"
            self._wait_for(port)
            session = self.send("POST", "", capabilities={})
            self.address += f"/{session['sessionId']}"
            # More than `send` waits: it is the one to give up.
            most = 2000 * self.seconds
            self.send("POST", "/timeouts", script=most, pageLoad=most)
            self.send("POST", "/window/rect", width=1300, height=1000)
        except BaseException:
            self.end()
            raise

    def _wait_for(self, port):
        until = monotonic() + self.seconds
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                return
            except ConnectionRefusedError:
                if monotonic() > until:
                    raise NoAnswer("WebKitWebDriver did not start") from None
                sleep(0.05)

    def send(self, method, path, **parameters):
        """Send a command and return its result."""
        body = json.dumps(parameters).encode() if method == "POST" else None
        request = Request(self.address + path, body, method=method)
        try:
            with urlopen(request, timeout=self.seconds) as answer:
                return json.load(answer)["value"]
        except HTTPError as error:
            told = json.load(error)["value"]
            raise RuntimeError(f"{path}: {told['error']}: {told['message']}") from None
        except (OSError, URLError, HTTPException) as error:
            self.end()
            raise NoAnswer(
                f"WebKit gave no answer to {path} within {self.seconds} seconds, or has "
                f"ended ({error!r}); it is ended now"
            ) from error

    def go(self, address):
        """Open an address, and wait until it is loaded."""
        self.send("POST", "/url", url=address)

    def reload(self):
        self.send("POST", "/refresh")

    def traverse(self, steps):
        """Go back (-1) or forward (1) in the history; the page may come later."""
        self.send("POST", "/back" if steps < 0 else "/forward")

    def call(self, function, *arguments):
        """Call a JavaScript function in the page; all values as JSON has them.

        A promise is waited for.
        """
        script = f"""
            const [given, done] = arguments;
            (async () => ({function})(...JSON.parse(given)))().then(
              (result) => done(JSON.stringify([result ?? null])),
              (fault) => done(String(fault)));"""
        given = [json.dumps(arguments)]
        said = self.send("POST", "/execute/async", script=script, args=given)
        if not said.startswith("["):
            raise RuntimeError(said)
        return json.loads(said)[0]

    def act(self, actions):
        """Use keyboard or pointer, as WebDriver describes actions."""
        self.send("POST", "/actions", actions=actions)

    def end(self):
        for program in reversed(self.programs):
            program.end()
