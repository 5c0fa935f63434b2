// Tables in an opened document: drawn as tables, though their text is lines with marks between the cells.
import { el } from "../base/dom.js";

const TABLE = 0;
const ROW = 1;
const CELL = 2;
const BETWEEN = 3;

/**
 * Return every place that the tables of a document name, in code points.
 * @param {DocumentRecord} record
 */
export const placesIn = ({ tables = [] }) => tables.flatMap(({ rows }) => rows.flat(2));

/**
 * Return the tables of a document, their rows and cells, as they are to be drawn.
 * @param {DocumentRecord} record
 * @param {(point: number) => number} unit
 * @returns {DrawnSpan[]}
 */
export const drawnTables = ({ tables = [] }, unit) => tables.flatMap((table) => drawn(table, unit));

/**
 * @param {TableRecord} table
 * @param {(point: number) => number} unit
 * @returns {DrawnSpan[]}
 */
function drawn({ start, end, heads, labels, rows }, unit) {
  const spans = [block(unit(start), unit(end), TABLE, "table", "table")];
  rows.forEach((row, nth) => {
    const [first, last] = [unit(row[0][0]), unit(row[row.length - 1][1])];
    spans.push(block(first, last, ROW, "table-row", "row"));
    row.forEach(([from, to], column) => {
      const role = nth < heads ? "columnheader" : column < labels ? "rowheader" : "cell";
      spans.push(block(unit(from), unit(to), CELL, "table-cell", role));
      const after = row[column + 1];
      if (after) spans.push(between(unit(to), unit(after[0])));
    });
    const below = rows[nth + 1];
    if (below) spans.push(between(last, unit(below[0][0])));
  });
  return spans.filter(({ start, end, level }) => end > start || level === CELL);
}

/**
 * @param {number} start
 * @param {number} end
 * @param {number} level
 * @param {string} name
 * @param {string} role
 */
const block = (start, end, level, name, role) =>
  ({ start, end, level, wrap: () => el("span", { class: name, role }) });

/**
 * What stands between two cells, or two rows, is there for whoever reads the text alone.
 * @param {number} start
 * @param {number} end
 */
const between = (start, end) =>
  ({ start, end, level: BETWEEN, wrap: () => el("span", { class: "between-cells" }) });
