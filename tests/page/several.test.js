// Several collections on one page: where words are, what is asked, and what is kept under which name.
import { room } from "./storage.js";
import test from "node:test";
import assert from "node:assert/strict";
import { outcome } from "../../qa/web/static/ask/asked.js";
import { inPage, readLink, shownBy } from "../../qa/web/static/base/route.js";
import { elsewhere, rememberDefault, renamedIn, sameText } from "../../qa/web/static/base/root.js";
import { asChoice } from "../../qa/web/static/collections/choose.js";
import { aloneIn, keyOf } from "../../qa/web/static/find/places.js";
import { targetOf } from "../../qa/web/static/read/target.js";
import { facts, isPinned, pin } from "../../qa/web/static/base/pins.js";

room();

const SPAN = { document_id: "d1", version: "v1", start: 3, end: 9 };

test("words of the collection of the page are not elsewhere", () => {
  assert.equal(elsewhere({ collection: "main" }), "main");
  rememberDefault("main");
  assert.equal(elsewhere({ collection: "main" }), "");
  assert.equal(elsewhere({}), "");
  rememberDefault(""); // closed to whoever asks now: what was known stays
  assert.equal(elsewhere({ collection: "main" }), "");
});

test("the same document of two collections is two documents", () => {
  const letters = { ...SPAN, collection: "letters" };
  assert.equal(sameText(SPAN, letters), false);
  assert.equal(sameText(SPAN, { ...SPAN, collection: "main" }), true);
  const [there, here] = [{ ...letters, quote: "there", number: 2 }, { ...SPAN, quote: "here", number: 1 }];
  const records = [{ citations: /** @type {any} */ ([there, here]), closest: [] }];
  assert.equal(targetOf(letters, records).quote, "there");
  assert.equal(targetOf(SPAN, records).quote, "here");
});

test("a place in another collection has its address there, and one on this page", () => {
  const link = readLink({ ...SPAN, collection: "letters" });
  assert.equal(link, "/c/letters/read/d1?version=v1&start=3&end=9");
  const here = inPage(link);
  assert.equal(here, "/read/d1?version=v1&start=3&end=9&collection=letters");
  const [pathname, search] = here.split("?");
  assert.deepEqual(shownBy({ pathname, search: `?${search}`, hash: "" }),
    { view: "read", ...SPAN, collection: "letters" });
  for (const own of ["/read/d1?start=3", "/c/letters/", "/#find", "/c/letters/#library"]) {
    assert.equal(inPage(own), own);
  }
  assert.equal(inPage("/p/c/a/read/d1", "/p/c/b", "/p", "b"), "/p/c/b/read/d1?collection=a");
  assert.equal(inPage("/p/c/b/read/d1", "/p/c/b", "/p", "b"), "/p/c/b/read/d1");
});

test("the collection of the page alone is no choice", () => {
  assert.deepEqual(asChoice(["main"]), []);
  assert.deepEqual(asChoice(["main", "letters"]), ["letters", "main"]);
  assert.deepEqual(asChoice(["letters"]), ["letters"]);
});

test("what a collection gave is said in words", () => {
  const record = /** @type {any} */ ({ citations: [{ collection: "letters" }, { collection: "letters" }] });
  /** @type {(more: object) => AskedCollection} */
  const one = (more) =>
    /** @type {any} */ ({ name: "letters", status: "answered", confidence: 0.9, ...more });
  const levels = { likely: 0.5, veryLikely: 0.8 };
  assert.equal(outcome(one({ reason: null }), record, levels), "2 quotes, very likely");
  assert.equal(outcome(one({ name: "main", reason: null }), record, levels),
    "has an answer too, but it is not shown");
  assert.equal(outcome(one({ status: "unanswered", reason: "It is empty." }), record, levels),
    "no answer: It is empty.");
});

test("a document that is found alone is looked for in its collection", () => {
  const group = /** @type {any} */ ({ id: "d1", collection: "letters" });
  assert.equal(keyOf(group), "letters/d1");
  assert.deepEqual(aloneIn(keyOf(group), ["letters", "main"]),
    { within: { documents: ["d1"] }, collections: ["letters"] });
  assert.deepEqual(aloneIn("d/1", []), { within: { documents: ["d/1"] } });
});

test("what is kept follows a collection to its new name", () => {
  const kept = JSON.stringify({
    collections: ["letters", "main"],
    turns: [{ question: "letters", record: {
      citations: [{ collection: "letters", title: "letters" }],
      collections: [{ name: "letters" }, { name: "main" }],
    } }],
  });
  assert.deepEqual(JSON.parse(renamedIn(kept, "letters", "post")), {
    collections: ["post", "main"],
    turns: [{ question: "letters", record: {
      citations: [{ collection: "post", title: "letters" }],
      collections: [{ name: "post" }, { name: "main" }],
    } }],
  });
  assert.equal(renamedIn('not "letters" JSON', "letters", "post"), 'not "letters" JSON');
});

test("a pin keeps the collection of its words, unless that is the one of the page", () => {
  const words = { ...SPAN, quote: "there", title: "T" };
  pin({ ...words, collection: "letters" });
  assert.equal(isPinned({ ...SPAN, collection: "letters" }), true);
  assert.equal(isPinned(SPAN), false);
  assert.equal(facts({ ...words, collection: "letters" }).collection, "letters");
  assert.equal("collection" in facts({ ...words, collection: "main" }), false);
});
