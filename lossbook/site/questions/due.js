// Which questions of earlier pages are asked again: after five days or more, at equal
// gaps, three times; then a question has stayed. It knows of no page.
book.due = (() => {
  "use strict";

  const GAP = 5 * 24 * 60 * 60 * 1000; // from one review of a question to the next
  const TIMES = 3;
  const AT_ONCE = 3;

  /** @param {Answer | undefined} answer */
  function rank(answer) {
    if (!answer) return 1;
    return answer.isRight ? 2 : 0;
  }

  /**
   * Those to ask, and in which order: first what was wrong, then what was never answered,
   * then what was longest ago.
   * @template {{ answer: Answer | undefined }} T
   * @param {T[]} asked questions that can be asked, with their last answers
   * @param {object} about
   * @param {number} about.now
   * @param {boolean} about.isForced never answered, or not long ago, are due too
   * @param {number} about.used how many the reader has begun to answer
   */
  function dueAmong(asked, { now, isForced, used }) {
    /** @param {T} one */
    const isDue = ({ answer }) => {
      if (answer && answer.again >= TIMES) return false;
      return isForced || (answer !== undefined && now - answer.when >= GAP);
    };
    return asked
      .filter(isDue)
      .sort(
        ({ answer: a }, { answer: b }) =>
          rank(a) - rank(b) || (a?.when ?? 0) - (b?.when ?? 0),
      )
      .slice(0, Math.max(AT_ONCE - used, 0));
  }

  return { GAP, dueAmong };
})();
