// What the laboratories say of drawings, of runs, and of digits. It knows of no page.
book.told = (() => {
  "use strict";
  const { CLASSES, LOSSES, PIXELS } = book.network;
  const { extent } = book.picture;
  const { TOO_LARGE } = book.run;
  const { worded } = book.words;
  const SETTINGS = book.settings;

  const SHORT = 0.12; // of the pad's side: what is shorter is hardly a digit
  const UNSURE = 0.5;
  const RARE = 5; // answers to 500 digits, of which some fifty are right for each

  /** @param {number | null} part */
  function percent(part) {
    if (part === null) return "–";
    return `${(100 * part).toFixed(1)}%`;
  }

  /**
   * A loss, which may be far too large, or no number at all.
   * @param {number | null} number
   * @param {number} decimals
   */
  function cost(number, decimals = 3) {
    if (number === null || !Number.isFinite(number)) return "–";
    return number < 10_000 ? number.toFixed(decimals) : number.toExponential(1);
  }

  /**
   * What a network says to a drawing, or to a digit of the book.
   * @param {Network | null} read nothing, if nothing is drawn
   * @param {Stroke[]} strokes
   * @param {number} [label] of a digit of the book
   */
  function sayRead(read, strokes, label) {
    if (!read) return worded("The pad is empty. Draw a digit from 0 to 9.");
    const { answer, probabilities } = read;
    const sure = percent(probabilities[answer]);
    const said = worded("It says {answer}, and is {sure} sure.", { answer, sure });
    if (label !== undefined)
      return label === answer
        ? `${said} ${worded("It is right.")}`
        : `${said} ${worded("It is wrong: this is meant to be a {label}.", { label })}`;
    const points = strokes.flat();
    const sides = [0, 1].map((axis) => extent(points.map((point) => point[axis])));
    if (Math.max(...sides.map(([low, high]) => high - low)) < SHORT)
      return `${said} ${worded("You have hardly drawn a digit, but it must choose one of ten.")}`;
    if (probabilities[answer] < UNSURE) return `${said} ${worded("It cannot decide.")}`;
    return said;
  }

  /**
   * How far a run is.
   * @param {Run} run
   */
  function sayProgress(run) {
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

  /**
   * How a run has ended.
   * @param {Run} run
   */
  function sayOutcome(run) {
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

  /**
   * What a row of the table says of a run; no number where there is none.
   * @param {Run} run
   */
  function resultsOf(run) {
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

  /**
   * All digits as a network reads them.
   * @param {Network} network
   * @param {Digits} digits
   * @returns {Judged[]}
   */
  function judgedBy(network, { pixels, labels }) {
    return [...labels].map((label, place) => {
      const read = network.look(pixels, place * PIXELS);
      return {
        place,
        label,
        answer: read.answer,
        part: read.probabilities[label],
        costs: Object.values(LOSSES).map(({ value }) => value(read, label)),
      };
    });
  }

  /**
   * What of some digits is read wrongly, and the part that it has in each loss.
   * @param {Judged[]} judged
   */
  function sayMistakes(judged) {
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
        loss: SETTINGS.names[loss],
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

  return {
    cost,
    judgedBy,
    percent,
    resultsOf,
    sayMistakes,
    sayOutcome,
    sayProgress,
    sayRead,
  };
})();
