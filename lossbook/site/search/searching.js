// Loads the search on its page, when something is asked: its script, and then its index.
(() => {
  "use strict";
  const { all, attempt, setUpEach } = book.faults;
  const { loadScripts } = book.waking;

  setUpEach("#search-results", (box) => {
    const query = new URLSearchParams(location.search).get("q");
    if (!query) return;
    /** @type {HTMLInputElement[]} */
    const fields = all(document, "input[name=q]");
    for (const field of fields) field.value = query;
    const { src = "", indexSrc = "" } = box.dataset;
    const searching = async () => {
      await loadScripts([
        [src, () => book.search],
        [indexSrc, () => book.search.indexIfWhole()],
      ]);
      Search.query(query);
    };
    attempt(box, searching);
  });
})();
