// Draws an alert: what it asks, what it found, and what can be done with it.
import { button, copy, count, el, foreign } from "../base/dom.js";
import { pageOf } from "../base/cite.js";
import { readLink } from "../base/route.js";

const FEW = 3; // quotes; the others are folded
const when = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" });
const day = new Intl.DateTimeFormat("en", { dateStyle: "medium" });
const FIRST_LOOK = "Looking up what is there already…";
const KINDS = { question: "Question", find: "Every mention" };

/**
 * Return an alert with what it found; `fresh` are the numbers of those not shown before.
 * @param {Alert} alert
 * @param {Set<number>} fresh
 * @param {(alert: Alert) => void} remove
 */
export function alertRow(alert, fresh, remove) {
  const { found, words } = alert;
  const shown = Math.max(FEW, fresh.size);
  return el("li", { class: "alert" },
    el("header", {},
      foreign("h3", words),
      el("p", { class: "fine" }, `${KINDS[alert.kind]} · ${looked(alert)}`),
      tools(alert, remove)),
    found.length
      ? el("ul", { class: "found" }, found.slice(0, shown).map((it) => quote(it, fresh)))
      : el("p", { class: "fine none" }, alert.looked ? "Nothing new yet." : FIRST_LOOK),
    found.length > shown
      ? el("details", {},
          el("summary", {}, count(found.length - shown, "earlier quote")),
          el("ul", { class: "found" }, found.slice(shown).map((it) => quote(it, fresh))))
      : null);
}

/** @param {Alert} alert */
const looked = ({ looked: at }) => (at ? `last checked ${when.format(new Date(at))}` : "not checked yet");

/**
 * @param {Alert} alert
 * @param {(alert: Alert) => void} remove
 */
function tools(alert, remove) {
  const feed = new URL(alert.feed, location.href).href;
  const named = `of “${alert.words}”`;
  const copyFeed = button("Copy feed address", () => copy(feed, copyFeed), {
    "aria-label": `Copy feed address ${named}`,
    title: "For a feed reader. Anyone who has this address can read what the alert finds.",
  });
  return el("div", { class: "alert-tools" },
    copyFeed,
    button("Delete", () => remove(alert), {
      "data-needs": "add", "aria-label": `Delete the alert ${named}`,
    }));
}

/**
 * @param {FoundWords} found
 * @param {Set<number>} fresh
 */
function quote(found, fresh) {
  const isNew = fresh.has(found.number);
  const where = [found.title, pageOf(found)].filter(Boolean).join(", ");
  return el("li", { class: isNew ? "fresh" : null },
    foreign("blockquote", found.quote.trim().replace(/\n\s*\n/g, "\n")),
    el("p", { class: "fine" },
      isNew ? el("strong", { class: "new" }, "New") : null,
      foreign("a", where, { href: readLink(found) }),
      el("span", {}, foreign("bdi", found.source), ` · found ${day.format(new Date(found.found))}`)));
}

/**
 * Return what stands in the place of an alert that is being deleted.
 * @param {Alert} alert
 * @param {() => void} undo
 */
export const removedRow = (alert, undo) =>
  el("li", { class: "alert removed" },
    el("span", {}, "Deleted: ", foreign("bdi", alert.words)),
    button("Undo", undo, {
      "data-undo": alert.id,
      "aria-label": `Undo deleting the alert “${alert.words}”`,
    }));
