import assert from "node:assert/strict";
import test from "node:test";
import { chunkEnd, inContext, lineCount, nodeAt, pointAt, unitsOf } from "../../qa/web/static/base/text.js";

test("offsets in code points become offsets in UTF-16 units", () => {
  const text = "a🐦b\ufeffé👩‍🌾z";
  const points = [...text].map((_, n) => n);
  const unit = unitsOf(text, points.toReversed());
  for (const n of points) assert.equal(unit(n), [...text].slice(0, n).join("").length, `code point ${n}`);
});

test("an offset behind the text is its end", () => {
  const unit = unitsOf("a🐦", [0, 2, 99]);
  assert.deepEqual([unit(0), unit(2), unit(99)], [0, 3, 3]);
});

test("a quote stands in its passage with what is before and after it", () => {
  const passage = { start: 100, text: "🐦🐦 It rained. 🐦" };
  assert.deepEqual(inContext(passage, { start: 103, end: 113 }),
    { before: "🐦🐦 ", quote: "It rained.", after: " 🐦" });
});

test("a long text is cut behind its lines", () => {
  const text = `${"word ".repeat(500)}\n`.repeat(20);
  const cuts = [];
  for (let at = 0; at < text.length; at = chunkEnd(text, at)) cuts.push(at);
  assert.ok(cuts.length > 3);
  for (const cut of cuts.slice(1)) assert.equal(text[cut - 1], "\n");
});

test("a text without lines is one piece", () => {
  assert.equal(chunkEnd("x".repeat(100_000), 0), 100_000);
});

test("a line fills as many as it takes to wrap it, an empty one one", () => {
  assert.equal(lineCount("a\n\nb", 0, 4), 3);
  assert.equal(lineCount("x".repeat(145), 0, 145), 3);
  assert.equal(lineCount("a\nbbbb\nc", 2, 6), 1);
});

test("the node of an offset is the last that starts there or before", () => {
  const nodes = [0, 5, 6, 40].map((start) => ({ start }));
  const found = [0, 4, 5, 6, 39, 40, 1000].map((offset) => nodeAt(nodes, offset).start);
  assert.deepEqual(found, [0, 0, 5, 6, 6, 40, 40]);
});

test("an offset in code points and one in UTF-16 units are led back to each other", () => {
  const text = "a🐦b🐦🐦c";
  for (let point = 0; point <= [...text].length; point += 1) {
    assert.equal(pointAt(text, unitsOf(text, [point])(point)), point);
  }
});
