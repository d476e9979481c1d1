// What is heavy is loaded late: when somebody is there, and it is near the screen.

const SIGNS_OF_LIFE = ["pointermove", "pointerdown", "keydown", "wheel", "scroll"];

// What `make` promises under a name, made once; where that fails, it may be tried again.
const made = new Map();
function once(name, make) {
  if (!made.has(name)) {
    const promise = make();
    made.set(name, promise);
    promise.catch(() => made.delete(name));
  }
  return made.get(name);
}

function loadScript(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = resolve;
    script.onerror = () => reject(new Error(`${address} could not be loaded`));
    document.head.append(script);
  });
}

// Each once, and one after the other: later ones may use what earlier ones define.
async function loadScripts(addresses) {
  for (const address of addresses)
    await once(`script ${address}`, () => loadScript(address));
}

// Call `wake` with each of some elements, once, when a reader comes near it.
function whenNear(elements, wake) {
  const near = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        near.unobserve(target);
        wake(target);
      }
    },
    { rootMargin: "600px" },
  );
  const watch = () => {
    for (const sign of SIGNS_OF_LIFE) removeEventListener(sign, watch);
    for (const element of elements) near.observe(element);
  };
  for (const sign of SIGNS_OF_LIFE) addEventListener(sign, watch, { passive: true });
}
