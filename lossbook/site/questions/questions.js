// Questions that answer back. What is right, and what each misconception gives, was
// computed when the book was built; what is said to it stands at the end of the page.

// What remembers the answers, where pages have something that does: `progress`. It may
// stand further below in the same file, so it is asked for when it is needed.
const NOTHING = { answerTo() {}, answered() {}, listen() {} };
const memory = () => (typeof progress === "undefined" ? NOTHING : progress);

class Check {
  constructor(form, words) {
    this.form = form;
    this.words = words;
    this.name = form.dataset.name;
    Object.assign(this, JSON.parse(form.dataset.check));
    this.isReview = "review" in form.dataset;
    this.said = needed(form, ".check-said");
    this.show = form.querySelector(".check-buttons [type=button]");
    this.inputs = [...form.querySelectorAll("input")];
    this.answers = needed(document, `#answer-${this.name}`);
    this.variant = this.variants?.[0]; // with which the page was written
    listen(form, form, "submit", () => this.judge());
    listen(form, form, "input", () => this.clear());
    if (this.show) listen(form, this.show, "click", () => this.tellAnswer());
    this.isUsed = false; // in this page, by its reader
    this.isKnown = false; // to be solved, in this page or elsewhere
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

  // Ask for other numbers.
  vary(variant) {
    this.variant = this.variants[variant];
    for (const part of [this.form, this.answers])
      for (const slot of part.querySelectorAll("[data-slot]")) {
        const [kind, name] = slot.dataset.slot.split(" ");
        slot.textContent = this.variant[kind][name];
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
    const [problem, outcomes] =
      this.kind === "number" ? this.meant(this.inputs[0].value) : this.chosen();
    if (problem) return this.say(problem);
    const isRight =
      this.kind === "several"
        ? String(outcomes) === String(this.chosenIfRight())
        : outcomes[0] === "right";
    if (isRight) {
      this.say("right", this.kind === "several" ? [] : ["right"], "right");
      this.explain();
      if (this.show) this.show.hidden = true;
    } else {
      const wrong =
        this.kind === "several"
          ? outcomes.filter((name) => !this.right.includes(name)).slice(0, 1)
          : outcomes;
      this.say(wrong.length ? "wrong" : "incomplete", wrong, "wrong");
      if (this.show) this.show.hidden = false;
    }
    // Of a review, the first answer counts.
    if (this.isReview && this.isAnswered) return;
    this.isAnswered = true;
    memory().answered(this.name, this.version, isRight, this.isReview);
  }

  // What a typed text is: a problem, or the outcome that it comes near to.
  meant(text) {
    const [problem, numbers] = readAnswer(text, {
      words: this.form.querySelector("fieldset").textContent,
      unit: this.form.dataset.unit,
      percent: this.words.dataset.percent,
    });
    if (problem) return [problem];
    const { values, near } = this.variant;
    const names = ["right", ...Object.keys(values).filter((name) => name !== "right")];
    const name = names.find((name) =>
      numbers.some(
        (number) => Math.abs(number - values[name]) <= near[name] * (1 + 1e-9),
      ),
    );
    return ["", [name ?? "else"]];
  }

  chosen() {
    const names = this.inputs
      .filter((input) => input.checked)
      .map(({ value }) => value);
    return names.length ? ["", names] : ["choose"];
  }

  chosenIfRight() {
    const names = this.inputs.map(({ value }) => value);
    return names.filter((name) => this.right.includes(name));
  }

  // Say a word, then what is said to some outcomes.
  say(word, outcomes = [], state = "") {
    this.form.dataset.state = state;
    this.said.replaceChildren();
    if (word) {
      const verdict = document.createElement("p");
      verdict.className = "check-verdict";
      verdict.textContent = this.words.dataset[word];
      this.said.append(verdict);
    }
    for (const outcome of outcomes) this.said.append(...this.reason(outcome));
  }

  // What is said to an outcome, as a copy.
  reason(outcome) {
    const said = this.answers.querySelector(`[data-outcome="${outcome}"]`);
    if (!said) return [];
    const copy = said.cloneNode(true);
    copy.querySelector(".answer-choice")?.remove();
    return [...copy.childNodes];
  }

  // All choices show their reasons.
  explain() {
    for (const choice of this.form.querySelectorAll(".check-choice")) {
      const { outcome } = choice.dataset;
      choice.classList.toggle("check-choice-right", this.right.includes(outcome));
      choice.querySelector(".check-reason")?.remove();
      if (this.kind !== "several" && outcome === "right") continue; // it is said below
      const reason = document.createElement("div");
      reason.className = "check-reason";
      if (!this.right.includes(outcome)) {
        const others = document.createElement("p");
        others.className = "check-others";
        others.textContent = this.words.dataset.others;
        reason.append(others);
      }
      reason.append(...this.reason(outcome));
      choice.append(reason);
    }
  }

  clear() {
    this.isUsed = true;
    this.say("");
    for (const choice of this.form.querySelectorAll(".check-choice")) {
      choice.classList.remove("check-choice-right");
      choice.querySelector(".check-reason")?.remove();
    }
  }
}

const checks = new Map(); // of the page's forms, but for those that are broken
setUpEach("form.check", (form) => {
  // A broken one must not lead away from the page.
  form.addEventListener("submit", (event) => event.preventDefault());
  checks.set(form, new Check(form, needed(document, "#answers")));
});
setUpEach(".review", (review) => askAgain(review, checks));
