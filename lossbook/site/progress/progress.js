// What a reader has read and solved. It is kept in this browser alone, under the name of
// the book. What is stored may be damaged or foreign: it is taken over entry by entry, if
// it is well formed, and no text of it is shown.

const GAP = 5 * 24 * 60 * 60 * 1000; // from one review of a question to the next

class Progress {
  constructor(key) {
    this.key = key;
    this.listeners = [];
    this.state = Progress.cleaned(null);
    this.isKept = true;
    this.load(); // also where nothing more can be written
    this.isKept = !localStorage.forgets; // see before-paint.js
    whenStoredElsewhere(key, () => {
      this.load();
      this.tell();
    });
  }

  // Only what is well formed, of whatever was stored.
  static cleaned(data) {
    const isName = (name) =>
      typeof name === "string" && /^[a-z][a-z0-9_/-]{0,80}$/.test(name);
    // A page may have any name that a file can have on every system.
    const isPage = (name) =>
      typeof name === "string" && /^[^\p{Cc}<>:"\\|?*]{1,1000}$/u.test(name);
    const isTime = (time) => Number.isFinite(time) && time > 0;
    const names = (list) => (Array.isArray(list) ? list.filter(isName) : []);
    const past = (time) => Math.min(time, Date.now());
    // By names alone: no object has a page or a question by birth, as "constructor".
    const byName = (list) =>
      Object.assign(Object.create(null), Object.fromEntries(list));
    const entries = (object, holds, isKnown = isName) =>
      byName(
        Object.entries(object ?? {}).filter(([name, it]) => isKnown(name) && holds(it)),
      );
    const taken = (it) =>
      isTime(it?.when) ? { when: past(it.when), right: names(it.right) } : null;
    const known = data?.format === 1 ? data : {};
    const answers = entries(
      known.answers,
      (it) => isTime(it?.when) && /^[0-9a-f]{8}$/.test(it.version),
    );
    return {
      format: 1,
      read: entries(known.read, isTime, isPage),
      answers: byName(
        Object.entries(answers).map(([name, it]) => [
          name,
          {
            version: it.version,
            isSolved: it.isSolved === true,
            isRight: it.isRight === true,
            again: Number.isInteger(it.again) && it.again > 0 ? it.again : 0,
            when: past(it.when),
          },
        ]),
      ),
      place: isPage(known.place?.page)
        ? { page: known.place.page, part: names([known.place.part])[0] ?? "" }
        : null,
      inventory: {
        open: byName(
          Object.entries(entries(known.inventory?.open, Array.isArray)).map(
            ([name, chosen]) => [name, names(chosen)],
          ),
        ),
        first: taken(known.inventory?.first),
        last: taken(known.inventory?.last),
      },
    };
  }

  load() {
    if (!this.isKept) return;
    let stored = null;
    try {
      stored = JSON.parse(localStorage.getItem(this.key));
    } catch {
      // It is damaged or foreign, which is no fault of the page: begin with nothing.
    }
    this.state = Progress.cleaned(stored);
  }

  // Another tab may have written in the meantime, so begin with what is stored.
  change(edit) {
    this.load();
    edit(this.state);
    const text = JSON.stringify(this.state);
    this.state = Progress.cleaned(JSON.parse(text)); // as it is found the next time
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
    this.state = Progress.cleaned(null);
    this.tell();
  }

  // What another browser has exported comes on top of what is here.
  take(data) {
    const other = Progress.cleaned(data);
    this.change((state) => {
      Object.assign(state.read, other.read);
      for (const [name, answer] of Object.entries(other.answers)) {
        const own = state.answers[name];
        if (own?.version !== answer.version) {
          if (!this.answerTo(name)) state.answers[name] = answer; // own is outdated
          continue;
        }
        const isNewer = answer.when > own.when;
        const isSolved = own.isSolved || answer.isSolved;
        state.answers[name] = { ...(isNewer ? answer : own), isSolved };
      }
      state.place ??= other.place;
      const both = [state.inventory, other.inventory];
      const taken = both.flatMap(({ first, last }) => [first, last]).filter(Boolean);
      const times = [...new Map(taken.map((it) => [it.when, it])).values()];
      times.sort((a, b) => a.when - b.when);
      state.inventory = {
        open: { ...other.inventory.open, ...state.inventory.open },
        first: times[0] ?? null,
        last: times.length > 1 ? times.at(-1) : null,
      };
    });
  }

  // Have a part of the page show how things are, now and after each change.
  listen(box, show) {
    const listener = guarded(box, show);
    this.listeners.push(listener);
    listener();
  }

  tell() {
    for (const listener of this.listeners) listener();
  }

  // The last answer to a question, unless another answer is right by now.
  answerTo(name) {
    const answer = this.state.answers[name];
    const page = COURSE.pages.find(({ questions }) => Object.hasOwn(questions, name));
    return page && answer?.version === page.questions[name][0] ? answer : undefined;
  }

  answered(name, version, isRight, isReview) {
    this.change(({ answers }) => {
      const before = this.answerTo(name);
      // A review counts after a gap; whoever errs begins anew.
      const isSpaced = isReview && Date.now() - (before?.when ?? 0) >= GAP;
      answers[name] = {
        version,
        isRight,
        isSolved: isRight || Boolean(before?.isSolved),
        again: isRight ? (before?.again ?? 0) + Number(isSpaced) : 0,
        when: Date.now(),
      };
    });
  }
}

const progress = new Progress(COURSE.book);
const chapters = COURSE.pages.filter(({ isChapter }) => isChapter);

function solvedOf(page) {
  const names = Object.keys(page.questions);
  return names.filter((name) => progress.answerTo(name)?.isSolved).length;
}

// The words stand in the page; here they get their numbers.
function filled(element, numbers) {
  return element.dataset.text.replace(/\{(\w+)\}/g, (all, name) => numbers[name]);
}
