// What the page says in words: counts, times, choices, bylines, and why a passage was read.
import assert from "node:assert/strict";
import test from "node:test";
import { newTurn } from "../../qa/web/static/ask/conversation.js";
import { count, milliseconds } from "../../qa/web/static/base/dom.js";
import { bylineOf, whichQuote } from "../../qa/web/static/read/readerparts.js";
import { searchedWithin, told } from "../../qa/web/static/ask/filters.js";
import { considered } from "../../qa/web/static/ask/why.js";
import { citation, documentRecord, record } from "./made.js";

test("a number stands with its noun", () => {
  assert.deepEqual([count(0, "day"), count(1, "day"), count(1200, "day"), count(2, "entry", "entries")],
    ["0 days", "1 day", "1,200 days", "2 entries"]);
});

test("a time is in milliseconds, or in seconds from about one on", () => {
  const shown = ["1 ms", "4 ms", "949 ms", "1.0 s", "12.3 s"];
  assert.deepEqual([0, 3.6, 949.4, 960, 12_345].map(milliseconds), shown);
});

test("a choice of documents is said in words", () => {
  const documents = [documentRecord({ id: "a", title: "Birds" })];
  assert.equal(told({ documents: ["a"] }, documents), "Birds");
  assert.equal(told({ documents: ["gone"], since: "2020" }, documents), "1 document since 2020");
  const by = told({ authors: ["Lund", "Berg"], tags: ["birds"], until: "2021" }, documents);
  assert.equal(by, "documents by Lund or Berg tagged birds until 2021");
});

test("what was searched is said only where it was not all", () => {
  assert.equal(searchedWithin({ within: null }), "");
  assert.equal(searchedWithin({ within: { documents: 1, of: 1, undated: 0 } }), "1 of 1 document");
});

test("a byline has what is known, and says which words were recognized or are hidden", () => {
  const page = { number: 1, start: 0, end: 5, label: "" };
  const pages = [{ ...page, recognized: true }, { ...page, recognized: false }];
  assert.equal(bylineOf(documentRecord()), "Ada M. Lund · 2021 · fen.md");
  assert.ok(bylineOf(documentRecord({ pages })).endsWith(" · partly read by OCR"));
  assert.ok(bylineOf(documentRecord({ pages: pages.slice(0, 1) })).endsWith(" · read by OCR"));
  assert.ok(bylineOf(documentRecord({ hidden_characters: 19 })).endsWith(" · 19 hidden characters"));
});

test("the quote that was asked for is found by its span; else it is the first", () => {
  const quotes = [{ start: 1, end: 2 }, { start: 1, end: 3 }];
  const target = { document_id: "d", version: "v", quotes, start: 1, end: 3 };
  assert.deepEqual([whichQuote(quotes, target), whichQuote(quotes, { ...target, end: 9 })], [1, 0]);
});

test("a passage that was read has the numbers of the quotes that stand in it", () => {
  const hit = { ...citation({ start: 0, end: 15 }), opening: "It" };
  const looked = [{ ...hit, end: 25 }, hit, { ...hit, document_id: "other", end: 25 }];
  const rows = considered({ ...newTurn("?"), looked, record: record() });
  assert.deepEqual(rows.map(({ numbers }) => numbers), [[1], [], []]);
});

test("an imported record tells of what it quotes and what was close, if it has their ranks", () => {
  const { dense_rank: _, ...unranked } = { ...citation(), text: "It rained." };
  const closest = [{ ...citation(), text: "It may rain." }, /** @type {any} */ (unranked)];
  const rows = considered({ ...newTurn("?"), record: record({ closest }) });
  assert.deepEqual(rows.map(({ numbers, score }) => [numbers, score]), [[[1], undefined], [[], 0.9]]);
});
