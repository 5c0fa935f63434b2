// The view of collections: which there are, and how they are made, named, removed and brought back.
import { announce, el } from "../base/dom.js";
import { COLLECTION, renameKept, rootOf, SERVICE } from "../base/root.js";
import { renameBatch } from "../batch/kept.js";
import {
  bin, collections, createCollection, eraseCollection, removeCollection, renameCollection, restoreCollection,
} from "./calls.js";
import { binRow, collectionRow, nameField, renameForm } from "./row.js";
import { drawSwitcher } from "./switcher.js";

const ABOUT =
  "Each collection has its own documents and answers from them alone. What you remove stays in the bin " +
  "for 30 days.";

/** @type {MakeView} */
export function make(root) {
  /** @type {CollectionList} */
  let known = { default: "", may_change: false, collections: [] };
  /** @type {RemovedCollection[]} */
  let removed = [];
  let renaming = "";
  const actions = { rename: startRename, remove };

  const title = el("h2", { tabindex: -1 }, "Collections");
  const note = el("p", { class: "fine", role: "status", hidden: true });
  const list = el("ul", { id: "collection-list", "aria-label": "Collections" });
  const gone = el("section", { "aria-label": "Bin", hidden: true });
  const name = nameField("new-collection", "");
  const form = el("form", { submit: create },
    el("div", {}, el("label", { for: "new-collection" }, "New collection"), name),
    el("button", { class: "button primary" }, "Create"));
  root.replaceChildren(el("div", { class: "collections" },
    title, el("p", { class: "fine" }, ABOUT), form, note, list, gone));

  async function open() {
    title.focus();
    say("");
    await refresh();
  }

  async function refresh() {
    try {
      known = await collections();
      removed = known.may_change ? (await bin()).removed : [];
      draw();
    } catch (error) {
      say(error.message, true);
    }
  }

  function draw() {
    form.hidden = !known.may_change;
    list.replaceChildren(...known.collections.map(row));
    gone.hidden = !removed.length;
    gone.replaceChildren(el("h3", {}, "Bin"), el("ul", {}, removed.map(inBin)));
    void drawSwitcher();
  }

  /** @param {CollectionInfo} info */
  function row(info) {
    if (info.name === renaming) return renameForm(info.name, rename, () => startRename(""));
    return collectionRow(info, info.name === known.default, known.may_change ? actions : null);
  }

  /** @param {RemovedCollection} one */
  const inBin = (one) => binRow(one, { restore, erase });

  /** @param {string} which */
  function startRename(which) {
    renaming = which;
    draw();
    list.querySelector("input")?.select();
  }

  /** @param {Event} event */
  async function create(event) {
    event.preventDefault();
    const made = name.value.trim();
    await attempt(async () => {
      await createCollection(made);
      name.value = "";
    }, `${made} was created.`);
  }

  /**
   * @param {Event} event
   * @param {string} old
   * @param {string} next
   */
  async function rename(event, old, next) {
    event.preventDefault();
    await attempt(async () => {
      if (next !== old) {
        await renameCollection(old, next);
        renameKept(old, next);
        await renameBatch(old, next).catch(() => null); // what is left is under the old name
      }
      renaming = "";
      if (old === COLLECTION) location.assign(`${rootOf(next)}/#collections`);
    }, `${old} is called ${next} now.`);
  }

  /** @param {string} which */
  async function remove(which) {
    let id = "";
    await attempt(async () => {
      ({ id } = await removeCollection(which));
      if (which === COLLECTION) location.assign(`${SERVICE}/#collections`); // there is no page of it
    }, `${which} is in the bin. “Restore” brings it back, but not the keys that opened it.`);
    /** @type {HTMLElement | null} */
    const undo = root.querySelector(`[data-undo="${CSS.escape(id)}"]`);
    undo?.focus();
  }

  /** @param {RemovedCollection} one */
  const restore = (one) => attempt(
    () => restoreCollection(one.id), `${one.name} is back. Keys that named it have to be made again.`);

  /** @param {RemovedCollection} one */
  const erase = (one) => attempt(() => eraseCollection(one.id), `${one.name} was erased.`);

  /**
   * Do something, and say what came of it.
   * @param {() => Promise<unknown>} act
   * @param {string} done
   */
  async function attempt(act, done) {
    try {
      await act();
      await refresh();
      say(done);
      announce(done);
    } catch (error) {
      say(error.message, true);
    }
  }

  /** @param {string} text */
  function say(text, wrong = false) {
    note.className = wrong ? "problem" : "fine";
    note.hidden = !text;
    note.textContent = text;
  }

  return { open };
}
