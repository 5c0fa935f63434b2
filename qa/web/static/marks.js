// Where things stand in an opened document: quotes, headings, pages, and what nobody sees.
import { el, foreign } from "./dom.js";
import { hiddenIn, named } from "./hidden.js";
import { unitsOf } from "./text.js";

/**
 * Return `{ quotes, places, spans, notice }`: the quotes that are shown and where they stand in
 * this document, in code points; what is to be drawn, in UTF-16 units; and what is to be said.
 */
export function placed(target, text, version, record) {
  const found = version === target.version || !target.version ? exact(target, text, record) : moved(target, text, record);
  return { places: found.quotes, ...found, spans: [...found.spans, ...hidden(text)] };
}

/** Place the quotes where the citations say, in the version that they speak of. */
function exact(target, text, record) {
  const reached = target.quotes.every(({ start }) => start < text.length);
  if (!reached) return { ...whole(record, text), notice: ["This document is shorter than the place that the link names."] };
  const points = [...target.quotes, ...record.headings, ...record.pages].flatMap(({ start, end }) => [start, end]);
  const unit = unitsOf(text, points);
  const spans = target.quotes.map((quote, n) => quoteSpan(unit(quote.start), unit(quote.end), n, quote.number));
  const misplaced = target.quote && !target.quotes.every((quote, n) =>
    quote.text === undefined || text.slice(spans[n].start, spans[n].end) === quote.text);
  return {
    quotes: target.quotes,
    spans: [...structure(record, unit), ...spans],
    notice: [misplaced ? "The quoted words do not stand at their place in this document: the answer was altered." : ""],
  };
}

/** Look for the quoted words in a document that has changed since. */
function moved(target, text, record) {
  const at = target.quote ? text.indexOf(target.quote) : -1;
  const { start, end } = target;
  if (at >= 0) {
    const before = [...text.slice(0, at)].length;
    return {
      quotes: [{ start, end }],
      places: [{ start: before, end: before + [...target.quote].length }],
      spans: [...whole(record, text).spans, quoteSpan(at, at + target.quote.length, 0)],
      notice: ["This document has changed since the answer was given. The quoted words still stand in it, and are marked."],
    };
  }
  return {
    ...whole(record, text),
    notice: target.quote
      ? ["This document has changed since the answer was given, and no longer has the quoted words:", foreign("blockquote", target.quote)]
      : target.quotes.length
        ? ["This document has changed since this link was made, so its place cannot be shown."]
        : ["This document has changed since this link was made."],
  };
}

/** Show a document without a quote. */
function whole(record, text) {
  const unit = unitsOf(text, [...record.headings, ...record.pages].flatMap(({ start, end }) => [start, end]));
  return { quotes: [], spans: structure(record, unit) };
}

function structure(record, unit) {
  const headings = record.headings.map(({ level, start, end }, n) => ({
    start: unit(start),
    end: unit(end),
    wrap: () => el("span", { class: "heading", role: "heading", "aria-level": Math.min(level + 2, 6), "data-heading": n }),
  }));
  const pages = record.pages.map(({ number, label, recognized, start }) => ({
    start: unit(start),
    end: unit(start),
    wrap: () => el("span", {
      class: "page", role: "doc-pagebreak", "aria-label": `Page ${label || number}`,
      "data-page": number, "data-said": `p. ${label || number}${recognized ? ", read by OCR" : ""}`,
    }),
  }));
  return [...headings, ...pages];
}

/** Return a span for each run of characters that nobody sees. */
function hidden(text) {
  return hiddenIn(text).map(({ start, end }) => ({ start, end, wrap: () => named(text.slice(start, end)) }));
}

function quoteSpan(start, end, n, number) {
  let unsaid = number; // of the pieces that headings and pages cut a quote into, the first has it
  const wrap = () => {
    const mark = el("mark", { "data-quote": n, "data-number": unsaid, tabindex: -1 });
    unsaid = null;
    return mark;
  };
  return { start, end, wrap };
}
