// What waits to be sent: a few at once, the others behind them in their order.

/**
 * Return a queue; `send` sends one of its entries and never rejects.
 *
 * `again` puts an entry before all others that wait.
 * @template T
 * @param {(entry: T) => Promise<unknown>} send
 * @param {number} atOnce
 */
export function makeQueue(send, atOnce) {
  /** @type {T[]} */
  const waiting = [];
  let sending = 0;

  async function next() {
    if (sending === atOnce) return;
    const [entry] = waiting.splice(0, 1);
    if (entry === undefined) return;
    sending += 1;
    await send(entry);
    sending -= 1;
    next();
  }

  return {
    /** @param {T} entry */
    add(entry) {
      waiting.push(entry);
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
