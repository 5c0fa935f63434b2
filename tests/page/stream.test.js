import assert from "node:assert/strict";
import test from "node:test";
import { events } from "../../qa/web/static/base/stream.js";

/**
 * Return the events in a body that comes in pieces of so many bytes.
 * @param {string} text
 * @param {number} size
 */
async function read(text, size = text.length) {
  const bytes = new TextEncoder().encode(text);
  const body = new ReadableStream({
    start(controller) {
      for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size));
      controller.close();
    },
  });
  const read = [];
  for await (const event of events(body)) read.push(event);
  return read;
}

const TWO = 'event: hits\ndata: {"n": "größer 🐦"}\n\nevent: answer\ndata: [1,\ndata: 2]\n\n';
const STAGES = [{ name: "hits", data: { n: "größer 🐦" } }, { name: "answer", data: [1, 2] }];

for (const size of [1, 2, 3, 7, 1000]) {
  test(`events are read whole from pieces of ${size} bytes`, async () => {
    assert.deepEqual(await read(TWO, size), STAGES);
  });
}

test("lines may end as on Windows", async () => {
  assert.deepEqual(await read(TWO.replaceAll("\n", "\r\n"), 5), STAGES);
});

test("comments and blocks without data are left out, and a name does not outlive its block", async () => {
  const stages = await read(": still here\n\nevent: lost\n\n: more\ndata: 1\n\n");
  assert.deepEqual(stages, [{ name: "message", data: 1 }]);
});

test("a colon needs no space after it, and a value keeps its own colons", async () => {
  assert.deepEqual(await read('event:a:b\ndata:"c: d"\n\n'), [{ name: "a:b", data: "c: d" }]);
});

test("an event that breaks off is none", async () => {
  assert.deepEqual(await read('event: answer\ndata: {"whole": true}\n'), []);
});

test("whoever stops reading closes the body", async () => {
  let cancelled = false;
  const body = new ReadableStream({
    pull: (controller) => controller.enqueue(new TextEncoder().encode("data: 1\n\n")),
    cancel: () => void (cancelled = true),
  });
  for await (const stage of events(body)) {
    assert.equal(stage.data, 1);
    break;
  }
  await new Promise((resolve) => setTimeout(resolve));
  assert.ok(cancelled);
});
