// What is heavy is loaded late: when somebody is there, and it is near the screen.

// What a person does. A page may scroll by itself, to where its reader was or to a part
// that its address names; and browsers tell of a pointer that lies still over a page.
const SIGNS_OF_LIFE = [
  ...["pointermove", "pointerdown", "keydown", "wheel"],
  ...["focusin", "click"], // of a screen reader there may be nothing else
];

function isOfAPerson({ type, isTrusted, movementX, movementY }) {
  return isTrusted && (type !== "pointermove" || movementX !== 0 || movementY !== 0);
}

// A file did not come, or is not what it should be. All else is the fault of a program.
class NotLoaded extends Error {}

// What `make` promises under a name, made once; where that fails, it may be tried again.
const made = new Map();
function once(name, make) {
  if (!made.has(name)) {
    const promise = make();
    made.set(name, promise);
    promise.catch(() => made.delete(name)); // whoever has asked gets the fault, too
  }
  return made.get(name);
}

// A damaged file is asked for under another address: browsers would keep the old one.
const damaged = new Set();

// Load a script; `brought` gives what has come of it, and undefined if it is damaged.
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

// Load scripts, each once, one after the other: later ones may use what earlier ones
// define. Each is a pair of its address and of what has come of it.
async function loadScripts(scripts) {
  for (const [address, brought] of scripts)
    await once(`script ${address}`, () => loadScript(address, brought));
}

// Call `wake` once, when a reader comes near a box.
function whenNear(box, wake) {
  const near = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      near.disconnect();
      wake();
    },
    { rootMargin: "600px" },
  );
  const watch = (event) => {
    if (!isOfAPerson(event)) return;
    for (const sign of SIGNS_OF_LIFE) removeEventListener(sign, watch);
    near.observe(box);
  };
  for (const sign of SIGNS_OF_LIFE) addEventListener(sign, watch, { passive: true });
}
