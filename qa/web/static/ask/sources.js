// The list of what an answer rests on, with a reference to copy for each quote.
import { place, quotedIn, quoteWithReference, STYLES } from "../base/cite.js";
import { copy, el, foreign, menu } from "../base/dom.js";
import { pinButton } from "../base/pinbutton.js";

/**
 * Return the sources of an answer: its documents, and under each its quotes.
 * @param {Citation[]} citations
 * @param {string} asked the question
 */
export function sources(citations, asked) {
  const documents = Map.groupBy(citations, (citation) => citation.document_id);
  return el("div", { class: "sources", role: "group", "aria-label": "Sources" },
    [...documents.values()].map((quotes) => {
      const [{ title, author, publisher, published, quoted_by: by = null, place: file }] = quotes;
      const own = by === null ? [author, publisher, published, file] : [by, publisher, file];
      return el("div", {},
        el("p", {}, foreign("bdi", title, { class: "work" }), facts(own)),
        el("ul", {}, quotes.map((citation) => quoteLine(citation, asked))));
    }));
}

/** @param {(string | undefined)[]} known */
function facts(known) {
  const text = known.filter(Boolean).join(", ");
  return text ? [" ", foreign("bdi", text, { class: "fine" })] : [];
}

/**
 * @param {Citation} citation
 * @param {string} asked
 */
function quoteLine(citation, asked) {
  const named = /** @type {[ReferenceStyle, string][]} */ (Object.entries(STYLES));
  /** @type {Parameters<typeof menu>[1]} */
  const styles = named.map(([style, name]) => [
    style === "bibtex" ? "BibTeX entry" : `Quote with ${name}`,
    (opener) => copy(quoteWithReference(citation, style), opener),
  ]);
  return el("li", {},
    el("span", { class: "fine" }, `[${citation.number}] `),
    foreign("bdi", [...writer(citation), place(citation) || "in its text"].join(" · "), { class: "fine" }),
    pinButton(citation, { asked, label: `Pin quote ${citation.number}` }),
    menu("Copy", styles, { "aria-label": `Copy quote ${citation.number} with its reference` }));
}

/**
 * Say who wrote words that their document only quotes.
 * @param {Citation} citation
 */
function writer(citation) {
  const { author, published } = citation;
  const by = ["written by", author || "somebody else", published].filter(Boolean).join(" ");
  return quotedIn(citation) ? [by] : [];
}
