// Builds elements from data: text only ever becomes text nodes.
import { literal } from "./hidden.js";

/**
 * Return an element; functions become listeners, `true` a bare attribute, null nothing.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Attributes} attributes
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  const given = children.flat().filter((child) => child !== null && child !== undefined);
  element.append(...given.flatMap((child) => (typeof child === "string" ? literal(child) : [child])));
  return element;
}

/**
 * Return an element that the page's template has.
 * @template {keyof PageElements} I
 * @param {I} id
 */
export const byId = (id) =>
  /** @type {PageElements[I]} */ (/** @type {unknown} */ (document.getElementById(id)));

/**
 * Return text of a document or a person, apart from the direction of what stands around it.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {string} text
 * @param {Attributes} attributes
 */
export const foreign = (tag, text, attributes = {}) => el(tag, { dir: "auto", ...attributes }, text);

/**
 * @param {string} label
 * @param {(event: Event) => unknown} click
 * @param {Attributes} attributes
 */
export const button = (label, click, attributes = {}) =>
  el("button", { type: "button", class: "quiet", click, ...attributes }, label);

/**
 * Tell people who do not see the page what has changed.
 * @param {string} text
 */
export function announce(text) {
  const live = byId("live");
  live.textContent = "";
  requestAnimationFrame(() => (live.textContent = text));
}

/**
 * Return a button that opens a list of buttons, each with what it does.
 * @param {string} label
 * @param {[string, (opener: HTMLElement) => unknown][]} items
 * @param {Attributes} attributes
 */
export const menu = (label, items, attributes = {}) =>
  panelOf(label, (press) => items.map(([text, run]) => press(text, run)), attributes);

/**
 * Makes a button of a panel, which closes it and then does something.
 * @typedef {(label: string, run: (opener: HTMLElement) => unknown, more?: Attributes) => HTMLElement} Press
 */

/**
 * Return a button that opens a panel; `fill` returns what is in it.
 * @param {string} label
 * @param {(press: Press) => Child[]} fill
 * @param {Attributes} attributes
 */
export function panelOf(label, fill, attributes = {}) {
  /** @type {Press} */
  const press = (text, run, more = {}) => button(text, () => {
    panel.hidePopover();
    run(opener);
  }, more);
  const panel = el("div", { class: "menu", popover: "auto" }, fill(press));
  const opener = el("button", { type: "button", class: "quiet", ...attributes }, label);
  opener.popoverTargetElement = panel;
  panel.addEventListener("beforetoggle", (event) => {
    if (event.newState === "open") place(panel, opener.getBoundingClientRect());
  });
  return el("span", { class: "menu-of" }, opener, panel);
}

/**
 * Put a fixed element beside a rectangle, on the side that has more room.
 * @param {HTMLElement} panel
 * @param {DOMRect} rect
 */
export function place(panel, rect) {
  const below = rect.bottom < innerHeight * 0.6;
  const left = rect.left < innerWidth / 2;
  /** @type {(name: string, value: string) => void} */
  const set = (name, value) => panel.style.setProperty(name, value);
  set("top", below ? `${rect.bottom + 6}px` : "auto");
  set("bottom", below ? "auto" : `${innerHeight - rect.top + 6}px`);
  set("max-height", `min(60vh, ${(below ? innerHeight - rect.bottom : rect.top) - 14}px)`);
  set("left", left ? `${Math.max(8, rect.left - 8)}px` : "auto");
  set("right", left ? "auto" : `${Math.max(8, innerWidth - rect.right - 8)}px`);
}

/**
 * Copy a text, and say so on the button that asked for it.
 * @param {string} text
 * @param {HTMLElement} asker
 */
export async function copy(text, asker) {
  asker.dataset.label ??= asker.textContent;
  const done = await toClipboard(text);
  asker.textContent = done ? "Copied" : "Not copied";
  announce(asker.textContent);
  setTimeout(() => (asker.textContent = asker.dataset.label ?? ""), 1600);
}

/** @param {string} text */
async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

/**
 * Copy where the page is served without TLS, where there is no clipboard object.
 * @param {string} text
 */
function copyBySelection(text) {
  const area = el("textarea", { class: "hidden-text", "aria-hidden": "true" });
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  focused?.focus();
  return done;
}

/**
 * Offer something to be saved as a file.
 * @param {string} name
 * @param {string} type
 * @param {string | Blob} content
 */
export function download(name, type, content) {
  const url = URL.createObjectURL(new Blob([content], { type }));
  el("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** How long a removal can be undone, in milliseconds. */
export const UNDO_MS = 60_000;

/** @param {number} ms */
export const milliseconds = (ms) =>
  ms < 950 ? `${Math.max(1, Math.round(ms))} ms` : `${(ms / 1000).toFixed(1)} s`;

/**
 * Say of a document how much in it nobody sees.
 * @param {{ hidden_characters?: number }} document
 */
export const hiddenNote = ({ hidden_characters: n }) => (n ? count(n, "hidden character") : "");

/**
 * Return a number with its noun.
 * @param {number} n
 * @param {string} one
 * @param {string} many
 */
export const count = (n, one, many = `${one}s`) => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
