// Runs inside the page, before anything is painted, so that no dark page flashes white.
(() => {
  // Where the browser forbids storage, asking for it throws: remember nothing then.
  for (const name of ["localStorage", "sessionStorage"]) {
    try {
      window[name].length;
    } catch {
      const forgetful = {
        getItem: () => null,
        setItem() {},
        removeItem() {},
        length: 0,
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
