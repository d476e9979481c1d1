// What the laboratories have in common: how they write numbers, show digits, and speak.

function percent(part) {
  return `${(100 * part).toFixed(1)}%`;
}

// A loss, which may be far too large, or no number at all.
function cost(number, decimals = 3) {
  if (!Number.isFinite(number)) return "–";
  return number < 10_000 ? number.toFixed(decimals) : number.toExponential(1);
}

// Ink on a canvas that has one pixel for each of the picture.
function showDigit(canvas, pixels, place = 0) {
  const image = new ImageData(SIDE, SIDE); // black, and transparent
  for (let at = 0; at < PIXELS; at++)
    image.data[4 * at + 3] = Math.round(255 * (pixels?.[place + at] ?? 0));
  canvas.getContext("2d").putImageData(image, 0, 0);
}

function element(tag, text = "", properties = {}) {
  return Object.assign(document.createElement(tag), {
    textContent: text,
    ...properties,
  });
}

class Laboratory {
  constructor(box) {
    this.box = box;
    this.spoken = box.querySelector(".laboratory-said");
    this.find = (selector) => box.querySelector(selector);
    this.fetching = () => this.digits();
    // Whoever reaches for it will need the digits soon.
    for (const sign of ["pointerenter", "focusin"])
      box.addEventListener(sign, () => this.fetchAhead(), { once: true });
  }

  digits() {
    return digitsFrom(this.box.dataset.digits);
  }

  async fetchAhead() {
    try {
      await this.digits();
    } catch (fault) {
      tellFault(null, fault); // a reader is told who waits for them
    }
  }

  // The digits for a reader who waits for them, and for what is to follow; null if they
  // do not come.
  async digitsWanted(follow) {
    const fetching = worded("Fetching the digits …");
    const waiting = setTimeout(() => this.say(fetching), 300);
    const isThere = await attempt(this.box, this.fetching, follow);
    clearTimeout(waiting);
    if (this.spoken.textContent === fetching) this.speak("", false);
    return isThere ? this.digits() : null;
  }

  network() {
    return networkFrom(this.box.dataset.network);
  }

  // Say what stands nowhere else.
  say(text) {
    this.speak(text, true);
  }

  // When the reader rests, read out what the laboratory shows already.
  sayLater(sentence) {
    clearTimeout(this.resting);
    const speak = guarded(this.box, () => this.speak(sentence(), false));
    this.resting = setTimeout(speak, 700);
  }

  speak(text, isSeen) {
    clearTimeout(this.resting);
    this.spoken.textContent = text;
    this.spoken.classList.toggle("is-seen", isSeen);
  }
}
