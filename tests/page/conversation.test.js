import assert from "node:assert/strict";
import test from "node:test";
import { create, fromRecords, historyBefore, newTurn } from "../../qa/web/static/ask/conversation.js";
import { dayOf } from "../../qa/web/static/ask/sidebar.js";
import { record } from "./made.js";

/**
 * @param {number} many
 * @param {Partial<AnswerRecord>} facts
 */
const asked = (many, facts = {}) =>
  fromRecords(Array.from({ length: many }, (_, n) => record({ question: `Question ${n}?`, ...facts })), "T");

test("the history before a turn is the ten answered turns before it, the oldest first", () => {
  const conversation = asked(14);
  const history = historyBefore(conversation, conversation.turns[12]);
  const expected = [...Array(10).keys()].map((n) => `Question ${n + 2}?`);
  assert.deepEqual(history.map(({ question }) => question), expected);
  assert.equal(history[0].answer, "It rained.");
});

test("the first turn has no history, nor has what was stopped or failed a place in it", () => {
  const conversation = asked(3);
  conversation.turns[0].state = "failed";
  conversation.turns[1].state = "stopped";
  assert.deepEqual(historyBefore(conversation, conversation.turns[0]), []);
  assert.deepEqual(historyBefore(conversation, conversation.turns[2]), []);
});

test("what is too long for the server is cut, and never within a character", () => {
  const long = `${"x".repeat(3999)}🐦🐦`;
  const sentences = [{ text: `${"x".repeat(19_999)}🐦🐦`, citations: [] }];
  const conversation = asked(2, { question: long, sentences });
  const [{ question, answer }] = historyBefore(conversation, conversation.turns[1]);
  assert.ok(question.length <= 4000 && answer.length <= 20_000);
  assert.ok(question.isWellFormed() && answer.isWellFormed());
});

test("records become a conversation of answered turns under a short name", () => {
  const conversation = fromRecords([record()], `  a\n b ${"long ".repeat(40)}`);
  assert.match(conversation.title, /^a b long .*…$/);
  assert.ok(conversation.title.length <= 80 && conversation.named);
  const [turn] = conversation.turns;
  assert.deepEqual([turn.state, turn.question, turn.record], ["answered", "Did it rain?", record()]);
});

test("a day is named as people do who look back", () => {
  const now = new Date(2026, 2, 1, 0, 5);
  assert.equal(dayOf(new Date(2026, 2, 1, 0, 1).toISOString(), now), "Today");
  assert.equal(dayOf(new Date(2026, 1, 28, 23, 59).toISOString(), now), "Yesterday");
  assert.equal(dayOf(new Date(2026, 1, 27, 12).toISOString(), now), "February 27, 2026");
});

test("conversations and turns do not share what they are made of", () => {
  assert.notEqual(create().id, create().id);
  newTurn("?").record.sentences.push({ text: "", citations: [] });
  assert.deepEqual(newTurn("?").record.sentences, []);
});
