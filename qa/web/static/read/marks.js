// Where things stand in an opened document: quotes, headings, pages, and what nobody sees.
import { el, foreign } from "../base/dom.js";
import { hiddenIn, named } from "../base/hidden.js";
import { unitsOf } from "../base/text.js";
import { drawnTables, placesIn } from "./tables.js";

const SHORTER = "The link points beyond the end of this document.";
const CHANGED = "This document has changed since";
const ALTERED = "The quoted words are not at this place in the document: the answer was altered.";

/**
 * Return the quotes that are shown and where they stand in this document, in code points; what is
 * to be drawn, in UTF-16 units; and what is to be said.
 * @param {Target} target
 * @param {string} text
 * @param {string | null} version
 * @param {DocumentRecord} record
 * @returns {Placed}
 */
export function placed(target, text, version, record) {
  const same = version === target.version || !target.version;
  const found = same ? exact(target, text, record) : moved(target, text, record);
  return { places: found.quotes, ...found, spans: [...found.spans, ...hidden(text)] };
}

/**
 * @typedef {Omit<Placed, "places"> & { places?: Span[] }} Found places where they are not the quotes' own
 * @typedef {(point: number) => number} ToUnit
 */

/**
 * Place the quotes where the citations say, in the version that they speak of.
 * @param {Target} target
 * @param {string} text
 * @param {DocumentRecord} record
 * @returns {Found}
 */
function exact(target, text, record) {
  const reached = target.quotes.every(({ start }) => start < text.length);
  if (!reached) return { ...whole(record, text), notice: [SHORTER] };
  const marked = [...target.quotes, ...record.headings, ...record.pages];
  const unit = unitsOf(text, [...marked.flatMap(({ start, end }) => [start, end]), ...placesIn(record)]);
  const spans = target.quotes.map(({ start, end, number }, nth) =>
    quoteSpan(unit(start), unit(end), nth, number));
  const misplaced = target.quote && !target.quotes.every((quote, n) =>
    quote.text === undefined || text.slice(spans[n].start, spans[n].end) === quote.text);
  return {
    quotes: target.quotes,
    spans: [...structure(record, unit), ...spans],
    notice: [misplaced ? ALTERED : ""],
  };
}

/**
 * Look for the quoted words in a document that has changed since.
 * @param {Target} target
 * @param {string} text
 * @param {DocumentRecord} record
 * @returns {Found}
 */
function moved(target, text, record) {
  const { start, end, quote } = target;
  const at = quote ? text.indexOf(quote) : -1;
  if (!quote || at < 0) return { ...whole(record, text), notice: lost(target) };
  const before = [...text.slice(0, at)].length;
  return {
    quotes: [{ start, end }],
    places: [{ start: before, end: before + [...quote].length }],
    spans: [...whole(record, text).spans, quoteSpan(at, at + quote.length, 0)],
    notice: [`${CHANGED} the answer was given. The quoted words still stand in it, and are marked.`],
  };
}

/**
 * Say that what a link names is no longer in its document.
 * @param {Target} target
 */
function lost({ quote, quotes }) {
  if (quote) {
    const words = foreign("blockquote", quote);
    return [`${CHANGED} the answer was given, and no longer has the quoted words:`, words];
  }
  return [`${CHANGED} this link was made${quotes.length ? ", so its place cannot be shown" : ""}.`];
}

/**
 * Show a document without a quote.
 * @param {DocumentRecord} record
 * @param {string} text
 */
function whole(record, text) {
  const spans = [...record.headings, ...record.pages];
  const unit = unitsOf(text, [...spans.flatMap(({ start, end }) => [start, end]), ...placesIn(record)]);
  return { quotes: [], spans: structure(record, unit) };
}

/**
 * @param {DocumentRecord} record
 * @param {ToUnit} unit
 * @returns {DrawnSpan[]}
 */
function structure(record, unit) {
  const headings = record.headings.map(({ level, start, end }, n) => ({
    start: unit(start),
    end: unit(end),
    wrap: () => el("span", {
      class: "heading", role: "heading", "aria-level": Math.min(level + 2, 6), "data-heading": n,
    }),
  }));
  const pages = record.pages.map(({ number, label, recognized, start }) => ({
    start: unit(start),
    end: unit(start),
    wrap: () => el("span", {
      class: "page", role: "doc-pagebreak", "aria-label": `Page ${label || number}`,
      "data-page": number, "data-said": `p. ${label || number}${recognized ? ", read by OCR" : ""}`,
    }),
  }));
  return [...headings, ...pages, ...drawnTables(record, unit)];
}

/**
 * Return a span for each run of characters that nobody sees.
 * @param {string} text
 */
function hidden(text) {
  return hiddenIn(text).map(({ start, end }) => ({ start, end, wrap: () => named(text.slice(start, end)) }));
}

/**
 * @param {number} start
 * @param {number} end
 * @param {number} n
 * @param {number} [number]
 */
function quoteSpan(start, end, n, number) {
  /** @type {number | null | undefined} */
  let unsaid = number; // of the pieces that headings and pages cut a quote into, the first has it
  const wrap = () => {
    const mark = el("mark", { "data-quote": n, "data-number": unsaid, tabindex: -1 });
    unsaid = null;
    return mark;
  };
  return { start, end, wrap };
}
