// The curves of runs, over their batches: one panel for the accuracy, one for the loss.
// The panels and their axes stand in the page; here lines are added to them.

// Give a line the look of a run, by its place among all.
function dress(line, place) {
  line.dataset.color = (place % SETTINGS.looks) + 1;
  line.dataset.dash = (Math.floor(place / SETTINGS.looks) % SETTINGS.looks) + 1;
}

class Curves {
  constructor(panel) {
    this.panel = panel;
    this.lines = panel.querySelector(".curves-live");
    const numbers = Object.entries(panel.dataset).map(([key, text]) => [key, +text]);
    this.scale = Object.fromEntries(numbers);
  }

  // Begin a curve, and return the function that goes on to a point.
  begin(place) {
    const line = document.createElementNS("http://www.w3.org/2000/svg", "polyline");
    line.setAttribute("class", "curve");
    dress(line, place);
    this.lines.append(line);
    const points = [];
    return (batch, value) => {
      points.push(this.point(batch, value));
      const isDot = points.length === 1; // a line to itself: its round ends are seen
      line.setAttribute("points", (isDot ? [...points, ...points] : points).join(" "));
      line.classList.toggle("is-dot", isDot);
    };
  }

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
