// How far a reader is, as the pages show it: beside the contents, at the objectives of a
// chapter, on the front page, and on the page about it.
book.shown = (() => {
  "use strict";
  const { course } = book;
  const { all, guarded, listen, needed, setUpEach, whenRead } = book.faults;
  const { progress } = book.progress;
  const { whenBack } = book.returning;
  const { addressOf, cleaned, countsOf, pageAt, wayOn } = book.state;

  const chapters = course.pages.filter(({ isChapter }) => isChapter);
  const root = document.documentElement.dataset.content_root ?? "";

  /**
   * The words stand in the page; here they get their numbers.
   * @param {HTMLElement} element
   * @param {Record<string, number>} numbers
   */
  function filled(element, numbers) {
    const text = element.dataset.text ?? "";
    return text.replace(/\{(\w+)\}/g, (slot, name) => String(numbers[name]));
  }

  /**
   * What says a sentence of a panel, with its numbers.
   * @param {HTMLElement} panel
   */
  function speaker(panel) {
    const said = needed(panel, "[role=status]");
    /**
     * @param {string} name
     * @param {Record<string, number>} [numbers]
     */
    return (name, numbers = {}) => {
      said.textContent = filled(needed(panel, `template[data-say=${name}]`), numbers);
    };
  }

  /**
   * The bar and the ticks beside the contents.
   * @param {HTMLElement} box
   */
  function showInContents(box) {
    const { href } = new URL(root, location.href);
    /** @type {HTMLAnchorElement[]} */
    const links = all(document, ".bd-links a.reference.internal");
    /** @param {HTMLAnchorElement} link */
    const pageOf = (link) =>
      link.getAttribute("href") === "#"
        ? (box.dataset.page ?? "")
        : pageAt(link.href, href);
    /** @type {HTMLProgressElement} */
    const bar = needed(box, "progress");
    /** @type {HTMLElement} */
    const text = needed(box, ".course-text");
    /** @type {HTMLElement} */
    const unkept = needed(box, ".course-unkept");
    /** @type {HTMLTemplateElement} */
    const tick = needed(box, "template");
    progress.listen(box, () => {
      const counts = countsOf(progress.state, course, chapters);
      bar.max = counts.chapters + counts.questions;
      bar.value = counts.read + counts.solved;
      text.textContent = filled(text, counts);
      unkept.hidden = progress.isKept;
      for (const link of links) {
        link.querySelector(".course-tick")?.remove();
        if (pageOf(link) in progress.state.read)
          link.append(tick.content.cloneNode(true));
      }
    });
  }

  // The chapter that the page is, if it is one.
  function thisChapter() {
    /** @type {HTMLElement | null} */
    const box = document.querySelector(".course");
    return chapters.find(({ name }) => name === box?.dataset.page);
  }

  /**
   * A tick at an objective whose questions are all solved.
   * @param {HTMLElement} place
   */
  function showObjective(place) {
    const { objective, met = "" } = place.dataset;
    const serving = Object.entries(thisChapter()?.questions ?? {})
      .filter(([, [, serves]]) => serves === objective)
      .map(([name]) => name);
    progress.listen(place, () => {
      const isMet =
        serving.length > 0 &&
        serving.every((name) => progress.answerTo(name)?.isSolved);
      place.classList.toggle("objective-met", isMet);
      if (isMet) {
        place.setAttribute("role", "img");
        place.setAttribute("aria-label", met);
      } else {
        place.removeAttribute("role");
        place.removeAttribute("aria-label");
      }
    });
  }

  // A chapter is read when its end has been seen; where the reader is, is noted on the way.
  function followReading() {
    const page = thisChapter();
    if (!page) return;
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

    const parts = all(document, "article section[id]");
    /** @type {number | undefined} */
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
        resting = setTimeout(guarded(null, note), 500);
      },
      { passive: true },
    );
    whenBack(note); // nobody scrolls then
  }

  /**
   * On the front page: where to go on.
   * @param {HTMLElement} welcome
   */
  function welcomeBack(welcome) {
    /** @type {HTMLAnchorElement} */
    const link = needed(welcome, "a");
    progress.listen(welcome, () => {
      const way = wayOn(progress.state, chapters);
      welcome.hidden = !way;
      if (!way) return;
      link.href = addressOf(way.page.name, way.part, root);
      link.textContent = way.page.title;
    });
  }

  /**
   * The page about it: a table, and the buttons to take it along and to forget it.
   * @param {HTMLElement} panel
   */
  function showAll(panel) {
    const say = speaker(panel);
    /** @type {HTMLElement[]} */
    const rows = all(panel, "tbody tr");
    progress.listen(panel, () => {
      for (const row of rows) {
        const pages = chapters.filter(({ name }) => name === row.dataset.page);
        const counts = countsOf(progress.state, course, pages);
        const [read, solved] = row.querySelectorAll("td");
        read.textContent = counts.read ? "✓" : "–";
        solved.textContent = pages.length
          ? `${counts.solved} / ${counts.questions}`
          : "–";
      }
    });
    listen(panel, needed(panel, ".progress-export"), "click", () => {
      const text = JSON.stringify(progress.state);
      const address = URL.createObjectURL(
        new Blob([text], { type: "application/json" }),
      );
      const link = document.createElement("a");
      link.href = address;
      link.download = `${course.book}.json`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(address), 1000);
      say("exported");
    });
    /** @type {HTMLInputElement} */
    const file = needed(panel, "input[type=file]");
    listen(panel, file, "change", async () => {
      const chosen = file.files?.[0];
      if (!chosen) return;
      let data = null;
      try {
        data = JSON.parse(await chosen.text());
      } catch {
        // It is no file of this book, or cannot be read: the reader is told below.
      }
      file.value = "";
      if (data?.format !== 1) return say("foreign");
      progress.take(data);
      const { read, answers } = cleaned(data);
      say("imported", {
        read: Object.keys(read).length,
        solved: Object.values(answers).filter(({ isSolved }) => isSolved).length,
      });
    });
    /** @type {HTMLButtonElement} */
    const button = needed(panel, ".progress-forget");
    listen(panel, button, "click", () => {
      if (!confirm(button.dataset.sure)) return;
      progress.forget();
      say("forgotten");
    });
  }

  setUpEach(".course", showInContents);
  setUpEach(".objective", showObjective);
  whenRead(guarded(null, followReading));
  setUpEach(".welcome", welcomeBack);
  setUpEach(".course-all", showAll);

  return { speaker };
})();
