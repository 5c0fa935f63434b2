// The button that names the collection of the page, and leads to the others.
import { byId, count, el, panelOf } from "../base/dom.js";
import { COLLECTION, rememberDefault, ROOT, rootOf } from "../base/root.js";
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

/** @type {((known: CollectionList) => void)[]} */
const heard = [];
let many = false;
/** Tell whether there is more than one collection to choose from, as far as is known. */
export const mayChoose = () => many;

/** @type {() => unknown} */
let choose = () => {};

/**
 * Call back when it is known which collections there are.
 * @param {(known: CollectionList) => void} call
 */
export const onCollections = (call) => heard.push(call);

/**
 * Set what lets somebody choose which collections are asked.
 * @param {() => unknown} call
 */
export const onChoose = (call) => (choose = call);

/** Show the button where there is more than one collection, or more can be made. */
export async function drawSwitcher() {
  const place = byId("collection");
  try {
    const known = await collections();
    rememberDefault(known.default);
    many = known.collections.length > 1;
    for (const call of heard) call(known);
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
  /** @param {import("../base/dom.js").Press} press */
  const several = (press) => known.collections.length > 1
    ? [press("Ask several at once…", () => choose(), { class: "quiet several" })]
    : [];
  return panelOf(`${here} ▾`, (press) => [...rows, ...several(press), ...manage],
    { "aria-label": `Collection: ${here}`, title: "Switch to another collection" });
}
