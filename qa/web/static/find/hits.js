// What was found about a topic: its documents, with their passages.
import { from } from "../ask/from.js";
import { place } from "../base/cite.js";
import { button, count, el, foreign } from "../base/dom.js";
import { pinButton } from "../base/pinbutton.js";
import { readLink } from "../base/route.js";
import { drawPieces } from "../base/text.js";
import { excerptOf } from "./excerpt.js";

const PASSAGES = 50; // of a document that are drawn at a time; a guess: some screens

/**
 * Say how much was found, and how.
 * @param {Findings} found
 */
export function summary({ matched: { words, meaning, both }, documents, documents_searched: of }) {
  const passages = count(words + meaning - both, "passage");
  const by = [[words, "by words"], [meaning, "by meaning"], ...(both ? [[both, "by both"]] : [])]
    .map(([found, how]) => `${found.toLocaleString("en")} ${how}`).join(", ");
  return `${passages} in ${documents.length.toLocaleString("en")} of ${count(of, "document")} (${by})`;
}

/**
 * Say how many documents have nothing.
 * @param {Findings} found
 */
export function without({ documents_without: { length } }) {
  if (!length) return "";
  return el("p", { class: "fine work-more" }, `Nothing was found in ${count(length, "document")}.`);
}

/**
 * Say that there is nothing about a topic.
 * @param {Findings} found
 */
export function nothing({ topic, passages_searched: passages, documents_searched: documents }) {
  const looked = `${count(passages, "passage")} in ${count(documents, "document")}`;
  return el("div", { class: "nothing" },
    el("h3", {}, "No mention of “", foreign("bdi", topic), "”"),
    el("p", {}, `Pincite looked at ${looked}. Try fewer words, or the words that the documents use.`));
}

/**
 * Say of each collection that was named how much it has; nothing where none was.
 * @param {Pick<Findings, "collections">} found
 */
export function eachLooked({ collections: looked }) {
  if (!looked) return "";
  return el("ul", { class: "asked", "aria-label": "Collections that were searched" },
    looked.map(({ name, passages, reason }) => el("li", {},
      foreign("bdi", name, { class: "name" }), " ",
      reason ? `not searched: ${reason}` : count(passages, "passage"))));
}

/**
 * Draw a document with its passages; `name` tells it from others of its title, `choose` shows it
 * alone, null where it is.
 * @param {FoundDocument} group
 * @param {string | undefined} name
 * @param {(() => void) | null} choose
 */
export function groupOf({ title, matched, passages, collection }, name, choose) {
  const many = count(matched, "passage");
  const named = [title, name].filter(Boolean).join(", ");
  const head = el("header", {},
    el("h3", {}, foreign("bdi", title), name ? [" ", foreign("bdi", name, { class: "fine" })] : null,
      from(collection)),
    choose && matched > passages.length
      ? button(`All ${many}`, choose, { "aria-label": `All ${many} of ${named}` })
      : el("span", { class: "fine" }, many));
  const hits = inParts(passages.map(hitOf), PASSAGES, "passage");
  return el("section", { class: "found-in" }, head, el("ol", {}, hits));
}

/** @param {FoundPassage} passage */
function hitOf(passage) {
  const words = drawPieces(excerptOf(passage));
  const where = place(passage);
  return el("li", { class: "hit" },
    el("p", { class: "said", dir: "auto" }, words),
    el("p", { class: "fine" },
      el("a", { class: "quiet", href: readLink(passage) }, "Open in source"),
      pinButton({ ...passage, quote: passage.text }, { label: "Pin this passage" }),
      where ? foreign("bdi", where) : null,
      passage.by.includes("words") ? null : el("span", {}, "by meaning")));
}

/**
 * Return the first of some elements, and a button that shows as many more.
 * @param {HTMLElement[]} elements
 * @param {number} most
 * @param {string} one
 * @returns {HTMLElement[]}
 */
export function inParts(elements, most, one) {
  const rest = elements.slice(most);
  if (!rest.length) return elements;
  const more = button(`Show ${count(Math.min(most, rest.length), `more ${one}`)}`, () => {
    const next = inParts(rest, most, one);
    const link = next[0].querySelector("a");
    holder.replaceWith(...next);
    link?.focus();
  }, { class: "button" });
  const holder = el(elements[0].localName === "li" ? "li" : "div", { class: "work-more" }, more);
  return [...elements.slice(0, most), holder];
}
