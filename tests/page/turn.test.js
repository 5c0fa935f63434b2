import assert from "node:assert/strict";
import test from "node:test";
import { newTurn } from "../../qa/web/static/ask/conversation.js";
import { fail, spoken, take } from "../../qa/web/static/ask/turn.js";
import { citation, record } from "./made.js";

const HIT = { ...citation({ start: 0, end: 100 }), text: " Birds\n came. It rained. " };
const OTHER = { ...HIT, document_id: "other" };

test("hits are counted, their texts kept until the answer comes, and their first words for good", () => {
  const turn = newTurn("Did it rain?");
  take(turn, { name: "hits", data: { hits: [HIT, HIT, OTHER] } });
  assert.deepEqual(turn.found, { passages: 3, documents: 2 });
  assert.equal(turn.passages.length, 3);
  assert.equal(turn.looked[0].opening, "Birds came. It rained.");
  assert.ok(!("text" in turn.looked[0]));
});

test("the first words of a passage are never cut within a character", () => {
  const turn = newTurn("?");
  take(turn, { name: "hits", data: { hits: [{ ...HIT, text: `${"x".repeat(119)}🐦` }] } });
  assert.ok(turn.looked[0].opening.isWellFormed());
});

test("sentences come one by one, and the answer replaces them", () => {
  const turn = newTurn("Did it rain?");
  const sentence = { text: "It rained.", citations: [1] };
  take(turn, { name: "sentence", data: { sentence, citation: citation() } });
  assert.deepEqual(turn.record.sentences.map(({ text }) => text), ["It rained."]);
  assert.equal(turn.state, "asking");
  const answer = record();
  take(turn, { name: "answer", data: answer });
  assert.deepEqual([turn.state, turn.record], ["answered", answer]);
});

test("of an answer only the passages that it quotes are kept", () => {
  const turn = newTurn("Did it rain?");
  take(turn, { name: "hits", data: { hits: [HIT, OTHER, { ...HIT, start: 15 }] } });
  take(turn, { name: "answer", data: record() });
  assert.deepEqual(turn.passages.map(({ document_id, start }) => [document_id, start]), [["d", 0]]);
});

test("a turn that was stopped or failed keeps nothing of half an answer", () => {
  const aborted = new DOMException("", "AbortError");
  for (const [error, state] of [[aborted, "stopped"], [new Error("No."), "failed"]]) {
    const turn = newTurn("Did it rain?");
    take(turn, { name: "hits", data: { hits: [HIT] } });
    fail(turn, /** @type {Error} */ (error));
    assert.equal(turn.state, state);
    assert.equal(turn.error, state === "failed" ? "No." : "");
    assert.deepEqual([turn.found, turn.looked, turn.record.sentences], [null, [], []]);
  }
});

test("what became of a turn is said in words", () => {
  const turn = { ...newTurn("?"), state: /** @type {const} */ ("answered") };
  const differences = [{ citations: [1, 2], values: [["40"], ["50"]] }];
  assert.equal(spoken({ ...turn, record: record() }), "Answer, 1 quotation: It rained.");
  assert.match(spoken({ ...turn, record: record({ differences }) }), /rained\. These sources differ\.$/);
  const half = record({ reason: "“Why?” has no clear answer." });
  assert.match(spoken({ ...turn, record: half }), /It rained\. “Why\?” has no clear answer\.$/);
  const unanswered = record({ status: "unanswered", reason: "Nothing is near it." });
  const said = spoken({ ...turn, record: unanswered });
  assert.equal(said, "No clear answer in your documents. Nothing is near it.");
  assert.equal(spoken({ ...turn, state: "stopped" }), "Stopped");
  assert.equal(spoken({ ...turn, state: "failed", error: "No." }), "No.");
});
