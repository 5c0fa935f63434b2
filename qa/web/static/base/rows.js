// Rows of tables: what is quoted out of one, with what stands over each of its cells.
import { el, foreign } from "./dom.js";
import { unitsOf } from "./text.js";

/**
 * Return the cells of a quoted row, each with its words and what stands over it; none where the
 * quote is no row.
 * @param {Citation} citation
 * @returns {QuotedCell[]}
 */
export function cellsOf({ cells = [], heads = [], quote, start }) {
  const unit = unitsOf(quote, cells.flatMap((cell) => [cell.start - start, cell.end - start]));
  return cells.map((cell, nth) => ({
    names: heads.filter((head) => head.cell === nth).map(({ text }) => text),
    words: quote.slice(unit(cell.start - start), unit(cell.end - start)),
  }));
}

/**
 * Return a quote as it is read aloud: a row as `Port: Selby; June: 4`, anything else as it is. An
 * empty cell is left out where its column has a name, and a dash where it has none.
 * @param {Citation} citation
 */
export function readableQuote(citation) {
  const cells = cellsOf(citation).filter(({ names, words }) => words || !names.length);
  if (!cells.length) return citation.quote;
  const named = cells.map(({ names, words }) => [...(names.length ? [names.join(" ")] : []), words || "–"]);
  return named.map((parts) => parts.join(": ")).join("; ");
}

/**
 * Draw a quoted row as a table under its heads and its caption.
 * @param {Citation} citation
 */
export function drawRow(citation) {
  const cells = cellsOf(citation);
  const caption = citation.heads?.find(({ cell }) => cell === null);
  const named = cells.some(({ names }) => names.length);
  return el("div", { class: "row-quote", tabindex: 0, role: "group", "aria-label": "Row of a table" },
    el("table", {},
      caption ? foreign("caption", caption.text) : null,
      named ? el("thead", {}, el("tr", {}, cells.map(headCell))) : null,
      el("tbody", {}, el("tr", {}, cells.map(({ words }) => foreign("td", words))))));
}

/** @param {QuotedCell} cell */
function headCell({ names }) {
  if (!names.length) return el("td", {});
  return el("th", { scope: "col" }, names.map((name) => foreign("span", name)));
}
