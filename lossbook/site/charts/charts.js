// Brings the charts of a page to life. All that they compute stands in the charts
// themselves: here the controls set signals, and the numbers shown are signals, too.
// Vega is loaded when somebody is there and a chart is near the screen.

// A number as it is written: with a minus, and not endless when a training diverges.
function written(number, decimals) {
  if (!Number.isFinite(number)) return worded("too large");
  const text =
    Math.abs(number) < 1e6 ? number.toFixed(decimals) : number.toExponential(2);
  return (Number(text) === 0 ? text.replace("-", "") : text).replace(/-/g, "−");
}

function decimals(step) {
  return (String(step).split(".")[1] ?? "").length;
}

// The state of a chart is what its controls say, and what steps have made of it.
class MovingChart {
  constructor(box) {
    this.box = box;
    this.form = box.querySelector("form");
    this.live = box.querySelector(".chart-live");
    this.said = box.querySelector(".chart-said");
    this.sliders = [...this.form.querySelectorAll("input[type=range]")];
    this.choices = [...this.form.querySelectorAll("input[type=radio]")];
    this.switches = [...this.form.querySelectorAll("[data-reveal]")];
    this.numbers = [...box.querySelectorAll("data")];
    this.start = this.asked();
    this.state = { ...this.start, ...this.linked() };
    this.wasLinked = Object.keys(this.linked()).length > 0;
    this.waking = () => this.load();
    listen(box, this.form, "input", (event) => this.moved(event.target));
    listen(box, this.form, "change", () => this.settled());
    listen(box, this.form, "reset", (event) => this.reset(event));
    listen(box, this.form, "submit", (event) => event.preventDefault());
    listen(box, this.form, "click", (event) => this.pressed(event.target));
    listen(box, this.live, "pointerdown", (event) => this.dragged(event));
    this.tell();
  }

  // What picture and numbers show: before it is awake, how it starts.
  get shown() {
    return this.view ? this.state : this.start;
  }

  // What the controls say at the moment.
  asked() {
    return Object.fromEntries([
      ...this.sliders.map((slider) => [slider.name, slider.valueAsNumber]),
      ...this.choices.filter((c) => c.checked).map((c) => [c.name, c.value]),
      ...this.switches.map((button) => [button.dataset.reveal, false]),
    ]);
  }

  // What the address of the page says, as far as the controls could say it, too.
  linked() {
    const state = {};
    for (const [key, value] of new URLSearchParams(location.search)) {
      const name = key.slice(this.box.id.length + 1);
      if (key !== `${this.box.id}.${name}` || !(name in this.start)) continue;
      const slider = this.sliders.find((s) => s.name === name);
      if (slider) {
        const number = Number(value);
        if (value.trim() && Number.isFinite(number))
          state[name] = Math.min(Math.max(number, slider.min), slider.max);
      } else if (typeof this.start[name] === "boolean") {
        state[name] = value === "true";
      } else if (this.choices.some((c) => c.name === name && c.value === value)) {
        state[name] = value;
      }
    }
    return state;
  }

  // True when it is awake; else its box says why not.
  wake() {
    return attempt(this.box, this.waking);
  }

  async load() {
    const [vega, interpreter] = this.box.dataset.scripts.split(" ");
    try {
      await loadScripts([
        [vega, () => self.vega],
        [interpreter, () => self.vega.expressionInterpreter],
      ]);
    } finally {
      this.tell(); // if it sleeps on, no control claims what picture and numbers do not
    }
    this.draw();
    // Side by side if there is room, else one below the other.
    const fit = guarded(this.box, () => {
      if (this.columns !== this.room()) this.draw();
    });
    new ResizeObserver(fit).observe(this.box);
  }

  room() {
    const wide = this.box.querySelector("source");
    return this.form.clientWidth >= Number(wide.getAttribute("width")) ? 2 : 1;
  }

  draw() {
    this.spec ??= JSON.parse(this.box.querySelector(".chart-spec").textContent);
    this.drag ??= JSON.parse(this.box.querySelector(".chart-drag").textContent);
    this.columns = this.room();
    const layout = { ...this.spec.layout, columns: this.columns };
    const forgotten = this.view?.getState().signals ?? {};
    this.view?.finalize();
    this.live.hidden = false;
    this.view = new vega.View(
      vega.parse({ ...this.spec, layout }, null, { ast: true }),
      {
        bind: document.createElement("div"), // the page has controls of its own
        container: this.live,
        expr: vega.expressionInterpreter,
        logLevel: vega.Error,
        renderer: "svg",
      },
    );
    if ("path" in forgotten) this.view.signal("path", forgotten.path);
    this.set(this.state);
    const over = this.live.querySelector("svg").clientWidth - this.live.clientWidth;
    if (over > 0)
      this.view.signal("childWidth", this.view.signal("childWidth") - over).run();
    // To whoever cannot see it, it is one picture, with a sentence that keeps up.
    this.live.setAttribute("role", "img");
    this.live.removeAttribute("aria-roledescription");
    this.live.firstElementChild.setAttribute("aria-hidden", "true");
    this.box.dataset.ready = "";
  }

  // Set signals, and show what becomes of them.
  set(signals) {
    Object.assign(this.state, signals);
    if (this.view) {
      for (const [name, value] of Object.entries(signals))
        this.view.signal(name, value);
      this.view.run();
    }
    this.tell();
  }

  tell() {
    const { shown: state, view } = this;
    for (const slider of this.sliders) {
      const value = state[slider.name];
      slider.value = value;
      const text = [written(value, decimals(slider.step)), slider.dataset.unit];
      slider.setAttribute("aria-valuetext", text.join(" ").trim());
      slider.parentElement.querySelector(".chart-value").textContent = text.join(" ");
    }
    for (const choice of this.choices)
      choice.checked = state[choice.name] === choice.value;
    for (const button of this.switches)
      button.setAttribute("aria-pressed", state[button.dataset.reveal]);
    this.link();
    if (!view) return;
    for (const number of this.numbers) {
      const { signal, when } = number.dataset;
      const value = view.signal(signal);
      if (when && !view.signal(when)) {
        number.removeAttribute("value");
        number.textContent = "?";
      } else {
        number.value = value;
        number.textContent =
          "percent" in number.dataset
            ? `${written(100 * value, number.dataset.decimals)}%`
            : written(value, number.dataset.decimals);
      }
    }
    this.live.setAttribute("aria-label", view.signal("sentence"));
  }

  // Read the sentence out when the reader rests.
  announce() {
    clearTimeout(this.resting);
    const speak = guarded(this.box, () => {
      this.said.textContent = this.view?.signal("sentence") ?? "";
    });
    this.resting = setTimeout(speak, 700);
  }

  moved(control) {
    const value =
      control.type === "range" ? control.valueAsNumber : String(control.value);
    if (!this.view) {
      this.state[control.name] = value; // what it shows when it is awake
      if (!noticeOf(this.box)) this.wake();
      return;
    }
    this.forget();
    this.set({ [control.name]: value });
    this.announce();
  }

  // The reader lets go of a control.
  async settled() {
    if (this.view || (await this.wake())) this.share();
  }

  async pressed(element) {
    const button = element.closest("button, a");
    if (!button) return;
    const { reveal, signal, steps } = button.dataset;
    if (button.matches(".chart-link")) await this.copy(button.href);
    if (!steps && !reveal) return;
    if (!this.view && !(await this.wake())) return;
    if (steps) this.step(signal, Number(steps));
    if (reveal) {
      this.set({ [reveal]: !this.state[reveal] });
      this.announce();
      this.share();
    }
  }

  // One step sets several signals at once; the chart says which.
  step(signal, count) {
    for (let i = 0; i < count; i++)
      this.view.signal(signal, !this.view.signal(signal)).run();
    const names = Object.keys(this.state);
    this.set(Object.fromEntries(names.map((name) => [name, this.view.signal(name)])));
    this.announce();
    this.share();
  }

  // What steps have left behind ends where a reader moves something.
  forget() {
    for (const { dataset } of this.form.querySelectorAll("[data-forget]"))
      for (const name of dataset.forget.split(" "))
        if (name) this.view?.signal(name, "");
  }

  reset(event) {
    event.preventDefault();
    this.forget();
    this.set({ ...this.start });
    this.announce();
    this.share();
  }

  // A pointer on the picture moves the sliders of the axes below it.
  dragged(event) {
    const panels = [...this.live.querySelectorAll("[class*=_group] > g > .background")];
    const hit = panels.findIndex((panel) => {
      const { left, right, top, bottom } = panel.getBoundingClientRect();
      const { clientX: x, clientY: y } = event;
      return left <= x && x <= right && top <= y && y <= bottom;
    });
    const axes = this.drag[hit] ?? {};
    const isFinger = event.pointerType === "touch";
    // A finger that goes up or down wants to scroll.
    if (!Object.keys(axes).length || (isFinger && axes.y)) return;
    const before = { ...this.state };
    const place = ({ clientX, clientY }) => {
      const { left, top, width, height } = panels[hit].getBoundingClientRect();
      const parts = { x: (clientX - left) / width, y: 1 - (clientY - top) / height };
      for (const [axis, signal] of Object.entries(axes)) {
        const [low, high] = this.view.scale(`concat_${hit}_${axis}`).domain();
        const slider = this.sliders.find((s) => s.name === signal);
        slider.value = low + (high - low) * parts[axis];
        this.moved(slider);
      }
    };
    const follow = guarded(this.box, (move) => {
      if (move.pointerId !== event.pointerId) return;
      // A mouse may be let go where the page does not hear of it.
      if (move.pointerType === "mouse" && !move.buttons) letGo(move);
      else place(move);
    });
    const letGo = guarded(this.box, (end) => {
      if (end.pointerId !== event.pointerId) return;
      removeEventListener("pointermove", follow);
      removeEventListener("pointerup", letGo);
      removeEventListener("pointercancel", letGo);
      if (end.type === "pointercancel") this.set(before);
      if (end.type === "pointerup") place(end);
      this.share();
    });
    if (!isFinger) place(event);
    addEventListener("pointermove", follow);
    addEventListener("pointerup", letGo);
    addEventListener("pointercancel", letGo);
  }

  // The address of the page, with what differs from the start.
  address() {
    const url = new URL(location.href);
    for (const key of [...url.searchParams.keys()])
      if (key.startsWith(`${this.box.id}.`)) url.searchParams.delete(key);
    for (const [name, value] of Object.entries(this.shown))
      if (value !== this.start[name])
        url.searchParams.set(
          `${this.box.id}.${name}`,
          typeof value === "number" ? Number(value.toPrecision(6)) : value,
        );
    return url;
  }

  link() {
    const url = this.address();
    url.hash = this.box.id;
    this.form.querySelector(".chart-link").href = url;
  }

  share() {
    const address = this.address();
    try {
      history.replaceState(history.state, "", address);
    } catch {
      // Some browsers refuse when it changes too often. The link has it all the same.
    }
    this.link();
  }

  async copy(link) {
    let isCopied = true;
    try {
      await navigator.clipboard.writeText(link);
    } catch {
      isCopied = false; // a reader may forbid it; the address bar has it in any case
    }
    this.said.textContent = isCopied
      ? worded("The link is copied.")
      : worded("The address of the page is the link.");
  }
}

setUpEach(".chart", (box) => {
  const chart = new MovingChart(box);
  whenNear(box, () => chart.wake());
  if (chart.wasLinked) chart.wake();
});
