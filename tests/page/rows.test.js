import assert from "node:assert/strict";
import test from "node:test";
import { placeIn, quoteWithReference, quotedIn, reference } from "../../qa/web/static/base/cite.js";
import { fileOf, kindOf, namesakes } from "../../qa/web/static/base/files.js";
import { cellsOf, readableQuote, rowOf, sameTable, sheetCells } from "../../qa/web/static/base/rows.js";
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
    { names: ["Port"], words: "Torvik🐦", start: 100 },
    { names: ["June"], words: "", start: 110 },
    { names: ["2023", "July"], words: "5", start: 113 },
  ]);
});

/** @param {string} quote */
const sheetRow = (quote) => citation({ source: "ports.csv", start: 100, quote });

test("a row of a sheet is cut at the names of its columns, and only of a sheet", () => {
  const row = sheetRow("Port: Torvik🐦; Note: closed; see below; June: 5");
  assert.deepEqual(sheetCells(row), [
    { names: ["Port"], words: "Torvik🐦", start: 106 },
    { names: ["Note"], words: "closed; see below", start: 121 },
    { names: ["June"], words: "5", start: 146 },
  ]);
  const text = [...row.quote];
  for (const { words, start } of sheetCells(row)) {
    assert.equal(text.slice(start - 100, start - 100 + [...words].length).join(""), words);
  }
  assert.deepEqual(sheetCells({ ...row, source: "ports.md" }), []);
  assert.deepEqual(sheetCells(sheetRow("It rained; we stayed.")), []);
  assert.deepEqual(sheetCells(sheetRow("Port: Torvik")), []);
});

test("rows are of one table where their heads are, also where cells are empty", () => {
  const row = rowOf(sheetRow("Port: Torvik; June: 5; July: 6"));
  const same = rowOf(sheetRow("Port: Selby; July: 4"));
  const other = rowOf(sheetRow("Ship: Ida; July: 4"));
  assert.ok(row && same && other);
  assert.ok(sameTable(row, same));
  assert.ok(!sameTable(row, other));
  assert.ok(!sameTable(row, { ...same, citation: { ...same.citation, document_id: "another" } }));
  const whole = rowOf(ROW);
  assert.ok(whole && sameTable(whole, whole) && !sameTable(whole, row));
  assert.ok(!sameTable(whole, { ...whole, caption: "Another" }));
  assert.equal(rowOf(citation()), null);
});

test("a source is named by its file, and that by its kind", () => {
  assert.equal(fileOf({ source: "folder/sub/fen.PDF" }), "fen.PDF");
  assert.equal(fileOf({ source: "https://example.org/a/report.html?x=1#y" }), "report.html");
  assert.equal(fileOf({ source: "https://example.org/a", place: "C:\\papers\\fen.docx" }), "fen.docx");
  assert.equal(fileOf({ source: "" }), "");
  assert.deepEqual(["fen.PDF", "fen.docx", "a.b.csv", "README", ""].map(kindOf),
    ["PDF", "Word", "Table", "Text", "Text"]);
});

test("documents of the same title are told apart by their files, and by folders where need be", () => {
  const info = (/** @type {string[]} */ ...[id, title, source, place = ""]) => ({ id, title, source, place });
  assert.deepEqual([...namesakes([
    info("a", "Minutes", "may/minutes.docx"), info("b", "minutes ", "june/minutes.docx"),
    info("c", "Report", "report.pdf"), info("d", "Report", "old/report-1.pdf"), info("e", "Alone", "x.md"),
    info("f", "Mail", "box.mbox", "1.eml"), info("g", "Mail", "box.mbox", "2.eml"),
    info("h", "Twin", "t.md"), info("i", "Twin", "t.md"),
  ])], [
    ["a", "may/minutes.docx"], ["b", "june/minutes.docx"],
    ["c", "report.pdf"], ["d", "report-1.pdf"],
    ["f", "1.eml"], ["g", "2.eml"],
    ["h", "t.md"], ["i", "t.md"],
  ]);
});

test("a row of a sheet is its cells where they are known, whatever stands in them", () => {
  const cells = [{ start: 106, end: 111 }, { start: 119, end: 136 }];
  const row = rowOf({ ...sheetRow("Port: Selby; Note: calm; Wind: north"), cells });
  assert.deepEqual(row?.cells.map(({ words }) => words), ["Selby", "calm; Wind: north"]);
});

test("a place is a page, or else a heading that is not the title again", () => {
  const found = citation({ title: "Birds", heading: ["Birds", "Counts"], page: 3 });
  assert.equal(placeIn(found), "p. 3");
  assert.equal(placeIn({ ...found, recognized: true }), "p. 3, read by OCR");
  assert.equal(placeIn({ ...found, page: null }), "Counts");
  assert.equal(placeIn({ ...found, page: null, heading: ["Birds"] }), "");
  assert.equal(placeIn({ ...found, page: null, heading: [] }), "");
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
