// Brings the charts of a page to life. All that they compute stands in the charts
// themselves: here the controls set signals, and the numbers shown are signals, too.
// Vega is loaded when somebody is there and a chart is near the screen.
book.charts = (() => {
  "use strict";
  const { all, attempt, guarded, listen, needed, noticeOf, setUpEach } = book.faults;
  const { addressWith, decimalsOf, settingIn, written } = book.setting;
  const { loadScripts, whenNear } = book.waking;
  const { worded } = book.words;

  // The state of a chart is what its controls say, and what steps have made of it.
  class MovingChart {
    /** @type {HTMLElement} */
    box;
    /** @type {HTMLFormElement} */
    form;
    /** @type {HTMLElement} */
    live;
    /** @type {HTMLElement} */
    said;
    /** @type {HTMLAnchorElement} */
    toCopy;
    /** @type {HTMLInputElement[]} */
    sliders;
    /** @type {HTMLInputElement[]} */
    choices;
    /** @type {HTMLButtonElement[]} */
    switches;
    /** @type {HTMLDataElement[]} */
    numbers;
    /** @type {Setting} */
    start;
    /** @type {Setting} */
    state;
    /** @type {VegaView | undefined} when it is awake */
    view;
    /** @type {{ layout: object } | undefined} the chart as Vega has it */
    spec;
    /** @type {Record<string, string>[] | undefined} the signals of each panel's axes */
    drag;
    columns = 0;
    /** @type {number | undefined} */
    resting;
    wasLinked = false;
    waking = () => this.load();

    /** @param {HTMLElement} box */
    constructor(box) {
      this.box = box;
      this.form = needed(box, "form");
      this.live = needed(box, ".chart-live");
      this.said = needed(box, ".chart-said");
      this.toCopy = needed(box, ".chart-link");
      this.sliders = all(this.form, "input[type=range]");
      this.choices = all(this.form, "input[type=radio]");
      this.switches = all(this.form, "[data-reveal]");
      this.numbers = all(box, "data");
      this.start = this.asked();
      const linked = settingIn(location.search, box.id, this.reaches());
      this.state = { ...this.start, ...linked };
      this.wasLinked = Object.keys(linked).length > 0;
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

    /** @returns {Record<string, Reach>} */
    reaches() {
      const { sliders, choices, switches } = this;
      /** @param {string} name */
      const optionsOf = (name) =>
        choices.filter((c) => c.name === name).map(({ value }) => value);
      return Object.fromEntries([
        ...sliders.map((s) => [s.name, { least: Number(s.min), most: Number(s.max) }]),
        ...choices.map(({ name }) => [name, { options: optionsOf(name) }]),
        ...switches.map((button) => [button.dataset.reveal, "switch"]),
      ]);
    }

    // True when it is awake; else its box says why not.
    wake() {
      return attempt(this.box, this.waking);
    }

    async load() {
      const [library, interpreter] = this.box.dataset.scripts?.split(" ") ?? [];
      try {
        await loadScripts([
          [library, () => self.vega],
          [interpreter, () => vega.expressionInterpreter],
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
      const wide = needed(this.box, "source").getAttribute("width");
      return this.form.clientWidth >= Number(wide) ? 2 : 1;
    }

    draw() {
      const spec = (this.spec ??= this.read(".chart-spec"));
      this.drag ??= this.read(".chart-drag");
      this.columns = this.room();
      const layout = { ...spec.layout, columns: this.columns };
      const forgotten = this.view?.getState().signals ?? {};
      this.view?.finalize();
      this.live.hidden = false;
      const view = new vega.View(vega.parse({ ...spec, layout }, null, { ast: true }), {
        bind: document.createElement("div"), // the page has controls of its own
        container: this.live,
        expr: vega.expressionInterpreter,
        logLevel: vega.Error,
        renderer: "svg",
      });
      this.view = view;
      if ("path" in forgotten) view.signal("path", forgotten.path);
      this.set(this.state);
      const picture = needed(this.live, "svg");
      const over = picture.clientWidth - this.live.clientWidth;
      if (over > 0) view.signal("childWidth", view.signal("childWidth") - over).run();
      // To whoever cannot see it, it is one picture, with a sentence that keeps up.
      this.live.setAttribute("role", "img");
      this.live.removeAttribute("aria-roledescription");
      this.live.firstElementChild?.setAttribute("aria-hidden", "true");
      this.box.dataset.ready = "";
    }

    /**
     * What the build wrote into the chart, as JSON.
     * @param {string} selector
     * @returns {any}
     */
    read(selector) {
      return JSON.parse(needed(this.box, selector).textContent ?? "");
    }

    /**
     * Set signals, and show what becomes of them.
     * @param {Setting} signals
     */
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
        const value = Number(state[slider.name]);
        slider.value = String(value);
        const text = [written(value, decimalsOf(slider.step)), slider.dataset.unit];
        slider.setAttribute("aria-valuetext", text.join(" ").trim());
        const shown = slider.parentElement?.querySelector(".chart-value");
        if (shown) shown.textContent = text.join(" ");
      }
      for (const choice of this.choices)
        choice.checked = state[choice.name] === choice.value;
      for (const button of this.switches)
        button.setAttribute("aria-pressed", String(state[button.dataset.reveal ?? ""]));
      this.link();
      if (!view) return;
      for (const number of this.numbers) {
        const { signal = "", when } = number.dataset;
        const value = view.signal(signal);
        if (when && !view.signal(when)) {
          number.removeAttribute("value");
          number.textContent = "?";
        } else {
          const decimals = Number(number.dataset.decimals);
          number.value = value;
          number.textContent =
            "percent" in number.dataset
              ? `${written(100 * value, decimals)}%`
              : written(value, decimals);
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

    /** @param {EventTarget | null} control */
    moved(control) {
      if (!(control instanceof HTMLInputElement)) return;
      const value = control.type === "range" ? control.valueAsNumber : control.value;
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

    /** @param {EventTarget | null} element */
    async pressed(element) {
      /** @type {HTMLElement | null | false} */
      const button = element instanceof Element && element.closest("button, a");
      if (!button) return;
      const { reveal, signal = "", steps } = button.dataset;
      if (button === this.toCopy) await this.copy(this.toCopy.href);
      if (!steps && !reveal) return;
      if (!this.view && !(await this.wake())) return;
      if (steps) this.step(signal, Number(steps));
      if (reveal) {
        this.set({ [reveal]: !this.state[reveal] });
        this.announce();
        this.share();
      }
    }

    /**
     * One step sets several signals at once; the chart says which.
     * @param {string} signal
     * @param {number} count
     */
    step(signal, count) {
      const { view } = this;
      if (!view) return;
      for (let i = 0; i < count; i++) view.signal(signal, !view.signal(signal)).run();
      const names = Object.keys(this.state);
      this.set(Object.fromEntries(names.map((name) => [name, view.signal(name)])));
      this.announce();
      this.share();
    }

    // What steps have left behind ends where a reader moves something.
    forget() {
      /** @type {HTMLElement[]} */
      const buttons = all(this.form, "[data-forget]");
      for (const { dataset } of buttons)
        for (const name of dataset.forget?.split(" ") ?? [])
          if (name) this.view?.signal(name, "");
    }

    /** @param {Event} event */
    reset(event) {
      event.preventDefault();
      this.forget();
      this.set({ ...this.start });
      this.announce();
      this.share();
    }

    /**
     * A pointer on the picture moves the sliders of the axes below it.
     * @param {PointerEvent} event
     */
    dragged(event) {
      const panels = [
        ...this.live.querySelectorAll("[class*=_group] > g > .background"),
      ];
      const hit = panels.findIndex((panel) => {
        const { left, right, top, bottom } = panel.getBoundingClientRect();
        const { clientX: x, clientY: y } = event;
        return left <= x && x <= right && top <= y && y <= bottom;
      });
      const axes = this.drag?.[hit] ?? {};
      const isFinger = event.pointerType === "touch";
      // A finger that goes up or down wants to scroll.
      if (!Object.keys(axes).length || (isFinger && axes.y)) return;
      const before = { ...this.state };
      /** @param {PointerEvent} pointer */
      const place = ({ clientX, clientY }) => {
        const { left, top, width, height } = panels[hit].getBoundingClientRect();
        const x = (clientX - left) / width;
        const y = 1 - (clientY - top) / height;
        for (const [axis, signal] of Object.entries(axes)) {
          const slider = this.sliders.find((s) => s.name === signal);
          if (!slider || !this.view) continue;
          const [low, high] = this.view.scale(`concat_${hit}_${axis}`).domain();
          slider.value = String(low + (high - low) * (axis === "x" ? x : y));
          this.moved(slider);
        }
      };
      const follow = guarded(this.box, (/** @type {PointerEvent} */ move) => {
        if (move.pointerId !== event.pointerId) return;
        // A mouse may be let go where the page does not hear of it.
        if (move.pointerType === "mouse" && !move.buttons) letGo(move);
        else place(move);
      });
      const letGo = guarded(this.box, (/** @type {PointerEvent} */ end) => {
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
      return addressWith(location.href, this.box.id, this.shown, this.start);
    }

    link() {
      const url = this.address();
      url.hash = this.box.id;
      this.toCopy.href = url.href;
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

    /** @param {string} link */
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

  return { MovingChart };
})();
