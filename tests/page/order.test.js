import assert from "node:assert/strict";
import test from "node:test";
import { asRead } from "../../qa/web/static/ask/order.js";
import { citation } from "./made.js";

/**
 * Return the numbers of quotes in the order in which they are read; each span is one quote.
 * @param {...(Partial<Citation> & Span)} spans the best first
 */
function read(...spans) {
  const cited = new Map(spans.map((span, n) => [n + 1, citation({ ...span, number: n + 1 })]));
  const sentences = spans.map((_, n) => ({ text: `${n + 1}`, citations: [n + 1] }));
  return asRead(sentences, cited).map(({ text }) => Number(text));
}

test("the best quote comes first, with what follows it, then what stands before it", () => {
  assert.deepEqual(read({ start: 50, end: 60 }, { start: 30, end: 49 }), [1, 2]);
  const spans = [{ start: 50, end: 60 }, { start: 30, end: 49 }, { start: 61, end: 70 }];
  assert.deepEqual(read(...spans), [1, 3, 2]);
});

test("further quotes that follow one another stand in the order of their source", () => {
  const spans = [{ start: 900, end: 910 }, { start: 50, end: 60 }, { start: 30, end: 49 }];
  assert.deepEqual(read(...spans), [1, 3, 2]);
});

test("an answer without quotes has no order", () => {
  assert.deepEqual(read(), []);
});

test("quotes that stand apart keep the order of an answer, the best first", () => {
  assert.deepEqual(read({ start: 500, end: 510 }, { start: 30, end: 49 }), [1, 2]);
});

test("three that follow one another are one run, also where the middle one comes last", () => {
  const spans = [{ start: 20, end: 29 }, { start: 900, end: 910 }, { start: 10, end: 19 }];
  assert.deepEqual(read(...spans), [1, 3, 2]);
});

test("a quote between two that were found before it joins them", () => {
  const spans = [
    { start: 30, end: 39 }, { start: 10, end: 19 }, { start: 900, end: 910 }, { start: 20, end: 29 },
  ];
  assert.deepEqual(read(...spans), [1, 2, 4, 3]);
});

test("quotes of two documents, or of two versions, are no run", () => {
  assert.deepEqual(read({ start: 20, end: 29 }, { start: 10, end: 19, document_id: "other" }), [1, 2]);
  assert.deepEqual(read({ start: 20, end: 29 }, { start: 10, end: 19, version: "other" }), [1, 2]);
});

test("quotes that overlap are no run", () => {
  assert.deepEqual(read({ start: 20, end: 29 }, { start: 10, end: 25 }), [1, 2]);
});

test("a sentence whose citation is missing keeps its place", () => {
  const sentences = [{ text: "lost", citations: [7] }, { text: "kept", citations: [1] }];
  assert.deepEqual(asRead(sentences, new Map([[1, citation()]])), sentences);
});
