// One run of the laboratory that trains: what it was asked for, and what becomes of it.
// It knows of no page, and works in parts as small as the look at one picture.
book.run = (() => {
  "use strict";
  const { CLASSES, Network, PIXELS, Random, Training } = book.network;
  const SETTINGS = book.settings;

  const OFTEN = 20; // so many batches are followed by a look at the unseen digits,
  const SELDOM = 5; // and then one in so many
  const TOO_LARGE = 10_000; // a loss beyond this hardly comes back
  const SAME = 0.98; // of the unseen digits

  class Run {
    /** @type {string} */
    loss;
    /** @type {number} */
    rate;
    /** @type {number} */
    largest;
    /** @type {number} */
    seed;
    /** @type {Digits} */
    unseen;
    /** @type {Network} */
    network;
    /** @type {InstanceType<typeof Training>} */
    training;
    /** @type {Generator<boolean, void>} */
    work;
    number = 0; // among all runs of a page
    /** @type {"paused" | "running" | "stopped" | "done" | "diverged"} */
    state = "paused";
    batches = 0;
    total = 0; // of the losses
    /** @type {number | null} the loss of the first batch, before its step */
    first = null;
    /** @type {number | null} and that of the last one */
    last = null;
    /** @type {number | null} on the unseen digits, when last looked at */
    accuracy = null;
    judged = 0; // after how many batches that was
    /** @type {number | null} the one answer, if it has only one */
    always = null;

    /**
     * @param {AskedRun & { batch?: number }} asked
     * @param {{ seen: Digits, unseen: Digits }} digits
     */
    constructor(asked, { seen, unseen }) {
      this.loss = asked.loss;
      this.rate = asked.rate;
      this.largest = asked.largest;
      this.seed = asked.seed;
      this.unseen = unseen;
      const random = new Random(this.seed);
      this.network = Network.untrained(random, this.largest);
      this.training = new Training(this.network, seen, {
        batch: SETTINGS.batch,
        ...asked,
        random,
      });
      this.work = this.parts();
    }

    get isOver() {
      return this.state === "done" || this.state === "diverged";
    }

    get meanLoss() {
      return this.total / this.batches;
    }

    // Work to the end of the next part; true if it was the last of a batch.
    advance() {
      return this.work.next().value === true;
    }

    *parts() {
      while (!this.isOver) {
        const mean = this.training.look();
        yield false;
        if (mean === null) continue;
        const batches = this.batches + 1;
        const isLost = !(mean <= TOO_LARGE); // also where it is no number
        const isLast = isLost || batches === SETTINGS.batches;
        if (isLast || batches <= OFTEN || batches % SELDOM === 0)
          yield* this.judge(batches);
        this.batches = batches;
        this.first ??= mean;
        this.last = mean;
        this.total += mean;
        if (isLast) this.state = isLost ? "diverged" : "done";
        yield true;
      }
    }

    // See how many of the digits that it never learns from it gets right.
    *judge(batches = this.batches) {
      const { pixels, labels } = this.unseen;
      const answers = Array.from({ length: CLASSES }, () => 0);
      let right = 0;
      for (const [n, label] of labels.entries()) {
        const { answer } = this.network.look(pixels, n * PIXELS);
        answers[answer] += 1;
        if (answer === label) right += 1;
        yield false;
      }
      this.accuracy = right / labels.length;
      this.judged = batches;
      const most = Math.max(...answers);
      this.always = most >= SAME * labels.length ? answers.indexOf(most) : null;
    }
  }

  return { Run, TOO_LARGE };
})();
