// Asks what to do with files whose name exists already.
import { byId, el, foreign } from "./dom.js";

/** Return `ask(name, existing, many)`, which resolves to `{ choice, all }`; one is asked for at a time. */
export function makeConflict() {
  const dialog = byId("conflict");
  const all = byId("conflict-all");
  let before = Promise.resolve();

  function open(name, existing, many) {
    const where = existing?.version ? "is in the library already" : "is waiting to be read already";
    byId("conflict-text").replaceChildren("A document called ", el("strong", {}, foreign("bdi", name)), ` ${where}.`);
    byId("conflict-many").hidden = !many;
    all.checked = false;
    dialog.returnValue = "cancel"; // Escape cancels
    dialog.showModal();
    byId("conflict-keep").focus();
    return new Promise((resolve) => {
      dialog.addEventListener("close", () => resolve({ choice: dialog.returnValue || "cancel", all: all.checked }), { once: true });
    });
  }

  /** Ask after those that were asked for before; `settled()` may find that there is no need any more. */
  return (name, existing, many, settled) => {
    const asked = before.then(() => settled() ?? open(name, existing, many));
    before = asked.catch(() => null);
    return asked;
  };
}
