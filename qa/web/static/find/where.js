// The button that says in which collections a topic is looked for, and lets somebody choose others.
import { told } from "../ask/among.js";
import { button, foreign } from "../base/dom.js";
import { chooseCollections } from "../collections/choose.js";
import { mayChoose, onCollections } from "../collections/switcher.js";

/**
 * Make the button; `changed` is called with the names that were chosen, none for that of this page.
 * @param {(names: string[]) => void} changed
 */
export function makeWhere(changed) {
  /** @type {string[]} */
  let names = [];
  const opener = button("", choose, { class: "quiet choose", "aria-haspopup": "dialog" });

  async function choose() {
    const chosen = await chooseCollections(names);
    opener.focus();
    if (!chosen) return;
    show(chosen);
    changed(chosen);
  }

  /** @param {string[]} next */
  function show(next) {
    names = next;
    opener.hidden = !mayChoose() && !names.length;
    opener.replaceChildren("In ", foreign("bdi", told(names)));
    opener.classList.toggle("narrowed", names.length > 0);
  }

  onCollections(() => show(names)); // the list of them may come later than the view
  return { opener, show };
}
