// What can be done to the quotes of a board, without anything of the page.

/**
 * Return quotes with one put before another, or last.
 * @param {Pin[]} pins
 * @param {string} id
 * @param {string | null} before the id of the other, null to put it last
 */
export function moved(pins, id, before) {
  const one = pins.find((pin) => pin.id === id);
  if (!one || id === before) return pins;
  const others = pins.filter((pin) => pin !== one);
  const at = others.findIndex((pin) => pin.id === before);
  return before === null || at < 0 ? [...others, one] : others.toSpliced(at, 0, one);
}

/**
 * Return the id of the quote that one stands before once it has gone a step; null at the end,
 * undefined where there is no step to go.
 * @param {Pin[]} shown those in sight, in order
 * @param {string} id
 * @param {-1 | 1} by
 */
export function stepBefore(shown, id, by) {
  const at = shown.findIndex((pin) => pin.id === id);
  const to = at + by;
  if (at < 0 || to < 0 || to >= shown.length) return undefined;
  return by < 0 ? shown[to].id : (shown[to + 1]?.id ?? null);
}

const MOST_TAGS = 50; // of a quote, and characters of one: what the server writes out
const LONGEST_TAG = 60;

/**
 * Return the tags that somebody typed, separated by commas; each is there once.
 * @param {string} typed
 */
export function tagged(typed) {
  const tags = typed.split(",").map((tag) => tag.replace(/\s+/g, " ").trim().slice(0, LONGEST_TAG).trim());
  return [...new Set(tags.filter(Boolean))].slice(0, MOST_TAGS);
}

/**
 * Return the tags of some quotes with how many have each, the most frequent first.
 * @param {Pin[]} pins
 */
export function tagsOf(pins) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const tag of pins.flatMap(({ tags }) => tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || a.localeCompare(b));
}

/**
 * Return the citation that a quote was, of which less may be known.
 * @param {Pin} pin
 * @returns {Citation}
 */
export const citationOf = (pin) => ({
  number: 1, source: "", author: "", published: "", publisher: "", page: null, heading: [],
  dense_rank: null, dense_score: 0, lexical_rank: null, lexical_score: 0, score: 0,
  ...pin,
});

/**
 * Return quotes as a record that the server checks and writes out: a sentence for each, in order.
 * @param {string} title
 * @param {Pin[]} pins
 */
export const recordOf = (title, pins) => ({
  title,
  sentences: pins.map(({ quote }, nth) => ({ text: quote, citations: [nth + 1], verdict: "verbatim" })),
  citations: pins.map(({ id, pinned, asked, ...said }, nth) => ({ ...said, number: nth + 1 })),
});
