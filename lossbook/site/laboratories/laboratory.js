// What the laboratories have in common: how they write numbers, show digits, and speak.
book.laboratory = (() => {
  "use strict";
  const { attempt, guarded, needed, tellFault } = book.faults;
  const { digitsFrom, networkFrom } = book.material;
  const { PIXELS, SIDE } = book.network;
  const { worded } = book.words;

  /**
   * Ink on a canvas that has one pixel for each of the picture.
   * @param {HTMLCanvasElement} canvas
   * @param {Float32Array | number[] | null} pixels
   * @param {number} place
   */
  function showDigit(canvas, pixels, place = 0) {
    const image = new ImageData(SIDE, SIDE); // black, and transparent
    for (let at = 0; at < PIXELS; at++)
      image.data[4 * at + 3] = Math.round(255 * (pixels?.[place + at] ?? 0));
    canvas.getContext("2d")?.putImageData(image, 0, 0);
  }

  /**
   * @template {keyof HTMLElementTagNameMap} Tag
   * @param {Tag} tag
   * @param {string | number} [text]
   * @param {Partial<HTMLElementTagNameMap[Tag]>} [properties]
   */
  function element(tag, text = "", properties = {}) {
    const made = document.createElement(tag);
    made.textContent = String(text);
    return Object.assign(made, properties);
  }

  // As large as a picture.
  function newCanvas() {
    return element("canvas", "", { className: "digit", width: SIDE, height: SIDE });
  }

  class Laboratory {
    /** @type {HTMLElement} */
    box;
    /** @type {HTMLElement} */
    spoken;
    /** @type {number | undefined} */
    resting;
    fetching = () => this.digits();

    /** @param {HTMLElement} box */
    constructor(box) {
      this.box = box;
      this.spoken = needed(box, ".laboratory-said");
      // Whoever reaches for it will need the digits soon.
      for (const sign of ["pointerenter", "focusin"])
        box.addEventListener(sign, () => this.fetchAhead(), { once: true });
    }

    /**
     * An element that the laboratory cannot do without.
     * @template {Element} T
     * @param {string} selector
     * @returns {T}
     */
    find(selector) {
      return needed(this.box, selector);
    }

    digits() {
      return digitsFrom(this.box.dataset.digits ?? "");
    }

    async fetchAhead() {
      try {
        await this.digits();
      } catch (fault) {
        tellFault(null, fault); // a reader is told who waits for them
      }
    }

    /**
     * The digits for a reader who waits for them, and for what is to follow; null if they
     * do not come.
     * @param {() => unknown} follow
     */
    async digitsWanted(follow) {
      const fetching = worded("Fetching the digits …");
      const waiting = setTimeout(() => this.say(fetching), 300);
      const isThere = await attempt(this.box, this.fetching, follow);
      clearTimeout(waiting);
      if (this.spoken.textContent === fetching) this.speak("", false);
      return isThere ? this.digits() : null;
    }

    network() {
      return networkFrom(this.box.dataset.network ?? "");
    }

    /**
     * Say what stands nowhere else.
     * @param {string} text
     */
    say(text) {
      this.speak(text, true);
    }

    /**
     * When the reader rests, read out what the laboratory shows already.
     * @param {() => string} sentence
     */
    sayLater(sentence) {
      clearTimeout(this.resting);
      const speak = guarded(this.box, () => this.speak(sentence(), false));
      this.resting = setTimeout(speak, 700);
    }

    /**
     * @param {string} text
     * @param {boolean} isSeen
     */
    speak(text, isSeen) {
      clearTimeout(this.resting);
      this.spoken.textContent = text;
      this.spoken.classList.toggle("is-seen", isSeen);
    }
  }

  return { Laboratory, element, newCanvas, showDigit };
})();
