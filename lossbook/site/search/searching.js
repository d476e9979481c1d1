// Loads the search on its page, when something is asked: its script, and then its index.

setUpEach("#search-results", (box) => {
  const query = new URLSearchParams(location.search).get("q");
  if (!query) return;
  for (const field of document.querySelectorAll("input[name=q]")) field.value = query;
  const { src, indexSrc } = box.dataset;
  const searching = async () => {
    await loadScripts([
      [src, () => self.Search],
      [indexSrc, () => Search.indexIfWhole()],
    ]);
    Search.query(query);
  };
  attempt(box, searching);
});
