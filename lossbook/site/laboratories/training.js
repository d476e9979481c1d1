// The laboratory that trains the network of the chapter in the page, with a choice of
// loss, and lays the runs side by side.
(() => {
  "use strict";
  const { all, listen, needed } = book.faults;
  const { Curves, dress } = book.curves;
  const { buttonOf, kinds, trained } = book.laboratories;
  const { Laboratory, element } = book.laboratory;
  const { Run } = book.run;
  const { names } = book.settings;
  const { cost, percent, resultsOf, sayOutcome, sayProgress } = book.told;
  const { worded } = book.words;

  const SLICE = 16; // milliseconds of work between two frames
  const MOST_RUNS = 25; // so many can be told apart by their looks

  // Comes true when the page has drawn what is new; not while it is out of sight.
  const drawn = () =>
    new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

  class TrainingLaboratory extends Laboratory {
    /** @type {HTMLFormElement} */
    form;
    /** @type {HTMLElement} */
    table;
    /** @type {HTMLTableSectionElement} */
    body;
    /** @type {HTMLElement} */
    now;
    /** @type {HTMLInputElement} */
    seed;
    /** @type {SVGElement[]} */
    panels;
    /** @type {InstanceType<typeof Curves>[]} of the accuracy, and of the loss */
    curves;
    /** @type {Record<string, HTMLButtonElement>} */
    buttons;
    /** @type {{ run: Run, row: HTMLTableRowElement }[]} of each run in the table */
    rows = [];
    count = 0; // of all runs, also those that are cleared
    /** @type {Run | null} */
    run = null;
    /** @type {object} the last press that has it train */
    turn = {};
    /** @type {DrawPoint[]} what goes on with the run's curves */
    begun = [];

    /** @param {HTMLElement} box */
    constructor(box) {
      super(box);
      this.form = this.find("form");
      this.table = this.find(".runs-live");
      this.body = this.find(".runs-live tbody");
      this.now = this.find(".training-now");
      this.seed = this.find("[name=seed]");
      this.panels = all(box, ".curves");
      this.curves = this.panels.map((panel) => new Curves(panel));
      this.buttons = Object.fromEntries(
        [...box.querySelectorAll("button")].map((button) => [button.name, button]),
      );
      // The Enter key, in the field of the seed.
      listen(this.box, this.form, "submit", () => {
        if (!this.isRunning) return this.pressed("train");
      });
      listen(this.box, this.form, "click", ({ target }) => {
        const button = buttonOf(target);
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

    /** @param {string | undefined} name */
    async pressed(name) {
      const { run } = this;
      if (name === "stop" && run)
        this.end(run, worded("Run {number} is stopped.", run));
      if (name === "clear") this.clear();
      if (name !== "train" && name !== "one") return;
      if (run && this.isRunning) {
        this.pause(worded("Paused after {batches} batches.", run));
        return;
      }
      await this.begin(name);
      if (!this.run || this.isRunning) return; // it may have been asked for twice
      if (name === "train") await this.train(this.run);
      else this.trainOneBatch(this.run);
    }

    // What the controls ask for; null, with a sentence, if it cannot be.
    asked() {
      const { seed } = this;
      if (seed.value === "" || !seed.checkValidity()) {
        this.say(worded("The seed must be a whole number from {min} to {max}.", seed));
        seed.focus();
        return null;
      }
      const given = new FormData(this.form);
      return {
        loss: String(given.get("loss")),
        rate: Number(given.get("rate")),
        largest: Number(given.get("largest")),
        seed: Number(seed.value),
      };
    }

    /**
     * See to it that there is a run for a button to go on with.
     * @param {string} name of the button
     */
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
      if (!asked) return;
      const digits = await this.digitsWanted(() => this.pressed(name));
      if (!digits || this.run) return;
      const run = new Run(asked, digits);
      this.run = run;
      run.number = this.count += 1;
      this.begun = this.curves.map((curves) => curves.begin(this.rows.length));
      this.rows.push({ run, row: this.newRow(run) });
    }

    /** @param {Run} run */
    async train(run) {
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

    /** @param {Run} run */
    trainOneBatch(run) {
      while (!this.advance(run));
      if (run.judged !== run.batches) {
        for (const part of run.judge()) void part;
        this.drawAccuracy(run);
      }
      this.tell();
      if (!run.isOver) this.sayLater(() => sayProgress(run));
    }

    /**
     * Do the next part of the work, and draw what has come of it; true after a batch.
     * @param {Run} run
     */
    advance(run) {
      const isBatch = run.advance();
      if (!isBatch) return false;
      const [, drawLoss] = this.begun;
      if (run.last !== null) drawLoss(run.batches, run.last);
      if (run.judged === run.batches) this.drawAccuracy(run);
      if (run.isOver) this.end(run, sayOutcome(run));
      return true;
    }

    /** @param {Run} run */
    drawAccuracy(run) {
      const [drawAccuracy] = this.begun;
      if (run.accuracy !== null) drawAccuracy(run.batches, run.accuracy);
    }

    /** @param {string} sentence */
    pause(sentence) {
      if (this.run) this.run.state = "paused";
      this.tell();
      this.say(sentence);
    }

    /**
     * Leave a run, which may have been stopped early.
     * @param {Run} run
     * @param {string} sentence
     */
    end(run, sentence) {
      if (!run.isOver) run.state = "stopped";
      if (run.batches && run.state !== "diverged") {
        const { number, loss } = run;
        const name = worded("run {number} ({loss})", { number, loss: names[loss] });
        trained.push({ name, network: run.network });
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
      this.body.replaceChildren();
      for (const curves of this.curves) curves.clear();
      trained.length = 0;
      document.dispatchEvent(new Event("trained"));
      this.tell();
      this.say(worded("All runs are cleared."));
    }

    // What it shows

    /** @param {Run} run */
    newRow(run) {
      const row = this.body.insertRow();
      const look = document.importNode(this.find(".run-look"), true);
      dress(needed(look, "line"), this.rows.length);
      const name = element("th", "", { scope: "row" });
      name.append(look, ` ${run.number}`);
      row.append(name);
      const asked = [names[run.loss], worded("0 to {largest}", run), run.rate];
      for (const text of [...asked, "", "", "", "", "", run.seed])
        row.append(element("td", text));
      return row;
    }

    // Show how things are.
    tell() {
      const { run, buttons, isRunning } = this;
      for (const one of this.rows)
        for (const [n, text] of resultsOf(one.run).entries())
          one.row.cells[n + 4].textContent = String(text);
      this.now.textContent = run?.batches ? sayProgress(run) : "";
      const toGoOn = run ? worded("Go on") : worded("Train");
      buttons.train.textContent = isRunning ? worded("Pause") : toGoOn;
      // Not `disabled`: the button that was just pressed keeps the focus.
      buttons.stop.setAttribute("aria-disabled", String(!run));
      buttons.clear.setAttribute("aria-disabled", String(!this.rows.length));
      this.table.hidden = !this.rows.length;
      this.describe();
    }

    // The sentences for whoever cannot see the curves.
    describe() {
      const values = [
        (/** @type {Run} */ run) => percent(run.accuracy),
        (/** @type {Run} */ run) => worded("loss {cost}", { cost: cost(run.last) }),
      ];
      const begun = this.rows.map(({ run }) => run).filter(({ batches }) => batches);
      for (const [n, panel] of this.panels.entries()) {
        const told = begun.map((run) => {
          const { number, loss, batches } = run;
          return worded("run {number}, {loss}, after {batches} batches: {value}", {
            number,
            loss: names[loss],
            batches,
            value: values[n](run),
          });
        });
        const said = told.join(worded("; ")) || worded("no run yet");
        const { title } = panel.dataset;
        panel.setAttribute("aria-label", worded("{title}: {said}", { title, said }));
      }
    }
  }

  kinds.training = TrainingLaboratory;
})();
