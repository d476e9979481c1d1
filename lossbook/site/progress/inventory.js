// A page of questions that is taken as a whole, before the book and after it. It says
// which answers were right when all are given, and what was gained since the first time.

function takeInventory(panel, checks) {
  const said = panel.querySelector("[role=status]");
  const table = panel.querySelector("table");
  const [finish, restart] = panel.querySelectorAll("button");
  const { questions } = COURSE.pages.find((page) => checks[0].name in page.questions);
  const given = (check) => check.chosen()[1] ?? [];
  const isRight = (check) => String(given(check)) === String(check.chosenIfRight());
  const say = (name, numbers) => {
    said.textContent = filled(
      panel.querySelector(`template[data-say=${name}]`),
      numbers,
    );
  };

  // How many of some questions were right when all were taken.
  const score = (taken, isOwn) => {
    if (!taken) return "–";
    const own = checks.filter(isOwn);
    const right = own.filter(({ name }) => taken.right.includes(name));
    return `${right.length} / ${own.length}`;
  };

  const showTable = () => {
    const { first, last } = progress.state.inventory;
    table.hidden = !first;
    for (const row of table.querySelectorAll("tbody tr, tfoot tr")) {
      const chapter = row.dataset.page?.split("/").at(-1);
      const isOwn = ({ name }) => !chapter || questions[name][1] === chapter;
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
    const count = checks.filter((check) => given(check).length).length;
    say("count", { given: count, all: checks.length });
  };

  // While a result stands on the page, no answer can be changed.
  const rest = (isResting) => {
    finish.hidden = isResting;
    restart.hidden = !isResting;
    for (const { form } of checks) form.querySelector("fieldset").disabled = isResting;
  };

  for (const check of checks)
    listen(check.form, check.form, "change", () =>
      progress.change(({ inventory }) => {
        inventory.open[check.name] = given(check);
      }),
    );

  listen(panel, finish, "click", () => {
    const open = checks.find((check) => !given(check).length);
    if (open) {
      say("open", {});
      open.say("choose");
      open.inputs[0].focus();
      return;
    }
    const right = checks.filter(isRight);
    rest(true);
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

setUpEach(".inventory", (panel) => takeInventory(panel, [...checks.values()]));
