// The laboratory that lists the digits with the largest loss, and what each loss makes of
// them: for the chapter's network, and for those that a reader has trained.
(() => {
  "use strict";
  const { all, listen } = book.faults;
  const { kinds, trained } = book.laboratories;
  const { Laboratory, element, newCanvas, showDigit } = book.laboratory;
  const { LOSSES, PIXELS } = book.network;
  const { cost, judgedBy, percent, sayMistakes } = book.told;
  const { worded } = book.words;
  const SETTINGS = book.settings;

  class Mistakes extends Laboratory {
    /** @type {HTMLFormElement} */
    form;
    /** @type {HTMLSelectElement} */
    choice;
    /** @type {HTMLInputElement[]} */
    losses;
    /** @type {HTMLTableRowElement[]} */
    rows;
    /** @type {HTMLElement} */
    shares;
    /** @type {{ network: number, loss: number }} */
    shown;
    /** @type {Network[]} that can be chosen: the chapter's, and those of readers */
    networks = [];

    /** @param {HTMLElement} box */
    constructor(box) {
      super(box);
      this.form = this.find("form");
      this.choice = this.find("[name=network]");
      this.losses = all(box, "[name=loss]");
      this.rows = all(box, "tbody tr");
      this.shares = this.find(".mistakes-shares");
      this.shown = this.asked();
    }

    // What the controls ask for: places in the lists of networks and of losses.
    asked() {
      const loss = this.losses.findIndex(({ checked }) => checked);
      return { network: this.choice.selectedIndex, loss };
    }

    /** @param {{ network: number, loss: number }} asked */
    ask({ network, loss }) {
      this.choice.selectedIndex = network;
      this.losses[loss].checked = true;
    }

    async wake() {
      const chapters = await this.network();
      this.networks = [chapters];
      this.offer(chapters);
      listen(this.box, document, "trained", () => this.offer(chapters));
      listen(this.box, this.form, "change", async () => {
        if (await this.look()) this.sayLater(() => this.shares.textContent ?? "");
      });
    }

    /**
     * Offer the networks there are; the chosen one stays so, if it is still there.
     * @param {Network} chapters
     */
    offer(chapters) {
      const { choice } = this;
      const chosen = this.networks[choice.selectedIndex];
      this.networks = [chapters, ...trained.map(({ network }) => network)];
      const [first] = choice.options;
      const others = trained.map(({ name }) => element("option", name));
      choice.replaceChildren(first, ...others);
      choice.selectedIndex = Math.max(this.networks.indexOf(chosen), 0);
      return this.networks[choice.selectedIndex] === chosen || this.look();
    }

    // Judge all digits; false if there are none. Then the controls say again what the list
    // shows.
    /** @returns {Promise<boolean>} */
    async look() {
      const asked = this.asked();
      const digits = await this.digitsWanted(() => {
        this.ask(asked);
        return this.look();
      });
      if (!digits) {
        this.ask(this.shown);
        return false;
      }
      this.shown = this.asked();
      const { network, loss } = this.shown;
      const { pixels } = digits.unseen;
      const judged = judgedBy(this.networks[network], digits.unseen);
      judged.sort((a, b) => b.costs[loss] - a.costs[loss]);
      for (const [n, row] of this.rows.entries()) this.fill(row, judged[n], pixels);
      this.shares.textContent = sayMistakes(judged);
      return true;
    }

    /**
     * @param {HTMLTableRowElement} row
     * @param {Judged} judged
     * @param {Float32Array} pixels
     */
    fill(row, { place, label, answer, part, costs }, pixels) {
      const [picture, answers, probability, ...losses] = row.cells;
      const canvas = picture.querySelector("canvas") ?? newCanvas();
      showDigit(canvas, pixels, place * PIXELS);
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", worded("A handwritten {label}", { label }));
      picture.replaceChildren(canvas);
      answers.textContent = `${label} → ${answer}`;
      probability.textContent = percent(part);
      for (const [n, loss] of Object.keys(LOSSES).entries())
        losses[n].textContent = cost(costs[n], SETTINGS.decimals[loss]);
    }
  }

  kinds.mistakes = Mistakes;
})();
