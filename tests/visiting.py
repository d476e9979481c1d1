"""A visit to a page of the site, which notes all that a reader should not meet."""

from dataclasses import dataclass, field


@dataclass
class Visit:
    """A page in a browser of its own, as on a first visit.

    Attributes:
        page: The page, for Playwright.
        requests: All requests so far.
        faults: Errors, warnings and failed requests so far, as texts; not what was
            still under way when its page was left.
    """

    page: object
    requests: list = field(default_factory=list)
    faults: list = field(default_factory=list)

    def __post_init__(self):
        self.page.on("request", lambda request: self.requests.append(request))
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._answered)
        self.page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        self.page.on("console", self._said)

    def _failed(self, request):
        if not self._was_left(request):
            self.faults.append(f"failed: {request.url} {request.failure}")

    def _was_left(self, request):
        """Whether a request was ended as its page was left: the page is at no fault."""
        later = self.requests[self.requests.index(request) + 1 :]
        return request.failure == "net::ERR_ABORTED" and any(
            other.is_navigation_request() and other.frame == self.page.main_frame
            for other in later
        )

    def _answered(self, response):
        if response.status >= 400:
            self.faults.append(f"{response.status}: {response.url}")

    def _said(self, message):
        if message.type in {"error", "warning"}:
            self.faults.append(f"{message.type}: {message.text}")

    def go(self, address):
        """Open an address and read down to the end of the page, where all is loaded."""
        self.page.goto(address)
        self.page.keyboard.press("Shift")  # somebody is there
        self.page.evaluate(
            """async () => {
              const frame = () => new Promise((drawn, failed) => {
                requestAnimationFrame(drawn);
                setTimeout(failed, 30_000, new Error("the browser has stopped drawing"));
              });
              const step = innerHeight;
              const end = document.documentElement.scrollHeight;
              for (let y = 0; y < end; y += step) { scrollTo(0, y); await frame(); }
              const asleep = () => document.querySelector(
                ":is(.chart, .laboratory):not([data-ready])");
              for (let i = 0; i < 600 && asleep(); i++) {
                asleep().scrollIntoView();
                await frame();
              }
              // One that a chart has replaced may never be loaded.
              const images = [...document.images].filter((i) => i.checkVisibility());
              for (const image of images) image.loading = "eager";
              await Promise.all(images.map((i) => i.decode().catch(() => {})));
              await document.fonts.ready;
              scrollTo(0, 0);
              await frame();
            }"""
        )
        return self.page

    def elsewhere(self, base):
        """The requests that left the site."""
        return [
            request.url
            for request in self.requests
            if not request.url.startswith((base, "data:", "blob:"))
        ]


def settle(page, frames=2):
    """Wait until a page was drawn some times: what watches the screen has seen it then."""
    page.evaluate(
        """async (frames) => {
          for (; frames > 0; frames--)
            await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
        }""",
        frames,
    )
