// What scripts say comes from here, in the language of the pages.

// The one name that all scripts share: each puts there, under its own name, what others
// may use of it.
const book = {};

// For each English message that is another one in the language of the pages, what stands
// there in its place. The build fills it, see words.py.
/** @type {Record<string, string>} */
book.translations = {};

book.words = (() => {
  "use strict";

  /**
   * A message with values in its slots, such as "It says {answer}." with { answer: 7 }.
   * @param {string} message
   * @param {object} [values]
   */
  function worded(message, values = {}) {
    const { translations } = book;
    const said = Object.hasOwn(translations, message) ? translations[message] : message;
    return said.replace(/\{(\w+)\}/g, (slot, name) =>
      name in values ? String(Reflect.get(values, name)) : slot,
    );
  }

  return { worded };
})();
