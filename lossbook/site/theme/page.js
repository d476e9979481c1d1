// What every page does beyond the theme: the contents beside a page fold away, what is
// too wide can be scrolled by keyboard, all parts have names, and paper stays white.
(() => {
  "use strict";
  const { all, guarded, whenRead } = book.faults;
  const { whenBack, whenStoredElsewhere } = book.returning;
  const { worded } = book.words;

  // On a wide screen the button above the article folds the contents away; on a narrow
  // one the theme shows them as a dialog. This handler is asked first.
  function foldContents() {
    const button = document.querySelector(".primary-toggle");
    const contents = document.getElementById("pst-primary-sidebar");
    if (!button || !contents) return;
    const wide = matchMedia("(min-width: 992px)");
    const tell = () => {
      if (wide.matches) {
        const open = !contents.classList.contains("pst-sidebar-hidden");
        button.setAttribute("aria-expanded", String(open));
      } else {
        button.removeAttribute("aria-expanded");
      }
    };
    button.addEventListener(
      "click",
      (event) => {
        if (!wide.matches) return;
        event.stopImmediatePropagation();
        contents.classList.toggle("pst-sidebar-hidden");
        tell();
      },
      true,
    );
    wide.addEventListener("change", tell);
    tell();
  }

  // What is wider than the page scrolls, so it must be reached by keyboard. The theme does
  // the same for code and for other tables.
  function reachWideParts() {
    const wide = "div.math, .chart-numbers, .runs-live, .runs-still, .mistakes-list";
    const watch = new ResizeObserver((changes) => {
      for (const { target: part } of changes) {
        if (!(part instanceof HTMLElement)) continue;
        if (part.scrollWidth > part.clientWidth) part.tabIndex = 0;
        else part.removeAttribute("tabindex");
      }
    });
    for (const part of document.querySelectorAll(wide)) watch.observe(part);
  }

  // The theme's dialogs have no names, and its button does not say which mode is on.
  function nameParts() {
    for (const [dialog, name] of [
      ["pst-search-dialog", worded("Search")],
      ["pst-primary-sidebar-modal", worded("The book")],
      ["pst-secondary-sidebar-modal", worded("This page")],
    ]) {
      document.getElementById(dialog)?.setAttribute("aria-label", name);
    }
    const html = document.documentElement;
    const button = document.querySelector(".theme-switch-button");
    const tell = () =>
      button?.setAttribute(
        "aria-label",
        worded("Color mode: {mode}", { mode: html.dataset.mode }),
      );
    new MutationObserver(tell).observe(html, { attributeFilter: ["data-mode"] });
    tell();
  }

  // The colors may be chosen on another page. The theme follows the system while none are
  // chosen here, so what it does then is done over.
  function followMode() {
    const show = () => {
      dispatchEvent(new Event("modechange"));
      const isDark = document.documentElement.dataset.theme === "dark";
      for (const menu of document.querySelectorAll(".dropdown-menu"))
        menu.classList.toggle("dropdown-menu-dark", isDark);
    };
    whenStoredElsewhere("mode", show);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
  }

  // Whoever has followed a link in a dialog, and comes back, wants to read the page.
  function closeDialogs() {
    whenBack(() => {
      /** @type {HTMLDialogElement[]} */
      const dialogs = all(document, "dialog[open]");
      for (const dialog of dialogs) dialog.close();
    });
  }

  // Paper is white, whatever the screen is, and nothing can be unfolded on it.
  function printAll() {
    const { dataset } = document.documentElement;
    /** @type {string | undefined} */
    let theme;
    /** @type {HTMLDetailsElement[]} */
    let folded = [];
    addEventListener("beforeprint", () => {
      theme = dataset.theme;
      dataset.theme = "light";
      folded = all(document, "article details:not([open])");
      for (const fold of folded) fold.open = true;
    });
    addEventListener("afterprint", () => {
      dataset.theme = theme;
      for (const fold of folded) fold.open = false;
    });
  }

  // Who comes with a question wants to read the answers, not to type.
  function focusSearch() {
    /** @type {HTMLInputElement | null} */
    const field = document.querySelector("main form.bd-search input");
    if (!new URLSearchParams(location.search).get("q")) field?.focus();
  }

  for (const setUp of [
    foldContents,
    reachWideParts,
    nameParts,
    followMode,
    closeDialogs,
    printAll,
    focusSearch,
  ])
    whenRead(guarded(null, setUp));
})();
