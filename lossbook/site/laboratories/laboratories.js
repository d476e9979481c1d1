// Brings the laboratories of a page to life when a reader comes near: each names its
// script and its kind.

const LABORATORIES = {}; // the class of each kind; its script sets it
const TRAINED = []; // what readers have trained: { name, network }

setUpEach(".laboratory", (box) => {
  const { kind, script } = box.dataset;
  let laboratory;
  const waking = async () => {
    await loadScripts([[script, () => LABORATORIES[kind]]]);
    laboratory ??= new LABORATORIES[kind](box);
    await laboratory.wake();
    box.dataset.ready = "";
  };
  whenNear(box, () => attempt(box, waking));
  // What is pressed before it is awake is done when it is, or a sentence says why not.
  listen(box, box, "click", async ({ target }) => {
    const button = target.closest("button[name]");
    if (!button || "ready" in box.dataset) return;
    if (await attempt(box, waking)) button.click();
  });
  listen(box, box, "submit", (event) => event.preventDefault());
});
