// The setting of a chart as texts: its numbers, and the address of a page that has it. It
// knows of no page.
book.setting = (() => {
  "use strict";
  const { worded } = book.words;

  /**
   * A number as it is written: with a minus, and not endless when a training diverges.
   * @param {number} number
   * @param {number} decimals
   */
  function written(number, decimals) {
    if (!Number.isFinite(number)) return worded("too large");
    const text =
      Math.abs(number) < 1e6 ? number.toFixed(decimals) : number.toExponential(2);
    return (Number(text) === 0 ? text.replace("-", "") : text).replace(/-/g, "−");
  }

  /** @param {string} step of a slider */
  function decimalsOf(step) {
    return (step.split(".")[1] ?? "").length;
  }

  /**
   * What an address says of a chart, as far as its controls could say it, too.
   * @param {string} query
   * @param {string} chart the name of the chart
   * @param {Record<string, Reach>} reaches of its controls
   */
  function settingIn(query, chart, reaches) {
    /** @type {Setting} */
    const setting = {};
    for (const [key, value] of new URLSearchParams(query)) {
      const name = key.slice(chart.length + 1);
      if (key !== `${chart}.${name}` || !Object.hasOwn(reaches, name)) continue;
      const reach = reaches[name];
      if (reach === "switch") {
        setting[name] = value === "true";
      } else if ("options" in reach) {
        if (reach.options.includes(value)) setting[name] = value;
      } else if (value.trim() && Number.isFinite(Number(value))) {
        setting[name] = Math.min(Math.max(Number(value), reach.least), reach.most);
      }
    }
    return setting;
  }

  /**
   * An address that says of a chart what differs from the start.
   * @param {string} address
   * @param {string} chart the name of the chart
   * @param {Setting} setting
   * @param {Setting} start
   */
  function addressWith(address, chart, setting, start) {
    const url = new URL(address);
    for (const key of [...url.searchParams.keys()])
      if (key.startsWith(`${chart}.`)) url.searchParams.delete(key);
    for (const [name, value] of Object.entries(setting)) {
      if (value === start[name]) continue;
      const short = typeof value === "number" ? Number(value.toPrecision(6)) : value;
      url.searchParams.set(`${chart}.${name}`, String(short));
    }
    return url;
  }

  return { addressWith, decimalsOf, settingIn, written };
})();
