// One run of the laboratory that trains: what it was asked for, and what becomes of it.
// It knows of no page, and works in parts as small as the look at one picture.

const OFTEN = 20; // so many batches are followed by a look at the unseen digits,
const SELDOM = 5; // and then one in so many
const TOO_LARGE = 10_000; // a loss beyond this hardly comes back
const SAME = 0.98; // of the unseen digits

class Run {
  // `asked` has the loss, the learning rate, the largest pixel and the seed.
  constructor(asked, { seen, unseen }) {
    Object.assign(this, asked, { unseen });
    const random = new Random(this.seed);
    this.network = Network.untrained(random, this.largest);
    this.training = new Training(this.network, seen, {
      batch: SETTINGS.batch,
      ...asked,
      random,
    });
    this.state = "paused"; // or "running", "done", "diverged"
    this.batches = 0;
    this.total = 0; // of the losses
    this.first = null; // the loss of the first batch, before its step
    this.last = null; // and that of the last one
    this.accuracy = null; // on the unseen digits, when last looked at
    this.judged = 0; // after how many batches that was
    this.always = null; // the one answer, if it has only one
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
    return this.work.next().value ?? false;
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
    const answers = new Array(CLASSES).fill(0);
    let right = 0;
    for (const [n, label] of labels.entries()) {
      const { answer } = this.network.look(pixels, n * PIXELS);
      answers[answer] += 1;
      right += answer === label;
      yield false;
    }
    this.accuracy = right / labels.length;
    this.judged = batches;
    const most = Math.max(...answers);
    this.always = most >= SAME * labels.length ? answers.indexOf(most) : null;
  }
}
