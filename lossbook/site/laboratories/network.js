// The network of the chapter, in plain JavaScript: its predictions, the slopes of its
// loss, and Adam. It knows of no page. tests/test_network.py compares it with Keras.
//
//   784 pixels → 84 hidden units (relu) → 10 logits → softmax → 10 probabilities
//
// One seed gives one result in every browser: what leads to a step is computed with
// + − × ÷ and the square root alone, which are the same everywhere.
book.network = (() => {
  "use strict";

  const SIDE = 28;
  const PIXELS = SIDE * SIDE;
  const UNITS = 84;
  const CLASSES = 10;

  // Random numbers that a seed determines (Mulberry32, by Tommy Ettinger).
  class Random {
    /** @type {number} */
    state;

    /** @param {number} seed */
    constructor(seed) {
      this.state = seed >>> 0;
    }

    // From 0 to 1, without 1.
    next() {
      this.state = (this.state + 0x6d2b79f5) >>> 0;
      let mixed = this.state;
      mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    }

    /**
     * @template T
     * @param {T[]} list
     */
    shuffle(list) {
      for (let i = list.length - 1; i > 0; i--) {
        const j = Math.floor(this.next() * (i + 1));
        [list[i], list[j]] = [list[j], list[i]];
      }
      return list;
    }
  }

  /**
   * e to the power of x, for x up to 0. `Math.exp` may differ in its last digit from
   * browser to browser; a series is the same everywhere. It converges fast near 0, so it
   * starts from a 1024th of x, and ten squarings make up for that.
   * @param {number} x
   */
  function exponential(x) {
    if (x < -104) return 0; // too small for 32 bits
    const part = x / 1024;
    let power = 1;
    for (let n = 8; n > 0; n--) power = 1 + (part / n) * power;
    for (let n = 0; n < 10; n++) power *= power;
    return power;
  }

  // Each loss of one picture, and its slopes for the ten logits. The cross-entropy is
  // computed from the logits, as Keras does in `fit`: no probability is ever too small.
  /** @type {Record<string, Loss>} */
  const LOSSES = {
    "cross-entropy": {
      value: ({ logits, logTotal }, label) => logTotal - logits[label],
      slopes({ probabilities }, label, slopes) {
        for (let k = 0; k < CLASSES; k++)
          slopes[k] = probabilities[k] - Number(k === label);
      },
    },
    MSE: {
      value: ({ probabilities }, label) =>
        meanOfErrors(probabilities, label, (e) => e * e),
      slopes({ probabilities }, label, slopes) {
        throughSoftmax(probabilities, label, (e) => (2 * e) / CLASSES, slopes);
      },
    },
    MAE: {
      value: ({ probabilities }, label) => meanOfErrors(probabilities, label, Math.abs),
      slopes({ probabilities }, label, slopes) {
        throughSoftmax(probabilities, label, (e) => Math.sign(e) / CLASSES, slopes);
      },
    },
  };

  /**
   * The errors are the probabilities minus the one-hot label.
   * @param {Float64Array} probabilities
   * @param {number} label
   * @param {(error: number) => number} cost
   */
  function meanOfErrors(probabilities, label, cost) {
    let total = 0;
    for (let k = 0; k < CLASSES; k++)
      total += cost(probabilities[k] - Number(k === label));
    return total / CLASSES;
  }

  /**
   * From the slopes for the probabilities to those for the logits:
   *
   *   slope of logit k = p[k] · (slope of p[k] − mean of all slopes, weighted with p)
   *
   * Where the softmax is certain, each p is near 0, or the difference is.
   * @param {Float64Array} probabilities
   * @param {number} label
   * @param {(error: number) => number} slopeOf
   * @param {Float64Array} slopes
   */
  function throughSoftmax(probabilities, label, slopeOf, slopes) {
    let mean = 0;
    for (let k = 0; k < CLASSES; k++) {
      slopes[k] = slopeOf(probabilities[k] - Number(k === label));
      mean += probabilities[k] * slopes[k];
    }
    for (let k = 0; k < CLASSES; k++) slopes[k] = probabilities[k] * (slopes[k] - mean);
  }

  class Network {
    /** @type {Float32Array[]} */
    weights;
    /** @type {number} */
    scale;
    inked = 0; // how many pixels are not paper, and for each of these
    rows = new Int32Array(PIXELS); // where its row of weights begins,
    ink = new Float32Array(PIXELS); // and how dark it is
    hidden = new Float64Array(UNITS);
    logits = new Float64Array(CLASSES);
    probabilities = new Float64Array(CLASSES);
    logTotal = 0; // log Σ exp(logit)
    forLogits = new Float64Array(CLASSES); // the slopes of one picture's loss
    forHidden = new Float64Array(UNITS);

    /**
     * Pixels come as numbers from 0 to 1. A network for raw pixels gets them `scale` times
     * as large: from 0 to 255.
     * @param {Float32Array[]} weights in the order of Keras' `get_weights()`: the weights of
     *   the hidden units, a row for each pixel, their biases, and the same for the ten outputs
     * @param {number} scale
     */
    constructor(weights, scale = 1) {
      this.weights = weights;
      this.scale = scale;
    }

    /**
     * Weights as Keras draws them (Glorot, uniform): no logit stands out for inputs near 1.
     * @param {Random} random
     * @param {number} scale
     */
    static untrained(random, scale = 1) {
      /**
       * @param {number} rows
       * @param {number} columns
       */
      const drawn = (rows, columns) => {
        const limit = Math.sqrt(6 / (rows + columns));
        const draw = () => (2 * random.next() - 1) * limit;
        return Float32Array.from({ length: rows * columns }, draw);
      };
      const weights = [
        drawn(PIXELS, UNITS),
        new Float32Array(UNITS),
        drawn(UNITS, CLASSES),
        new Float32Array(CLASSES),
      ];
      return new Network(weights, scale);
    }

    /**
     * Look at the picture that begins at some place among the pixels of all.
     * @param {Float32Array | number[]} pixels
     * @param {number} place
     */
    look(pixels, place = 0) {
      const [hiddenWeights, hiddenBiases, weights, biases] = this.weights;
      const { rows, ink, hidden, logits, probabilities } = this;
      let inked = 0; // most of a picture is paper, and 0 times a weight is 0
      for (let i = 0; i < PIXELS; i++) {
        const pixel = pixels[place + i];
        if (pixel === 0) continue;
        rows[inked] = i * UNITS;
        ink[inked++] = pixel * this.scale;
      }
      this.inked = inked;
      // Four units at a time: their sums stay in the processor, which is twice as fast.
      for (let j = 0; j < UNITS; j += 4) {
        let [a, b, c, d] = [0, 0, 0, 0];
        for (let n = 0; n < inked; n++) {
          const at = rows[n] + j;
          a += ink[n] * hiddenWeights[at];
          b += ink[n] * hiddenWeights[at + 1];
          c += ink[n] * hiddenWeights[at + 2];
          d += ink[n] * hiddenWeights[at + 3];
        }
        hidden[j] = Math.max(0, a + hiddenBiases[j]); // relu
        hidden[j + 1] = Math.max(0, b + hiddenBiases[j + 1]);
        hidden[j + 2] = Math.max(0, c + hiddenBiases[j + 2]);
        hidden[j + 3] = Math.max(0, d + hiddenBiases[j + 3]);
      }
      logits.set(biases);
      for (let j = 0; j < UNITS; j++) {
        if (hidden[j] === 0) continue;
        for (let k = 0; k < CLASSES; k++)
          logits[k] += hidden[j] * weights[j * CLASSES + k];
      }
      const largest = Math.max(...logits); // so that no exponential is too large
      let total = 0;
      for (let k = 0; k < CLASSES; k++) {
        probabilities[k] = exponential(logits[k] - largest);
        total += probabilities[k];
      }
      for (let k = 0; k < CLASSES; k++) probabilities[k] /= total;
      this.logTotal = largest + Math.log(total);
      return this;
    }

    // The most likely digit.
    get answer() {
      return this.probabilities.indexOf(Math.max(...this.probabilities));
    }

    /**
     * Add the slopes of the loss of the picture just looked at to those of others.
     * @param {string} loss
     * @param {number} label
     * @param {Float32Array[]} slopes
     */
    addSlopes(loss, label, slopes) {
      const [toHidden, toHiddenBiases, toOutputs, toBiases] = slopes;
      const [, , weights] = this.weights;
      const { inked, rows, ink, hidden, forLogits, forHidden } = this;
      LOSSES[loss].slopes(this, label, forLogits);
      for (let k = 0; k < CLASSES; k++) toBiases[k] += forLogits[k];
      for (let j = 0; j < UNITS; j++) {
        forHidden[j] = 0;
        if (hidden[j] === 0) continue; // relu passes nothing on
        let sum = 0;
        for (let k = 0; k < CLASSES; k++) {
          toOutputs[j * CLASSES + k] += hidden[j] * forLogits[k];
          sum += weights[j * CLASSES + k] * forLogits[k];
        }
        forHidden[j] = sum;
        toHiddenBiases[j] += sum;
      }
      for (let n = 0; n < inked; n++) {
        const dark = ink[n];
        for (let j = 0, at = rows[n]; j < UNITS; j += 4, at += 4) {
          toHidden[at] += dark * forHidden[j];
          toHidden[at + 1] += dark * forHidden[j + 1];
          toHidden[at + 2] += dark * forHidden[j + 2];
          toHidden[at + 3] += dark * forHidden[j + 3];
        }
      }
    }
  }

  /** @param {Float32Array[]} arrays */
  const zerosLike = (arrays) => arrays.map((array) => new Float32Array(array.length));

  // The optimizer of Kingma and Ba, with the settings of Keras: each weight has a step of
  // its own, the mean of its recent slopes over the root of their mean square.
  class Adam {
    /** @type {Float32Array[]} */
    weights;
    /** @type {number} */
    rate;
    /** @type {Float32Array[]} */
    means;
    /** @type {Float32Array[]} */
    squares;
    meanLeft = 1; // 0.9 and 0.999 to the power of the number of steps
    squareLeft = 1;

    /**
     * @param {Float32Array[]} weights
     * @param {number} rate
     */
    constructor(weights, rate) {
      this.weights = weights;
      this.rate = rate;
      this.means = zerosLike(weights);
      this.squares = zerosLike(weights);
    }

    /**
     * Make one step, from the slopes of `count` pictures added up.
     * @param {Float32Array[]} slopes
     * @param {number} count
     */
    step(slopes, count) {
      this.meanLeft *= 0.9;
      this.squareLeft *= 0.999;
      const rate = (this.rate * Math.sqrt(1 - this.squareLeft)) / (1 - this.meanLeft);
      for (const [layer, weights] of this.weights.entries()) {
        const [sums, means, squares] = [slopes, this.means, this.squares].map(
          (all) => all[layer],
        );
        for (let i = 0; i < weights.length; i++) {
          const slope = sums[i] / count;
          means[i] += 0.1 * (slope - means[i]);
          squares[i] += 0.001 * (slope * slope - squares[i]);
          weights[i] -= (rate * means[i]) / (Math.sqrt(squares[i]) + 1e-7);
        }
      }
    }
  }

  // One run: it looks at picture after picture, and makes a step after each batch.
  class Training {
    /** @type {Network} */
    network;
    /** @type {Digits} */
    digits;
    /** @type {string} */
    loss;
    /** @type {Pick<Random, "shuffle">} */
    random;
    /** @type {number} */
    batch;
    /** @type {Adam} */
    adam;
    /** @type {Float32Array[]} */
    slopes;
    /** @type {number[]} */
    order;
    next = 0; // the place in the order
    looked = 0; // since the last step
    total = 0; // of their losses

    /**
     * @param {Network} network
     * @param {Digits} digits
     * @param {{ loss: string, rate: number, random: Pick<Random, "shuffle">, batch: number }} about
     */
    constructor(network, digits, { loss, rate, random, batch }) {
      this.network = network;
      this.digits = digits;
      this.loss = loss;
      this.random = random;
      this.batch = batch;
      this.adam = new Adam(network.weights, rate);
      this.slopes = zerosLike(network.weights);
      this.order = [...digits.labels.keys()];
    }

    // Look at one picture. At the end of a batch make a step, and return the mean loss
    // that the batch had before it.
    look() {
      const { network, digits, slopes } = this;
      if (this.next === 0) this.random.shuffle(this.order);
      const picture = this.order[this.next];
      const place = picture * PIXELS;
      const label = digits.labels[picture];
      network.look(digits.pixels, place);
      this.total += LOSSES[this.loss].value(network, label);
      network.addSlopes(this.loss, label, slopes);
      this.looked += 1;
      this.next = (this.next + 1) % this.order.length;
      if (this.looked < this.batch && this.next > 0) return null;
      const mean = this.total / this.looked;
      this.adam.step(slopes, this.looked);
      for (const array of slopes) array.fill(0);
      this.looked = this.total = 0;
      return mean;
    }
  }

  return {
    CLASSES,
    LOSSES,
    Network,
    PIXELS,
    Random,
    SIDE,
    Training,
    UNITS,
    exponential,
    zerosLike,
  };
})();
