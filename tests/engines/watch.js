// Runs before all else of a page, and keeps what a reader should not meet, for the tests to
// read. It also tells whether the page is shown, and whether it came back as it was left.
(() => {
  const keep = (text) => {
    const kept = JSON.parse(sessionStorage.getItem("watched") ?? "[]");
    const all = [...kept, `${location.pathname}: ${text}`];
    sessionStorage.setItem("watched", JSON.stringify(all));
  };
  addEventListener(
    "error",
    ({ target, message, filename, lineno }) =>
      keep(
        target === window
          ? `error: ${message} (${filename}:${lineno})`
          : `not loaded: ${target.src ?? target.href}`,
      ),
    true,
  );
  addEventListener("unhandledrejection", ({ reason }) => keep(`rejected: ${reason}`));
  addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
    keep(`forbidden by ${violatedDirective}: ${blockedURI}`),
  );
  for (const kind of ["error", "warn"]) {
    const say = console[kind];
    console[kind] = (...words) => {
      keep(`console.${kind}: ${words.join(" ")}`);
      say.apply(console, words);
    };
  }
  addEventListener("pageshow", ({ persisted }) => {
    self.isLeft = false; // which a test sets before it leads on
    self.isBack = persisted;
  });
})();
