// A link to a view that takes along what was typed.

/**
 * Let a link carry the words of a field over to its view.
 * @param {HTMLAnchorElement} link
 * @param {HTMLTextAreaElement} field
 * @param {() => Record<string, string>} [more] what is carried beside them
 */
export function carryWords(link, field, more = () => ({})) {
  const { hash } = link;
  const carry = () => (link.hash = hash + asked({ words: field.value.trim(), ...more() }));
  for (const name of ["input", "focus", "change"]) field.addEventListener(name, carry);
  for (const name of ["pointerenter", "focus", "pointerdown"]) link.addEventListener(name, carry);
}

/**
 * Return what a hash asks of a view, behind its question mark; nothing of what is empty.
 * @param {Record<string, string>} facts
 */
export function asked(facts) {
  const query = new URLSearchParams(Object.entries(facts).filter(([, value]) => value));
  return query.size ? `?${query}` : "";
}
