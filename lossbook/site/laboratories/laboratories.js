// Brings the laboratories of a page to life when a reader comes near: each names its
// script and its kind.
book.laboratories = (() => {
  "use strict";
  const { attempt, listen, setUpEach } = book.faults;
  const { loadScripts, whenNear } = book.waking;

  /** @type {Record<string, LaboratoryKind>} the class of each kind; its script sets it */
  const kinds = {};
  /** @type {{ name: string, network: Network }[]} what readers have trained */
  const trained = [];

  /**
   * The button that an event is about, if it is one.
   * @param {EventTarget | null} target
   */
  function buttonOf(target) {
    return target instanceof Element ? target.closest("button") : null;
  }

  setUpEach(".laboratory", (box) => {
    const { kind = "", script = "" } = box.dataset;
    /** @type {InstanceType<LaboratoryKind> | undefined} */
    let laboratory;
    const waking = async () => {
      await loadScripts([[script, () => kinds[kind]]]);
      laboratory ??= new kinds[kind](box);
      await laboratory.wake();
      box.dataset.ready = "";
    };
    whenNear(box, () => attempt(box, waking));
    // What is pressed before it is awake is done when it is, or a sentence says why not.
    listen(box, box, "click", async ({ target }) => {
      const button = buttonOf(target);
      if (!button?.name || "ready" in box.dataset) return;
      if (await attempt(box, waking)) button.click();
    });
    listen(box, box, "submit", (event) => event.preventDefault());
  });

  return { buttonOf, kinds, trained };
})();
