// The laboratory that trains the network of the chapter in the page, with a choice of
// loss, and lays the runs side by side.

const SLICE = 16; // milliseconds of work between two frames
const MOST_RUNS = 25; // so many can be told apart by their looks

// Comes true when the page has drawn what is new; not while it is out of sight.
const drawn = () =>
  new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

class TrainingLaboratory extends Laboratory {
  constructor(box) {
    super(box);
    this.form = this.find("form");
    this.table = this.find(".runs-live");
    this.now = this.find(".training-now");
    this.panels = [...box.querySelectorAll(".curves")];
    [this.accuracies, this.losses] = this.panels.map((panel) => new Curves(panel));
    this.buttons = Object.fromEntries(
      [...box.querySelectorAll("button")].map((button) => [button.name, button]),
    );
    this.rows = []; // { run, row } of each run in the table
    this.count = 0; // of all runs, also those that are cleared
    // The Enter key, in the field of the seed.
    listen(this.box, this.form, "submit", () => {
      if (!this.isRunning) return this.pressed("train");
    });
    listen(this.box, this.form, "click", ({ target }) => {
      const button = target.closest("button");
      if (button?.getAttribute("aria-disabled") !== "true")
        return this.pressed(button?.name);
    });
    listen(this.box, document, "visibilitychange", () => {
      if (document.hidden && this.isRunning)
        this.pause(worded("Paused, since the page was out of sight."));
    });
  }

  async wake() {
    this.tell();
  }

  get isRunning() {
    return this.run?.state === "running";
  }

  async pressed(name) {
    if (name === "stop") this.end(worded("Run {number} is stopped.", this.run));
    if (name === "clear") this.clear();
    if (name !== "train" && name !== "one") return;
    if (this.isRunning) {
      this.pause(worded("Paused after {batches} batches.", this.run));
      return;
    }
    await this.begin(name);
    if (!this.run || this.isRunning) return; // it may have been asked for twice
    if (name === "train") await this.train();
    else this.trainOneBatch();
  }

  // What the controls ask for; null, with a sentence, if it cannot be.
  asked() {
    const { loss, rate, largest, seed } = this.form.elements;
    if (seed.value === "" || !seed.checkValidity()) {
      this.say(worded("The seed must be a whole number from {min} to {max}.", seed));
      seed.focus();
      return null;
    }
    return {
      loss: loss.value,
      rate: Number(rate.value),
      largest: Number(largest.value),
      seed: Number(seed.value),
    };
  }

  // See to it that there is a run for a button to go on with.
  async begin(name) {
    if (this.run) return;
    if (this.rows.length === MOST_RUNS) {
      const count = MOST_RUNS;
      this.say(
        worded("There are {count} runs. Clear them to begin another one.", { count }),
      );
      return;
    }
    const asked = this.asked();
    const digits = asked && (await this.digitsWanted(() => this.pressed(name)));
    if (!digits || this.run) return;
    this.run = new Run(asked, digits);
    this.run.number = this.count += 1;
    this.begun = [this.accuracies, this.losses].map((c) => c.begin(this.rows.length));
    this.rows.push({ run: this.run, row: this.newRow() });
  }

  async train() {
    const { run } = this;
    const turn = (this.turn = {}); // of this press: a later one takes over
    const goesOn = () => run.state === "running" && this.turn === turn;
    run.state = "running";
    this.say(worded("Run {number} is training.", run));
    while (goesOn()) {
      this.tell();
      await drawn();
      const until = performance.now() + SLICE;
      while (goesOn() && performance.now() < until) this.advance(run);
    }
  }

  trainOneBatch() {
    const { run } = this;
    while (!this.advance(run));
    if (run.judged !== run.batches) {
      for (const part of run.judge()) void part;
      this.drawAccuracy(run);
    }
    this.tell();
    if (!run.isOver) this.sayLater(() => this.progress(run));
  }

  // Do the next part of the work, and draw what has come of it; true after a batch.
  advance(run) {
    const isBatch = run.advance();
    if (!isBatch) return false;
    const [, drawLoss] = this.begun;
    drawLoss(run.batches, run.last);
    if (run.judged === run.batches) this.drawAccuracy(run);
    if (run.isOver) this.end(this.outcome(run));
    return true;
  }

  drawAccuracy(run) {
    const [drawAccuracy] = this.begun;
    drawAccuracy(run.batches, run.accuracy);
  }

  pause(sentence) {
    this.run.state = "paused";
    this.tell();
    this.say(sentence);
  }

  // Leave a run, which may have been stopped early.
  end(sentence) {
    const { run } = this;
    if (!run.isOver) run.state = "stopped";
    if (run.batches && run.state !== "diverged") {
      const name = worded("run {number} ({loss})", run);
      TRAINED.push({ name, network: run.network });
      document.dispatchEvent(new Event("trained"));
    }
    this.run = null;
    this.tell();
    this.say(sentence);
  }

  clear() {
    if (this.run) this.run.state = "stopped";
    this.run = null;
    this.rows = [];
    this.table.querySelector("tbody").replaceChildren();
    for (const curves of [this.accuracies, this.losses]) curves.clear();
    TRAINED.length = 0;
    document.dispatchEvent(new Event("trained"));
    this.tell();
    this.say(worded("All runs are cleared."));
  }

  // What it says

  progress(run) {
    return worded(
      "Batch {batch} of {all}: loss {loss}, mean loss so far {mean}, {right} of the unseen digits right.",
      {
        batch: run.batches,
        all: SETTINGS.batches,
        loss: cost(run.last),
        mean: cost(run.meanLoss),
        right: percent(run.accuracy),
      },
    );
  }

  outcome(run) {
    if (run.state === "diverged") {
      const loss = Number.isFinite(run.last)
        ? worded("above {limit}", { limit: TOO_LARGE.toLocaleString("en") })
        : worded("no number any more");
      return worded(
        "Run {number} has diverged: after {batches} batches its loss is {loss}. Its steps are too long; take a smaller learning rate.",
        { number: run.number, batches: run.batches, loss },
      );
    }
    const right = worded(
      "Run {number} is done: {right} of the unseen digits are right.",
      { number: run.number, right: percent(run.accuracy) },
    );
    return run.always === null
      ? right
      : `${right} ${worded("It no longer looks: it answers {always} to nearly all of them.", run)}`;
  }

  newRow() {
    const row = this.table.querySelector("tbody").insertRow();
    const { run } = this;
    const look = this.find(".run-look").cloneNode(true);
    dress(look.querySelector("line"), this.rows.length);
    const name = element("th", "", { scope: "row" });
    name.append(look, ` ${run.number}`);
    row.append(name);
    const asked = [run.loss, worded("0 to {largest}", run), run.rate];
    for (const text of [...asked, "", "", "", "", "", run.seed])
      row.append(element("td", text));
    return row;
  }

  // What a row of the table says of a run; no number where there is none.
  results(run) {
    if (!run.batches) return ["–", "–", "–", "–", 0];
    const isLost = run.state === "diverged";
    return [
      percent(run.accuracy),
      cost(run.first),
      isLost ? "–" : cost(run.meanLoss),
      isLost ? worded("diverged") : cost(run.last),
      run.batches,
    ];
  }

  // Show how things are.
  tell() {
    const { run, buttons, isRunning } = this;
    for (const { run, row } of this.rows)
      for (const [n, text] of this.results(run).entries())
        row.cells[n + 4].textContent = text;
    this.now.textContent = run?.batches ? this.progress(run) : "";
    const toGoOn = run ? worded("Go on") : worded("Train");
    buttons.train.textContent = isRunning ? worded("Pause") : toGoOn;
    // Not `disabled`: the button that was just pressed keeps the focus.
    buttons.stop.setAttribute("aria-disabled", !run);
    buttons.clear.setAttribute("aria-disabled", !this.rows.length);
    this.table.hidden = !this.rows.length;
    this.describe();
  }

  // The sentences for whoever cannot see the curves.
  describe() {
    const [accuracy, loss] = ["accuracy", "loss"].map((what) =>
      this.rows
        .filter(({ run }) => run.batches)
        .map(({ run }) => {
          const value =
            what === "loss"
              ? worded("loss {cost}", { cost: cost(run.last) })
              : percent(run.accuracy);
          const { number, loss, batches } = run;
          return worded("run {number}, {loss}, after {batches} batches: {value}", {
            number,
            loss,
            batches,
            value,
          });
        })
        .join("; "),
    );
    for (const [n, said] of [accuracy, loss].entries())
      this.panels[n].setAttribute(
        "aria-label",
        [this.panels[n].dataset.title, said || worded("no run yet")].join(": "),
      );
  }
}

LABORATORIES.training = TrainingLaboratory;
