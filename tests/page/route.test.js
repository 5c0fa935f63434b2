import assert from "node:assert/strict";
import test from "node:test";
import { readLink, shownBy } from "../../qa/web/static/base/route.js";

/** @param {string} address */
const shown = (address) => shownBy(new URL(address, "http://localhost"));

for (const id of ["plain", "a/b?c#d", "50 %", "später", "&=+"]) {
  test(`the address of a span of “${id}” shows that span`, () => {
    const span = { document_id: id, version: "v1", start: 3, end: 9 };
    assert.deepEqual(shown(readLink(span)), { view: "read", ...span });
  });
}

test("the address of a whole document has no span", () => {
  assert.equal(readLink({ document_id: "d", version: "", start: 0, end: 0 }), "/read/d");
  const whole = { view: "read", document_id: "d", version: "", start: 0, end: 0 };
  assert.deepEqual(shown("/read/d/"), whole);
});

for (const query of ["start=x&end=y", "start=-1&end=1e9", "start=1.5", `end=${"9".repeat(13)}`]) {
  test(`what is no offset counts as none: ${query}`, () => {
    const { start, end } = /** @type {DocumentSpan} */ (shown(`/read/d?${query}`));
    assert.deepEqual([start, end], [0, 0]);
  });
}

test("a span that ends before it starts has no length", () => {
  const { start, end } = /** @type {DocumentSpan} */ (shown("/read/d?start=9&end=3"));
  assert.deepEqual([start, end], [9, 9]);
});

test("an id that is not well escaped is taken as it is", () => {
  const { document_id } = /** @type {DocumentSpan} */ (shown("/read/100%"));
  assert.equal(document_id, "100%");
});

test("every other address shows the questions, the library, or a view of its own", () => {
  assert.deepEqual(shown("/#library"), { view: "library", picture: false });
  assert.deepEqual(shown("/#picture"), { view: "library", picture: true });
  assert.deepEqual(shown("/#check"), { view: "check", query: new URLSearchParams() });
  for (const address of ["/", "/#other", "/#toString", "/read/", "/read/a/b", "/docs"]) {
    assert.deepEqual(shown(address), { view: "ask" });
  }
});

test("what is asked of a view stands behind a question mark", () => {
  const asked = shown("/#check?words=who%3F+and+why%3F");
  assert.ok("query" in asked);
  assert.equal(asked.query.get("words"), "who? and why?");
});
