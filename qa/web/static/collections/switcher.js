// The button that names the collection of the page, and leads to the others.
import { byId, count, el, panelOf } from "../base/dom.js";
import { COLLECTION, ROOT, rootOf } from "../base/root.js";
import { collections } from "./calls.js";

// The same for both: whoever may not read a collection is not to learn that there is one.
const CLOSED = "There is no collection of this name, or your key does not open it.";

const day = new Intl.DateTimeFormat("en", { dateStyle: "medium" });

/**
 * Return what a collection holds, in a line.
 * @param {CollectionInfo} info
 */
export function holds({ documents, changed, fault }) {
  if (fault) return "cannot be read";
  if (!documents) return "empty";
  return `${count(documents, "document")} · ${day.format(new Date(changed))}`;
}

/** Show the button where there is more than one collection, or more can be made. */
export async function drawSwitcher() {
  const place = byId("collection");
  try {
    const known = await collections();
    sayIfClosed(known);
    const isAlone = known.collections.length < 2 && !known.may_change;
    if (isAlone && byId("closed").hidden) return place.replaceChildren();
    return place.replaceChildren(switcher(known));
  } catch {
    return undefined; // the page says by itself that the server cannot be reached
  }
}

/**
 * Say that the collection of this page is none of those that are there.
 * @param {CollectionList} known
 */
function sayIfClosed(known) {
  const isOpen = !COLLECTION || known.collections.some(({ name }) => name === COLLECTION);
  const others = known.collections.length ? " The button at the top leads to those that it opens." : "";
  byId("closed").hidden = isOpen;
  byId("closed").textContent = isOpen ? "" : CLOSED + others;
}

/** @param {CollectionList} known */
function switcher(known) {
  const here = COLLECTION || known.default;
  const rows = known.collections.map((info) => {
    const isHere = info.name === here;
    const href = `${rootOf(info.name === known.default ? "" : info.name)}/`;
    const marks = isHere ? { "aria-current": "true" } : { target: "_self" };
    return el("a", { class: "quiet", href, ...marks },
      el("bdi", {}, info.name), el("span", { class: "fine" }, holds(info)));
  });
  const manage = known.may_change
    ? [el("a", { class: "quiet manage", href: `${ROOT}/#collections` }, "Manage collections")]
    : [];
  return panelOf(`${here} ▾`, () => [...rows, ...manage],
    { "aria-label": `Collection: ${here}`, title: "Switch to another collection" });
}
