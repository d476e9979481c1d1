// What every page does beyond the theme: the contents beside a page fold away, what is
// too wide can be scrolled by keyboard, and paper stays white.

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
      button.setAttribute("aria-expanded", open);
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

// A formula that is wider than the page scrolls, so it must be reached by keyboard. The
// theme does the same for code and for tables.
function reachFormulas() {
  const look = () => {
    for (const formula of document.querySelectorAll("div.math")) {
      if (formula.scrollWidth > formula.clientWidth) formula.tabIndex = 0;
      else formula.removeAttribute("tabindex");
    }
  };
  addEventListener("resize", look);
  look();
}

// Paper is white, whatever the screen is.
function printLight() {
  const { dataset } = document.documentElement;
  let theme;
  addEventListener("beforeprint", () => {
    theme = dataset.theme;
    dataset.theme = "light";
  });
  addEventListener("afterprint", () => {
    dataset.theme = theme;
  });
}

// A page opened from a disk may not read the others to quote them beside its results.
if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;

document.addEventListener("DOMContentLoaded", () => {
  foldContents();
  reachFormulas();
  printLight();
  document.querySelector("main form.bd-search input")?.focus();
});
