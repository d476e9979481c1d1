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
    this.isKept = this.canWrite();
    addEventListener("storage", ({ key }) => {
      if (key !== this.key && key !== null) return;
      this.load();
      this.tell();
    });
  }

  // Only what is well formed, of whatever was stored.
  static cleaned(data) {
    const isName = (name) =>
      typeof name === "string" && /^[a-z][a-z0-9_/-]{0,80}$/.test(name);
    const isTime = (time) => Number.isFinite(time) && time > 0;
    const names = (list) => (Array.isArray(list) ? list.filter(isName) : []);
    const entries = (object, holds) =>
      Object.fromEntries(
        Object.entries(object ?? {}).filter(([name, it]) => isName(name) && holds(it)),
      );
    const taken = (it) =>
      isTime(it?.when) ? { when: it.when, right: names(it.right) } : null;
    const known = data?.format === 1 ? data : {};
    const answers = entries(
      known.answers,
      (it) => isTime(it?.when) && /^[0-9a-f]{8}$/.test(it.version),
    );
    return {
      format: 1,
      read: entries(known.read, isTime),
      answers: Object.fromEntries(
        Object.entries(answers).map(([name, it]) => [
          name,
          {
            version: it.version,
            isSolved: it.isSolved === true,
            isRight: it.isRight === true,
            again: Number.isInteger(it.again) && it.again > 0 ? it.again : 0,
            when: Math.min(it.when, Date.now()),
          },
        ]),
      ),
      place: isName(known.place?.page)
        ? { page: known.place.page, part: names([known.place.part])[0] ?? "" }
        : null,
      inventory: {
        open: entries(known.inventory?.open, Array.isArray),
        first: taken(known.inventory?.first),
        last: taken(known.inventory?.last),
      },
    };
  }

  canWrite() {
    try {
      localStorage.setItem(`${this.key}.probe`, "1");
      const isThere = localStorage.getItem(`${this.key}.probe`) === "1";
      localStorage.removeItem(`${this.key}.probe`);
      return isThere;
    } catch {
      return false;
    }
  }

  load() {
    if (!this.isKept) return;
    try {
      this.state = Progress.cleaned(JSON.parse(localStorage.getItem(this.key)));
    } catch {
      this.state = Progress.cleaned(null);
    }
  }

  // Another tab may have written in the meantime, so begin with what is stored.
  change(edit) {
    this.load();
    edit(this.state);
    try {
      if (this.isKept) localStorage.setItem(this.key, JSON.stringify(this.state));
    } catch {
      this.isKept = false; // it is full: go on without
    }
    this.tell();
  }

  forget() {
    try {
      localStorage.removeItem(this.key);
    } catch {
      // There is nothing, then.
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

  listen(listener) {
    this.listeners.push(listener);
    listener();
  }

  tell() {
    for (const listener of this.listeners) listener();
  }

  // The last answer to a question, unless another answer is right by now.
  answerTo(name) {
    const answer = this.state.answers[name];
    const page = COURSE.pages.find(({ questions }) => name in questions);
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

// The bar and the ticks beside the contents.
function showInContents(course) {
  const root = new URL(document.documentElement.dataset.content_root, location.href);
  const links = document.querySelectorAll(".bd-links a.reference.internal");
  const pageOf = (link) =>
    link.getAttribute("href") === "#"
      ? course.dataset.page
      : link.href.slice(root.href.length).replace(/\.html.*$/, "");
  const bar = course.querySelector("progress");
  const text = course.querySelector(".course-text");
  const unkept = course.querySelector(".course-unkept");
  progress.listen(() => {
    const sum = (count) => chapters.reduce((total, page) => total + count(page), 0);
    const numbers = {
      chapters: chapters.length,
      read: sum(({ name }) => Number(name in progress.state.read)),
      questions: sum(({ questions }) => Object.keys(questions).length),
      solved: sum(solvedOf),
    };
    bar.max = numbers.chapters + numbers.questions;
    bar.value = numbers.read + numbers.solved;
    text.textContent = filled(text, numbers);
    unkept.hidden = progress.isKept;
    for (const link of links) {
      const isRead = pageOf(link) in progress.state.read;
      link.querySelector(".course-tick")?.remove();
      if (!isRead) continue;
      const tick = course.querySelector("template").content.cloneNode(true);
      link.append(tick);
    }
  });
}

// A tick at each objective whose questions are all solved.
function showObjectives(page) {
  for (const place of document.querySelectorAll(".objective")) {
    const serving = Object.entries(page.questions)
      .filter(([, [, serves]]) => serves === place.dataset.objective)
      .map(([name]) => name);
    progress.listen(() => {
      const isMet =
        serving.length > 0 &&
        serving.every((name) => progress.answerTo(name)?.isSolved);
      place.classList.toggle("objective-met", isMet);
      if (isMet) {
        place.setAttribute("role", "img");
        place.setAttribute("aria-label", place.dataset.met);
      } else {
        place.removeAttribute("role");
        place.removeAttribute("aria-label");
      }
    });
  }
}

// A chapter is read when its end has been seen; where the reader is, is noted on the way.
function followReading(page) {
  const end = document.querySelector(".prev-next-footer");
  if (end)
    new IntersectionObserver((entries, observer) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      if (page.name in progress.state.read) return;
      progress.change(({ read }) => {
        read[page.name] = Date.now();
      });
    }).observe(end);

  const parts = [...document.querySelectorAll("article section[id]")];
  let resting;
  const note = () => {
    const above = parts.filter(
      (part) => part.getBoundingClientRect().top < innerHeight / 2,
    );
    const part = above.at(-1)?.id ?? "";
    progress.change((state) => {
      state.place = { page: page.name, part };
    });
  };
  addEventListener(
    "scroll",
    () => {
      clearTimeout(resting);
      resting = setTimeout(note, 500);
    },
    { passive: true },
  );
}

// On the front page: where to go on.
function welcomeBack(welcome) {
  const link = welcome.querySelector("a");
  progress.listen(() => {
    const { place, read } = progress.state;
    let page = chapters.find(({ name }) => name === place?.page);
    let part = place?.part;
    if (page && page.name in read) {
      const later = chapters.slice(chapters.indexOf(page) + 1);
      page = later.find(({ name }) => !(name in read));
      part = "";
    }
    welcome.hidden = !page;
    if (!page) return;
    const root = document.documentElement.dataset.content_root;
    link.href = `${root}${page.name}.html${part ? `#${part}` : ""}`;
    link.textContent = page.title;
  });
}

// The page about it: a table, and the buttons to take it along and to forget it.
function showAll(panel) {
  const said = panel.querySelector("[role=status]");
  const rows = [...panel.querySelectorAll("tbody tr")];
  const say = (name, numbers = {}) => {
    said.textContent = filled(
      panel.querySelector(`template[data-say=${name}]`),
      numbers,
    );
  };
  progress.listen(() => {
    for (const row of rows) {
      const page = chapters.find(({ name }) => name === row.dataset.page);
      const [read, solved] = row.querySelectorAll("td");
      read.textContent = row.dataset.page in progress.state.read ? "✓" : "–";
      solved.textContent = page
        ? `${solvedOf(page)} / ${Object.keys(page.questions).length}`
        : "–";
    }
  });
  panel.querySelector(".progress-export").addEventListener("click", () => {
    const text = JSON.stringify(progress.state);
    const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = `${COURSE.book}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
    say("exported");
  });
  const file = panel.querySelector("input[type=file]");
  file.addEventListener("change", async () => {
    const [chosen] = file.files;
    if (!chosen) return;
    let data;
    try {
      data = JSON.parse(await chosen.text());
    } catch {
      data = null;
    }
    file.value = "";
    if (data?.format !== 1) return say("foreign");
    progress.take(data);
    const { read, answers } = Progress.cleaned(data);
    say("imported", {
      read: Object.keys(read).length,
      solved: Object.values(answers).filter(({ isSolved }) => isSolved).length,
    });
  });
  panel.querySelector(".progress-forget").addEventListener("click", (event) => {
    if (!confirm(event.target.dataset.sure)) return;
    progress.forget();
    say("forgotten");
  });
}

document.addEventListener("DOMContentLoaded", () => {
  const course = document.querySelector(".course");
  if (course) showInContents(course);
  const page = chapters.find(({ name }) => name === course?.dataset.page);
  if (page) {
    showObjectives(page);
    followReading(page);
  }
  const welcome = document.querySelector(".welcome");
  if (welcome) welcomeBack(welcome);
  const panel = document.querySelector(".course-all");
  if (panel) showAll(panel);
});
