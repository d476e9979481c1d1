// A page of questions that is taken as a whole, before the book and after it. It says
// which answers were right when all are given, and what was gained since the first time.
(() => {
  "use strict";
  const { course } = book;
  const { all, guarded, listen, needed, setUpEach } = book.faults;
  const { verdictOn } = book.judged;
  const { progress } = book.progress;
  const { speaker } = book.shown;

  /** @param {HTMLElement} panel */
  function takeInventory(panel) {
    const checks = [...book.questions.checks.values()];
    /** @type {HTMLTableElement} */
    const table = needed(panel, "table");
    const [finish, restart] = panel.querySelectorAll("button");
    const page = course.pages.find(({ questions }) => checks[0].name in questions);
    const say = speaker(panel);
    const isRight = (/** @type {Check} */ check) =>
      verdictOn(check, check.chosen()).isRight;

    /**
     * How many of some questions were right when all were taken.
     * @param {Taken | null} taken
     * @param {(check: Check) => boolean} isOwn
     */
    const score = (taken, isOwn) => {
      if (!taken) return "–";
      const own = checks.filter(isOwn);
      const right = own.filter(({ name }) => taken.right.includes(name));
      return `${right.length} / ${own.length}`;
    };

    const showTable = () => {
      const { first, last } = progress.state.inventory;
      table.hidden = !first;
      /** @type {HTMLElement[]} */
      const rows = all(table, "tbody tr, tfoot tr");
      for (const row of rows) {
        const chapter = row.dataset.page?.split("/").at(-1);
        /** @param {Check} check */
        const isOwn = ({ name }) => !chapter || page?.questions[name][1] === chapter;
        const [before, after] = row.querySelectorAll("td");
        before.textContent = score(first, isOwn);
        after.textContent = score(last, isOwn);
      }
    };

    const showAnswers = () => {
      const { open } = progress.state.inventory;
      for (const { name, inputs } of checks)
        for (const input of inputs)
          input.checked = (open[name] ?? []).includes(input.value);
      const given = checks.filter((check) => check.chosen().length).length;
      say("count", { given, all: checks.length });
    };

    /**
     * While a result stands on the page, no answer can be changed.
     * @param {boolean} isResting
     */
    const rest = (isResting) => {
      finish.hidden = isResting;
      restart.hidden = !isResting;
      for (const { form } of checks) {
        /** @type {HTMLFieldSetElement} */
        const fieldset = needed(form, "fieldset");
        fieldset.disabled = isResting;
      }
    };

    for (const check of checks)
      listen(check.form, check.form, "change", () =>
        progress.change(({ inventory }) => {
          inventory.open[check.name] = check.chosen();
        }),
      );

    listen(panel, finish, "click", () => {
      const open = checks.find((check) => !check.chosen().length);
      if (open) {
        say("open");
        open.say("choose");
        open.inputs[0].focus();
        return;
      }
      const right = checks.filter(isRight);
      rest(true);
      /** @param {Check} check */
      const judge = (check) => {
        const state = right.includes(check) ? "right" : "wrong";
        check.say(state, check.kind === "several" ? [] : ["right"], state);
        check.explain();
      };
      for (const check of checks) guarded(check.form, judge)(check);
      progress.change(({ inventory }) => {
        const taken = { when: Date.now(), right: right.map(({ name }) => name) };
        if (inventory.first) inventory.last = taken;
        else inventory.first = taken;
        inventory.open = {}; // the next time begins with none
      });
      say("done", { right: right.length, all: checks.length });
      restart.focus();
      panel.scrollIntoView();
    });

    listen(panel, restart, "click", () => {
      rest(false);
      for (const check of checks) check.clear();
      showAnswers();
      checks[0].inputs[0].focus();
    });

    progress.listen(panel, () => {
      showTable();
      if (!finish.hidden) showAnswers();
    });
  }

  setUpEach(".inventory", takeInventory);
})();
