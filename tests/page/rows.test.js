import assert from "node:assert/strict";
import test from "node:test";
import { quoteWithReference, quotedIn, reference } from "../../qa/web/static/base/cite.js";
import { cellsOf, readableQuote } from "../../qa/web/static/base/rows.js";
import { fromRecords } from "../../qa/web/static/ask/conversation.js";
import { written } from "../../qa/web/static/ask/export.js";
import { drawnTables, placesIn } from "../../qa/web/static/read/tables.js";
import { citation, record } from "./made.js";

// "🐦" is one character for the server and two for JavaScript.
const ROW = citation({
  start: 100,
  end: 112,
  quote: "Torvik🐦 |  | 5",
  cells: [{ start: 100, end: 107 }, { start: 110, end: 110 }, { start: 113, end: 114 }],
  heads: [
    { start: 5, end: 9, text: "Port", cell: 0 },
    { start: 20, end: 24, text: "2023", cell: 2 },
    { start: 25, end: 29, text: "June", cell: 1 },
    { start: 30, end: 34, text: "July", cell: 2 },
    { start: 0, end: 4, text: "Catch", cell: null },
  ],
});

test("a quoted row is its cells, each with the names over it", () => {
  assert.deepEqual(cellsOf(ROW), [
    { names: ["Port"], words: "Torvik🐦" },
    { names: ["June"], words: "" },
    { names: ["2023", "July"], words: "5" },
  ]);
});

test("a row is read with the names of its columns, other quotes as they are", () => {
  assert.equal(readableQuote(ROW), "Port: Torvik🐦; 2023 July: 5");
  assert.equal(readableQuote({ ...ROW, heads: [] }), "Torvik🐦; –; 5");
  assert.equal(readableQuote(citation({ quote: "It rained." })), "It rained.");
});

test("copied and exported, a row has the names of its columns", () => {
  assert.ok(quoteWithReference(ROW, "plain").startsWith("“Port: Torvik🐦; 2023 July: 5”"));
  const answer = record({ citations: [ROW], sentences: [{ text: ROW.quote, citations: [1] }] });
  for (const format of ["markdown", "text"]) {
    assert.ok(written(format, fromRecords([answer], "t")).text.includes("2023 July: 5"), format);
  }
});

test("words that a document only quotes are not said to be by its author", () => {
  const quoted = citation({ author: "Bert", quoted_by: "Ada Lund" });
  assert.equal(quotedIn(quoted), "quoted by Ada Lund");
  for (const style of /** @type {const} */ (["chicago", "apa", "plain", "bibtex"])) {
    assert.ok(reference(quoted, style).includes("quoted by Ada Lund"), style);
  }
  assert.equal(quotedIn(citation({ quoted_by: "" })), "quoted");
  assert.equal(quotedIn(citation()), "");
});

test("a table is drawn by its cells, and what stands between them is not shown", () => {
  /** @type {[number, number][][]} */
  const rows = [[[0, 4], [7, 11]], [[12, 18], [21, 21]]];
  const table = { start: 0, end: 21, heads: 1, labels: 1, caption: null, rows };
  const document = /** @type {any} */ ({ tables: [table] });
  assert.deepEqual(placesIn(document), [0, 4, 7, 11, 12, 18, 21, 21]);
  const spans = drawnTables(document, (point) => point);
  const byLevel = [0, 1, 2, 3].map((level) =>
    spans.filter((span) => span.level === level).map(({ start, end }) => [start, end]));
  assert.deepEqual(byLevel, [
    [[0, 21]],
    [[0, 11], [12, 21]],
    [[0, 4], [7, 11], [12, 18], [21, 21]],
    [[4, 7], [11, 12], [18, 21]],
  ]);
});
