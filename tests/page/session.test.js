import assert from "node:assert/strict";
import { test } from "node:test";
import { room } from "./storage.js";

room();
const { ownName, rememberDefault } = await import("../../qa/web/static/base/root.js");
Object.defineProperty(globalThis, "sessionStorage", { value: localStorage, configurable: true });
const { authorization, firstElsewhere, key, may, signOut, whoLine } = await import(
  "../../qa/web/static/base/session.js"
);

/** @param {Partial<Session>} more @returns {Session} */
const session = (more) => ({
  locked: true, name: "Ada", may: "read", collections: ["birds"], reads: true, kept: false, token: "",
  ...more,
});

test("a key is sent as long as the tab has one", () => {
  assert.deepEqual(authorization(), {});
  key.set("secret");
  assert.deepEqual(authorization(), { Authorization: "Bearer secret" });
  key.set("");
  assert.deepEqual(authorization(), {});
});

test("who signs out leaves neither a key nor the name of a collection", async (t) => {
  t.mock.method(globalThis, "fetch", () => Promise.reject(new TypeError("away")));
  key.set("secret");
  rememberDefault("letters");
  await signOut();
  assert.deepEqual([key.get(), ownName()], ["", ""]);
});

test("nothing is hidden before the server has said who one is", () => {
  assert.ok(may("administer"));
});

test("who may read another collection only is led there", () => {
  assert.equal(firstElsewhere(session({ reads: false }), "/"), "/c/birds/");
  assert.equal(firstElsewhere(session({}), "/"), "");
  assert.equal(firstElsewhere(session({ reads: false }), "/c/fish/"), "");
  assert.equal(firstElsewhere(session({ reads: false, collections: [] }), "/"), "");
  assert.equal(firstElsewhere(session({ reads: false, collections: null, may: null }), "/"), "");
});

test("it is said who is signed in, and nothing where nobody needs to be", () => {
  assert.equal(whoLine(session({})), "Signed in as Ada: you may ask and read.");
  assert.equal(whoLine(session({ may: null })), "");
  assert.equal(whoLine(session({ locked: false, may: "administer" })), "");
});
