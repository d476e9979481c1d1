// What the laboratories have in common: how they write numbers, show digits, and speak.

const DECIMALS = { "cross-entropy": 2, MSE: 3, MAE: 3 };

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
    // Whoever reaches for it will need the digits soon.
    for (const sign of ["pointerenter", "focusin"])
      box.addEventListener(sign, () => this.digits().catch(() => {}), { once: true });
  }

  digits() {
    return digitsFrom(this.box.dataset.digits);
  }

  // The digits for a reader who waits for them; null if they do not come.
  async digitsWanted() {
    const waiting = setTimeout(() => this.say("Fetching the digits …"), 300);
    try {
      return await this.digits();
    } catch {
      this.say("The digits could not be loaded. Try again.");
      return null;
    } finally {
      clearTimeout(waiting);
    }
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
    this.resting = setTimeout(() => this.speak(sentence(), false), 700);
  }

  speak(text, isSeen) {
    clearTimeout(this.resting);
    this.spoken.textContent = text;
    this.spoken.classList.toggle("is-seen", isSeen);
  }
}
