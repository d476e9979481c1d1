// A part of a page that fails stops no other: it says so, and the console tells why. What
// could not be loaded can be asked for again.
book.faults = (() => {
  "use strict";
  const { worded } = book.words;
  const { NotLoaded, loadScripts } = book.waking;

  const NOT_LOADED = worded("This part of the page could not be loaded.");
  const FAULTY = worded(
    "This part of the page does not work, since there is a fault in its program. The console of the browser says which.",
  );

  /**
   * The element of a part that its program cannot do without.
   * @template {Element} T
   * @param {ParentNode} part
   * @param {string} selector
   * @returns {T}
   */
  function needed(part, selector) {
    /** @type {T | null} */
    const found = part.querySelector(selector);
    if (found) return found;
    const place = part instanceof Element && part.id ? `#${part.id}` : "the page";
    throw new Error(`${place} has no ${selector}`);
  }

  /**
   * All elements of a part that a selector finds.
   * @template {Element} T
   * @param {ParentNode} part
   * @param {string} selector
   * @returns {T[]}
   */
  function all(part, selector) {
    /** @type {NodeListOf<T>} */
    const found = part.querySelectorAll(selector);
    return [...found];
  }

  // When all of the page is there, of which scripts may come later yet.
  let isRead = false;
  document.addEventListener("DOMContentLoaded", () => {
    isRead = true;
  });

  /** @param {() => void} work */
  function whenRead(work) {
    if (isRead) work();
    else document.addEventListener("DOMContentLoaded", work);
  }

  /** @type {WeakSet<Element>} */
  const isSetUp = new WeakSet();

  /**
   * Set up each part of the page that a selector finds, by itself.
   * @template {HTMLElement} T
   * @param {string} selector
   * @param {(box: T) => void} setUp
   */
  function setUpEach(selector, setUp) {
    whenRead(() => {
      /** @type {T[]} */
      const boxes = all(document, selector);
      for (const box of boxes) {
        isSetUp.add(box);
        guarded(box, setUp)(box);
      }
    });
  }

  /**
   * Work that tells what goes wrong in it, also later. A box of null can say nothing.
   * @template {unknown[]} Given
   * @param {HTMLElement | null} box
   * @param {(...given: Given) => unknown} work
   */
  function guarded(box, work) {
    /** @param {unknown} fault */
    const failed = (fault) => tellFault(box, fault);
    /** @param {Given} given */
    return (...given) => {
      try {
        const done = work(...given);
        return done instanceof Promise ? done.catch(failed) : done;
      } catch (fault) {
        return failed(fault);
      }
    };
  }

  /**
   * Handle events of a part; what goes wrong then, its box says.
   * @template {string} Kind
   * @param {HTMLElement} box
   * @param {EventTarget} part
   * @param {Kind} kinds one, or several with spaces between
   * @param {(event: EventOf<Kind>) => unknown} handle
   */
  function listen(box, part, kinds, handle) {
    /** @type {(event: any) => unknown} */
    const guardedHandle = guarded(box, handle);
    for (const kind of kinds.split(" ")) part.addEventListener(kind, guardedHandle);
  }

  /** @typedef {() => unknown} Work */

  /** @type {WeakMap<Work, Promise<boolean>>} */
  const outcomes = new WeakMap();

  /**
   * Do work that needs files, once. False if it failed: then the box says so, and if a
   * file was missing, it offers to do the work again, and then what was to follow.
   * @param {HTMLElement} box
   * @param {Work} work
   * @param {Work} [follow]
   */
  function attempt(box, work, follow = () => {}) {
    const before = outcomes.get(work);
    if (before) return before;
    const outcome = tried(box, work, follow);
    outcomes.set(work, outcome);
    outcome.then((isDone) => isDone || outcomes.delete(work));
    return outcome;
  }

  /**
   * @param {HTMLElement} box
   * @param {Work} work
   * @param {Work} follow
   */
  async function tried(box, work, follow) {
    try {
      await work();
    } catch (fault) {
      tellFault(box, fault, async () => (await attempt(box, work, follow)) && follow());
      if (fault instanceof NotLoaded) waiting.set(box, () => attempt(box, work));
      return false;
    }
    forgetFault(box);
    return true;
  }

  // What boxes try again when another one has got what it needs.
  /** @type {Map<HTMLElement, Work>} */
  const waiting = new Map();

  /**
   * @param {HTMLElement | null} box
   * @param {unknown} fault
   * @param {Work} [again]
   */
  function tellFault(box, fault, again) {
    const isMissing = fault instanceof NotLoaded;
    if (isMissing) console.warn(fault);
    else console.error(fault);
    if (!box) return;
    const notice = noticeOf(box) ?? newNotice(box);
    /** @type {HTMLElement} */
    const said = needed(notice, "p");
    /** @type {HTMLButtonElement} */
    const button = needed(notice, "button");
    // What is there already is not read out; and it may be the same sentence once more.
    said.textContent = "";
    setTimeout(() => {
      said.textContent = isMissing ? NOT_LOADED : FAULTY;
    }, 50);
    button.hidden = !isMissing || !again;
    button.onclick = guarded(box, () => {
      said.textContent = worded("Trying again …");
      return again?.();
    });
  }

  /** @param {HTMLElement} box */
  function noticeOf(box) {
    return box.querySelector(":scope > .fault");
  }

  /**
   * Below the title, if there is one: there the reader is who reaches for a control.
   * @param {HTMLElement} box
   */
  function newNotice(box) {
    const notice = document.createElement("div");
    notice.className = "fault";
    const said = document.createElement("p");
    said.setAttribute("role", "status");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "book-button";
    button.textContent = worded("Try again");
    notice.append(said, button);
    const title = box.querySelector(":scope > [class$='-title']");
    if (title) title.after(notice);
    else box.append(notice);
    return notice;
  }

  /** @param {HTMLElement} box */
  function forgetFault(box) {
    const notice = noticeOf(box);
    if (!notice) return;
    if (notice.contains(document.activeElement)) {
      box.tabIndex = -1; // who has pressed the button is still here when it goes
      box.focus({ preventScroll: true });
    }
    notice.remove();
    if (!waiting.delete(box)) return;
    for (const again of [...waiting.values()]) again();
  }

  // A part whose own script did not come, or came damaged, was not set up.
  whenRead(() =>
    setTimeout(() => {
      /** @type {HTMLElement[]} */
      const boxes = all(document, "[data-set-up-by]");
      for (const box of boxes) {
        const { setUpBy } = box.dataset;
        if (isSetUp.has(box) || !setUpBy) continue;
        const load = () =>
          loadScripts([[setUpBy, () => isSetUp.has(box) || undefined]]);
        const again = () => attempt(box, load);
        waiting.set(box, again);
        tellFault(box, new NotLoaded(`${setUpBy} is missing or damaged`), again);
      }
    }),
  );

  return {
    all,
    attempt,
    guarded,
    listen,
    needed,
    noticeOf,
    setUpEach,
    tellFault,
    whenRead,
  };
})();
