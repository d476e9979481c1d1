// The laboratory in which the chapter's network reads a digit that somebody draws.
(() => {
  "use strict";
  const { all, guarded, listen } = book.faults;
  const { buttonOf, kinds } = book.laboratories;
  const { Laboratory, newCanvas, showDigit } = book.laboratory;
  const { LOSSES, PIXELS, Random } = book.network;
  const { pictureOf } = book.picture;
  const { cost, percent, sayRead } = book.told;
  const { worded } = book.words;

  class Drawing extends Laboratory {
    /** @type {HTMLElement} */
    pad;
    /** @type {Element} */
    path;
    /** @type {HTMLTableRowElement[]} */
    rows;
    /** @type {HTMLElement} */
    answer;
    /** @type {HTMLCanvasElement} */
    received;
    canvas = newCanvas();
    /** @type {Stroke[]} */
    strokes = [];
    /** @type {{ pixels: Float32Array, label: number } | null} a digit of the book */
    shown = null;
    /** @type {Network | undefined} when it is awake */
    reader;
    /** @type {number | undefined} the pointer that is down */
    pen;
    frame = 0;
    /** @type {Map<boolean, number[]>} the digits still to show: of all, of those read wrongly */
    waiting = new Map();

    /** @param {HTMLElement} box */
    constructor(box) {
      super(box);
      this.pad = this.find(".pad");
      this.path = this.find(".pad path");
      this.rows = all(box, "tbody tr");
      this.answer = this.find(".drawing-answer");
      this.received = this.find(".drawing-received canvas");
    }

    async wake() {
      this.reader = await this.network();
      // What stood there, as a picture that can change.
      this.find(".pad img").replaceWith(this.canvas);
      /** @type {{ shades: number[][], label: number }} */
      const { shades, label } = JSON.parse(this.find("script").textContent ?? "");
      const pixels = Float32Array.from(shades.flat(), (shade) => shade / 255);
      this.shown = { pixels, label };
      this.draw();
      listen(this.box, this.pad, "pointerdown", (event) => this.penDown(event));
      listen(this.box, this.pad, "pointermove", (event) => this.penMoves(event));
      // A pointer may be lost without being lifted.
      listen(
        this.box,
        this.pad,
        "pointerup pointercancel lostpointercapture",
        (event) => this.penUp(event),
      );
      listen(this.box, this.box, "click", ({ target }) =>
        this.pressed(buttonOf(target)?.name),
      );
    }

    // The pen

    /**
     * @param {PointerEvent} event
     * @returns {Point}
     */
    at({ clientX, clientY }) {
      const { left, top, width, height } = this.pad.getBoundingClientRect();
      return [(clientX - left) / width, (clientY - top) / height];
    }

    /**
     * A stroke may end unheard, such as when the page is left in its midst. While the pen
     * is down, the pad has its capture.
     * @param {PointerEvent} event
     */
    penDown(event) {
      const isDown = this.pen !== undefined && this.pad.hasPointerCapture(this.pen);
      if (isDown || event.button !== 0) return;
      event.preventDefault(); // no text is marked
      this.pad.setPointerCapture(event.pointerId);
      this.pen = event.pointerId;
      if (this.shown) this.strokes = [];
      this.shown = null;
      this.strokes.push([this.at(event)]);
      this.show();
    }

    /** @param {PointerEvent} event */
    penMoves(event) {
      if (event.pointerId !== this.pen) return;
      if (event.pointerType === "mouse" && !event.buttons) return this.penUp(event);
      const seen = event.getCoalescedEvents?.() ?? [];
      this.strokes
        .at(-1)
        ?.push(...(seen.length ? seen : [event]).map((e) => this.at(e)));
      this.show();
    }

    /** @param {PointerEvent} event */
    penUp(event) {
      if (event.pointerId === this.pen) this.pen = undefined;
    }

    // The buttons

    /** @param {string | undefined} name */
    async pressed(name) {
      if (name === "clear" || name === "undo") {
        this.strokes = name === "undo" && !this.shown ? this.strokes.slice(0, -1) : [];
        this.shown = null;
        this.show();
      } else if (name === "some" || name === "wrong") {
        const digits = await this.digitsWanted(() => this.pressed(name));
        if (!digits) return;
        this.shown = this.chosen(digits.unseen, name === "wrong");
        this.strokes = [];
        this.show();
      }
    }

    /**
     * One digit after the other, in an order of chance; or of those read wrongly.
     * @param {Digits} digits
     * @param {boolean} wrongAlone
     */
    chosen({ pixels, labels }, wrongAlone) {
      const random = new Random(Date.now());
      const isWanted = (/** @type {number} */ place) =>
        !wrongAlone ||
        this.reader?.look(pixels, place * PIXELS).answer !== labels[place];
      const before = this.waiting.get(wrongAlone) ?? [];
      const waiting = before.length
        ? before
        : random.shuffle([...labels.keys()].filter(isWanted));
      this.waiting.set(wrongAlone, waiting);
      const place = waiting.pop() ?? 0;
      return {
        pixels: pixels.slice(place * PIXELS, (place + 1) * PIXELS),
        label: labels[place],
      };
    }

    // What is there, and what the network says

    show() {
      cancelAnimationFrame(this.frame); // a pen is faster than a screen
      const draw = guarded(this.box, () => {
        this.draw();
        this.sayLater(() => this.answer.textContent ?? "");
      });
      this.frame = requestAnimationFrame(draw);
    }

    draw() {
      /** @param {Stroke} stroke */
      const line = (stroke) => `M${stroke.map((point) => point.join(" ")).join("L")}`;
      /** @param {Stroke} stroke */
      const dot = (stroke) => (stroke.length > 1 ? stroke : [...stroke, ...stroke]);
      this.path.setAttribute("d", this.strokes.map((s) => line(dot(s))).join(""));
      const pixels = this.shown?.pixels ?? pictureOf(this.strokes);
      showDigit(this.canvas, this.shown?.pixels ?? null);
      showDigit(this.received, pixels);
      const read = pixels && this.reader ? this.reader.look(pixels) : null;
      for (const [digit, row] of this.rows.entries()) {
        const part = read?.probabilities[digit] ?? 0;
        row.querySelector("rect")?.setAttribute("width", String(100 * part));
        row.cells[2].textContent = read ? percent(part) : "–";
        row.cells[3].textContent = read
          ? cost(LOSSES["cross-entropy"].value(read, digit))
          : "–";
        row.classList.toggle("is-answer", read !== null && digit === read.answer);
      }
      this.answer.textContent = sayRead(read, this.strokes, this.shown?.label);
      this.pad.setAttribute("aria-label", this.content());
    }

    content() {
      if (this.shown) return worded("A {label} that somebody else wrote", this.shown);
      return this.strokes.length ? worded("Your drawing") : worded("An empty pad");
    }
  }

  kinds.drawing = Drawing;
})();
