// A part of a page that fails stops no other: it says so, and the console tells why. What
// could not be loaded can be asked for again.

const NOT_LOADED = worded("This part of the page could not be loaded.");
const FAULTY = worded(
  "This part of the page does not work, since there is a fault in its program. The console of the browser says which.",
);

// The element of a part that its program cannot do without.
function needed(part, selector) {
  const found = part.querySelector(selector);
  if (found) return found;
  throw new Error(`${part.id ? `#${part.id}` : "the page"} has no ${selector}`);
}

// When all of the page is there, of which scripts may come later yet.
let isRead = false;
document.addEventListener("DOMContentLoaded", () => {
  isRead = true;
});
function whenRead(work) {
  if (isRead) work();
  else document.addEventListener("DOMContentLoaded", work);
}

// Set up each part of the page that a selector finds, by itself.
const isSetUp = new WeakSet();
function setUpEach(selector, setUp) {
  whenRead(() => {
    for (const box of document.querySelectorAll(selector)) {
      isSetUp.add(box);
      guarded(box, setUp)(box);
    }
  });
}

// Work that tells what goes wrong in it, also later. A box of null can say nothing.
function guarded(box, work) {
  const failed = (fault) => tellFault(box, fault);
  return (...given) => {
    try {
      const done = work(...given);
      return done instanceof Promise ? done.catch(failed) : done;
    } catch (fault) {
      return failed(fault);
    }
  };
}

// Handle events of a part; what goes wrong then, its box says.
function listen(box, part, kinds, handle) {
  for (const kind of kinds.split(" "))
    part.addEventListener(kind, guarded(box, handle));
}

// Do work that needs files, once. False if it failed: then the box says so, and if a file
// was missing, it offers to do the work again, and then what was to follow.
const outcomes = new WeakMap();
function attempt(box, work, follow = () => {}) {
  if (!outcomes.has(work)) {
    const outcome = tried(box, work, follow);
    outcomes.set(work, outcome);
    outcome.then((isDone) => isDone || outcomes.delete(work));
  }
  return outcomes.get(work);
}

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
const waiting = new Map();

function tellFault(box, fault, again) {
  const isMissing = fault instanceof NotLoaded;
  if (isMissing) console.warn(fault);
  else console.error(fault);
  if (!box) return;
  const notice = noticeOf(box) ?? newNotice(box);
  const [said, button] = notice.children;
  // What is there already is not read out; and it may be the same sentence once more.
  said.textContent = "";
  setTimeout(() => {
    said.textContent = isMissing ? NOT_LOADED : FAULTY;
  }, 50);
  button.hidden = !isMissing || !again;
  button.onclick = guarded(box, () => {
    said.textContent = worded("Trying again …");
    return again();
  });
}

function noticeOf(box) {
  return box.querySelector(":scope > .fault");
}

// Below the title, if there is one: there the reader is who reaches for a control.
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
    for (const box of document.querySelectorAll("[data-set-up-by]")) {
      if (isSetUp.has(box)) continue;
      const { setUpBy } = box.dataset;
      const load = () => loadScripts([[setUpBy, () => isSetUp.has(box) || undefined]]);
      const again = () => attempt(box, load);
      waiting.set(box, again);
      tellFault(box, new NotLoaded(`${setUpBy} is missing or damaged`), again);
    }
  }),
);
