import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";
import { newIn, recall, remember } from "../../qa/web/static/alerts/seen.js";
import { bodyOf } from "../../qa/web/static/ask/followups.js";
import { newTurn } from "../../qa/web/static/ask/conversation.js";
import { citation, record } from "./made.js";

/** @type {Map<string, string>} */
const kept = new Map();

beforeEach(() => {
  kept.clear();
  Object.assign(globalThis, {
    localStorage: {
      getItem: (/** @type {string} */ name) => kept.get(name) ?? null,
      setItem: (/** @type {string} */ name, /** @type {string} */ value) => kept.set(name, value),
    },
  });
});

/**
 * @param {string} id
 * @param {...number} numbers
 * @returns {Alert}
 */
const alert = (id, ...numbers) => /** @type {any} */ ({ id, found: numbers.map((number) => ({ number })) });

test("what was shown is not new again, and what was found since is", () => {
  assert.deepEqual(newIn(alert("a", 3, 2), recall()).map(({ number }) => number), [3, 2]);
  remember([alert("a", 3, 2), alert("b")]);
  assert.deepEqual(recall(), { a: 3, b: 0 });
  assert.deepEqual(newIn(alert("a", 5, 3, 2), recall()).map(({ number }) => number), [5]);
});

test("what goes with its document is not new when less is left", () => {
  remember([alert("a", 7)]);
  remember([alert("a", 2)]);
  assert.deepEqual(newIn(alert("a", 2), recall()), []);
  remember([]);
  assert.deepEqual(recall(), {}, "an alert that is gone is forgotten");
});

test("what is damaged in the browser is as if nothing was seen", () => {
  for (const damaged of ["", "null", "[", "7"]) {
    kept.set("pincite/alerts-seen", damaged);
    assert.deepEqual(newIn(alert("a", 1), recall()).length, 1, damaged);
  }
});

test("what may follow is asked with the last questions and the places of the last answer", () => {
  const turns = Array.from({ length: 12 }, (_, n) => ({
    ...newTurn(`Question ${n}?`),
    record: record({ searched: `Searched ${n}?`, citations: [citation({ start: n, end: n + 1 })] }),
  }));
  const body = bodyOf(turns, undefined);
  assert.equal(body.asked.length, 20);
  assert.deepEqual(body.asked.slice(-2), ["Question 11?", "Searched 11?"]);
  assert.deepEqual(body.places, [{ document_id: "d", start: 11, end: 12 }]);
  assert.ok(!("within" in body));
});
