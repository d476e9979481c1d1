// What is heavy is loaded late: when somebody is there, and it is near the screen.
book.waking = (() => {
  "use strict";

  // What a person does. A page may scroll by itself, to where its reader was or to a part
  // that its address names; and browsers tell of a pointer that lies still over a page.
  const SIGNS_OF_LIFE = [
    "pointermove",
    "pointerdown",
    "keydown",
    "wheel",
    "focusin", // of a screen reader there may be nothing else than this,
    "click", // and this
  ];

  /** @param {Pick<PointerEvent, "type" | "isTrusted"> & Partial<PointerEvent>} event */
  function isOfAPerson({ type, isTrusted, movementX, movementY }) {
    return isTrusted && (type !== "pointermove" || movementX !== 0 || movementY !== 0);
  }

  // A file did not come, or is not what it should be. All else is the fault of a program.
  class NotLoaded extends Error {}

  /**
   * What `make` promises under a name, made once; where that fails, it may be tried again.
   * @template T
   * @param {Map<string, Promise<T>>} made what was made before
   * @param {string} name
   * @param {() => Promise<T>} make
   */
  function once(made, name, make) {
    const before = made.get(name);
    if (before) return before;
    const promise = make();
    made.set(name, promise);
    promise.catch(() => made.delete(name)); // whoever has asked gets the fault, too
    return promise;
  }

  // A damaged file is asked for under another address: browsers would keep the old one.
  /** @type {Set<string>} */
  const damaged = new Set();

  /**
   * Load a script; `brought` gives what has come of it, and undefined if it is damaged.
   * @template T
   * @param {string} address
   * @param {() => T | undefined | Promise<T | undefined>} brought
   */
  async function loadScript(address, brought) {
    const script = document.createElement("script");
    script.src = damaged.has(address)
      ? `${address}${address.includes("?") ? "&" : "?"}again=${Date.now()}`
      : address;
    await new Promise((resolve, reject) => {
      script.onload = resolve;
      script.onerror = () => reject(new NotLoaded(`${address} could not be loaded`));
      document.head.append(script);
    });
    const found = await brought();
    if (found !== undefined) return found;
    damaged.add(address);
    throw new NotLoaded(`${address} is damaged`);
  }

  /** @type {Map<string, Promise<unknown>>} */
  const loaded = new Map();

  /**
   * Load scripts, each once, one after the other: later ones may use what earlier ones
   * define. Each is a pair of its address and of what has come of it.
   * @param {[string, () => unknown][]} scripts
   */
  async function loadScripts(scripts) {
    for (const [address, brought] of scripts)
      await once(loaded, address, () => loadScript(address, brought));
  }

  /**
   * Call `wake` once, when a reader comes near a box.
   * @param {Element} box
   * @param {() => void} wake
   */
  function whenNear(box, wake) {
    const near = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        near.disconnect();
        wake();
      },
      { rootMargin: "600px" },
    );
    /** @param {Event} event */
    const watch = (event) => {
      if (!isOfAPerson(event)) return;
      for (const sign of SIGNS_OF_LIFE) removeEventListener(sign, watch);
      near.observe(box);
    };
    for (const sign of SIGNS_OF_LIFE) addEventListener(sign, watch, { passive: true });
  }

  return { NotLoaded, isOfAPerson, loadScript, loadScripts, once, whenNear };
})();
