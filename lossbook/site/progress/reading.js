// How far a reader is, as the pages show it: beside the contents, at the objectives of a
// chapter, on the front page, and on the page about it.

// The name of a page at an address below the root of the site, and the address of one.
function pageAt(address, root) {
  const path = address.slice(root.length).replace(/\.html([?#].*)?$/, "");
  return decodeURIComponent(path);
}

function addressOf(page, part, root) {
  const path = page.split("/").map(encodeURIComponent).join("/");
  return `${root}${path}.html${part ? `#${part}` : ""}`;
}

// The bar and the ticks beside the contents.
function showInContents(course) {
  const root = new URL(document.documentElement.dataset.content_root, location.href);
  const links = document.querySelectorAll(".bd-links a.reference.internal");
  const pageOf = (link) =>
    link.getAttribute("href") === "#"
      ? course.dataset.page
      : pageAt(link.href, root.href);
  const bar = course.querySelector("progress");
  const text = course.querySelector(".course-text");
  const unkept = course.querySelector(".course-unkept");
  progress.listen(course, () => {
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

// The chapter that the page is, if it is one.
function thisChapter() {
  const name = document.querySelector(".course")?.dataset.page;
  return chapters.find((chapter) => chapter.name === name);
}

// A tick at an objective whose questions are all solved.
function showObjective(place) {
  const serving = Object.entries(thisChapter()?.questions ?? {})
    .filter(([, [, serves]]) => serves === place.dataset.objective)
    .map(([name]) => name);
  progress.listen(place, () => {
    const isMet =
      serving.length > 0 && serving.every((name) => progress.answerTo(name)?.isSolved);
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
      resting = setTimeout(guarded(null, note), 500);
    },
    { passive: true },
  );
  whenBack(note); // nobody scrolls then
}

// On the front page: where to go on.
function welcomeBack(welcome) {
  const link = welcome.querySelector("a");
  progress.listen(welcome, () => {
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
    link.href = addressOf(page.name, part, root);
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
  progress.listen(panel, () => {
    for (const row of rows) {
      const page = chapters.find(({ name }) => name === row.dataset.page);
      const [read, solved] = row.querySelectorAll("td");
      read.textContent = row.dataset.page in progress.state.read ? "✓" : "–";
      solved.textContent = page
        ? `${solvedOf(page)} / ${Object.keys(page.questions).length}`
        : "–";
    }
  });
  listen(panel, panel.querySelector(".progress-export"), "click", () => {
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
  listen(panel, file, "change", async () => {
    const [chosen] = file.files;
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
    const { read, answers } = Progress.cleaned(data);
    say("imported", {
      read: Object.keys(read).length,
      solved: Object.values(answers).filter(({ isSolved }) => isSolved).length,
    });
  });
  listen(panel, panel.querySelector(".progress-forget"), "click", (event) => {
    if (!confirm(event.target.dataset.sure)) return;
    progress.forget();
    say("forgotten");
  });
}

setUpEach(".course", showInContents);
setUpEach(".objective", showObjective);
whenRead(guarded(null, followReading));
setUpEach(".welcome", welcomeBack);
setUpEach(".course-all", showAll);
