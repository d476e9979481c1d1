// What the laboratories need of the book: its network, and digits to learn from. Files of
// data are scripts, since a page that is opened from a disk may load nothing else. Each
// sets an entry of `texts` to a compressed text.
book.material = (() => {
  "use strict";
  const { CLASSES, Network, PIXELS, SIDE, UNITS } = book.network;
  const { loadScript, once } = book.waking;

  /** @type {Record<string, string>} */
  const texts = {};

  /**
   * @param {string} name
   * @param {string} address
   */
  function bytesOf(name, address) {
    return loadScript(address, async () => {
      const text = texts[name];
      delete texts[name]; // it is large, and if it is damaged, another one comes
      if (typeof text !== "string") return undefined;
      const stream = new Blob([fromText(text)]).stream();
      const unpacked = stream.pipeThrough(new DecompressionStream("deflate"));
      try {
        return await new Response(unpacked).arrayBuffer();
      } catch {
        return undefined; // what does not unpack is damaged: `loadScript` tells of it
      }
    });
  }

  // Five characters stand for four bytes, as a number to base 85 (RFC 1924). The usual
  // base 64 would take six.
  const CHARACTERS =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~";

  /** @param {string} text */
  function fromText(text) {
    const digits = new Uint8Array(128);
    for (let n = 0; n < CHARACTERS.length; n++) digits[CHARACTERS.charCodeAt(n)] = n;
    const groups = Math.ceil(text.length / 5);
    const padded = text.padEnd(5 * groups, "~");
    const bytes = new DataView(new ArrayBuffer(4 * groups));
    for (let group = 0, at = 0; group < groups; group++) {
      let number = 0;
      for (let n = 0; n < 5; n++)
        number = number * 85 + digits[padded.charCodeAt(at++)];
      bytes.setUint32(4 * group, number);
    }
    return new Uint8Array(bytes.buffer, 0, Math.floor((4 * text.length) / 5));
  }

  /** @type {Map<string, Promise<{ seen: Digits, unseen: Digits }>>} */
  const digitsKnown = new Map();

  /**
   * The digits, from 0 to 1: those to learn from, and those that are never learned from.
   * The labels come first; then each byte holds two pixels, one below the other.
   * @param {string} address
   */
  function digitsFrom(address) {
    return once(digitsKnown, address, async () => {
      const bytes = new Uint8Array(await bytesOf("digits", address));
      const all = Math.floor(bytes.length / (1 + PIXELS / 2));
      const labels = bytes.subarray(0, all);
      const pixels = new Float32Array(all * PIXELS);
      for (let n = 0; n < bytes.length - all; n++) {
        const byte = bytes[all + n];
        const at = Math.floor(n / SIDE) * 2 * SIDE + (n % SIDE);
        pixels[at] = (byte >> 4) / 15;
        pixels[at + SIDE] = (byte & 15) / 15;
      }
      /**
       * @param {number} from
       * @param {number} to
       */
      const part = (from, to) => ({
        labels: labels.subarray(from, to),
        pixels: pixels.subarray(from * PIXELS, to * PIXELS),
      });
      const unseen = all / 11; // eleven parts, ten of them to learn from
      return { seen: part(0, all - unseen), unseen: part(all - unseen, all) };
    });
  }

  /** @type {Map<string, Promise<Network>>} */
  const networksKnown = new Map();

  /**
   * The network of the chapter, as `PackedNetwork.to_bytes` lays it out.
   * @param {string} address
   */
  function networkFrom(address) {
    return once(networksKnown, address, async () => {
      const buffer = await bytesOf("network", address);
      const sizes = [PIXELS * UNITS, UNITS * CLASSES];
      const steps = [
        new Int8Array(buffer, 0, sizes[0]),
        new Int8Array(buffer, sizes[0], sizes[1]),
      ];
      const rest = new Float32Array(buffer, sizes[0] + sizes[1]);
      const [hidden, output] = [UNITS, CLASSES].map((units, layer) => {
        const start = layer * 2 * UNITS;
        const step = rest.subarray(start, start + units);
        const biases = rest.slice(start + units, start + 2 * units);
        return [Float32Array.from(steps[layer], (n, i) => n * step[i % units]), biases];
      });
      return new Network([...hidden, ...output]);
    });
  }

  return { digitsFrom, fromText, networkFrom, texts };
})();
