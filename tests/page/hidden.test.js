// Characters that nobody sees: which they are, and what they are called where they stand.
import assert from "node:assert/strict";
import test from "node:test";
import { hiddenNote } from "../../qa/web/static/base/dom.js";
import { hiddenIn, literal, nameOf } from "../../qa/web/static/base/hidden.js";

/** @param {string} text */
const hidden = (text) => hiddenIn(text).map(({ start, end }) => text.slice(start, end));

/** @param {string} text */
const tags = (text) => String.fromCodePoint(...[...text].map((letter) => letter.charCodeAt(0) + 0xe0000));

test("what nobody sees is found in runs, in UTF-16 units", () => {
  const run = tags("ignore");
  assert.deepEqual(hiddenIn(`🐦${run}\u200b a\u202eb`),
    [{ start: 2, end: 15 }, { start: 17, end: 18 }]);
});

const HIDDEN = {
  "a joiner in Latin": "\u200d", "a mark of direction in Latin": "\u200f", "a selector of a letter": "\ufe0f",
  "a byte order mark inside": "\ufeff", "a Hangul filler": "\u3164", "an escape": "\x1b", "a null": "\0",
  "a selector that carries a byte": "\u{e0100}", "a word joiner": "\u2060", "an isolate": "\u2067",
};
for (const [what, character] of Object.entries(HIDDEN)) {
  test(`${what} is hidden`, () => assert.deepEqual(hidden(`a${character}b`), [character]));
}

const NEEDED = {
  "a soft hyphen": "Wasser\u00advogel", "a joiner in Persian": "می\u200cخواهم",
  "a joiner in Hindi": "क्\u200dष",
  "what makes an emoji of several": "👩\u200d🚀 ❤\ufe0f 1\ufe0f\u20e3",
  "a variant of a character": "葛\u{e0100}",
  "a mark of direction in Hebrew": "שלום!\u200f", "a byte order mark at the start": "\ufeffabc",
  "a flag of a country": `\u{1f3f4}${tags("gbeng")}\u{e007f}`, "white space": "\n\tIn water.\f\r\x85",
};
for (const [what, text] of Object.entries(NEEDED)) {
  test(`${what} is not hidden: writing needs it`, () => assert.deepEqual(hidden(text), []));
}

test("tags after a flag that no country has are hidden", () => {
  assert.deepEqual(hidden(`\u{1f3f4}${tags("ignore")}`), [tags("ignore")]);
});

test("of two selectors only the second is hidden", () => {
  assert.deepEqual(hiddenIn("❤\ufe0f\ufe0f"), [{ start: 2, end: 3 }]);
});

test("a run of tags is called by the text that it spells", () => {
  assert.equal(nameOf(tags("ignore all")), "hidden: ignore all");
  assert.equal(nameOf(tags("a".repeat(3000))).length, "hidden: ".length + 2000);
});

test("a few characters are called by their names, or their numbers; of many it is said how many", () => {
  assert.equal(nameOf("\u202e"), "RLO");
  assert.equal(nameOf("\u200b\0\u{e0100}"), "ZWSP U+0000 U+E0100");
  assert.equal(nameOf("\u200b".repeat(1200)), "1,200 hidden characters");
});

test("a text in which nothing is hidden is shown as it is", () => {
  assert.deepEqual(["שלום <b>", ""].map(literal), [["שלום <b>"], [""]]);
});

test("of a document it is said how much in it nobody sees, if anything", () => {
  const notes = [{ hidden_characters: 0 }, { hidden_characters: 1 }, { hidden_characters: 1900 }, {}];
  assert.deepEqual(notes.map(hiddenNote), ["", "1 hidden character", "1,900 hidden characters", ""]);
});
