// The view of alerts: what is asked again when documents come, and what is new.
import { announce, el } from "../base/dom.js";
import { makeRemovals } from "../base/removals.js";
import { addAlert, addressOf, alerts } from "./calls.js";
import { showNews } from "./news.js";
import { alertRow, removedRow } from "./row.js";
import { newIn, recall, remember } from "./seen.js";

const ABOUT =
  "Questions and topics that are asked again whenever documents are added or change. Only what turns up " +
  "after you add an alert is new. The server keeps your words and the places it found, nothing else.";
const LOOK_AGAIN_MS = 3000; // a guess: the first look of an alert takes seconds
const TRIES = 40;

/** @type {MakeView} */
export function make(root) {
  /** @type {Alert[]} */
  let listed = [];
  /** By alert the numbers of what was not shown before this visit. @type {Map<string, Set<number>>} */
  let fresh = new Map();
  let tries = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let again;

  const list = el("ul", { id: "alert-list", "aria-label": "Alerts" });
  /** @type {ReturnType<typeof makeRemovals<Alert>>} */
  const removals = makeRemovals(list, { addressOf, draw, ended });
  const note = el("p", { class: "fine", role: "status" });
  const title = el("h2", { id: "alerts-title", tabindex: -1 }, "Alerts");
  const words = el("input", {
    type: "text", id: "alert-words", maxlength: 4000, dir: "auto", autocomplete: "off", required: true,
  });
  const kind = el("select", { id: "alert-kind" },
    el("option", { value: "question" }, "answers to this question"),
    el("option", { value: "find" }, "every mention of this topic"));
  root.replaceChildren(el("div", { class: "alerts" },
    title,
    el("p", { class: "fine" }, ABOUT),
    formOf(words, kind, add),
    note,
    list));

  function open() {
    [fresh, listed, tries] = [new Map(), [], 0];
    title.focus();
    return refresh();
  }

  async function refresh() {
    try {
      take((await alerts()).alerts);
      say(listed.length ? "" : "There are no alerts yet.");
    } catch (error) {
      say(error.message, true);
    }
  }

  /** @param {Alert[]} next */
  function take(next) {
    const seen = recall();
    const isSame = JSON.stringify(next.toReversed()) === JSON.stringify(listed);
    listed = next.toReversed();
    for (const alert of listed) {
      const before = fresh.get(alert.id) ?? [];
      fresh.set(alert.id, new Set([...before, ...newIn(alert, seen).map(({ number }) => number)]));
    }
    remember(next);
    showNews(next);
    if (!isSame) draw(); // what is drawn anew loses the focus
    const waits = listed.some(({ looked }) => !looked);
    clearTimeout(again);
    if (waits && !root.hidden && tries++ < TRIES) again = setTimeout(refresh, LOOK_AGAIN_MS);
  }

  function draw() {
    list.replaceChildren(...listed.map((alert) =>
      removals.holds(alert.id)
        ? removedRow(alert, () => undo(alert))
        : alertRow(alert, fresh.get(alert.id) ?? new Set(), removals.remove)));
  }

  /** @param {Event} event */
  async function add(event) {
    event.preventDefault();
    if (!words.value.trim()) return;
    try {
      await addAlert(/** @type {AlertKind} */ (kind.value), words.value.trim());
      words.value = "";
      tries = 0;
      await refresh();
      announce("Alert added");
    } catch (error) {
      say(error.message, true);
    }
  }

  /** @param {Alert} alert */
  function undo(alert) {
    removals.undo(alert);
    title.focus();
  }

  /**
   * @param {Alert} _
   * @param {Error | null} problem
   */
  async function ended(_, problem) {
    draw();
    await refresh();
    if (problem) say(`The alert could not be deleted. ${problem.message}`, true);
  }

  /** @param {string} text */
  function say(text, wrong = false) {
    note.className = wrong ? "problem" : "fine";
    note.hidden = !text;
    note.textContent = text;
  }

  return { open };
}

/**
 * @param {HTMLElement} words
 * @param {HTMLElement} kind
 * @param {(event: Event) => void} submit
 */
const formOf = (words, kind, submit) =>
  el("form", { submit, "data-needs": "add" },
    el("div", {}, el("label", { for: "alert-words" }, "Question or topic"), words),
    el("div", {}, el("label", { for: "alert-kind" }, "Tell me about"), kind),
    el("button", { class: "button primary" }, "Add alert"));
