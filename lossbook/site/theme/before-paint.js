// Runs inside the page, before anything is painted, so that no dark page flashes white.
(() => {
  "use strict";

  const PROBE = "loss-functions-in-tensorflow.probe";
  // Where the browser forbids storage, asking for it throws, and where it is full,
  // writing throws: remember nothing then.
  for (const name of /** @type {const} */ (["localStorage", "sessionStorage"])) {
    /** @type {Storage | undefined} */
    let storage;
    try {
      storage = window[name];
      storage.setItem(PROBE, "");
      storage.removeItem(PROBE);
    } catch {
      // A reader or a browser has set it so, which is no fault.
      const forgetful = {
        forgets: true,
        getItem: (/** @type {string} */ key) => storage?.getItem(key) ?? null,
        setItem() {},
        removeItem: (/** @type {string} */ key) => storage?.removeItem(key),
        length: storage?.length ?? 0,
      };
      Object.defineProperty(window, name, { value: forgetful });
    }
  }

  // The colors that a reader has chosen; page.js asks for them again when they change.
  function showMode() {
    const stored = localStorage.getItem("mode") ?? "";
    const mode = ["light", "dark"].includes(stored) ? stored : "auto";
    const isDark = matchMedia("(prefers-color-scheme: dark)").matches;
    const system = isDark ? "dark" : "light";
    document.documentElement.dataset.mode = mode;
    document.documentElement.dataset.theme = mode === "auto" ? system : mode;
  }
  showMode();
  addEventListener("modechange", showMode);
})();
