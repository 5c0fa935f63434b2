// The small action beside an answer or a find: hear of it when documents bring more.
import { button, el } from "../base/dom.js";
import { addAlert } from "./calls.js";

/**
 * Return the action for a question, or for a topic that was looked for.
 * @param {AlertKind} kind
 * @param {string} words
 */
export function tellMe(kind, words) {
  const note = el("span", { class: "fine", role: "status" });
  const ask = button("Tell me when there is more", async () => {
    ask.disabled = true;
    try {
      await addAlert(kind, words);
      note.replaceChildren("You will find it under ", el("a", { href: "/#alerts" }, "Alerts"), ".");
      ask.hidden = true;
    } catch (error) {
      note.replaceChildren(error.message);
      ask.disabled = false;
    }
  });
  return el("div", { class: "tell-me" }, ask, note);
}
