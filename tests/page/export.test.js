import assert from "node:assert/strict";
import test from "node:test";
import { fromRecords } from "../../qa/web/static/ask/conversation.js";
import { readRecords, written } from "../../qa/web/static/ask/export.js";
import { citation, record } from "./made.js";

/**
 * @param {string} format
 * @param {...AnswerRecord} records
 */
const text = (format, ...records) => written(format, fromRecords(records, "My *birds*")).text;

test("Markdown has a footnote for each quote, with its place", () => {
  const markdown = text("markdown", record());
  assert.ok(markdown.startsWith("# My \\*birds\\*\n\n## Did it rain?\n\n> It rained.[^1-1]\n\n"));
  assert.ok(markdown.includes("[^1-1]: Ada M. Lund, “Birds of the Fen”"));
  assert.ok(markdown.includes("Characters 10–20, version 0123456789ab."));
});

const HOSTILE = ["[x](javascript:alert(1))", "<img src=x>", "# a\n\n## b", "![](u)", "a | b ~~c~~ `d`"];
for (const hostile of HOSTILE) {
  test(`what a document says is no markup in Markdown: ${JSON.stringify(hostile)}`, () => {
    const said = text("markdown", record({ sentences: [{ text: hostile, citations: [] }] }));
    const line = said.split("\n").find((line) => line.startsWith("> ")) ?? "";
    assert.doesNotMatch(line.slice(2), /(?<!\\)[`*_{}[\]<>#|~!]/);
    assert.equal(line.slice(2).replaceAll("\\", ""), hostile.replace(/\s+/g, " "));
  });
}

test("plain text has quotes, references, what differs, and what was searched", () => {
  const differences = [{ citations: [1, 2], values: [["40", "41"], ["50"]] }];
  const within = { documents: 3, of: 1200, undated: 1 };
  const plain = text("text", record({ differences, within }));
  assert.ok(plain.startsWith("My *birds*\n\n\nDid it rain?\n\n“It rained.” [1]\n\nThese sources differ: "));
  assert.ok(plain.includes("40 and 41 [1], 50 [2] — Pincite does not choose between them."));
  assert.ok(plain.includes("[1] Ada M. Lund, Birds of the Fen, "));
  assert.ok(plain.endsWith("Searched: 3 of 1,200 documents (1 without a date left out).\n"));
});

test("a citation that has a link is exported with it", () => {
  const link = "https://a.example/read/abc?version=0123&start=10&end=20";
  const answered = record({ citations: [citation({ link })] });
  assert.ok(text("markdown", answered).includes(` <${link}>\n`));
  assert.ok(text("text", answered).includes(` ${link}`));
  assert.ok(!text("markdown", record()).includes("<"));
});

for (const link of ["javascript:alert(1)", "https://a.example/> <b>", "https://a.example/\n# a", "http://"]) {
  test(`what is no address of the web is not exported as a link: ${JSON.stringify(link)}`, () => {
    const answered = record({ citations: [citation({ link })] });
    for (const format of ["markdown", "text"]) assert.equal(text(format, answered), text(format, record()));
  });
}

test("an unanswered question has its reason in every text", () => {
  const nothing = { sentences: [], citations: [] };
  const unanswered = record({ status: "unanswered", reason: "Nothing is near it.", ...nothing });
  for (const format of ["text", "markdown"]) {
    const said = text(format, unanswered);
    assert.ok(said.includes("No clear answer in your documents. Nothing is near it."), format);
  }
});

test("JSON comes back as the same records, also one alone and one a line", () => {
  const leaning = citation({ lead: { start: 0, end: 9, text: "Herons came." } });
  const records = [record(), record({ question: "When?", citations: [leaning] })];
  assert.deepEqual(readRecords(text("json", ...records)), records);
  assert.deepEqual(readRecords(JSON.stringify(records[0])), [records[0]]);
  assert.deepEqual(readRecords(records.map((one) => JSON.stringify(one)).join("\n\n")), records);
});

test("a file is named after its conversation, without what a file name cannot have", () => {
  assert.equal(written("markdown", fromRecords([], "../Größe: 5/6?")).name, "Größe-5-6.md");
  assert.equal(written("json", fromRecords([], "???")).name, "pincite.json");
});

/** @type {Record<string, object>} */
const BROKEN = {
  "an empty list": [],
  "another status": [record({ status: "asking" })],
  "a confidence that is no number": [{ ...record(), confidence: "0.8" }],
  "a sentence without citations": [{ ...record(), sentences: [{ text: "It rained." }] }],
  "a citation without its quote": [{ ...record(), citations: [{ ...citation(), quote: undefined }] }],
  "an offset below nought": [record({ citations: [citation({ start: -1 })] })],
  "a link that is no text": [{ ...record(), citations: [{ ...citation(), link: 5 }] }],
  "a heading that is no list": [{ ...record(), citations: [{ ...citation(), heading: "Rain" }] }],
  "a lead without words": [{ ...record(), citations: [{ ...citation(), lead: { text: 5 } }] }],
  "words that answer without a list": [{ ...record(), citations: [{ ...citation(), answer_spans: {} }] }],
  "words that answer without an end": [
    { ...record(), citations: [{ ...citation(), answer_spans: [{ start: 1 }] }] },
  ],
  "a difference of three": [record({ differences: [{ citations: [1, 2, 3], values: [["a"], ["b"]] }] })],
  "a search that counts nothing": [{ ...record(), within: { documents: 1 } }],
  "a record beside nothing": [record(), null],
};
for (const [what, value] of Object.entries(BROKEN)) {
  test(`${what} is refused`, () => {
    assert.throws(() => readRecords(JSON.stringify(value)), /has no answers/);
  });
}

test("what is no JSON is refused", () => assert.throws(() => readRecords("Dear Ada,\n"), SyntaxError));
