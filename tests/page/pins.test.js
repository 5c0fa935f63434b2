import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";
import * as pins from "../../qa/web/static/base/pins.js";
import { citation } from "./made.js";
import { room } from "./storage.js";

beforeEach(() => room());

test("a quote goes to a first board, and is on it once", () => {
  const first = pins.pin(citation(), { asked: "Did it rain?" });
  assert.equal(first.state, "pinned");
  assert.equal(pins.pin(citation({ number: 7 })).state, "already");
  assert.equal(pins.pin(citation({ start: 30, end: 40 })).state, "pinned");
  const [board, ...more] = pins.boards();
  assert.deepEqual([board.pins.map(({ start }) => start), more], [[10, 30], []]);
  assert.equal(board.pins[0].asked, "Did it rain?");
});

test("a note goes to the words, also where they are pinned already", () => {
  assert.equal(pins.pin(citation(), { note: "First." }).state, "pinned");
  assert.equal(pins.pin(citation(), { note: "Second." }).state, "noted");
  assert.deepEqual(pins.chosen().pins.map(({ note }) => note), ["First.\n\nSecond."]);
});

test("what a citation has is kept, and nothing else", () => {
  const kept = pins.pin(citation({ page: 3, page_label: "iii" })).pin;
  assert.ok(kept);
  assert.deepEqual([kept.page, kept.page_label, kept.author], [3, "iii", "Ada M. Lund"]);
  assert.ok(!("score" in kept) && !("number" in kept) && !("cells" in kept));
});

test("a quote of another version, or of other words, is another quote", () => {
  pins.pin(citation());
  assert.ok(pins.isPinned(citation({ title: "Renamed" })));
  for (const other of [{ version: "v2" }, { document_id: "e" }, { start: 9 }, { end: 21 }]) {
    assert.ok(!pins.isPinned(citation(other)));
  }
  pins.unpin(citation());
  assert.ok(!pins.isPinned(citation()));
});

test("words that are taken off come back to their place, with what was said of them", () => {
  for (const start of [10, 30, 50]) pins.pin(citation({ start }), { note: `N${start}` });
  const undo = pins.unpin(citation({ start: 30 }));
  pins.pin(citation({ start: 70 }));
  undo();
  assert.deepEqual(pins.chosen().pins.map(({ start, note }) => [start, note]),
    [[10, "N10"], [30, "N30"], [50, "N50"], [70, ""]]);
  assert.equal(pins.boards().length, 1);
  pins.unpin(citation({ start: 99 }))();
  assert.equal(pins.chosen().pins.length, 4);
});

test("quotes go to the board that was chosen, or to the latest where it is gone", () => {
  const [old, latest] = [pins.newBoard("Old"), pins.newBoard("Latest")];
  old.created = "2020-01-01T00:00:00Z";
  assert.ok(pins.save(old) && pins.save(latest));
  pins.choose(old);
  assert.equal(pins.pin(citation()).board.title, "Old");
  pins.remove(old);
  assert.equal(pins.pin(citation()).board.title, "Latest");
});

test("where the browser has no room, nothing is pinned and what was there stays", () => {
  pins.pin(citation());
  room.full();
  const result = pins.pin(citation({ start: 50, end: 60 }));
  assert.deepEqual([result.state, result.pin], ["full", null]);
  assert.deepEqual(pins.chosen().pins.map(({ start }) => start), [10]);
});

test("a board takes no more quotes than the server checks at a time", () => {
  const board = pins.newBoard("Big");
  const one = /** @type {Pin} */ (pins.pin(citation()).pin);
  board.pins = Array.from({ length: pins.MOST }, (_, n) => ({ ...one, start: 100 + n }));
  pins.save(board);
  pins.choose(board);
  assert.equal(pins.pin(citation()).state, "many");
});

test("what is no board is passed over", () => {
  localStorage.setItem("pincite/board/x", "{");
  localStorage.setItem("pincite/board/y", '{"title": "T"}');
  assert.deepEqual(pins.boards(), []);
  assert.equal(pins.pin(citation()).state, "pinned");
});

test("changes are heard", () => {
  let changes = 0;
  pins.onBoards(() => (changes += 1));
  pins.pin(citation());
  const before = changes;
  pins.unpin(citation());
  assert.ok(before > 0 && changes > before);
});

test("names are short and on one line", () => {
  assert.equal(pins.newBoard("  a\n b ").title, "a b");
  assert.equal(pins.newBoard(" ").title, "Untitled");
  assert.equal(pins.newBoard("x".repeat(200)).title.length, 80);
});
