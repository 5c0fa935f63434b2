import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";

const TAGS = { a: "Anchor", textarea: "TextArea" };

/** @param {string} path */
const read = (path) => readFile(new URL(path, import.meta.url), "utf8");

test("every element that a script asks for stands in the page, and is what its type says", async () => {
  const page = await read("../../qa/web/templates/page.html");
  const types = (await read("types.d.ts")).split("interface PageElements {")[1];
  const known = [...types.matchAll(/^ {2}"?([\w-]+)"?: HTML(\w*)Element;$/gm)];
  assert.ok(known.length > 60);
  for (const [, id, kind] of known) {
    const [, tag] = new RegExp(`<(\\w+)[^>]* id="${id}"`).exec(page) ?? [];
    assert.ok(tag, `no element has the id ${id}`);
    const name = /** @type {Record<string, string>} */ (TAGS)[tag] ?? tag;
    if (kind) assert.equal(name.toLowerCase(), kind.toLowerCase(), id);
  }
});
