// What comes of something posted, also where the connection breaks off on the way.
import assert from "node:assert/strict";
import test from "node:test";

const store = { getItem: () => null, setItem() {}, removeItem() {} };
Object.defineProperty(globalThis, "sessionStorage", { value: store, configurable: true });
const { post } = await import("../../qa/web/static/base/post.js");

/** @param {() => Promise<any>} json */
const replies = (json) => {
  globalThis.fetch = async () => /** @type {any} */ ({ ok: true, status: 200, json });
};

test("the reply is parsed", async () => {
  replies(async () => ({ a: 1 }));
  assert.deepEqual(await post("/x", {}), { a: 1 });
});

test("a reply that breaks off is as good as a server that cannot be reached", async () => {
  replies(async () => {
    throw new TypeError("Failed to fetch");
  });
  await assert.rejects(post("/x", {}), { status: 0, code: "unreachable" });
});

test("what was stopped is told as that", async () => {
  replies(async () => {
    throw new DOMException("stopped", "AbortError");
  });
  await assert.rejects(post("/x", {}), { name: "AbortError" });
});
