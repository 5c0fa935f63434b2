// Conversations as files: Markdown, plain text, and the records that can be checked again.
import { reference } from "../base/cite.js";
import { readableQuote } from "../base/rows.js";
import { told } from "./conflicts.js";
import { download } from "../base/dom.js";
import { searchedWithin } from "./filters.js";
import { NO_CLEAR_ANSWER } from "./unanswered.js";
import { inWords, isWritten } from "./written.js";

/** @type {Record<string, { ending: string, type: string, write: (conversation: Conversation) => string }>} */
const FORMATS = {
  markdown: { ending: "md", type: "text/markdown", write: markdown },
  text: { ending: "txt", type: "text/plain", write: plain },
  json: { ending: "json", type: "application/json", write: json },
};

/**
 * Save a conversation as a file of one of the formats.
 * @param {string} format
 * @param {Conversation | null} conversation null where it was deleted elsewhere
 */
export function exportAs(format, conversation) {
  if (!conversation) return;
  const { name, type, text } = written(format, conversation);
  download(name, type, text);
}

/**
 * Return a conversation as a file: its name, its media type and its text.
 * @param {string} format
 * @param {Conversation} conversation
 */
export function written(format, conversation) {
  const { ending, type, write } = FORMATS[format];
  const name = conversation.title.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 60);
  return { name: `${name || "pincite"}.${ending}`, type, text: write(conversation) };
}

/**
 * Return the answer records in a file: a list, one alone, or one a line.
 * @param {string} text
 * @returns {AnswerRecord[]}
 */
export function readRecords(text) {
  let values;
  try {
    values = JSON.parse(text);
  } catch {
    values = text.split("\n").filter((line) => line.trim()).map((line) => JSON.parse(line));
  }
  const records = Array.isArray(values) ? values : [values];
  if (!records.length || !records.every(isRecord)) throw new Error("This file has no answers in it.");
  return records;
}

/** @param {Conversation} conversation */
const answered = (conversation) => conversation.turns.filter((turn) => turn.state === "answered");

/** @param {Conversation} conversation */
function json(conversation) {
  return `${JSON.stringify(answered(conversation).map((turn) => turn.record), null, 2)}\n`;
}

/** @param {Conversation} conversation */
function markdown(conversation) {
  const parts = answered(conversation).map(({ record }, n) => {
    /** @param {number} number */
    const mark = (number) => `[^${n + 1}-${number}]`;
    const read = wordsOf(record);
    const quote = isWritten(record) ? "" : "> ";
    const said = record.sentences.map((s) =>
      `${quote}${literal(read(s))}${s.citations.map(mark).join("")}`);
    const notes = record.citations.map((c) =>
      `${mark(c.number)}: ${literal(reference(c, "chicago"))} ${literal(span(c))}${linked(c, ["<", ">"])}`);
    const differ = (record.differences ?? []).map((difference) => told(difference, mark, literal));
    const missing = record.reason ? [literal(record.reason)] : [];
    const all = said.join(`\n${quote.trim()}\n`);
    const quoted = [all, ...by(record).map(literal), ...missing, ...differ, notes.join("\n")];
    const body = said.length ? quoted : [`*${literal(unanswered(record))}*`];
    return [`## ${literal(record.question)}`, ...body, ...within(record)].join("\n\n");
  });
  return `${[`# ${literal(conversation.title)}`, ...parts].join("\n\n")}\n`;
}

/** @param {Conversation} conversation */
function plain(conversation) {
  const parts = answered(conversation).map(({ record }) => {
    const read = wordsOf(record);
    const [open, close] = isWritten(record) ? ["", ""] : ["“", "”"];
    const said = record.sentences.map((s) =>
      `${open}${read(s).trim()}${close} ${s.citations.map((number) => `[${number}]`).join("")}`);
    const notes = record.citations.map((c) =>
      `[${c.number}] ${reference(c, "plain")}${named(c)}${linked(c)}`);
    const differ = (record.differences ?? []).map((difference) => told(difference));
    const missing = record.reason ? [record.reason] : [];
    const quoted = [said.join("\n\n"), ...by(record), ...missing, ...differ, notes.join("\n")];
    const body = said.length ? quoted : [unanswered(record)];
    return [record.question, ...body, ...within(record)].join("\n\n");
  });
  return `${[conversation.title, ...parts].join("\n\n\n")}\n`;
}

/**
 * Return how the sentences of an answer are read: a row of a table with the names of its columns.
 * @param {AnswerRecord} record
 */
function wordsOf(record) {
  if (isWritten(record)) return inWords;
  const { citations } = record;
  const cited = new Map(citations.map((citation) => [citation.number, citation]));
  return (/** @type {Sentence} */ { text, citations: [first] }) => {
    const citation = cited.get(first);
    return citation?.cells?.length ? readableQuote(citation) : text;
  };
}

/**
 * Say that a model wrote an answer.
 * @param {AnswerRecord} record
 */
function by(record) {
  if (!isWritten(record) || !record.writer) return [];
  return [`Written by ${record.writer.model}, each sentence checked against its sources.`];
}

/** @param {AnswerRecord} record */
const unanswered = (record) => `${NO_CLEAR_ANSWER}. ${record.reason ?? ""}`.trim();

/**
 * Say what was left out of the search.
 * @param {AnswerRecord} record
 */
const within = (record) => (record.within ? [`Searched: ${searchedWithin(record)}.`] : []);

/**
 * Name the collection of words, where several were asked.
 * @param {Citation} c
 */
const named = ({ collection }) => (collection ? ` Collection ${collection}.` : "");

/** @param {Citation} c */
const span = (c) => [
  named(c) && `${named(c).trim()} `,
  c.page_label ? `PDF page ${c.page}. ` : "",
  c.recognized ? "Read by OCR. " : "",
  `Characters ${c.start}–${c.end}, version ${c.version.slice(0, 12)}.`,
].join("");

/**
 * Return the address of the words between two marks; nothing where the record has none of the web.
 * @param {Citation} c
 * @param {[string, string]} [marks]
 */
const linked = ({ link }, [before, after] = ["", ""]) =>
  /^https?:\/\/[!-;=?-~]+$/.test(link ?? "") ? ` ${before}${link}${after}` : "";

/**
 * Keep what a document says from being read as Markdown.
 * @param {string} text
 */
const literal = (text) => text.trim().replace(/\s+/g, " ").replace(/[\\`*_{}[\]<>#|~!]/g, "\\$&");

// What is imported may be anything, so it is checked before it is shown.

/** @param {any} value */
function isRecord(value) {
  return (
    isText(value?.question) &&
    isSearched(value) &&
    isVerdict(value) &&
    isList(value.sentences, isSentence) &&
    isList(value.citations, isCitation) &&
    isList(value.differences ?? [], isDifference) &&
    isWriting(value) &&
    isList(value.collections ?? [], isAsked) &&
    isList(value.closest, (c) => isText(c?.text) && isPlace(c) && isList(c.matches ?? [], isSpan))
  );
}

/** @param {any} value */
const isVerdict = (value) =>
  ["answered", "unanswered"].includes(value.status) &&
  (value.reason === null || isText(value.reason)) &&
  Number.isFinite(value.confidence);

/** @param {any} value */
const isSentence = (value) =>
  isText(value?.text) && isList(value.citations, Number.isInteger) && isText(value.verdict ?? "") &&
  isList(value.unsupported ?? [], isSpan);

/** @param {any} value */
const isRejected = (value) => ["text", "verdict", "reason"].every((name) => isText(value?.[name]));

/** @param {any} value */
const isWriting = ({ rejected, writer }) => isList(rejected ?? [], isRejected) && isWriter(writer ?? null);

/** @param {any} value */
const isWriter = (value) =>
  value === null || (["model", "status"].every((name) => isText(value[name])) && isText(value.reason ?? ""));

/** @param {any} value */
const isCitation = (value) =>
  Number.isInteger(value?.number) && isText(value.quote) && isText(value.quoted_by ?? "") &&
  isPlace(value) && isText(value.lead?.text ?? "") && isRow(value) &&
  isList(value.answer_spans ?? [], isSpan);

/** @param {any} value */
const isRow = ({ cells = [], heads = [] }) =>
  isList(cells, isSpan) && isList(heads, (head) => isSpan(head) && isText(head.text));

/** @param {any} value */
const isSpan = (value) => [value?.start, value?.end].every((n) => Number.isInteger(n) && n >= 0);

/** @param {any} value */
const isSearched = ({ searched, within, readings }) =>
  isText(searched ?? "") &&
  isList(readings ?? [], (reading) => isText(reading?.word) && isText(reading.read_as)) &&
  (within === null || within === undefined ||
    ["documents", "of", "undated"].every((name) => Number.isInteger(within[name])));

/** @param {any} value */
function isDifference(value) {
  return (
    isList(value?.citations, Number.isInteger) &&
    isList(value.values, (side) => isList(side, isText)) &&
    value.citations.length === 2 && value.values.length === 2
  );
}

/** @param {any} value */
const isAsked = (value) =>
  isText(value?.name) && isText(value.status) && Number.isFinite(value.confidence) &&
  isText(value.reason ?? "");

/** @param {any} value */
function isPlace(value) {
  return (
    isText(value.collection ?? "") &&
    ["document_id", "version", "title"].every((name) => isText(value[name])) &&
    ["source", "place", "author", "published", "publisher"].every((name) => isText(value[name] ?? "")) &&
    [value.start, value.end].every((n) => Number.isInteger(n) && n >= 0) &&
    (value.page === null || Number.isInteger(value.page)) &&
    isText(value.page_label ?? "") && isText(value.link ?? "") &&
    isList(value.heading, isText)
  );
}

/** @param {unknown} value */
const isText = (value) => typeof value === "string";
/**
 * @param {unknown} value
 * @param {(item: any) => boolean} holds
 */
const isList = (value, holds) => Array.isArray(value) && value.every(holds);
