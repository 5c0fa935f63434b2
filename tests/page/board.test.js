import assert from "node:assert/strict";
import test from "node:test";
import {
  citationOf, moved, recordOf, stepBefore, tagged, tagsOf,
} from "../../qa/web/static/board/changes.js";
import { headActions } from "../../qa/web/static/board/boardactions.js";
import { boardFile, fileName, readBoard } from "../../qa/web/static/board/file.js";
import { stateOf } from "../../qa/web/static/board/pinrow.js";
import * as kept from "../../qa/web/static/base/pins.js";
import { citation, pinned } from "./made.js";
import { room } from "./storage.js";

const pins = ["a", "b", "c"].map((id) => pinned({ id }));
/** @param {Pin[]} some */
const ids = (some) => some.map(({ id }) => id).join("");

test("a quote is put before another, or last", () => {
  assert.equal(ids(moved(pins, "c", "a")), "cab");
  assert.equal(ids(moved(pins, "a", "c")), "bac");
  assert.equal(ids(moved(pins, "a", null)), "bca");
  assert.equal(ids(moved(pins, "a", "a")), "abc");
  assert.equal(ids(moved(pins, "a", "gone")), "bca");
  assert.equal(ids(moved(pins, "gone", "a")), "abc");
});

test("a step goes one place on among those in sight, and stops at both ends", () => {
  /** @type {[string, -1 | 1, string][]} */
  const steps = [["b", -1, "bac"], ["b", 1, "acb"], ["a", 1, "bac"], ["c", -1, "acb"]];
  for (const [id, by, order] of steps) {
    assert.equal(ids(moved(pins, id, stepBefore(pins, id, by) ?? null)), order);
  }
  assert.equal(stepBefore(pins, "a", -1), undefined);
  assert.equal(stepBefore(pins, "c", 1), undefined);
  const some = [pins[0], pins[2]]; // the others are filtered out
  assert.equal(ids(moved(pins, "c", stepBefore(some, "c", -1) ?? null)), "cab");
});

test("tags are typed with commas, each once, none empty or too long", () => {
  assert.deepEqual(tagged("birds, to  check, birds,, "), ["birds", "to check"]);
  assert.equal(tagged("x".repeat(99))[0].length, 60);
  assert.equal(tagged(Array.from({ length: 80 }, (_, n) => n).join(",")).length, 50);
});

test("the tags of a board are counted, the most frequent first", () => {
  const some = [["b", "a"], ["b"], ["c"]].map((tags) => pinned({ tags }));
  assert.deepEqual(tagsOf(some), [["b", 2], ["a", 1], ["c", 1]]);
});

test("the record of a board has a sentence a quote, numbered in order, and no more than is known", () => {
  const some = [pinned({ quote: "A." }), pinned({ quote: "B.", note: "N" })];
  const { title, sentences, citations } = recordOf("T", some);
  assert.equal(title, "T");
  assert.deepEqual(sentences.map(({ text, citations: of }) => [text, of]), [["A.", [1]], ["B.", [2]]]);
  assert.deepEqual(citations.map(({ number, note }) => [number, note]), [[1, ""], [2, "N"]]);
  for (const name of ["id", "pinned", "asked", "page"]) assert.ok(!(name in citations[0]));
});

test("of a quote of which little is known, a citation can be written", () => {
  const { heading, page, author } = citationOf(pinned());
  assert.deepEqual([heading, page, author], [[], null, ""]);
});

test("what a verification says is one of six things", () => {
  /** @type {[Partial<Standing> | undefined, string][]} */
  const cases = [
    [undefined, "there"], [{ verdict: "verbatim" }, "there"], [{ verdict: "gone" }, "gone"],
    [{ verdict: "unread" }, "unread"],
    [{ verdict: "altered" }, "altered"], [{ verdict: "stale", found_at: [1, 2] }, "moved"],
    [{ verdict: "stale", found_at: null }, "changed"],
  ];
  for (const [standing, state] of cases) assert.equal(stateOf(/** @type {any} */ (standing)), state);
});

/** @param {Partial<Board>} facts */
const board = (facts = {}) => ({
  id: "here", title: "For the essay", created: "2026-01-01T00:00:00Z", pins: [pinned()], ...facts,
});

test("a board comes back from its file as another one", () => {
  const whole = { ...citation({ page: 3, heading: ["A"] }), note: "N", tags: ["birds"], asked: "Who?" };
  const { name, text } = boardFile(board({ pins: [pinned(whole), pinned()] }));
  const read = readBoard(name, `\ufeff${text}`);
  assert.equal(name, "For-the-essay.json");
  assert.equal(read.title, "For the essay");
  assert.notEqual(read.id, "here");
  assert.notEqual(read.pins[0].id, pinned().id);
  const { document_id, page, heading, note, tags, asked } = read.pins[0];
  assert.deepEqual([document_id, page, heading, note, tags, asked], ["d", 3, ["A"], "N", ["birds"], "Who?"]);
});

test("what a quote has not is not taken in from a file", () => {
  const text = boardFile(board({ pins: [pinned(/** @type {any} */ ({ onclick: "x", score: 1 }))] })).text;
  const [read] = readBoard("b.json", text).pins;
  assert.ok(!("onclick" in read) && !("score" in read));
});

test("what cannot be taken in says what to do", () => {
  /** @type {[string, RegExp][]} */
  const cases = [
    ["{", /“f” holds no board .* Choose a file/],
    ["[]", /holds no board/],
    ['{"title": "T"}', /holds no board/],
    [JSON.stringify([{ sentences: [] }]), /holds answers.*Import them under History/],
    [JSON.stringify({ ...board(), pincite_board: 2 }), /newer Pincite. Update/],
    [JSON.stringify(board({ pins: Array(1001).fill(pinned()) })), /1,001 quotes.*1,000 at most. Split/],
  ];
  for (const [text, said] of cases) assert.throws(() => readBoard("f", text), said);
});

test("a damaged quote is named", () => {
  const damages = [
    { quote: 3 }, { start: -1 }, { start: 1.5 }, { title: null }, { page: "3" }, { heading: "A" },
    { heading: [1] },
    { cells: [{}] }, { heads: [{ start: 0, end: 1 }] }, { tags: "birds" }, { note: {} }, { link: 3 },
    { recognized: "yes" },
  ];
  for (const damage of damages) {
    const pin = pinned(/** @type {any} */ (damage));
    const text = JSON.stringify(board({ pins: [pinned(), pin] }));
    assert.throws(() => readBoard("f", text), /^Error: Quote 2 in “f” is damaged/, JSON.stringify(damage));
  }
  assert.throws(() => readBoard("f", '{"title": "T", "pins": [null]}'), /Quote 1 in “f” is damaged/);
});

test("the name of a file is made of letters and digits", () => {
  assert.equal(fileName("../../a: “b” ../"), "a-b");
  assert.equal(fileName("…"), "board");
});

test("what another tab pins while a board is renamed or deleted is not lost", () => {
  room();
  const shown = kept.newBoard("Mine");
  kept.save(shown);
  const state = { board: shown, renaming: true, removedBoards: new Map() };
  const nothing = () => {};
  const desk = /** @type {any} */ ({
    state, draw: nothing, focus: nothing, say: nothing, check: nothing, save: kept.save,
  });
  kept.change(shown.id, () => [pinned({ id: "late" })]);
  headActions(desk).rename("Yours");
  const board = kept.load(shown.id);
  assert.deepEqual([board?.title, ids(board?.pins ?? [])], ["Yours", "late"]);
});
