// A batch of questions: what is still to be asked, and how far it is.
import { count } from "../base/dom.js";
import { facts } from "../base/pins.js";
import { readLink } from "../base/route.js";

/** The most answers of a batch: the server writes no more into a table. */
export const MOST_ANSWERS = 10_000;

/**
 * Return all that is asked, document by document.
 * @param {BatchRun} run
 * @returns {BatchCell[]}
 */
export const cellsOf = ({ questions, documents }) =>
  (documents ?? [null]).flatMap((document) =>
    questions.map((question, nth) => ({ nth, question, document, key: `${document?.id ?? ""}|${nth}` })));

/**
 * Return a batch of questions about documents as they are now.
 * @param {string[]} questions
 * @param {DocumentInfo[]} documents
 * @param {boolean} each whether each of the documents is asked by itself
 * @param {BatchRun["how"]} how what the server is told of how to answer
 * @returns {BatchRun}
 */
export const newRun = (questions, documents, each, how) => ({
  questions, how, collection: stateOf(documents), documents: each ? documents.map(named) : null,
});

/**
 * Return a batch with its documents as they are now: those that are gone are left out.
 * @param {BatchRun} run
 * @param {DocumentInfo[]} documents
 * @returns {BatchRun}
 */
export function refreshed(run, documents) {
  const now = new Map(documents.map((info) => [info.id, named(info)]));
  const still = run.documents?.flatMap(({ id }) => now.get(id) ?? []) ?? null;
  return { ...run, collection: stateOf(documents), documents: still };
}

/**
 * Return what an answer depends on: the version of its document, or the state of all documents.
 * @param {BatchRun} run
 * @param {BatchCell} cell
 */
export const dependsOn = (run, { document }) => document?.version ?? run.collection;

/**
 * Return what is still to be asked: what has no answer, or one that documents have changed since.
 * @param {BatchRun} run
 * @param {ReadonlyMap<string, BatchAnswer>} answers
 */
export const toAsk = (run, answers) =>
  cellsOf(run).filter((cell) => {
    const known = answers.get(cell.key);
    return !known?.record || known.of !== dependsOn(run, cell);
  });

/**
 * Return the answers that are to the questions of a batch: another tab may have kept its own.
 * @param {BatchRun} run
 * @param {ReadonlyMap<string, BatchAnswer>} answers
 * @returns {Map<string, BatchAnswer>}
 */
export const ownAnswers = (run, answers) => new Map(cellsOf(run).flatMap(({ key, question }) => {
  const known = answers.get(key);
  return known && (known.record?.question ?? question) === question ? [[key, known]] : [];
}));

/**
 * Return what of an answer is kept: what its table shows, and what its citations are checked by.
 * @param {AnswerRecord} record
 * @returns {AnswerRecord}
 */
export const slim = ({ question, status, confidence, reason, sentences, citations }) => ({
  question, status, confidence, reason, sentences, closest: [],
  citations: citations.map((citation) =>
    /** @type {any} */ ({ number: citation.number, ...facts(citation) })),
});

/**
 * Say how far a batch is, or how it ended.
 * @param {{ total: number, done: number, answered: number, failed: number, asking: boolean }} so
 */
export function progress({ total, done, answered, failed, asking }) {
  const far = `${done.toLocaleString("en")} of ${count(total, "answer")}`;
  const without = failed ? `, ${count(failed, "question")} could not be asked` : "";
  if (asking) return `Asking: ${far}…`;
  if (done < total) return `${far}${without}`;
  return `${answered.toLocaleString("en")} of ${count(total, "question")} answered${without}`;
}

/**
 * Return what the server makes a table of; each citation has the address of its words on this page.
 * @param {BatchRun} run
 * @param {ReadonlyMap<string, BatchAnswer>} answers
 * @param {string} origin of this page
 */
export function tableBody(run, answers, origin) {
  const all = cellsOf(run).flatMap(({ key, nth, document }) => {
    const record = answers.get(key)?.record;
    if (!record) return [];
    return [{ number: nth + 1, document: document?.id ?? null, record: linked(record, origin) }];
  });
  return { questions: run.questions, answers: all };
}

/**
 * @param {AnswerRecord} record
 * @param {string} origin
 */
function linked({ closest, ...record }, origin) {
  const citations = record.citations.map((citation) =>
    ({ ...citation, link: citation.link ?? origin + readLink(citation) }));
  return { ...record, citations };
}

/** @param {DocumentInfo} info */
const named = ({ id, version, title, source }) => ({ id, version, title, source });

/**
 * Return a number that is another one where a document came, went or changed.
 * @param {DocumentInfo[]} documents
 */
function stateOf(documents) {
  const all = documents.map(({ id, version }) => `${id} ${version}`).sort().join("\n");
  let hash = 0x811c9dc5; // FNV-1a of 32 bits, http://www.isthe.com/chongo/tech/comp/fnv/
  for (let at = 0; at < all.length; at += 1) {
    hash = Math.imul(hash ^ all.charCodeAt(at), 0x01000193);
  }
  return `${documents.length}-${(hash >>> 0).toString(16)}`;
}
