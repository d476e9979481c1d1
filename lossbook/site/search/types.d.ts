// What the search uses of Sphinx' own, with which it is joined.

type ParsedQuery = [
  query: string,
  searchTerms: Set<string>,
  excludedTerms: Set<string>,
  highlightTerms: Set<string>,
  objectTerms: Set<string>,
];

interface SearchIndex {
  terms: object;
  titleterms: object;
  docnames: string[];
}

declare var Search: {
  _index: Partial<SearchIndex> | null;
  _parseQuery(query: string): ParsedQuery;
  query(query: string): void;
  setIndex(index: SearchIndex): void;
  status: Element | null;
};

declare var splitQuery: (query: string) => string[];

declare const DOCUMENTATION_OPTIONS: { SHOW_SEARCH_SUMMARY: boolean };
