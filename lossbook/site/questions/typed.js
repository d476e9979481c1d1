// What a reader types as an answer, read as numbers: 1/3, 0.333, 3.3e-1, 1½, −2, 25%,
// 66,790 and 66.790,5, ٢٫٥, 2.666…, 2 °C. It knows of no page.
book.typed = (() => {
  "use strict";

  const LONGEST_ANSWER = 200;

  // A comma or a point can be the decimal mark, or part thousands; so there may be two
  // readings. Some languages part them in twos and threes: 1,01,770.
  const NOTATIONS = ["\\.", ",", "٫"].flatMap((mark) =>
    [",", "\\.", "٬", "'", " "]
      .filter((gap) => gap !== mark)
      .map((gap) => ({
        gap: new RegExp(gap, "g"),
        mark: new RegExp(mark),
        number: new RegExp(
          `^[+-]?((\\d+|[1-9]\\d{0,2}(${gap}\\d{2,3})*${gap}\\d{3})(${mark}\\d*)?` +
            `|${mark}\\d+)(e[+-]?\\d+)?$`,
          "i",
        ),
      })),
  );

  /**
   * @typedef {object} Asked
   * @property {string} words of the question, in which its units stand
   * @property {string} unit of the answer, if that is a fixed one
   * @property {string} percent how a percent sign is spoken
   */

  /**
   * Read an answer: what is the matter with it, if anything is, and the numbers that it may
   * mean.
   * @param {string} text
   * @param {Partial<Asked>} [question]
   * @returns {[problem: string, numbers: number[]]}
   */
  function readAnswer(text, question = {}) {
    if (!plainly(text)) return ["empty", []];
    const numbers = numbersMeant(text, question);
    if (!numbers.length) return ["unreadable", []];
    if (numbers.some(Number.isNaN)) return ["zero", []];
    return [numbers.every(Number.isFinite) ? "" : "large", numbers];
  }

  /**
   * The numbers that a text may mean; NaN is what was divided by zero. Beside the number
   * there may be words of the question, as they follow each other there.
   * @param {string} text
   * @param {Partial<Asked>} [question]
   */
  function numbersMeant(text, { words = "", unit = "", percent = "percent" } = {}) {
    const plain = plainly(text).replace(/^([+-]) ?(\p{Sc}) ?/u, "$2$1"); // −$5
    if (plain.length > LONGEST_ANSWER) return [];
    const [, before, rest] = /^([^\d.,+-]*)(.*)$/.exec(plain) ?? [];
    const known = wordsOf(`${words} ${unit}`);
    if (!isPartOf(known, wordsOf(before.replace(/[=:≈~] ?$/, "")))) return [];
    const number = rest.replace(/^([+-]) /, "$1");
    for (let end = number.length; end > 0; end--) {
      const after = number.slice(end).replace(/(\p{L}) ?[.,;]$/u, "$1"); // 2 euros.
      if (!isPartOf(known, wordsOf(after))) continue;
      const found = shares(number.slice(0, end).trim(), unit, percent);
      if (found.length) return found;
    }
    return [];
  }

  /**
   * The same text in plain characters: without marks that nobody sees, digits of all
   * scripts as 0 to 9, signs as those of a keyboard.
   * @param {string} text
   */
  function plainly(text) {
    return text
      .replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, "")
      .replace(/\p{Nd}/gu, digitOf)
      .replace(/(\d)(?=[¼-¾⅐-⅞])/g, "$1 ") // 1½ is 1 and a half, and not 11 halves
      .replace(/(\d)([⁺⁻⁰¹²³⁴-⁹]+)/g, "$1^$2") // and 10³ is not 103
      .replace(/[º˚]/g, "°")
      .normalize("NFKC")
      .replace(/[‐-―−]/g, "-")
      .replace(/[⁄∕÷]/g, "/")
      .replace(/[‘’]/g, "'")
      .replaceAll("٪", "%")
      .replaceAll("،", ",")
      .replaceAll("。", ".")
      .replaceAll("⋯", "...")
      .replace(/\s+/g, " ")
      .trim();
  }

  /**
   * Digits stand in tens, from zero on.
   * @param {string} sign
   */
  function digitOf(sign) {
    const code = Number(sign.codePointAt(0));
    let before = 0;
    while (/\p{Nd}/u.test(String.fromCodePoint(code - before - 1))) before += 1;
    return String(before % 10);
  }

  /**
   * The words and signs of a text. Digits are none of them, and fit none.
   * @param {string} text
   * @returns {string[]}
   */
  function wordsOf(text) {
    const apart = plainly(text)
      .toLowerCase()
      .replace(/(\p{L})[-'/](?=\p{L})/gu, "$1 "); // km/h, kilowatt-hours
    return apart.match(/\p{sc=Han}|\p{L}[\p{L}\p{M}\p{N}]*|[^\s\p{L}]/gu) ?? [];
  }

  /**
   * Whether some words follow each other in a text, in singular or plural. What computes
   * is no word.
   * @param {string[]} known
   * @param {string[]} words
   */
  function isPartOf(known, words) {
    if (words.some((word) => /[\p{N}+*/^=<>!-]/u.test(word[0]))) return false;
    return (
      !words.length ||
      known.some((_, start) =>
        words.every((word, n) => isAlike(word, known[start + n] ?? "")),
      )
    );
  }

  /**
   * @param {string} word
   * @param {string} other
   */
  function isAlike(word, other) {
    const [short, long] = word.length < other.length ? [word, other] : [other, word];
    return (
      short === long ||
      (short.length >= 3 && long.length <= short.length + 2 && long.startsWith(short))
    );
  }

  /**
   * Numbers, or percentages: shares, unless percentages are asked for.
   * @param {string} text
   * @param {string} unit
   * @param {string} percent
   */
  function shares(text, unit, percent) {
    const sign = ["%", percent].find((it) => text.toLowerCase().endsWith(it));
    if (!sign) return quotients(text);
    const factor = unit === "%" ? 1 : 0.01;
    return quotients(text.slice(0, -sign.length).trim()).map((it) => factor * it);
  }

  /** @param {string} text */
  function quotients(text) {
    const divided = /^(.+?) ?\/ ?(.+)$/.exec(text);
    if (!divided) return simpleNumbers(text);
    const [above, below] = divided.slice(1).map(simpleNumbers);
    const found = above.flatMap((a) => below.map((b) => quotient(a, b)));
    const mixed = /^([+-]?)(\d+) ([1-9]\d*) ?\/ ?(\d+)$/.exec(text); // 1 1/2
    if (mixed) {
      const [whole, a, b] = mixed.slice(2).map(Number);
      found.unshift((mixed[1] === "-" ? -1 : 1) * (whole + quotient(a, b)));
    }
    return found;
  }

  /**
   * @param {number} above
   * @param {number} below
   */
  function quotient(above, below) {
    if (below === 0) return NaN;
    return Number.isFinite(above) && Number.isFinite(below) ? above / below : Infinity;
  }

  /** @param {string} text */
  function simpleNumbers(text) {
    const isEndless = /\d ?\.{3,}$/.test(text); // 2.666...
    const plain = text
      .replace(/(\d) ?\.{3,}$/, "$1")
      .replace(/(\d)_(?=\d)/g, "$1") // as Python has it, anywhere
      .replaceAll("**", "^")
      .replace(/ ?[·⋅×x*] ?10 ?\^ ?\(?([+-]?\d+)\)?$/i, "e$1")
      .replace(
        /^([+-]?)10 ?\^ ?\(?([+-]?\d+)\)?$/,
        (_, sign, power) => `${sign}1e${power}`,
      );
    const read = NOTATIONS.filter(({ number }) => number.test(plain))
      .map(({ gap, mark }) => ({ digits: plain.replace(gap, ""), mark }))
      // What goes on for ever goes on behind a decimal mark.
      .filter(({ digits, mark }) => !isEndless || digits === plain || mark.test(digits))
      .map(({ digits, mark }) => Number(digits.replace(mark, ".")));
    return [...new Set(read)].sort((a, b) => a - b);
  }

  return { numbersMeant, readAnswer };
})();
