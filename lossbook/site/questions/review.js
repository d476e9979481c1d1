// Questions of earlier pages that a page asks again.
(() => {
  "use strict";
  const { all, guarded, setUpEach } = book.faults;
  const { dueAmong } = book.due;
  const { checks, memory } = book.questions;

  /**
   * Whoever has begun to answer keeps what is asked; the rest is chosen anew when something
   * is answered elsewhere.
   * @param {HTMLElement} review
   */
  function askAgain(review) {
    /** @type {HTMLFormElement[]} */
    const forms = all(review, "form.check");
    const found = forms.flatMap((form) => checks.get(form) ?? []);
    /** @type {Map<Check, string>} */
    const known = new Map();
    memory().listen(review, () => {
      const others = found.filter((check) => !check.isUsed);
      const isNew = (/** @type {Check} */ check) => {
        const answer = JSON.stringify(memory().answerTo(check.name) ?? null);
        if (known.get(check) === answer) return false;
        known.set(check, answer);
        return true;
      };
      if (others.filter(isNew).length)
        chooseAmong(review, others, found.length - others.length);
    });
  }

  /**
   * @param {HTMLElement} review
   * @param {Check[]} others
   * @param {number} used
   */
  function chooseAmong(review, others, used) {
    const asked = others.map((check) => ({
      check,
      answer: memory().answerTo(check.name),
    }));
    const isForced = !("whenDue" in review.dataset);
    const due = dueAmong(asked, { now: Date.now(), isForced, used });
    review.hidden = due.length + used === 0;
    /** @param {(typeof asked)[number]} one */
    const show = (one) => {
      const { check, answer } = one;
      const isShown = due.includes(one);
      check.form.hidden = !isShown;
      check.answers.hidden = !isShown;
      const more = check.variants.length - 1;
      if (more > 0) check.vary(1 + ((answer?.again ?? 0) % more));
    };
    for (const one of asked) guarded(one.check.form, show)(one);
  }

  setUpEach(".review", askAgain);
})();
