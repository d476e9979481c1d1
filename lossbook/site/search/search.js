// What is added to Sphinx's own search, and put into one file with it: see
// lossbook/site/search/search.py, which reads the words of the book in the same way.
book.search = (() => {
  "use strict";

  // Numbers are words too, and 66,790 is one of them; what stands between underscores is a
  // word without them. Sphinx drops whatever consists of digits alone.
  const splitWords = splitQuery;
  splitQuery = (query) =>
    splitWords(query.replace(/(?<=\d),(?=\d{3}(?!\d))/g, ""))
      .map((word) => word.replace(/^_+|_+$/g, ""))
      .filter(Boolean);

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

  // Words are looked up in objects, where every object has a `constructor`. So these have
  // nothing but their words, and the one method that is called of them: words are in small
  // letters, and it is not.
  const wordsAlone = Object.create(null, {
    hasOwnProperty: { value: Object.prototype.hasOwnProperty },
  });

  // The page asks when the index is there: what goes wrong then, it can tell.
  Search.setIndex = (index) => {
    Search._index = index;
  };

  function indexIfWhole() {
    const { terms, titleterms, docnames } = Search._index ?? {};
    if (!terms || !titleterms || !docnames) return undefined;
    for (const words of [terms, titleterms]) Object.setPrototypeOf(words, wordsAlone);
    return Search._index;
  }

  // A page that cannot be read is found all the same, without a quotation. From a disk none
  // can be read.
  DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = location.protocol !== "file:";

  /** @param {string} address */
  async function pageToQuote(address) {
    try {
      const answer = await self.fetch(address);
      if (answer.ok) return answer;
      console.warn(`${address} cannot be quoted: ${answer.status}`);
    } catch (fault) {
      console.warn(fault);
    }
    return new Response("");
  }

  // Screen readers are told how many pages were found. The line is there if something is
  // asked; it is filled when all is found.
  Search.status?.setAttribute("role", "status");

  self.Search = Search; // the index looks for it there

  return { indexIfWhole, pageToQuote };
})();
