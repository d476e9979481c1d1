// The laboratory that lists the digits with the largest loss, and what each loss makes of
// them: for the chapter's network, and for those that a reader has trained.

const RARE = 5; // answers to 500 digits, of which some fifty are right for each

class Mistakes extends Laboratory {
  constructor(box) {
    super(box);
    this.form = this.find("form");
    this.rows = [...box.querySelectorAll("tbody tr")];
    this.shares = this.find(".mistakes-shares");
    this.shown = this.asked();
  }

  // What the controls ask for.
  asked() {
    const { network, loss } = this.form.elements;
    return { network: network.selectedIndex, loss: loss.value };
  }

  ask({ network, loss }) {
    this.form.elements.network.selectedIndex = network;
    this.form.elements.loss.value = loss;
  }

  async wake() {
    const chapters = await this.network();
    this.networks = [chapters];
    this.offer(chapters);
    listen(this.box, document, "trained", () => this.offer(chapters));
    listen(this.box, this.form, "change", async () => {
      if (await this.look()) this.sayLater(() => this.shares.textContent);
    });
  }

  // The networks that can be chosen; the chosen one stays so, if it is still there.
  offer(chapters) {
    const { network } = this.form.elements;
    const chosen = this.networks[network.selectedIndex];
    this.networks = [chapters, ...TRAINED.map((trained) => trained.network)];
    const [first] = network.options;
    network.replaceChildren(
      first,
      ...TRAINED.map(({ name }) => element("option", name)),
    );
    network.selectedIndex = Math.max(this.networks.indexOf(chosen), 0);
    if (this.networks[network.selectedIndex] !== chosen) return this.look();
  }

  // Judge all digits; false if there are none. Then the controls say again what the list
  // shows.
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
    const { network, loss } = this.form.elements;
    const { pixels, labels } = digits.unseen;
    const judged = [...labels].map((label, place) => {
      const read = this.networks[network.selectedIndex].look(pixels, place * PIXELS);
      return {
        place,
        label,
        answer: read.answer,
        part: read.probabilities[label],
        costs: Object.values(LOSSES).map(({ value }) => value(read, label)),
      };
    });
    const chosen = Object.keys(LOSSES).indexOf(loss.value);
    judged.sort((a, b) => b.costs[chosen] - a.costs[chosen]);
    for (const [n, row] of this.rows.entries()) this.fill(row, judged[n], pixels);
    this.shares.textContent = this.sentence(judged);
    return true;
  }

  fill(row, { place, label, answer, part, costs }, pixels) {
    const [picture, answers, probability, ...losses] = row.cells;
    const canvas =
      picture.querySelector("canvas") ??
      element("canvas", "", { className: "digit", width: SIDE, height: SIDE });
    showDigit(canvas, pixels, place * PIXELS);
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", worded("A handwritten {label}", { label }));
    picture.replaceChildren(canvas);
    answers.textContent = `${label} → ${answer}`;
    probability.textContent = percent(part);
    for (const [n, loss] of Object.keys(LOSSES).entries())
      losses[n].textContent = cost(costs[n], SETTINGS.decimals[loss]);
  }

  // The part that the wrong answers have in each loss.
  sentence(judged) {
    const wrong = judged.filter(({ label, answer }) => label !== answer);
    const total = (list, n) => list.reduce((sum, { costs }) => sum + costs[n], 0);
    const shares = Object.keys(LOSSES).map((loss, n) => {
      const share = total(wrong, n) / total(judged, n);
      return worded("{share}% of the {loss}", { share: Math.round(100 * share), loss });
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

LABORATORIES.mistakes = Mistakes;
