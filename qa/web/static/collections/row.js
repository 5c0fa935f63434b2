// Draws a collection, one in the bin, and the field for a name.
import { button, el } from "../base/dom.js";
import { rootOf } from "../base/root.js";
import { holds } from "./switcher.js";

const NAME = "[\\-_]*[A-Za-z0-9][A-Za-z0-9_\\-]*";
const NAME_HELP = "Letters without accents, digits, - and _";
const day = new Intl.DateTimeFormat("en", { dateStyle: "medium" });

/**
 * @param {CollectionInfo} info
 * @param {boolean} isDefault
 * @param {{ rename: (name: string) => void, remove: (name: string) => void } | null} actions
 */
export const collectionRow = (info, isDefault, actions) => el("li", {},
  el("div", {},
    el("a", { href: `${rootOf(isDefault ? "" : info.name)}/`, target: "_self" }, el("bdi", {}, info.name)),
    el("p", { class: "fine" }, isDefault ? `${holds(info)} · default` : holds(info))),
  actions && !isDefault
    ? el("span", {},
        button("Rename", () => actions.rename(info.name), { "aria-label": `Rename ${info.name}` }),
        button("Remove", () => actions.remove(info.name), { "aria-label": `Remove ${info.name}` }))
    : null);

/**
 * @param {RemovedCollection} one
 * @param {{ restore: (one: RemovedCollection) => void, erase: (one: RemovedCollection) => void }} actions
 */
export const binRow = (one, { restore, erase }) => el("li", {},
  el("div", {},
    el("bdi", {}, one.name),
    el("p", { class: "fine" }, `removed ${dayOf(one.removed)}, erased ${dayOf(one.erased)}`)),
  el("span", {},
    button("Restore", () => restore(one), { "aria-label": `Restore ${one.name}`, "data-undo": one.id }),
    button("Erase now", () => erase(one), { "aria-label": `Erase ${one.name} now` })));

/**
 * @param {string} old
 * @param {(event: Event, old: string, next: string) => void} rename
 * @param {() => void} cancel
 */
export function renameForm(old, rename, cancel) {
  const field = nameField("renamed", old);
  const submit = (/** @type {Event} */ event) => rename(event, old, field.value.trim());
  return el("li", {}, el("form", { submit },
    el("label", { class: "hidden-text", for: "renamed" }, `New name of ${old}`), field,
    el("button", { class: "button" }, "Rename"),
    button("Cancel", cancel)));
}

/**
 * @param {string} id
 * @param {string} value
 */
export const nameField = (id, value) => el("input", {
  type: "text", id, value, maxlength: 64, pattern: NAME, title: NAME_HELP, required: true,
  autocomplete: "off", spellcheck: "false",
});

/** @param {string} moment */
const dayOf = (moment) => day.format(new Date(moment));
