// Uploads: in which order they are sent and watched, and about which names somebody is asked.
import assert from "node:assert/strict";
import test from "node:test";
import { inTurn } from "../../qa/web/static/library/conflict.js";
import { chosen, isJunk } from "../../qa/web/static/library/entries.js";
import { failureLine } from "../../qa/web/static/library/failures.js";
import { makeWatchlist } from "../../qa/web/static/library/uploadjobs.js";
import { makeQueue } from "../../qa/web/static/library/uploadqueue.js";
import { job } from "./made.js";

const turn = () => new Promise((resolve) => setImmediate(resolve));

/**
 * Return a queue of named entries, the names of those that were sent, and what ends the sending of one.
 * @param {number} atOnce
 */
function sending(atOnce) {
  /** @type {string[]} */
  const sent = [];
  /** @type {Map<string, () => void>} */
  const ends = new Map();
  /** @type {(entry: { name: string, size: number }) => Promise<void>} */
  const send = ({ name }) => new Promise((resolve) => {
    sent.push(name);
    ends.set(name, resolve);
  });
  const queue = makeQueue(send, atOnce);
  /** @type {(name: string, size?: number) => void} */
  const add = (name, size = 1) => queue.add({ name, size });
  /** @param {string} name */
  const end = async (name) => {
    ends.get(name)?.();
    await turn();
  };
  return { queue, add, sent, end };
}

test("so many are sent at once, and the next when one is done", async () => {
  const { add, sent, end } = sending(2);
  for (const name of ["a", "b", "c", "d"]) add(name);
  assert.deepEqual(sent, ["a", "b"]);
  await end("b");
  assert.deepEqual(sent, ["a", "b", "c"]);
  await end("a");
  assert.deepEqual(sent, ["a", "b", "c", "d"]);
});

test("small ones go before large ones that wait, whichever came first", async () => {
  const { add, sent, end } = sending(1);
  for (const name of ["first 9", "c 7", "a 2", "b 5", "b2 5"]) add(name, Number(name.split(" ")[1]));
  for (const name of ["first 9", "a 2", "b 5", "b2 5", "c 7"]) await end(name);
  assert.deepEqual(sent, ["first 9", "a 2", "b 5", "b2 5", "c 7"]);
});

test("a place is left for small ones, however many large ones are on their way", async () => {
  const { add, sent, end } = sending(3);
  for (const name of ["huge 1", "huge 2", "huge 3"]) add(name, 20_000_000);
  assert.deepEqual(sent, ["huge 1", "huge 2"]);
  add("note");
  assert.deepEqual(sent, ["huge 1", "huge 2", "note"]);
  await end("huge 1");
  assert.deepEqual(sent.slice(3), ["huge 3"]);
});

test("what is sent again goes before what waits", async () => {
  const { queue, add, sent, end } = sending(1);
  for (const name of ["a", "b"]) add(name);
  queue.again({ name: "held back", size: 9 });
  await end("a");
  assert.deepEqual(sent, ["a", "held back"]);
});

test("a queue is busy until its last is sent", async () => {
  const { queue, add, end } = sending(2);
  assert.equal(queue.busy(), false);
  add("a");
  assert.equal(queue.busy(), true);
  await end("a");
  assert.equal(queue.busy(), false);
});

test("of a folder what programs leave behind is not taken, and each file has its path", () => {
  const paths = ["p/a.txt", "p/.git/config", "p/~$a.docx", "p/Thumbs.db", "p/sub/b.pdf", "p/c.pdf.part"];
  const files = paths.map((path) =>
    Object.assign(new File(["x"], path.split("/").at(-1) ?? ""), { webkitRelativePath: path }));
  assert.deepEqual(chosen(files).files.map(({ name }) => name), ["p/a.txt", "p/sub/b.pdf"]);
});

test("a file that is chosen itself is taken whatever its name", () => {
  const picked = chosen([new File(["x"], ".notes.txt")]);
  assert.deepEqual(picked.files.map(({ name }) => name), [".notes.txt"]);
  assert.equal(isJunk(".notes.txt"), true);
});

test("of a very large folder some files are taken, and that is told", () => {
  const many = Array.from({ length: 2001 }, (_, nth) => new File(["x"], `${nth}.txt`));
  const { files, more } = chosen(many);
  assert.deepEqual([files.length, more], [2000, true]);
  assert.equal(chosen(many.slice(1)).more, false);
});

test("the line over files that failed counts them by what is to be done", () => {
  assert.equal(
    failureLine(["encrypted", "needs_ocr", "needs_ocr", "no such code", "toString"]),
    "5 files could not be read: 2 scanned (install tesseract where Pincite runs); " +
      "2 for other reasons (see below); 1 locked (save a copy without the password).",
  );
  const alone = "1 file could not be read: damaged (open the original and save it again).";
  assert.equal(failureLine(["damaged"]), alone);
});

/** @param {Job[]} jobs */
function watching(...jobs) {
  const list = makeWatchlist();
  jobs.forEach(list.note);
  return { note: list.note, next: () => list.next().map(({ id }) => id) };
}

/** @param {string[]} ids */
const waiting = (...ids) => ids.map((id) => job({ id }));

test("the jobs that are read next are looked at each time", () => {
  const { note, next } = watching(...waiting("a", "b", "c", "d", "e"));
  note(job({ id: "b", state: "reading" }));
  assert.deepEqual([next(), next()].map((ids) => ids.slice(0, 2)), [["a", "b"], ["a", "b"]]);
});

for (const state of /** @type {const} */ (["ready", "failed", "deleted", "unknown"])) {
  test(`a job that is ${state} is not looked at again`, () => {
    const { note, next } = watching(...waiting("a", "b", "c"));
    note(job({ id: "b", state }));
    assert.deepEqual(next(), ["a", "c"]);
  });
}

test("behind slow jobs all others are looked at in turn", () => {
  const slow = waiting("slow 1", "slow 2", "slow 3", "slow 4");
  const { next } = watching(...slow, ...waiting("quick 1", "quick 2", "quick 3"));
  const looked = [next(), next(), next()];
  assert.ok(looked.every((ids) => ids.length === 4 && new Set(ids).size === 4));
  assert.equal(new Set(looked.flat()).size, 7);
});

test("a job that was tried before is looked at after those that were not", () => {
  const { note, next } = watching(...waiting("tried", "being tried", "new"));
  note(job({ id: "tried", tries: 1 }));
  note(job({ id: "being tried", state: "reading", tries: 1 }));
  assert.deepEqual(next(), ["being tried", "new", "tried"]);
});

test("a job that is followed twice is looked at once", () => {
  assert.deepEqual(watching(...waiting("same", "same")).next(), ["same"]);
});

/** @param {{ choice: ConflictChoice, all: boolean }[]} answers */
function asking(answers) {
  /** @type {string[]} */
  const asked = [];
  let open = 0;
  const ask = inTurn(async (name) => {
    assert.equal(++open, 1, "two questions at once");
    asked.push(name);
    await turn();
    open -= 1;
    return answers[asked.length - 1];
  });
  return { ask, asked };
}

/** @returns {Batch} */
const batch = () => ({ many: true, choice: null });

test("one name is asked about after the other", async () => {
  const { ask, asked } = asking([{ choice: "keep", all: false }, { choice: "cancel", all: false }]);
  const together = batch();
  const choices = await Promise.all(["a", "b"].map((name) => ask(name, null, together)));
  assert.deepEqual([asked, choices], [["a", "b"], ["keep", "cancel"]]);
});

test("an answer for all holds for the files that came together, and no others", async () => {
  const { ask, asked } = asking([{ choice: "replace", all: true }, { choice: "keep", all: false }]);
  const together = batch();
  const choices = await Promise.all([
    ask("a", null, together), ask("b", null, together), ask("later", null, batch()), ask("c", null, together),
  ]);
  assert.deepEqual([asked, choices], [["a", "later"], ["replace", "replace", "keep", "replace"]]);
});

test("where a question cannot be asked, the next one is", async () => {
  let tries = 0;
  const ask = inTurn(async () => {
    if (!tries++) throw new Error("no dialog");
    return { choice: "keep", all: false };
  });
  const [first, second] = await Promise.allSettled([ask("a", null, batch()), ask("b", null, batch())]);
  assert.equal(first.status, "rejected");
  assert.deepEqual(second, { status: "fulfilled", value: "keep" });
});
