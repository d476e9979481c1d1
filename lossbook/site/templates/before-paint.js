// Runs inside the page, before anything is painted, so that no dark page flashes white.
(() => {
  // Where the browser forbids storage, asking for it throws, and where it is full,
  // writing throws: remember nothing then.
  for (const name of ["localStorage", "sessionStorage"]) {
    let storage;
    try {
      storage = window[name];
      storage.setItem("probe", "");
      storage.removeItem("probe");
    } catch {
      const forgetful = {
        getItem: (key) => storage?.getItem(key) ?? null,
        setItem() {},
        removeItem: (key) => storage?.removeItem(key),
        length: storage?.length ?? 0,
      };
      Object.defineProperty(window, name, { value: forgetful });
    }
  }
  const stored = localStorage.getItem("mode");
  const mode = ["light", "dark"].includes(stored) ? stored : "auto";
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  document.documentElement.dataset.mode = mode;
  document.documentElement.dataset.theme = mode === "auto" ? system : mode;
})();
