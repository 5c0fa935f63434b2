import assert from "node:assert/strict";
import test from "node:test";
import { fail, newCheck, progress, spoken, take } from "../../qa/web/static/check/course.js";
import { shortened } from "../../qa/web/static/check/detail.js";
import { tooLong } from "../../qa/web/static/check/form.js";
import {
  gone, isProblem, kindOf, knownOf, nextOf, shownFor, tally,
} from "../../qa/web/static/check/words.js";
import { checkedSentence, citation } from "./made.js";

const FOUND = { mark: "[1]", state: /** @type {const} */ ("found"), citation: 1, note: null };
const SENTENCES = (["supported", "contradicted", "unchecked", "not_found", "contradicted"])
  .map((verdict) => checkedSentence({ verdict: /** @type {DraftVerdict} */ (verdict) }));

/** @param {Partial<OwnPlace>} place */
const citing = (place, better = [2]) =>
  checkedSentence({ cited: { places: [{ ...FOUND, ...place }], verdict: "not_found", better } });

test("a sentence that other words support than it cites is to be looked at", () => {
  const sentence = citing({});
  assert.deepEqual([kindOf(sentence), isProblem(sentence)], ["elsewhere", true]);
  assert.equal(kindOf(citing({ state: "gone", citation: null })), "elsewhere");
});

test("a citation that the draft does not explain is no problem, nor one that holds", () => {
  assert.equal(kindOf(citing({ state: "unresolved", citation: null })), "supported");
  assert.equal(kindOf(citing({}, [])), "supported");
});

test("the counts come worst first, without those of which there are none", () => {
  const counts = [["contradicted", 2], ["not_found", 1], ["supported", 1], ["unchecked", 1]];
  assert.deepEqual(tally(SENTENCES), counts);
});

test("problems are gone through in order and round again, or the sentences of a kind", () => {
  assert.deepEqual(gone(SENTENCES, null), [1, 3, 4]);
  assert.deepEqual(gone(SENTENCES, "supported"), [0]);
  const problems = gone(SENTENCES, null);
  assert.deepEqual([null, 1, 2, 4].map((from) => nextOf(problems, from, 1)), [1, 3, 3, 1]);
  assert.deepEqual([null, 1, 2, 4].map((from) => nextOf(problems, from, -1)), [4, 4, 1, 3]);
  assert.equal(nextOf([], null, 1), null);
});

test("the words that a verdict rests on are shown, else the nearest passage, else nothing", () => {
  const [first, second] = [citation({ number: 1 }), citation({ number: 2 })];
  const close = { ...citation({ start: 90 }), text: "Near." };
  assert.equal(shownFor(checkedSentence({ citations: [2] }), [first, second]), second);
  assert.equal(shownFor(checkedSentence({ citations: [], closest: [close] }), [first]), close);
  assert.equal(shownFor(checkedSentence({ citations: [] }), [first]), null);
});

test("the reader knows the words that count and those that the sentence cites", () => {
  const all = [1, 2, 3].map((number) => citation({ number }));
  const { citations } = knownOf({ ...citing({}), citations: [3] }, all);
  assert.deepEqual(citations.map(({ number }) => number), [1, 3]);
});

test("a check takes its sentences one by one, and ends with the record", () => {
  const check = newCheck("It rained.");
  assert.equal(progress(check), "Reading the draft…");
  take(check, { name: "begun", data: { sentences: 2 } });
  assert.equal(check.text, "It rained.");
  take(check, { name: "sentence", data: { sentence: SENTENCES[0], citations: [citation()] } });
  assert.equal(progress(check), "Checking: 1 of 2 sentences…");
  assert.deepEqual([check.sentences.length, check.citations.length], [1, 1]);
  const record = { draft: { text: "It rained!" }, sentences: SENTENCES, citations: [] };
  take(check, { name: "check", data: record });
  assert.deepEqual([check.state, check.text, check.sentences], ["checked", "It rained!", SENTENCES]);
  assert.equal(spoken(check), "4 sentences checked, 2 contradicted, 1 not found, 1 supported, 1 not checked");
});

test("the text of a draft in a file comes when it has been read", () => {
  const check = newCheck("", "draft.docx");
  take(check, { name: "begun", data: { sentences: 1, text: "It rained." } });
  assert.equal(check.text, "It rained.");
});

test("a check that is stopped or fails keeps what was checked until then, and says so", () => {
  const aborted = new DOMException("", "AbortError");
  for (const [error, state] of [[aborted, "stopped"], [new Error("No."), "failed"]]) {
    const check = newCheck("It rained.");
    take(check, { name: "begun", data: { sentences: 9 } });
    take(check, { name: "sentence", data: { sentence: SENTENCES[1], citations: [] } });
    fail(check, /** @type {Error} */ (error));
    assert.deepEqual([check.state, check.sentences.length], [state, 1]);
    assert.equal(progress(check), "Stopped after 1 of 9 sentences");
    assert.match(spoken(check), state === "failed" ? /^No\.$/ : /^Stopped after 1 of 9 .*, 1 contradicted$/);
  }
});

test("a draft that is too long is told how long it may be", () => {
  assert.match(tooLong(1_200_000), /1,200,000 characters, but at most 200,000 .* in parts\.$/);
});

test("of a long passage the beginning is shown, cut between words", () => {
  assert.equal(shortened(" It\n rained. "), "It rained.");
  assert.match(shortened("word ".repeat(100)), /^(word )+…$/);
});
