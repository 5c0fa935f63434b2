import assert from "node:assert/strict";
import test from "node:test";
import { factsOf, pagesIn, readingNotes } from "../../qa/web/static/read/facts.js";
import { documentRecord } from "./made.js";

/**
 * @param {boolean[]} recognized
 * @returns {PageSpan[]}
 */
const pages = (recognized) =>
  recognized.map((yes, n) => ({ number: n + 1, label: "", recognized: yes, start: n, end: n + 1 }));

test("of a document is said what is known", () => {
  const facts = factsOf(documentRecord({ pages: pages([false, false]), tags: ["birds", "fen"] }));
  assert.deepEqual(facts, [
    ["Author", "Ada M. Lund"], ["Date", "2021"], ["Kind", "Text"], ["Length", "2 pages, 100 characters"],
    ["File", "fen.md"], ["Tags", "birds, fen"],
  ]);
});

test("how a document was read is said in sentences", () => {
  const record = documentRecord({
    pages: pages([true, true, false, true]),
    hidden_characters: 2,
    notes: ["two pages are damaged", "It was cut off."],
    corrected: { title: "Brids", published: "" },
    file_author: "scanner",
  });
  assert.deepEqual(readingNotes(record), [
    "Pages 1–2, 4 were read by OCR, so letters may be wrong.",
    "2 characters in it cannot be seen. They are shown by name.",
    "Two pages are damaged.",
    "It was cut off.",
    "The title was corrected: the document says “Brids”.",
    "The date was added: the document gives none.",
    "The file’s properties give “scanner” as its author.",
  ]);
  assert.deepEqual(readingNotes(documentRecord()), []);
  assert.match(readingNotes(documentRecord({ pages: pages([true, true]) }))[0], /^All pages were/);
  assert.match(readingNotes(documentRecord({ pages: pages([true]) }))[0], /^Page 1 was/);
});

test("pages are named in runs", () => {
  assert.equal(pagesIn([3, 4, 5, 9]), "Pages 3–5, 9");
  assert.equal(pagesIn([7]), "Page 7");
});
