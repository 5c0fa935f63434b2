import assert from "node:assert/strict";
import test from "node:test";
import { COLOURS, dotsOf, nearest, nextTowards, ranked, spot } from "../../qa/web/static/library/dots.js";
import { citation } from "./made.js";

const SIZE = { width: 232, height: 132 }; // 200 by 100 within the margins

/**
 * @param {number} x
 * @param {number} y
 * @param {number[]} numbers
 * @returns {Dot}
 */
const dot = (x, y, numbers = []) =>
  ({ x, y, numbers, start: 0, end: 1, document_id: "d", version: "v", title: "T", colour: 0 });

/**
 * @param {string} id
 * @param {number} passages
 * @returns {DocumentDots}
 */
const document = (id, passages) =>
  ({ id, version: "v", title: id, passages, dots: [[0, 0, 0, 10], [1, 1, 10, 20]] });

test("documents with more passages come first, equals by their title", () => {
  const documents = [document("b", 1), document("c", 5), document("a", 1)];
  const map = { passages: 7, shown: 6, kept: 0.5, documents };
  assert.deepEqual(ranked(map).map(({ id }) => id), ["c", "a", "b"]);
});

test("a dot has the numbers of the citations that start in its passage, and is painted last", () => {
  const here = { document_id: "a", version: "v" };
  const citations = [
    citation({ ...here, number: 1, start: 9 }), citation({ ...here, number: 2, start: 0 }),
    citation({ ...here, number: 3, start: 10 }), citation({ ...here, number: 4, start: 0, version: "older" }),
    citation({ number: 5, start: 5 }),
  ];
  const dots = dotsOf([document("a", 2), document("b", 2)], citations);
  assert.deepEqual(dots.map(({ numbers }) => numbers), [[], [], [3], [1, 2]]);
  assert.deepEqual(dots.map(({ document_id, start }) => document_id + start), ["b0", "b10", "a10", "a0"]);
});

test("documents beyond the colours share one", () => {
  const many = Array.from({ length: COLOURS + 3 }, (_, n) => document(`${n}`, 2));
  const colours = dotsOf(many, []).map(({ colour }) => colour);
  assert.equal(Math.max(...colours), COLOURS);
});

test("a dot stands within the margins, its y upwards", () => {
  assert.deepEqual([spot(dot(0, 0), SIZE), spot(dot(1, 1), SIZE)], [[16, 116], [216, 16]]);
});

test("the nearest dot is within reach of the pointer, a lit one from farther", () => {
  const dots = [dot(0, 0), dot(0.1, 0)];
  assert.equal(nearest(dots, SIZE, 27, 116), dots[1]);
  assert.equal(nearest(dots, SIZE, 51, 116), null);
  const lit = dot(0.1, 0, [1]);
  assert.equal(nearest([dots[0], lit], SIZE, 51, 116), lit);
});

test("an arrow leads to the next dot in its direction, a straight one before a slanted one", () => {
  const [start, slanted, straight, behind] = [dot(0.5, 0.5), dot(0.6, 0.8), dot(0.7, 0.5), dot(0.4, 0.5)];
  const dots = [start, straight, slanted, behind];
  assert.equal(nextTowards(dots, SIZE, start, [1, 0]), straight);
  assert.equal(nextTowards(dots, SIZE, start, [-1, 0]), behind);
  assert.equal(nextTowards(dots, SIZE, start, [0, -1]), slanted);
  assert.equal(nextTowards(dots, SIZE, start, [0, 1]), null);
});

test("the first arrow sets out from the middle", () => {
  const [left, right] = [dot(0.1, 0.5), dot(0.9, 0.5)];
  assert.equal(nextTowards([left, right], SIZE, null, [1, 0]), right);
  assert.equal(nextTowards([left, right], SIZE, null, [-1, 0]), left);
});
