import assert from "node:assert/strict";
import test from "node:test";
import { fromRecords, newTurn } from "../../qa/web/static/ask/conversation.js";
import { spoken, take } from "../../qa/web/static/ask/turn.js";
import { readRecords, written as exported } from "../../qa/web/static/ask/export.js";
import { inWords, isWritten } from "../../qa/web/static/ask/written.js";
import { citation, record } from "./made.js";

const WRITER = { model: "small", prompt: "1", status: "written", reason: null };
const REJECTED = { text: "It snowed.", verdict: "not_found", reason: "Nothing says this." };
/** @type {Sentence} */
const PARTLY = {
  text: "It rained hard.", citations: [1], verdict: "partly", unsupported: [{ start: 10, end: 14 }],
};
const WRITTEN = record({
  sentences: [{ text: "It rained.", citations: [1], verdict: "supported" }, PARTLY],
  rejected: [REJECTED],
  writer: WRITER,
});

test("an answer is written if its sentences have a verdict that no quote has", () => {
  assert.ok(isWritten(WRITTEN));
  assert.ok(!isWritten(record()));
  assert.ok(!isWritten(record({ sentences: [{ text: "It rained.", citations: [1], verdict: "verbatim" }] })));
  assert.ok(!isWritten(record({ sentences: [] })));
});

test("what is written takes the place of the quotes as it comes", () => {
  const turn = newTurn("Did it rain?");
  const [sentence] = WRITTEN.sentences;
  const quote = { text: "“Rain.”", citations: [1] };
  take(turn, { name: "sentence", data: { sentence: quote, citation: citation() } });
  take(turn, { name: "written", data: { sentence, citations: [citation({ number: 1 })] } });
  take(turn, { name: "rejected", data: REJECTED });
  take(turn, { name: "written", data: { sentence: PARTLY, citations: [] } });
  assert.deepEqual(turn.record.sentences, WRITTEN.sentences);
  assert.equal(turn.record.citations.length, 1);
  assert.deepEqual(turn.record.rejected, [REJECTED]);
});

test("the quotes that stand where a model failed take the place of what it wrote", () => {
  const turn = newTurn("Did it rain?");
  take(turn, { name: "written", data: { sentence: WRITTEN.sentences[0], citations: [citation()] } });
  const quoted = record({ writer: { ...WRITER, status: "slow", reason: "The model was too slow." } });
  take(turn, { name: "answer", data: quoted });
  assert.deepEqual(turn.record, quoted);
});

test("a written answer is not said to be quoted", () => {
  const turn = { ...newTurn("?"), state: /** @type {const} */ ("answered"), record: WRITTEN };
  assert.equal(spoken(turn), "Answer, 2 checked sentences: It rained. It rained hard.");
});

test("words that are not in the source are named behind their sentence", () => {
  assert.equal(inWords(PARTLY), "It rained hard. (Only partly supported; not in the source: “hard”.)");
  assert.equal(inWords(WRITTEN.sentences[0]), "It rained.");
});

test("an export has a model's sentences without marks of quotation, and says whose they are", () => {
  const conversation = fromRecords([WRITTEN], "Rain");
  const markdown = exported("markdown", conversation).text;
  assert.match(markdown, /\n\nIt rained\.\[\^1-1\]\n\nIt rained hard\. \(Only partly/);
  assert.match(markdown, /Written by small, each sentence checked/);
  assert.ok(!markdown.includes("\n> ") && !markdown.includes("snowed"));
  const text = exported("text", conversation).text;
  assert.match(text, /\n\nIt rained\. \[1\]\n\n/);
  assert.match(text, /Written by small/);
});

test("a written answer comes back from its export, and what is not one is refused", () => {
  assert.deepEqual(readRecords(JSON.stringify(WRITTEN)), [WRITTEN]);
  for (const wrong of [
    { rejected: [{ text: "It snowed." }] }, { writer: { model: 3 } },
    { sentences: [{ ...PARTLY, unsupported: [{ start: -1, end: 2 }] }] },
  ]) {
    assert.throws(() => readRecords(JSON.stringify({ ...WRITTEN, ...wrong })), /no answers/);
  }
});
