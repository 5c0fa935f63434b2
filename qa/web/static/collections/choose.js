// The dialog in which somebody chooses which collections are asked.
import { count, el, foreign } from "../base/dom.js";
import { ownName } from "../base/root.js";
import { collections } from "./calls.js";

/** The most that one question is put to; the server takes no more. */
export const MOST = 10;
const ABOUT =
  "Each is asked by itself. The likeliest answer comes first, and each quote names its collection.";

/**
 * Let somebody choose; resolve to the names, or to null where they leave the dialog without.
 *
 * An empty choice means the collection of this page.
 * @param {string[]} chosen
 * @returns {Promise<string[] | null>}
 */
export async function chooseCollections(chosen) {
  const dialog = el("dialog", { id: "among", "aria-labelledby": "among-title" });
  const list = el("ul", { "aria-label": "Collections", "aria-busy": "true" });
  const note = el("p", { class: "fine", role: "status" }, "Looking up the collections…");
  const all = el("button", { class: "button", type: "button", hidden: true }, "Select all");
  const done = el("button", { class: "button primary", value: "done" }, "Done");
  const form = el("form", { method: "dialog" },
    el("h2", { id: "among-title" }, "Collections to ask"),
    el("p", { class: "fine" }, ABOUT), list, note,
    el("p", { class: "end" }, all, done));
  dialog.append(form);
  document.body.append(dialog);
  const closed = new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue));
  });
  dialog.showModal();
  const ticked = new Set(chosen.length ? chosen : [ownName()]);
  await fill(ticked, { list, note, all, done });
  const how = await closed;
  dialog.remove();
  return how === "done" ? asChoice([...ticked]) : null;
}

/**
 * Return the names that were ticked; none where that is the collection of this page alone.
 * @param {string[]} names
 */
export const asChoice = (names) => (names.length === 1 && names[0] === ownName() ? [] : names.toSorted());

/**
 * List the collections there are, each to be ticked; say so where they cannot be had.
 * @param {Set<string>} ticked
 * @param {{ list: HTMLElement, note: HTMLElement, all: HTMLElement, done: HTMLButtonElement }} parts
 */
async function fill(ticked, { list, note, all, done }) {
  /** @type {CollectionInfo[]} */
  let known;
  try {
    known = (await collections()).collections;
  } catch (error) {
    note.className = "problem";
    note.textContent = error.message;
    done.disabled = true;
    return list.removeAttribute("aria-busy");
  }
  const can = known.filter(canAnswer).map(({ name }) => name);
  for (const name of ticked) {
    if (!known.some((info) => info.name === name)) ticked.delete(name); // it is gone
  }
  const draw = () => {
    for (const box of list.querySelectorAll("input")) box.checked = ticked.has(box.value);
    const many = ticked.size > MOST;
    done.disabled = many || !ticked.size;
    const least = ticked.size ? `${count(ticked.size, "collection")} selected.` : "Select at least one.";
    note.textContent = many ? `${least} A question can go to at most ${MOST} collections.` : least;
    all.hidden = can.length < 2 || can.every((name) => ticked.has(name));
    all.textContent = can.length > MOST ? `Select the first ${MOST}` : `Select all ${can.length}`;
  };
  list.replaceChildren(...known.map((info) => row(info, (box) => {
    if (box.checked) ticked.add(info.name);
    else ticked.delete(info.name);
    draw();
  })));
  list.removeAttribute("aria-busy");
  all.addEventListener("click", () => {
    ticked.clear();
    for (const name of can.slice(0, MOST)) ticked.add(name);
    draw();
    list.querySelector("input")?.focus();
  });
  draw();
  list.querySelector("input")?.focus();
}

/** @param {CollectionInfo} info */
const canAnswer = ({ documents, fault }) => documents > 0 && !fault;

/**
 * @param {CollectionInfo} info
 * @param {(box: HTMLInputElement) => void} changed
 */
function row(info, changed) {
  const box = el("input", { type: "checkbox", value: info.name, disabled: Boolean(info.fault) });
  box.addEventListener("change", () => changed(box));
  const here = info.name === ownName() ? "open here · " : "";
  const holds = info.fault ? "cannot be read" : count(info.documents, "document");
  return el("li", {}, el("label", {}, box, foreign("bdi", info.name),
    el("span", { class: "fine" }, here + holds)));
}
