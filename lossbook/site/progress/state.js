// What a reader has read and solved, and what follows from it. What is stored may be
// damaged or foreign: it is taken over entry by entry, if it is well formed, and no text of
// it is shown. It knows of no page.
book.state = (() => {
  "use strict";
  const { GAP } = book.due;

  /** @param {unknown} name */
  const isName = (name) =>
    typeof name === "string" && /^[a-z][a-z0-9_/-]{0,80}$/.test(name);

  // A page may have any name that a file can have on every system.
  /** @param {unknown} name */
  const isPage = (name) =>
    typeof name === "string" && /^[^\p{Cc}<>:"\\|?*]{1,1000}$/u.test(name);

  /** @param {unknown} time */
  const isTime = (time) => typeof time === "number" && time > 0 && time < Infinity;

  /** @param {unknown} list @returns {string[]} */
  const names = (list) => (Array.isArray(list) ? list.filter(isName) : []);

  /** @param {number} time */
  const past = (time) => Math.min(time, Date.now());

  /**
   * What is made of the well formed entries of an object; of others nothing is. By names
   * alone: no object has a page or a question by birth, as "constructor".
   * @template T
   * @param {object | null | undefined} object
   * @param {(it: any) => T | null} make
   */
  const entries = (object, make, isKnown = isName) => {
    /** @type {Record<string, T>} */
    const kept = Object.create(null);
    for (const [name, it] of Object.entries(object ?? {})) {
      const made = isKnown(name) ? make(it) : null;
      if (made !== null) kept[name] = made;
    }
    return kept;
  };

  /** @param {any} it @returns {Answer | null} */
  const answerOf = (it) =>
    isTime(it?.when) && /^[0-9a-f]{8}$/.test(it.version)
      ? {
          version: it.version,
          isSolved: it.isSolved === true,
          isRight: it.isRight === true,
          again: Number.isInteger(it.again) && it.again > 0 ? it.again : 0,
          when: past(it.when),
        }
      : null;

  /** @param {any} it @returns {Taken | null} */
  const takenOf = (it) =>
    isTime(it?.when) ? { when: past(it.when), right: names(it.right) } : null;

  /**
   * Only what is well formed, of whatever was stored.
   * @param {any} data
   * @returns {State}
   */
  function cleaned(data) {
    const { read, answers, place, inventory } = data?.format === 1 ? data : {};
    return {
      format: 1,
      read: entries(read, (it) => (isTime(it) ? it : null), isPage),
      answers: entries(answers, answerOf),
      place: isPage(place?.page)
        ? { page: place.page, part: names([place.part])[0] ?? "" }
        : null,
      inventory: {
        open: entries(inventory?.open, (it) => (Array.isArray(it) ? names(it) : null)),
        first: takenOf(inventory?.first),
        last: takenOf(inventory?.last),
      },
    };
  }

  /**
   * The last answer to a question, unless another answer is right by now.
   * @param {State} state
   * @param {Course} course
   * @param {string} name
   */
  function answerTo({ answers }, course, name) {
    const answer = answers[name];
    const page = course.pages.find(({ questions }) => Object.hasOwn(questions, name));
    return page && answer?.version === page.questions[name][0] ? answer : undefined;
  }

  /**
   * What another browser has kept comes on top of what is here.
   * @param {State} state
   * @param {State} other
   * @param {Course} course
   */
  function merge(state, other, course) {
    Object.assign(state.read, other.read);
    for (const [name, answer] of Object.entries(other.answers)) {
      const own = state.answers[name];
      if (own?.version !== answer.version) {
        if (!answerTo(state, course, name)) state.answers[name] = answer; // own is outdated
        continue;
      }
      const isNewer = answer.when > own.when;
      const isSolved = own.isSolved || answer.isSolved;
      state.answers[name] = { ...(isNewer ? answer : own), isSolved };
    }
    state.place ??= other.place;
    const both = [state.inventory, other.inventory];
    const all = both.flatMap(({ first, last }) => [first, last]);
    const taken = all.filter((it) => it !== null);
    const times = [...new Map(taken.map((it) => [it.when, it])).values()];
    times.sort((a, b) => a.when - b.when);
    state.inventory = {
      open: { ...other.inventory.open, ...state.inventory.open },
      first: times[0] ?? null,
      last: times.length > 1 ? times[times.length - 1] : null,
    };
  }

  /**
   * Note an answer to a question.
   * @param {State} state
   * @param {Course} course
   * @param {string} name
   * @param {{ version: string, isRight: boolean, isReview: boolean }} given
   */
  function note(state, course, name, { version, isRight, isReview }) {
    const before = answerTo(state, course, name);
    // A review counts after a gap; whoever errs begins anew.
    const isSpaced = isReview && Date.now() - (before?.when ?? 0) >= GAP;
    state.answers[name] = {
      version,
      isRight,
      isSolved: isRight || Boolean(before?.isSolved),
      again: isRight ? (before?.again ?? 0) + Number(isSpaced) : 0,
      when: Date.now(),
    };
  }

  /**
   * How much of some pages is read and solved.
   * @param {State} state
   * @param {Course} course
   * @param {CoursePage[]} pages
   */
  function countsOf(state, course, pages) {
    const questions = pages.flatMap((page) => Object.keys(page.questions));
    return {
      chapters: pages.length,
      read: pages.filter(({ name }) => name in state.read).length,
      questions: questions.length,
      solved: questions.filter((name) => answerTo(state, course, name)?.isSolved)
        .length,
    };
  }

  /**
   * Where a reader goes on: where it was, or in the next chapter that is not read.
   * @param {State} state
   * @param {CoursePage[]} chapters
   */
  function wayOn({ place, read }, chapters) {
    const here = chapters.findIndex(({ name }) => name === place?.page);
    if (here < 0) return null;
    if (!(chapters[here].name in read))
      return { page: chapters[here], part: place?.part ?? "" };
    const next = chapters.slice(here + 1).find(({ name }) => !(name in read));
    return next ? { page: next, part: "" } : null;
  }

  /**
   * The name of a page at an address below the root of the site.
   * @param {string} address
   * @param {string} root
   */
  function pageAt(address, root) {
    const path = address.slice(root.length).replace(/\.html([?#].*)?$/, "");
    return decodeURIComponent(path);
  }

  /**
   * And the address of one.
   * @param {string} page
   * @param {string} part
   * @param {string} root
   */
  function addressOf(page, part, root) {
    const path = page.split("/").map(encodeURIComponent).join("/");
    return `${root}${path}.html${part ? `#${part}` : ""}`;
  }

  return {
    addressOf,
    answerTo,
    cleaned,
    countsOf,
    merge,
    note,
    pageAt,
    wayOn,
  };
})();
