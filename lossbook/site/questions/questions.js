// Questions that answer back. What is right, and what each misconception gives, was
// computed when the book was built; what is said to it stands at the end of the page.
book.questions = (() => {
  "use strict";
  const { all, listen, needed, setUpEach } = book.faults;
  const { outcomeNear, verdictOn } = book.judged;
  const { readAnswer } = book.typed;

  // What remembers the answers, where pages have something that does.
  /** @type {Memory} */
  let remembering = { answerTo: () => undefined, answered() {}, listen() {} };
  const memory = () => remembering;

  /** @param {Memory} other */
  function rememberBy(other) {
    remembering = other;
  }

  class Check {
    /** @type {HTMLFormElement} */
    form;
    /** @type {HTMLElement} with what is said to any question */
    words;
    /** @type {string} */
    name;
    /** @type {Question["kind"]} */
    kind;
    /** @type {string[]} */
    right;
    /** @type {string} */
    version;
    /** @type {Variant[]} */
    variants;
    /** @type {Variant | undefined} with which the page was written, at first */
    variant;
    /** @type {HTMLElement} */
    said;
    /** @type {HTMLButtonElement | null} */
    show;
    /** @type {HTMLInputElement[]} */
    inputs;
    /** @type {HTMLElement} */
    answers;
    isUsed = false; // in this page, by its reader
    isKnown = false; // to be solved, in this page or elsewhere
    isAnswered = false;
    isReview = false;

    /**
     * @param {HTMLFormElement} form
     * @param {HTMLElement} words
     */
    constructor(form, words) {
      this.form = form;
      this.words = words;
      this.name = form.dataset.name ?? "";
      /** @type {Question} */
      const {
        kind,
        right,
        version,
        variants = [],
      } = JSON.parse(form.dataset.check ?? "");
      this.kind = kind;
      this.right = right;
      this.version = version;
      this.variants = variants;
      this.variant = variants[0];
      this.isReview = "review" in form.dataset;
      this.said = needed(form, ".check-said");
      this.show = form.querySelector(".check-buttons [type=button]");
      this.inputs = all(form, "input");
      this.answers = needed(document, `#answer-${this.name}`);
      listen(form, form, "submit", () => this.judge());
      listen(form, form, "input", () => this.clear());
      if (this.show) listen(form, this.show, "click", () => this.tellAnswer());
      if (!this.isReview) memory().listen(form, () => this.remember());
    }

    // Say that it was solved before. Whoever has begun to answer here reads what is said to
    // that, also if it is solved or forgotten elsewhere.
    remember() {
      const isSolved = Boolean(memory().answerTo(this.name)?.isSolved);
      if (this.isUsed || isSolved === this.isKnown) return;
      this.isKnown = isSolved;
      if (isSolved) this.say("solved", [], "right");
      else this.say("");
    }

    /**
     * Ask for other numbers.
     * @param {number} place of a variant
     */
    vary(place) {
      const variant = this.variants[place];
      this.variant = variant;
      for (const part of [this.form, this.answers]) {
        /** @type {HTMLElement[]} */
        const slots = all(part, "[data-slot]");
        for (const slot of slots) {
          const [kind, name] = slot.dataset.slot?.split(" ") ?? [];
          slot.textContent = (kind === "given" ? variant.given : variant.gives)[name];
        }
      }
    }

    tellAnswer() {
      this.isUsed = true;
      this.say(
        this.kind === "number" ? "" : "marked",
        this.kind === "several" ? [] : this.right,
      );
      this.explain();
    }

    judge() {
      this.isUsed = true;
      const { problem, outcomes } = this.answer();
      if (problem) return this.say(problem);
      const { isRight, word, reasons } = verdictOn(this, outcomes);
      this.say(word, reasons, isRight ? "right" : "wrong");
      if (isRight) this.explain();
      if (this.show) this.show.hidden = isRight;
      // Of a review, the first answer counts.
      if (this.isReview && this.isAnswered) return;
      this.isAnswered = true;
      memory().answered(this.name, this.version, isRight, this.isReview);
    }

    // What is typed or chosen: what is the matter with it, and which outcomes it is.
    answer() {
      if (this.kind === "number") return this.meant(this.inputs[0].value);
      const outcomes = this.chosen();
      return { problem: outcomes.length ? "" : "choose", outcomes };
    }

    /** @param {string} text */
    meant(text) {
      const [problem, numbers] = readAnswer(text, {
        words: needed(this.form, "fieldset").textContent ?? "",
        unit: this.form.dataset.unit,
        percent: this.words.dataset.percent,
      });
      if (problem || !this.variant) return { problem, outcomes: [] };
      return { problem, outcomes: [outcomeNear(numbers, this.variant)] };
    }

    chosen() {
      return this.inputs.filter((input) => input.checked).map(({ value }) => value);
    }

    /**
     * Say a word, then what is said to some outcomes.
     * @param {string} word
     * @param {string[]} [outcomes]
     * @param {"" | "right" | "wrong"} [state]
     */
    say(word, outcomes = [], state = "") {
      this.form.dataset.state = state;
      this.said.replaceChildren();
      if (word) {
        const verdict = document.createElement("p");
        verdict.className = "check-verdict";
        verdict.textContent = this.words.dataset[word] ?? "";
        this.said.append(verdict);
      }
      for (const outcome of outcomes) this.said.append(...this.reason(outcome));
    }

    /**
     * What is said to an outcome, as a copy.
     * @param {string} outcome
     */
    reason(outcome) {
      const said = this.answers.querySelector(`[data-outcome="${outcome}"]`);
      if (!said) return [];
      const copy = document.importNode(said, true);
      copy.querySelector(".answer-choice")?.remove();
      return [...copy.childNodes];
    }

    /** @returns {HTMLElement[]} */
    choices() {
      return all(this.form, ".check-choice");
    }

    // All choices show their reasons.
    explain() {
      for (const choice of this.choices()) {
        const { outcome = "" } = choice.dataset;
        choice.classList.toggle("check-choice-right", this.right.includes(outcome));
        choice.querySelector(".check-reason")?.remove();
        if (this.kind !== "several" && outcome === "right") continue; // it is said below
        const reason = document.createElement("div");
        reason.className = "check-reason";
        if (!this.right.includes(outcome)) {
          const others = document.createElement("p");
          others.className = "check-others";
          others.textContent = this.words.dataset.others ?? "";
          reason.append(others);
        }
        reason.append(...this.reason(outcome));
        choice.append(reason);
      }
    }

    clear() {
      this.isUsed = true;
      this.say("");
      for (const choice of this.choices()) {
        choice.classList.remove("check-choice-right");
        choice.querySelector(".check-reason")?.remove();
      }
    }
  }

  /** @type {Map<HTMLFormElement, Check>} */
  const checks = new Map(); // of the page's forms, but for those that are broken
  setUpEach("form.check", (/** @type {HTMLFormElement} */ form) => {
    // A broken one must not lead away from the page.
    form.addEventListener("submit", (event) => event.preventDefault());
    checks.set(form, new Check(form, needed(document, "#answers")));
  });

  return { Check, checks, memory, rememberBy };
})();
