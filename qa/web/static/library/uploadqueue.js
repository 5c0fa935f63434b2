// What waits to be sent: a few at once, small ones first, and the large never hold up the small.

const LARGE = 2_000_000; // bytes, from which on the server takes a file for slow, too

/**
 * Return a queue; `send` sends one of its entries and never rejects.
 *
 * One of the places is left for small entries. `again` puts an entry before all others that wait.
 * @template {{ size: number }} T
 * @param {(entry: T) => Promise<unknown>} send
 * @param {number} atOnce
 */
export function makeQueue(send, atOnce) {
  /** @type {T[]} */
  const waiting = [];
  let [sending, large] = [0, 0];

  async function next() {
    if (sending === atOnce) return;
    const full = large >= atOnce - 1;
    const nth = waiting.findIndex(({ size }) => size < LARGE || !full);
    if (nth < 0) return;
    const [entry] = waiting.splice(nth, 1);
    const isLarge = Number(entry.size >= LARGE);
    [sending, large] = [sending + 1, large + isLarge];
    await send(entry);
    [sending, large] = [sending - 1, large - isLarge];
    next();
  }

  return {
    /** @param {T} entry */
    add(entry) {
      const behind = waiting.findIndex(({ size }) => size > entry.size);
      waiting.splice(behind < 0 ? waiting.length : behind, 0, entry);
      next();
    },
    /** @param {T} entry */
    again(entry) {
      waiting.unshift(entry);
      next();
    },
    busy: () => sending > 0,
  };
}
