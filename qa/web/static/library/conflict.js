// Asks what to do with files whose name exists already.
import { byId, el, foreign } from "../base/dom.js";

/**
 * What opens the question about a name; `all` where the answer holds for all files that came together.
 * @typedef {(name: string, existing: ExistingDocument | null, many: boolean) =>
 *   Promise<{ choice: ConflictChoice, all: boolean }>} Open
 */

/** Return what asks about a name in the page's dialog. */
export const makeConflict = () => inTurn(open);

/**
 * Return what asks about one name after the other; a file whose batch has its answer is not asked about.
 * @param {Open} open
 */
export function inTurn(open) {
  /** @type {Promise<unknown>} */
  let before = Promise.resolve();

  /**
   * @param {string} name
   * @param {ExistingDocument | null} existing
   * @param {Batch} batch
   */
  async function choose(name, existing, batch) {
    if (batch.choice) return batch.choice;
    const { choice, all } = await open(name, existing, batch.many);
    if (all) batch.choice = choice;
    return choice;
  }

  /**
   * @param {string} name
   * @param {ExistingDocument | null} existing
   * @param {Batch} batch
   * @returns {Promise<ConflictChoice>}
   */
  return (name, existing, batch) => {
    const asked = before.then(() => choose(name, existing, batch));
    before = asked.catch(() => null);
    return asked;
  };
}

/** @type {Open} */
function open(name, existing, many) {
  const dialog = byId("conflict");
  const all = byId("conflict-all");
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
