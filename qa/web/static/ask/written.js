// Draws an answer that a model wrote: its sentences with their verdicts, and those that were left out.
import { pin } from "./card.js";
import { count, el, foreign } from "../base/dom.js";
import { drawPieces, piecesOf } from "../base/text.js";
import { VERDICTS } from "../base/verdicts.js";

/** @type {Record<string, string>} an imported record may name others */
const WORDS = VERDICTS;

const CHECKED = "Each sentence is checked against its sources.";
const WRITING = "A model is writing. Each sentence appears when it has been checked.";

/**
 * Tell whether the sentences of an answer are a model's; all others are quotes.
 * @param {AnswerRecord} record
 */
export const isWritten = ({ sentences: [first] }) =>
  first?.verdict === "supported" || first?.verdict === "partly";

/** @param {Turn} turn */
export function written({ record, state, passages }) {
  const cited = new Map(record.citations.map((citation) => [citation.number, citation]));
  const sentences = record.sentences.flatMap((sentence) => {
    const rests = sentence.citations.map((number) => cited.get(number)).filter((it) => it !== undefined);
    return [
      el("span", {}, wordsOf(sentence)), ...rests.map((citation) => pin(citation, passages)),
      badge(sentence.verdict), " ",
    ];
  });
  return el("div", { class: "written" },
    el("p", { class: "fine" }, state === "asking" ? WRITING : byModel(record)),
    el("p", { class: "text", dir: "auto" }, sentences),
    record.writer?.status === "incomplete" ? el("p", { class: "fine" }, record.writer.reason) : null);
}

/** @param {AnswerRecord} record */
const byModel = ({ writer }) =>
  ["Written by ", foreign("bdi", writer?.model ?? "a model"), ". ", CHECKED];

/**
 * Return the words of a sentence, those that its citations do not say underlined.
 * @param {Sentence} sentence
 */
const wordsOf = ({ text, unsupported = [] }) =>
  drawPieces(piecesOf(text, 0, unsupported), "u", { class: "unsaid" });

/** @param {string | undefined} verdict */
const badge = (verdict = "") =>
  el("span", { class: "judged", "data-verdict": verdict },
    el("span", { class: verdict === "supported" ? "hidden-text" : null }, WORDS[verdict] ?? verdict));

/**
 * Return what a model wrote and the sources do not say, folded; nothing where there is none.
 * @param {AnswerRecord} record
 */
export function leftOut({ rejected = [] }) {
  if (!rejected.length) return null;
  return el("details", { class: "rejected" },
    el("summary", {}, `Left out: ${count(rejected.length, "sentence")} that the sources do not say`),
    el("ul", {}, rejected.map(({ text, verdict, reason }) => el("li", {},
      foreign("s", text), badge(verdict), foreign("p", reason, { class: "fine" })))));
}

/**
 * Say why there are quotes although a written answer was asked for.
 * @param {AnswerRecord} record
 */
export function notWritten(record) {
  const { writer, status } = record;
  if (!writer?.reason || status !== "answered" || isWritten(record)) return null;
  return el("p", { class: "fine" }, "Quoted, not written: ", foreign("bdi", writer.reason));
}

/**
 * Return a sentence of an answer as an export has it.
 * @param {Sentence} sentence
 */
export function inWords({ text, verdict, unsupported = [] }) {
  if (verdict !== "partly") return text;
  const missing = piecesOf(text, 0, unsupported).filter(({ match }) => match);
  const which = missing.map((piece) => `“${piece.text}”`).join(", ");
  return `${text} (Only partly supported${which && `; not in the source: ${which}`}.)`;
}
