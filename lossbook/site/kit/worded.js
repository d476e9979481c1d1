// What scripts say comes from here, in the language of the pages. `WORDS` has, for each
// English message that is another one in that language, what stands there in its place.

// A message with values in its slots, such as "It says {answer}." with { answer: 7 }.
function worded(message, values = {}) {
  const said = Object.hasOwn(WORDS, message) ? WORDS[message] : message;
  return said.replace(/\{(\w+)\}/g, (slot, name) =>
    name in values ? String(values[name]) : slot,
  );
}
