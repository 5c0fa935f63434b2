import assert from "node:assert/strict";
import test from "node:test";
import { placesOf } from "../../qa/web/static/read/find.js";

/**
 * @param {string} words
 * @param {string} text
 */
const found = (words, text) => placesOf(words, text).map(({ start, end }) => text.slice(start, end));

test("words are found whatever their case and the white space between them", () => {
  assert.deepEqual(found(" it  rained ", "It rained.\nit\n\trained"), ["It rained", "it\n\trained"]);
});

test("nothing is found for nothing", () => assert.deepEqual(found("  ", "It rained."), []));

for (const words of ["a.c", "(x", "[", "a|b", "50 %", "\\d", "^a$", "a-b", "{2}", "*"]) {
  test(`what a pattern would read otherwise is looked for as it is: ${words}`, () => {
    assert.deepEqual(found(words, `abc x 12 ${words} aXb`), [words]);
  });
}

test("words beyond the first plane are found at UTF-16 offsets", () => {
  assert.deepEqual(placesOf("🐦", "a🐦🐦"), [{ start: 1, end: 3 }, { start: 3, end: 5 }]);
});

test("of very many places the first two thousand are given", () => {
  assert.equal(placesOf("a", "a".repeat(5000)).length, 2000);
});
