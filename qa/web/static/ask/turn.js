// What becomes of one question while it is answered.
import { newTurn } from "./conversation.js";
import { NO_CLEAR_ANSWER } from "./unanswered.js";
import { count } from "../base/dom.js";
import { elsewhere, sameDocument } from "../base/root.js";
import { isWritten } from "./written.js";

const OPENING = 120; // characters of a passage that are kept to name it

/**
 * Put a stage of an answer into its turn.
 * @param {Turn} turn
 * @param {Stage} stage
 */
export function take(turn, { name, data }) {
  if (name === "hits") takeHits(turn, data.hits);
  else if (name === "sentence") {
    turn.record.sentences.push(data.sentence);
    turn.record.citations.push(data.citation);
  } else if (name === "written") {
    if (!isWritten(turn.record)) Object.assign(turn.record, { sentences: [], citations: [] });
    turn.record.sentences.push(data.sentence);
    turn.record.citations.push(...data.citations);
  } else if (name === "rejected") {
    turn.record.rejected = [...(turn.record.rejected ?? []), data];
  } else if (name === "answer") {
    turn.record = data;
    turn.state = "answered";
    turn.passages = turn.passages.filter((passage) => data.citations.some(isIn(passage)));
  }
}

/**
 * @param {Turn} turn
 * @param {Hit[]} hits
 */
function takeHits(turn, hits) {
  const documents = new Set(hits.map((hit) => `${elsewhere(hit)}/${hit.document_id}`)).size;
  turn.found = { passages: hits.length, documents };
  turn.passages = hits.map(({ document_id, version, start, end, text, collection }) => (
    { document_id, version, start, end, text, collection }));
  turn.looked = hits.map(({ text, ...why }) => ({ ...why, opening: opening(text) }));
}

/** @param {string} text */
const opening = (text) => text.trim().slice(0, OPENING).replace(/\s+/g, " ").toWellFormed();

/**
 * @param {PassageText} passage
 * @returns {(citation: Citation) => boolean}
 */
const isIn = (passage) => (citation) =>
  sameDocument(passage, citation) && passage.start <= citation.start && passage.end >= citation.end;

/**
 * Put into a turn that it was stopped, or why it failed; nothing of half an answer is kept.
 * @param {Turn} turn
 * @param {Error} error
 */
export function fail(turn, error) {
  const stopped = error.name === "AbortError";
  turn.state = stopped ? "stopped" : "failed";
  turn.error = stopped ? "" : error.message;
  turn.record = newTurn(turn.question).record;
  turn.found = null;
  turn.looked = [];
}

/**
 * Say what became of a turn, for people who do not see it.
 * @param {Turn} turn
 */
export function spoken({ state, record, error }) {
  if (state === "stopped") return "Stopped";
  if (state === "failed") return error;
  if (record.status === "unanswered") return `${NO_CLEAR_ANSWER}. ${record.reason}`;
  const differ = record.differences?.length ? " These sources differ." : "";
  const said = record.sentences.map((sentence) => sentence.text).join(" ");
  const missing = record.reason ? ` ${record.reason}` : "";
  const many = count(record.sentences.length, isWritten(record) ? "checked sentence" : "quotation");
  return `Answer, ${many}: ${said}${missing}${differ}`;
}
