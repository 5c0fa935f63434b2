import assert from "node:assert/strict";
import test from "node:test";
import { placed } from "../../qa/web/static/read/marks.js";
import { documentRecord } from "./made.js";

const TEXT = "🐦 Herons came. It rained.";
const QUOTE = { start: 2, end: 14, number: 1, text: "Herons came." };
const TARGET = { document_id: "d", version: "v1", start: 2, end: 14, quotes: [QUOTE], quote: QUOTE.text };

/**
 * @param {string} text
 * @param {Span[]} spans
 */
const cut = (text, spans) => spans.map(({ start, end }) => text.slice(start, end));

test("a quote is marked at its code points", () => {
  const { spans, places, notice } = placed(TARGET, TEXT, "v1", documentRecord());
  assert.deepEqual(cut(TEXT, spans), ["Herons came."]);
  assert.deepEqual([places, notice], [[QUOTE], [""]]);
});

test("a quote whose words are others than those that stand there was altered", () => {
  const altered = { ...TARGET, quotes: [{ ...QUOTE, text: "Herons went." }] };
  assert.match(String(placed(altered, TEXT, "v1", documentRecord()).notice[0]), /was altered/);
});

test("a place beyond the end of the text is reported, and nothing marked", () => {
  const far = { ...TARGET, start: 900, end: 910, quotes: [{ start: 900, end: 910 }] };
  const { quotes, spans, notice } = placed(far, TEXT, "v1", documentRecord());
  assert.deepEqual([quotes, spans], [[], []]);
  assert.match(String(notice[0]), /points beyond the end/);
});

test("in a later version the quoted words are looked for, and placed in code points", () => {
  const later = `🐦🐦🐦 New. ${TEXT}`;
  const { spans, places, notice } = placed(TARGET, later, "v2", documentRecord());
  assert.deepEqual(cut(later, spans), ["Herons came."]);
  assert.deepEqual(places, [{ start: 11, end: 23 }]);
  assert.match(String(notice[0]), /changed since the answer was given\. The quoted words still stand/);
});

test("without the words a link to a later version says only that it has changed", () => {
  const link = { ...TARGET, quote: undefined };
  const { quotes, notice } = placed(link, TEXT, "v2", documentRecord());
  assert.deepEqual(quotes, []);
  assert.match(String(notice[0]), /changed since this link was made, so its place cannot be shown\.$/);
});

test("headings, pages and characters that nobody sees are drawn where they stand", () => {
  const text = "🐦 Title\nab\u202e\u200bcd";
  const record = documentRecord({
    headings: [{ level: 1, title: "Title", start: 2, end: 7 }],
    pages: [{ number: 1, label: "", recognized: false, start: 8, end: 14 }],
  });
  const { spans } = placed({ ...TARGET, quotes: [] }, text, "v1", record);
  assert.deepEqual(cut(text, spans), ["Title", "", "\u202e\u200b"]);
  assert.equal(text.slice(spans[1].start), "ab\u202e\u200bcd");
});
