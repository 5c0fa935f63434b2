// What is shown of passages about a topic, and what is carried over to that view.
import assert from "node:assert/strict";
import test from "node:test";
import { asked } from "../../qa/web/static/base/carry.js";
import { excerptOf, MOST } from "../../qa/web/static/find/excerpt.js";
import { summary } from "../../qa/web/static/find/hits.js";

/**
 * @param {string} text
 * @param {string} word
 * @param {number} start
 */
function passage(text, word, start = 7) {
  const at = [...text.slice(0, text.indexOf(word))].length + start;
  return { text, start, matches: [{ start: at, end: at + [...word].length }] };
}
/** @param {{ text: string, match: boolean }[]} pieces */
const joined = (pieces) => pieces.map(({ text }) => text).join("");

test("a short passage is shown whole, on one line, with its words marked", () => {
  assert.deepEqual(excerptOf(passage("  Many\n 𝔥erons came. \n", "𝔥erons")), [
    { text: "Many ", match: false }, { text: "𝔥erons", match: true }, { text: " came.", match: false },
  ]);
});

test("of a long passage the words around the first match are shown", () => {
  const text = `${"early words ".repeat(80)}the herons came ${"later words ".repeat(80)}`;
  const pieces = excerptOf(passage(text, "herons"));
  const shown = joined(pieces);
  assert.ok(shown.startsWith("… ") && shown.endsWith(" …"));
  assert.ok(shown.length <= MOST + 4);
  assert.ok(text.includes(shown.slice(2, -2)));
  assert.ok(/^… (early|words) /.test(shown) && /(later|words) …$/.test(shown)); // no word is cut
  assert.deepEqual(pieces.filter(({ match }) => match).map(({ text: t }) => t), ["herons"]);
});

test("a long passage that was found by its meaning is shown from its beginning", () => {
  const shown = joined(excerptOf({ text: "some words ".repeat(80), start: 0, matches: [] }));
  assert.ok(shown.startsWith("some words") && shown.endsWith(" …"));
});

test("a long word is cut rather than left out", () => {
  assert.equal(joined(excerptOf({ text: "x".repeat(MOST + 9), start: 0, matches: [] })).length, MOST + 2);
});

test("how much was found is said in words", () => {
  const searched = { passages_searched: 9, documents_searched: 4 };
  const found = { topic: "x", ...searched, documents: [], documents_without: [] };
  assert.equal(summary({ ...found, matched: { words: 3, meaning: 2, both: 1 } }),
    "4 passages in 0 of 4 documents (3 by words, 2 by meaning, 1 by both)");
});

test("an address asks for nothing of what is empty", () => {
  assert.equal(asked({ words: "who & why?", document: "" }), "?words=who+%26+why%3F");
  assert.equal(asked({ words: "" }), "");
});
