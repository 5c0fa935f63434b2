// What copies the quotes of a document, each with its reference in one of the styles.
import { quoteWithReference, STYLES } from "../base/cite.js";
import { copy, el, menu, panelOf } from "../base/dom.js";

const NAMED = /** @type {[ReferenceStyle, string][]} */ (Object.entries(STYLES));

/**
 * Return the button that offers the quotes of one document.
 * @param {Citation[]} quotes
 */
export function copyMenu(quotes) {
  const [only, ...more] = quotes;
  return more.length ? copyGrid(quotes) : copyOne(only);
}

/** @param {Citation} citation */
function copyOne(citation) {
  /** @type {Parameters<typeof menu>[1]} */
  const styles = NAMED.map(([style, name]) => [
    style === "bibtex" ? "BibTeX entry" : `Quote with ${name}`,
    (opener) => copy(quoteWithReference(citation, style), opener),
  ]);
  return menu("Copy", styles, { "aria-label": `Copy quote ${citation.number} with its reference` });
}

/** @param {Citation[]} quotes */
function copyGrid(quotes) {
  const rows = [...quotes.map((citation) => [citation]), quotes];
  const numbers = quotes.map(({ number }) => number).join(", ");
  return panelOf("Copy", (press) => rows.map((those, nth) => {
    const which = nth < quotes.length ? `Quote ${those[0].number}` : "All quotes";
    return el("div", { class: "copy-row", role: "group", "aria-label": which },
      el("span", { class: "fine" }, nth < quotes.length ? which : "All"),
      NAMED.map(([style, name]) => press(name, (opener) => copy(joined(those, style), opener), {
        "aria-label": `${which} with ${name}`,
      })));
  }), { "aria-label": `Copy quotes ${numbers} with their references` });
}

/**
 * @param {Citation[]} quotes
 * @param {ReferenceStyle} style
 */
const joined = (quotes, style) =>
  quotes.map((citation) => quoteWithReference(citation, style)).join("\n\n");
