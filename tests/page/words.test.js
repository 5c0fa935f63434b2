// What the page says in words: counts, times, choices, bylines, and why a passage was read.
import assert from "node:assert/strict";
import test from "node:test";
import { certainty } from "../../qa/web/static/ask/certainty.js";
import { matchedPieces } from "../../qa/web/static/ask/unanswered.js";
import { bodyOf } from "../../qa/web/static/ask/verdict.js";
import { newTurn } from "../../qa/web/static/ask/conversation.js";
import { count, milliseconds } from "../../qa/web/static/base/dom.js";
import { piecesOf } from "../../qa/web/static/base/text.js";
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

test("words of the question are pieces of a passage, counted in code points", () => {
  const passage = /** @type {any} */ ({
    text: "\n🐦 Herons fly.\n\nA  heron ate. ",
    start: 100,
    matches: [{ start: 103, end: 109 }, { start: 119, end: 124 }],
  });
  assert.deepEqual(matchedPieces(passage), [
    { text: "🐦 ", match: false },
    { text: "Herons", match: true },
    { text: " fly. A  ", match: false },
    { text: "heron", match: true },
    { text: " ate.", match: false },
  ]);
});

test("a passage of an imported record is shown whole, whatever its matches say", () => {
  const matches = [{ start: 5, end: 3 }, { start: 2, end: 4 }, { start: 1, end: 3 }, { start: 0, end: 99 }];
  const pieces = matchedPieces(/** @type {any} */ ({ text: "It rained.", start: 0, matches }));

  assert.equal(pieces.map(({ text }) => text).join(""), "It rained.");
  for (const none of [{}, { matches: null }]) {
    assert.deepEqual(matchedPieces(/** @type {any} */ ({ text: " It rained. ", start: 0, ...none })), [
      { text: "It rained.", match: false },
    ]);
  }
});

test("the words of a quote stand once and in order, whatever an imported record marks", () => {
  const spans = [[0, 12], [13, 14], [13, 16], [15, 15], [15, 19], [16, 17], [19, 18], [19, 99]];
  const pieces = piecesOf("It 🐦 sang.", 10, spans.map(([start, end]) => ({ start, end })));

  assert.deepEqual(pieces.map(({ text, match }) => (match ? `[${text}]` : text)),
    ["It ", "[🐦]", " ", "[sang]", "", "[.]", ""]);
});

test("a confidence has the words of the command line", () => {
  const from = { likely: 0.6, veryLikely: 0.8 };
  const said = [0, 0.5999, 0.6, 0.79, 0.8, 1].map((share) => certainty(share, from));

  assert.deepEqual(said, ["possible", "possible", "likely", "likely", "very likely", "very likely"]);
});

test("what is kept of a click is the question, as it was searched, and the place", () => {
  const answer = record({ searched: "Did it rain on the fen?" });
  const said = bodyOf(answer, answer.citations[0], "does_not_answer");

  assert.deepEqual(said, {
    question: "Did it rain?",
    searched: "Did it rain on the fen?",
    document_id: "d",
    version: "0123456789abcdef",
    start: 10,
    end: 20,
    confidence: 0.8,
    verdict: "does_not_answer",
  });
  assert.equal(bodyOf(record(), answer.citations[0], "answers").searched, "Did it rain?");
});
