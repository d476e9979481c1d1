// Which questions of earlier pages are asked again: after five days or more, at equal
// gaps, three times; then a question has stayed.

const TIMES = 3;
const AT_ONCE = 3;

// First what was wrong, then what was never answered, then what was longest ago.
// Whoever has begun to answer keeps what is asked; the rest is chosen anew when something
// is answered elsewhere.
function askAgain(review, checks) {
  const forms = [...review.querySelectorAll("form.check")].filter((f) => checks.has(f));
  const known = new Map();
  memory().listen(review, () => {
    const isUsed = (form) => checks.get(form).isUsed;
    const others = forms.filter((form) => !isUsed(form));
    const isNew = (form) => {
      const answer = JSON.stringify(memory().answerTo(form.dataset.name) ?? null);
      if (known.get(form) === answer) return false;
      known.set(form, answer);
      return true;
    };
    if (others.filter(isNew).length)
      chooseAmong(review, others, forms.filter(isUsed).length, checks);
  });
}

function chooseAmong(review, others, countOfUsed, checks) {
  const asked = others.map((form) => {
    const answer = memory().answerTo(form.dataset.name);
    const rank = answer ? (answer.isRight ? 2 : 0) : 1;
    return { form, answer, rank, when: answer?.when ?? 0 };
  });
  const isDue = ({ answer }) =>
    "whenDue" in review.dataset
      ? answer && Date.now() - answer.when >= GAP && answer.again < TIMES
      : !(answer?.again >= TIMES);
  const due = asked
    .filter(isDue)
    .sort((a, b) => a.rank - b.rank || a.when - b.when)
    .slice(0, Math.max(AT_ONCE - countOfUsed, 0));
  review.hidden = due.length + countOfUsed === 0;
  const show = ({ form, answer }) => {
    const isShown = due.some((one) => one.form === form);
    const check = checks.get(form);
    form.hidden = !isShown;
    check.answers.hidden = !isShown;
    const others = (check.variants?.length ?? 1) - 1;
    if (others > 0) check.vary(1 + ((answer?.again ?? 0) % others));
  };
  for (const one of asked) guarded(one.form, show)(one);
}
