// Asks what to do with files whose name exists already.
import { byId, el, foreign } from "./dom.js";

/** @typedef {{ choice: ConflictChoice, all: boolean }} ConflictAnswer */

/**
 * Return what asks what to do with a file whose name exists, after those that were asked for before.
 *
 * `settled()` may find that there is no need to ask any more.
 */
export function makeConflict() {
  const dialog = byId("conflict");
  const all = byId("conflict-all");
  /** @type {Promise<unknown>} */
  let before = Promise.resolve();

  /**
   * @param {string} name
   * @param {ExistingDocument | null} existing
   * @param {boolean} many
   * @returns {Promise<ConflictAnswer>}
   */
  function open(name, existing, many) {
    const where = existing?.version ? "is in the library already" : "is waiting to be read already";
    byId("conflict-text").replaceChildren(
      "A document called ", el("strong", {}, foreign("bdi", name)), ` ${where}.`);
    byId("conflict-many").hidden = !many;
    all.checked = false;
    dialog.returnValue = "cancel"; // Escape cancels
    dialog.showModal();
    byId("conflict-keep").focus();
    return new Promise((resolve) => {
      dialog.addEventListener("close", () => {
        const choice = /** @type {ConflictChoice} */ (dialog.returnValue || "cancel");
        resolve({ choice, all: all.checked });
      }, { once: true });
    });
  }

  /**
   * @param {string} name
   * @param {ExistingDocument | null} existing
   * @param {boolean} many
   * @param {() => ConflictAnswer | null} settled
   */
  return (name, existing, many, settled) => {
    const asked = before.then(() => settled() ?? open(name, existing, many));
    before = asked.catch(() => null);
    return asked;
  };
}
