// Brings the laboratories of a page to life when a reader comes near: each names its
// scripts and its kind.

const LABORATORIES = {}; // the class of each kind; its script sets it
const TRAINED = []; // what readers have trained: { name, network }

document.addEventListener("DOMContentLoaded", () => {
  whenNear(document.querySelectorAll(".laboratory"), async (box) => {
    const { kind, scripts } = box.dataset;
    try {
      await loadScripts(scripts.split(" "));
      const laboratory = new LABORATORIES[kind](box);
      await laboratory.wake();
      box.dataset.ready = "";
    } catch {
      const said = box.querySelector(".laboratory-said");
      said.textContent =
        "This laboratory could not be loaded. Load the page again to try once more.";
      said.classList.add("is-seen");
    }
  });
});
