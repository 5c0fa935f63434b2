import assert from "node:assert/strict";
import test from "node:test";
import { targetOf } from "../../qa/web/static/read/target.js";
import { citation, record } from "./made.js";

const SPAN = { document_id: "d", version: "v", start: 10, end: 20 };
const cited = citation(SPAN);

/** @param {...AnswerRecord} records */
const target = (...records) => targetOf(SPAN, records);

test("a span that is cited comes with the other quotes of its document, in its order", () => {
  const before = citation({ ...SPAN, start: 1, end: 5, number: 2, quote: "Before." });
  const elsewhere = citation({ ...SPAN, document_id: "other" });
  const { quotes, quote, title } = target(record({ citations: [cited, elsewhere, before] }));
  assert.deepEqual(quotes.map(({ number, start }) => [number, start]), [[2, 1], [1, 10]]);
  assert.deepEqual([quote, title], ["It rained.", "Birds of the Fen"]);
});

test("of two answers that cite a span the later one counts", () => {
  const later = citation({ ...SPAN, number: 3 });
  const records = [[cited], [later], []].map((citations) => record({ citations }));
  const { quotes } = target(...records);
  assert.deepEqual(quotes.map(({ number }) => number), [3]);
});

test("a passage that was close comes with its words", () => {
  const close = { ...citation(SPAN), text: "It may rain.", title: "Close" };
  const { quotes, quote, title } = target(record({ citations: [], closest: [close] }));
  assert.deepEqual([quotes, quote, title], [[{ start: 10, end: 20 }], "It may rain.", "Close"]);
});

test("a span that no answer knows is marked all the same, unless it has no length", () => {
  assert.deepEqual(target(record()).quotes, [{ start: 10, end: 20 }]);
  assert.deepEqual(targetOf({ ...SPAN, start: 0, end: 0 }, []).quotes, []);
});

test("a quote of another version is not a quote of this one", () => {
  const { quote } = target(record({ citations: [citation({ ...SPAN, version: "older" })] }));
  assert.equal(quote, undefined);
});
