// The small action beside an answer or a find: hear of it when documents bring more.
import { button, el } from "../base/dom.js";
import { addAlert } from "./calls.js";
import { ROOT } from "../base/root.js";

/**
 * Return the action for a question, or for a topic that was looked for.
 * @param {AlertKind} kind
 * @param {string} words
 */
export function tellMe(kind, words) {
  const note = el("span", { class: "fine", role: "status" });
  let sending = false;
  const ask = button("Tell me when there is more", async () => {
    if (sending) return; // disabled, it would lose the focus
    sending = true;
    try {
      await addAlert(kind, words);
      const link = el("a", { href: `${ROOT}/#alerts` }, "Alerts");
      note.replaceChildren("You will find it under ", link, ".");
      if (document.activeElement === ask) link.focus();
      ask.hidden = true;
    } catch (error) {
      note.replaceChildren(error.message);
    }
    sending = false;
  });
  return el("div", { class: "tell-me", "data-needs": "add" }, ask, note);
}
