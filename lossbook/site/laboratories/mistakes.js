// The laboratory that lists the digits with the largest loss, and what each loss makes of
// them: for the chapter's network, and for those that a reader has trained.
(() => {
  "use strict";
  const { all, listen } = book.faults;
  const { kinds, trained } = book.laboratories;
  const { Laboratory, cost, element, newCanvas, percent, showDigit } = book.laboratory;
  const { CLASSES, LOSSES, PIXELS } = book.network;
  const { worded } = book.words;
  const SETTINGS = book.settings;

  const RARE = 5; // answers to 500 digits, of which some fifty are right for each

  /**
   * A digit as a network reads it, with what each loss makes of that.
   * @typedef {object} Judged
   * @property {number} place
   * @property {number} label
   * @property {number} answer
   * @property {number} part the probability of the label
   * @property {number[]} costs
   */

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
      const { pixels, labels } = digits.unseen;
      const judged = [...labels].map((label, place) => {
        const read = this.networks[network].look(pixels, place * PIXELS);
        return {
          place,
          label,
          answer: read.answer,
          part: read.probabilities[label],
          costs: Object.values(LOSSES).map(({ value }) => value(read, label)),
        };
      });
      judged.sort((a, b) => b.costs[loss] - a.costs[loss]);
      for (const [n, row] of this.rows.entries()) this.fill(row, judged[n], pixels);
      this.shares.textContent = this.sentence(judged);
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

    /**
     * The part that the wrong answers have in each loss.
     * @param {Judged[]} judged
     */
    sentence(judged) {
      const wrong = judged.filter(({ label, answer }) => label !== answer);
      /**
       * @param {Judged[]} list
       * @param {number} n
       */
      const total = (list, n) => list.reduce((sum, { costs }) => sum + costs[n], 0);
      const shares = Object.keys(LOSSES).map((loss, n) => {
        const share = total(wrong, n) / total(judged, n);
        return worded("{share}% of the {loss}", {
          share: Math.round(100 * share),
          loss,
        });
      });
      const [last, ...others] = shares.reverse();
      const read = worded(
        "{wrong} of the {count} digits are read wrongly. They carry {others} and {last}.",
        {
          wrong: wrong.length,
          count: judged.length,
          others: others.reverse().join(worded(", ")),
          last,
        },
      );
      const rare = [...Array(CLASSES).keys()].filter(
        (digit) => judged.filter(({ answer }) => answer === digit).length < RARE,
      );
      const digits = rare.join(worded(", "));
      return rare.length
        ? `${read} ${worded("Hardly ever answered: {digits}.", { digits })}`
        : read;
    }
  }

  kinds.mistakes = Mistakes;
})();
