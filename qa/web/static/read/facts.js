// What is known of an opened document besides its text, in words.
import { count } from "../base/dom.js";

/** What files are called by the ends of their names. */
const KINDS = /** @type {Record<string, string>} */ ({
  pdf: "PDF", docx: "Word document", pptx: "PowerPoint slides", xlsx: "Excel workbook",
  odt: "OpenDocument text", odp: "OpenDocument slides", ods: "OpenDocument spreadsheet",
  html: "Web page", htm: "Web page", xhtml: "Web page", mhtml: "Web page", mht: "Web page",
  epub: "E-book", eml: "E-mail", msg: "E-mail", mbox: "E-mail", rtf: "Rich text", md: "Markdown",
  markdown: "Markdown", txt: "Plain text", csv: "Table (CSV)", tsv: "Table (TSV)", json: "JSON",
});

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
    ["Kind", kindOf(record)],
    ["Length", [pages.length ? count(pages.length, "page") : "", count(characters, "character")]
      .filter(Boolean).join(", ")],
    ["File", [source, place].filter(Boolean).join(", ")],
    ["Tags", tags.join(", ")],
  ];
  return facts.filter(([, value]) => value);
}

/**
 * Return what kind of file a document was read from, "" where its name does not say.
 * @param {Pick<DocumentRecord, "source" | "place">} document
 */
export function kindOf({ source, place }) {
  for (const name of [place, source]) {
    const ending = /\.([a-z]{2,8})$/i.exec(name.replace(/[?#].*$/, ""))?.[1].toLowerCase() ?? "";
    if (Object.hasOwn(KINDS, ending)) return KINDS[ending];
  }
  return /^https?:/i.test(source) ? "Web page" : "";
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
    ...(differs ? [`The properties of the file name “${author}” as its author.`] : []),
  ];
}

/** @type {Record<string, string>} */
const NAMES = { title: "title", author: "author", published: "date" };

/** @param {[string, string]} correction */
const corrections = ([name, own]) =>
  own
    ? `The ${NAMES[name] ?? name} was corrected: the document says “${own}”.`
    : `The ${NAMES[name] ?? name} was added: the document says none.`;

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
