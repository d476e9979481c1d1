// On the page of search results: numbers are words too, and 66,790 is one of them.
// Sphinx's own search drops whatever consists of digits alone. And screen readers are
// told how many pages were found.
{
  const splitWords = splitQuery;
  splitQuery = (query) => splitWords(query.replace(/(?<=\d),(?=\d{3}(?!\d))/g, ""));

  const parseQuery = Search._parseQuery;
  Search._parseQuery = (query) => {
    const parsed = parseQuery(query);
    const [, searchTerms, , highlightTerms] = parsed;
    for (const word of splitQuery(query)) {
      if (!/^\d+$/.test(word)) continue;
      searchTerms.add(word);
      highlightTerms.add(word);
    }
    return parsed;
  };

  // The line is there if something is asked; it is filled when all is found.
  Search.status?.setAttribute("role", "status");
}
