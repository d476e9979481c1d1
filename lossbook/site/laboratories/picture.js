// From strokes of a pen to a picture as MNIST has them: the digit fills a box of 20 by
// 20 pixels, and its center of mass is the center of 28 by 28. It knows of no page, and
// does not read back what a canvas has drawn, which some browsers falsify on purpose.
book.picture = (() => {
  "use strict";
  const { SIDE } = book.network;

  const BOX = 20;
  const PEN = 1.25; // half the width of a line, in pixels of the picture
  const MOST = 3; // a dot stays small: it is not blown up to a whole box

  /**
   * The pixels, from 0 (paper) to 1 (ink), a row after the other; null without a stroke. A
   * stroke is a list of points [x, y], on a pad whose sides have the length 1.
   * @param {Stroke[]} strokes
   */
  function pictureOf(strokes) {
    const points = strokes.flat();
    if (!points.length) return null;
    const [left, right] = extent(points.map(([x]) => x));
    const [top, bottom] = extent(points.map(([, y]) => y));
    const size = Math.max(right - left, bottom - top);
    const scale = Math.min((BOX - 2 * PEN) / size, MOST * SIDE);
    /** @type {(point: Point) => Point} */
    const centered = ([x, y]) => [
      (x - (left + right) / 2) * scale + SIDE / 2,
      (y - (top + bottom) / 2) * scale + SIDE / 2,
    ];
    const lines = strokes.map((stroke) => stroke.map(centered));
    const [x, y] = centerOfMass(inked(lines));
    /** @type {(point: Point) => Point} */
    const moved = ([a, b]) => [a + SIDE / 2 - x, b + SIDE / 2 - y];
    return inked(lines.map((line) => line.map(moved)));
  }

  /** @param {number[]} numbers */
  function extent(numbers) {
    return numbers.reduce(
      ([least, most], n) => [Math.min(least, n), Math.max(most, n)],
      [Infinity, -Infinity],
    );
  }

  /**
   * A pixel is as dark as a line covers it.
   * @param {Stroke[]} lines
   */
  function inked(lines) {
    const pixels = new Float32Array(SIDE * SIDE);
    const reach = PEN + 0.5;
    for (const line of lines) {
      for (const [n, end] of line.entries()) {
        const start = line[Math.max(n - 1, 0)];
        const [left, right] = extent([start[0], end[0]]);
        const [top, bottom] = extent([start[1], end[1]]);
        const [first, last] = [Math.floor(left - reach), Math.ceil(right + reach)];
        for (let y = Math.floor(top - reach); y < bottom + reach; y++) {
          for (let x = first; x < last; x++) {
            if (x < 0 || y < 0 || x >= SIDE || y >= SIDE) continue;
            const ink = reach - distance([x + 0.5, y + 0.5], start, end);
            const at = y * SIDE + x;
            pixels[at] = Math.max(pixels[at], Math.min(ink, 1), 0);
          }
        }
      }
    }
    return pixels;
  }

  /**
   * From a point to the nearest point of the line between two others.
   * @param {Point} point
   * @param {Point} start
   * @param {Point} end
   */
  function distance([x, y], [x0, y0], [x1, y1]) {
    const [width, height] = [x1 - x0, y1 - y0];
    const squared = width * width + height * height;
    const along = squared ? ((x - x0) * width + (y - y0) * height) / squared : 0;
    const part = Math.min(Math.max(along, 0), 1);
    return Math.hypot(x0 + part * width - x, y0 + part * height - y);
  }

  /** @param {Float32Array} pixels */
  function centerOfMass(pixels) {
    let [mass, across, down] = [0, 0, 0];
    for (const [at, ink] of pixels.entries()) {
      mass += ink;
      across += ink * ((at % SIDE) + 0.5);
      down += ink * (Math.floor(at / SIDE) + 0.5);
    }
    return [across / mass, down / mass];
  }

  return { extent, pictureOf };
})();
