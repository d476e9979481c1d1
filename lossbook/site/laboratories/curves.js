// The curves of runs, over their batches: one panel for the accuracy, one for the loss.
// The panels and their axes stand in the page; here lines are added to them.
book.curves = (() => {
  "use strict";
  const { needed } = book.faults;
  const SETTINGS = book.settings;

  /**
   * Give a line the look of a run, by its place among all.
   * @param {Element} line
   * @param {number} place
   */
  function dress(line, place) {
    const { looks } = SETTINGS;
    line.setAttribute("data-color", String((place % looks) + 1));
    line.setAttribute("data-dash", String((Math.floor(place / looks) % looks) + 1));
  }

  class Curves {
    /** @type {Element} */
    lines;
    /** @type {Record<string, number>} */
    scale;

    /** @param {HTMLElement | SVGElement} panel */
    constructor(panel) {
      this.lines = needed(panel, ".curves-live");
      const numbers = Object.entries(panel.dataset);
      this.scale = Object.fromEntries(
        numbers.map(([key, text]) => [key, Number(text)]),
      );
    }

    /**
     * Begin a curve, and return the function that goes on to a point.
     * @param {number} place
     * @returns {DrawPoint}
     */
    begin(place) {
      const line = document.createElementNS("http://www.w3.org/2000/svg", "polyline");
      line.setAttribute("class", "curve");
      dress(line, place);
      this.lines.append(line);
      /** @type {string[]} */
      const points = [];
      return (batch, value) => {
        points.push(this.point(batch, value));
        const isDot = points.length === 1; // a line to itself: its round ends are seen
        line.setAttribute(
          "points",
          (isDot ? [...points, ...points] : points).join(" "),
        );
        line.classList.toggle("is-dot", isDot);
      };
    }

    /**
     * @param {number} batch
     * @param {number} value
     */
    point(batch, value) {
      const { left, right, top, bottom, batches, low, high, logarithmic } = this.scale;
      const way = logarithmic ? Math.log10 : Number;
      const part = (way(value) - way(low)) / (way(high) - way(low));
      const up = Math.min(Math.max(part, 0), 1); // what is beyond stays at the edge
      const x = left + ((right - left) * batch) / batches;
      return `${x.toFixed(1)},${(bottom + (top - bottom) * up).toFixed(1)}`;
    }

    clear() {
      this.lines.replaceChildren();
    }
  }

  return { Curves, dress };
})();
