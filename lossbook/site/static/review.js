// Which questions of earlier pages are asked again: after five days or more, at equal
// gaps, three times; then a question has stayed.

const TIMES = 3;
const AT_ONCE = 3;

// First what was wrong, then what was never answered, then what was longest ago.
function askAgain(review, checks) {
  const forms = [...review.querySelectorAll("form.check")].filter((f) => checks.has(f));
  const asked = forms.map((form) => {
    const answer = progress.answerTo(form.dataset.name);
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
    .slice(0, AT_ONCE);
  review.hidden = due.length === 0;
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
