// What is known of an opened document besides its text, in words.
import { count } from "../base/dom.js";
import { fileOf, kindOf } from "../base/files.js";

/**
 * Return what a document is known by: names and values, those that are known.
 * @param {DocumentRecord} record
 * @returns {[string, string][]}
 */
export function factsOf(record) {
  const { author, publisher, published, source, place, pages, characters, tags } = record;
  /** @type {[string, string][]} */
  const facts = [
    ["Author", author],
    ["Publisher", publisher],
    ["Date", published],
    ["Kind", kindOf(fileOf(record))],
    ["Length", [pages.length ? count(pages.length, "page") : "", count(characters, "character")]
      .filter(Boolean).join(", ")],
    ["File", [source, place].filter(Boolean).join(", ")],
    ["Tags", tags.join(", ")],
  ];
  return facts.filter(([, value]) => value);
}

/**
 * Return what to know of how a document was read before its words are trusted, a sentence each.
 * @param {DocumentRecord} record
 */
export function readingNotes(record) {
  const { pages, hidden_characters: hidden, notes, corrected, file_author: author } = record;
  const ocr = pages.filter(({ recognized }) => recognized).map(({ number }) => number);
  const some = `${pagesIn(ocr)} ${ocr.length > 1 ? "were" : "was"}`;
  const scanned = ocr.length === pages.length && ocr.length > 1 ? "All pages were" : some;
  const differs = author && author !== record.author;
  return [
    ...(ocr.length ? [`${scanned} read by OCR, so letters may be wrong.`] : []),
    ...(hidden ? [`${count(hidden, "character")} in it cannot be seen. They are shown by name.`] : []),
    ...notes.map(ended),
    ...Object.entries(corrected).map(corrections),
    ...(differs ? [`The file’s properties give “${author}” as its author.`] : []),
  ];
}

/** @type {Record<string, string>} */
const NAMES = { title: "title", author: "author", published: "date" };

/** @param {[string, string]} correction */
const corrections = ([name, own]) =>
  own
    ? `The ${NAMES[name] ?? name} was corrected: the document says “${own}”.`
    : `The ${NAMES[name] ?? name} was added: the document gives none.`;

/**
 * Return numbers of pages as people write them: “Pages 3–5, 9”.
 * @param {number[]} numbers in order
 */
export function pagesIn(numbers) {
  /** @type {number[][]} */
  const runs = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last && number === last[1] + 1) last[1] = number;
    else runs.push([number, number]);
  }
  const said = runs.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(", ");
  return `${numbers.length === 1 ? "Page" : "Pages"} ${said}`;
}

/**
 * Return a note as a sentence.
 * @param {string} note
 */
const ended = (note) =>
  `${note.slice(0, 1).toUpperCase()}${note.slice(1)}`.replace(/[^.!?…]$/, (last) => `${last}.`);
