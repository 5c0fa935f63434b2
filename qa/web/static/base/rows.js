// Rows of tables: what is quoted out of one, with what stands over each of its cells.
import { el, foreign } from "./dom.js";
import { sameText } from "./root.js";
import { drawPieces, piecesOf, unitsOf } from "./text.js";

/** Files whose rows are written as "Port: Selby; June: 4", because nobody quotes a comma. */
const SHEET = /\.(csv|tsv|tab|xlsx?|xlsm|ods)$/i;
const BETWEEN = "; ";
const NAMED = /^([^:\n]{1,60}): ([^]*)$/; // as long as the names of columns are taken to be

/** @param {string} text */
const lengthOf = (text) => [...text].length;

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
    start: cell.start,
  }));
}

/**
 * Return the cells of a row of a sheet, which has the name of its column before each; none where
 * the quote is not one.
 * @param {Citation} citation
 * @returns {QuotedCell[]}
 */
export function sheetCells({ quote, start, source, place }) {
  if (!SHEET.test(place || source)) return [];
  /** @type {QuotedCell[]} */
  const cells = [];
  let at = start;
  for (const part of quote.split(BETWEEN)) {
    const [, name, words] = NAMED.exec(part) ?? [];
    const last = cells.at(-1);
    if (name !== undefined) cells.push({ names: [name], words, start: at + lengthOf(`${name}: `) });
    else if (last) last.words += `${BETWEEN}${part}`;
    else return [];
    at += lengthOf(part + BETWEEN);
  }
  return cells.length > 1 ? cells : [];
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
 * Return a quoted row as a table draws it; null where the quote is no row.
 * @param {Citation} citation
 * @returns {QuotedRow | null}
 */
export function rowOf(citation) {
  const own = cellsOf(citation);
  const cells = own.length ? own : sheetCells(citation);
  if (!cells.length) return null;
  const caption = citation.heads?.find(({ cell }) => cell === null)?.text ?? "";
  // Columns of a table may have the same name, or none; those of a sheet go by theirs.
  const keys = cells.map(({ names }, nth) => (own.length ? `${nth} ${names.join(" ")}` : names[0]));
  return { citation, cells, keys, caption, whole: own.length > 0 };
}

/**
 * Tell whether two quoted rows are of the same table, as far as their heads say.
 * @param {QuotedRow} a
 * @param {QuotedRow} b
 */
export function sameTable(a, b) {
  const known = new Set(a.keys);
  const alike = a.whole
    ? b.whole && a.caption === b.caption && a.keys.join("\n") === b.keys.join("\n")
    : !b.whole && b.keys[0] === a.keys[0] && b.keys.some((key, nth) => nth > 0 && known.has(key));
  return alike && sameText(a.citation, b.citation);
}

/**
 * Draw rows of one table under their heads and their caption, each with its pins.
 * @param {{ row: QuotedRow, pins: Node[] }[]} quoted the first says the caption
 */
export function drawTable(quoted) {
  /** @type {Map<string, string[]>} */
  const names = new Map(quoted.flatMap(({ row }) =>
    row.cells.map((cell, nth) => [row.keys[nth], cell.names])));
  const columns = quoted.map(({ row }) => row.keys).reduce(merged, []);
  const [{ row: { caption } }] = quoted;
  const heads = columns.map((key) => headCell(names.get(key) ?? []));
  const named = [...names.values()].some((words) => words.length);
  return el("div", { class: "row-quote", tabindex: 0, role: "group", "aria-label": "Rows of a table" },
    el("table", {},
      caption ? foreign("caption", caption) : null,
      named ? el("thead", {}, el("tr", {}, el("td", { class: "pins" }), heads)) : null,
      el("tbody", {}, quoted.map(({ row, pins }) => el("tr", {},
        el("td", { class: "pins" }, pins),
        columns.map((key) => cellOf(row, row.cells[row.keys.indexOf(key)])))))));
}

/**
 * Put the columns of another row among those that are there: what is new stands behind the one
 * that it follows in its row.
 * @param {string[]} columns
 * @param {string[]} keys
 */
function merged(columns, keys) {
  const all = [...columns];
  let at = -1;
  for (const key of keys) {
    const found = all.indexOf(key);
    at = found < 0 ? at + 1 : found;
    if (found < 0) all.splice(at, 0, key);
  }
  return all;
}

/** @param {string[]} names */
function headCell(names) {
  if (!names.length) return el("td", {});
  return el("th", { scope: "col" }, names.map((name) => foreign("span", name)));
}

/**
 * @param {QuotedRow} row
 * @param {QuotedCell | undefined} cell
 */
function cellOf({ citation }, cell) {
  if (!cell) return el("td", {});
  const end = cell.start + lengthOf(cell.words);
  const spans = (citation.answer_spans ?? []).filter((span) => span.start >= cell.start && span.end <= end);
  return el("td", { dir: "auto" }, drawPieces(piecesOf(cell.words, cell.start, spans), "strong"));
}
