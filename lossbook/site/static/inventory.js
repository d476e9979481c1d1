// A page of questions that is taken as a whole, before the book and after it. It says
// which answers were right when all are given, and what was gained since the first time.

function takeInventory(panel, checks) {
  const said = panel.querySelector("[role=status]");
  const table = panel.querySelector("table");
  const [finish, restart] = panel.querySelectorAll("button");
  const { questions } = COURSE.pages.find((page) => checks[0].name in page.questions);
  const answers = () => progress.state.inventory.open;
  const isRight = (check) =>
    String(answers()[check.name] ?? []) === String(check.chosenIfRight());
  const say = (name, numbers) => {
    said.textContent = filled(
      panel.querySelector(`template[data-say=${name}]`),
      numbers,
    );
  };

  const count = () => {
    const given = checks.filter(({ name }) => answers()[name]?.length).length;
    say("count", { given, all: checks.length });
  };

  // How many of a chapter's questions were right when it was taken.
  const score = (taken, chapter) => {
    const own = checks.filter(({ name }) => questions[name][1] === chapter);
    const right = own.filter(({ name }) => taken.right.includes(name));
    return taken.when ? `${right.length} / ${own.length}` : "–";
  };

  const showResult = () => {
    const { first, last } = progress.state.inventory;
    table.hidden = !first;
    if (!first) return;
    const nothing = { right: [] };
    for (const row of table.querySelectorAll("tbody tr")) {
      const chapter = row.dataset.page.split("/").at(-1);
      const [before, after] = row.querySelectorAll("td");
      before.textContent = score(first, chapter);
      after.textContent = score(last ?? nothing, chapter);
    }
    const [before, after] = table.querySelectorAll("tfoot td");
    before.textContent = `${first.right.length} / ${checks.length}`;
    after.textContent = last ? `${last.right.length} / ${checks.length}` : "–";
  };

  for (const check of checks) {
    for (const input of check.inputs)
      input.checked = (answers()[check.name] ?? []).includes(input.value);
    check.form.addEventListener("change", () => {
      const [, chosen = []] = check.chosen();
      progress.change(({ inventory }) => {
        inventory.open[check.name] = chosen;
      });
      count();
    });
  }

  finish.addEventListener("click", () => {
    const open = checks.find(({ name }) => !answers()[name]?.length);
    if (open) {
      say("open", {});
      open.inputs[0].focus();
      return;
    }
    const right = checks.filter(isRight).map(({ name }) => name);
    progress.change(({ inventory }) => {
      const taken = { when: Date.now(), right };
      if (inventory.first) inventory.last = taken;
      else inventory.first = taken;
    });
    for (const check of checks) {
      const state = isRight(check) ? "right" : "wrong";
      check.say(state, check.kind === "several" ? [] : ["right"], state);
      check.explain();
    }
    say("done", { right: right.length, all: checks.length });
    restart.hidden = false;
    showResult();
    panel.scrollIntoView();
  });

  restart.addEventListener("click", () => {
    progress.change(({ inventory }) => {
      inventory.open = {};
    });
    for (const check of checks) {
      for (const input of check.inputs) input.checked = false;
      check.clear();
    }
    restart.hidden = true;
    count();
    checks[0].inputs[0].focus();
  });

  showResult();
  count();
}
