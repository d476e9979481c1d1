// What a page has read from the browser's storage may be old: another tab writes there,
// too, and a page to which a reader goes back may come as it was left, asleep until then.
book.returning = (() => {
  "use strict";
  const { guarded } = book.faults;

  /** @param {() => void} work */
  function whenBack(work) {
    addEventListener("pageshow", ({ persisted }) => {
      if (persisted) guarded(null, work)();
    });
  }

  /**
   * Read again what is stored under a key, whenever it may have been changed elsewhere.
   * @param {string} key
   * @param {() => void} work
   */
  function whenStoredElsewhere(key, work) {
    addEventListener("storage", (change) => {
      if (change.key === key || change.key === null) guarded(null, work)(); // null is all
    });
    whenBack(work);
  }

  return { whenBack, whenStoredElsewhere };
})();
