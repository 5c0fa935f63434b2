// What is removed for good only after a while, so that it can be undone.
import { request, unlessGone } from "./api.js";
import { UNDO_MS } from "./dom.js";
import { ROOT } from "./root.js";
import { authorization } from "./session.js";

/**
 * Return what removes things of a list; each stays in it, with a button to undo, until it is gone.
 * @template {{ id: string }} T
 * @param {HTMLElement} list whose button for a removed thing has its id as `data-undo`
 * @param {{
 *   addressOf: (id: string) => string,
 *   draw: () => void,
 *   ended: (one: T, problem: Error | null) => unknown,
 * }} view `ended` is called once a thing is gone, or with the reason why it is not
 */
export function makeRemovals(list, { addressOf, draw, ended }) {
  /** @type {Map<string, ReturnType<typeof setTimeout>>} */
  const waiting = new Map();

  /** @param {T} one */
  function remove(one) {
    waiting.set(one.id, setTimeout(() => commit(one), UNDO_MS));
    draw();
    /** @type {HTMLElement | null} */ (list.querySelector(`[data-undo="${CSS.escape(one.id)}"]`))?.focus();
  }

  /** @param {T} one */
  function undo({ id }) {
    clearTimeout(waiting.get(id));
    waiting.delete(id);
    draw();
  }

  /** @param {T} one */
  async function commit(one) {
    /** @type {Error | null} */
    let problem = null;
    try {
      await request(addressOf(one.id), { method: "DELETE" }).catch(unlessGone);
    } catch (error) {
      problem = error;
    }
    waiting.delete(one.id);
    await ended(one, problem);
  }

  // Whoever leaves the page does not undo any more, and does not hear how it ends.
  addEventListener("pagehide", () => [...waiting.keys()].forEach((id) =>
    fetch(ROOT + addressOf(id), { method: "DELETE", headers: authorization(), keepalive: true })));

  return {
    remove,
    undo,
    /** @param {string} id */
    holds: (id) => waiting.has(id),
  };
}
