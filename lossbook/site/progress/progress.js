// Keeps what a reader has read and solved, in this browser alone, under the name of the
// book.
book.progress = (() => {
  "use strict";
  const { course } = book;
  const { guarded } = book.faults;
  const { rememberBy } = book.questions;
  const { whenStoredElsewhere } = book.returning;
  const { answerTo, cleaned, merge, note } = book.state;

  class Progress {
    /** @type {string} */
    key;
    /** @type {(() => void)[]} */
    listeners = [];
    state = cleaned(null);
    isKept = true;

    /** @param {string} key */
    constructor(key) {
      this.key = key;
      this.load(); // also where nothing more can be written
      this.isKept = !localStorage.forgets; // see before-paint.js
      whenStoredElsewhere(key, () => {
        this.load();
        this.tell();
      });
    }

    load() {
      if (!this.isKept) return;
      let stored = null;
      try {
        stored = JSON.parse(localStorage.getItem(this.key) ?? "null");
      } catch {
        // It is damaged or foreign, which is no fault of the page: begin with nothing.
      }
      this.state = cleaned(stored);
    }

    /**
     * Another tab may have written in the meantime, so begin with what is stored.
     * @param {(state: State) => void} edit
     */
    change(edit) {
      this.load();
      edit(this.state);
      const text = JSON.stringify(this.state);
      this.state = cleaned(JSON.parse(text)); // as it is found the next time
      try {
        if (this.isKept) localStorage.setItem(this.key, text);
      } catch {
        this.isKept = false; // it is full: go on without, and say so below the contents
      }
      this.tell();
    }

    forget() {
      try {
        localStorage.removeItem(this.key);
      } catch {
        // The browser forbids it by now: there is nothing, then.
      }
      this.state = cleaned(null);
      this.tell();
    }

    /**
     * Take over what another browser has exported.
     * @param {unknown} data
     */
    take(data) {
      const other = cleaned(data);
      this.change((state) => merge(state, other, course));
    }

    /**
     * Have a part of the page show how things are, now and after each change.
     * @param {HTMLElement} box
     * @param {() => void} show
     */
    listen(box, show) {
      const listener = guarded(box, show);
      this.listeners.push(listener);
      listener();
    }

    tell() {
      for (const listener of this.listeners) listener();
    }

    /** @param {string} name */
    answerTo(name) {
      return answerTo(this.state, course, name);
    }

    /**
     * @param {string} name
     * @param {string} version
     * @param {boolean} isRight
     * @param {boolean} isReview
     */
    answered(name, version, isRight, isReview) {
      this.change((state) => note(state, course, name, { version, isRight, isReview }));
    }
  }

  const progress = new Progress(course.book);
  rememberBy(progress);

  return { Progress, progress };
})();
