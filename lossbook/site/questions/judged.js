// What an answer to a question is: right, or what it comes near to. It knows of no page.
book.judged = (() => {
  "use strict";

  /**
   * The outcome that a number comes near to, of those that it may mean.
   * @param {number[]} numbers
   * @param {Variant} variant
   */
  function outcomeNear(numbers, { values, near }) {
    const names = ["right", ...Object.keys(values).filter((name) => name !== "right")];
    const isNear = (/** @type {string} */ name) =>
      numbers.some((it) => Math.abs(it - values[name]) <= near[name] * (1 + 1e-9));
    return names.find(isNear) ?? "else";
  }

  /**
   * Whether an answer is right, what is said of it in a word, and the outcomes to which
   * more is said: of several wrong ones the first.
   * @param {Pick<Question, "kind" | "right">} question
   * @param {string[]} outcomes what was chosen, or what a number comes near to
   */
  function verdictOn({ kind, right }, outcomes) {
    if (kind !== "several")
      return outcomes[0] === "right"
        ? { isRight: true, word: "right", reasons: ["right"] }
        : { isRight: false, word: "wrong", reasons: outcomes };
    const wrong = outcomes.filter((name) => !right.includes(name));
    if (wrong.length)
      return { isRight: false, word: "wrong", reasons: wrong.slice(0, 1) };
    return outcomes.length === right.length
      ? { isRight: true, word: "right", reasons: [] }
      : { isRight: false, word: "incomplete", reasons: [] };
  }

  return { outcomeNear, verdictOn };
})();
