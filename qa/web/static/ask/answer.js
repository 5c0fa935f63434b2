// Draws a turn: the one renderer for what streams in and what was kept.
import { tellMe } from "../alerts/tell.js";
import { told } from "./among.js";
import { eachAsked } from "./asked.js";
import { pin } from "./card.js";
import { certaintyLine, percent, thresholds } from "./certainty.js";
import { differences } from "./conflicts.js";
import { button, count, el, foreign } from "../base/dom.js";
import { from } from "./from.js";
import { gap } from "./gap.js";
import { pinButton } from "../base/pinbutton.js";
import { asRead } from "./order.js";
import { sameDocument } from "../base/root.js";
import { drawTable, rowOf, sameTable } from "../base/rows.js";
import { searchedWithin } from "./filters.js";
import { sources } from "./sources.js";
import { drawPieces, piecesOf } from "../base/text.js";
import { unanswered } from "./unanswered.js";
import { answerVerdict } from "./verdict.js";
import { why } from "./why.js";
import { isWritten, leftOut, notWritten, written } from "./written.js";

const SHOWN = 3; // quotes; the others are folded
const EXPLAINED =
  "The quotation is exact in any case: it is cut out of the source, never written. What is estimated " +
  "is whether the first quote answers your question: from the verdict of a small model that reads question " +
  "and passage together (unless the server has it switched off), how far the best sentence is ahead, " +
  "and whether the names, words and kind of thing that you ask for are there. Of a hundred answers to " +
  "everyday questions, about 40 were right at 40 to 60 %, 85 at 80 to 90 %, and 98 above.";

/**
 * Return what an article shows of a turn; `actions` are called with it.
 * @param {Turn} turn
 * @param {TurnActions} actions
 */
export function drawTurn(turn, actions) {
  const { record } = turn;
  const answered = record.status === "answered";
  const quoted = answered && !isWritten(record);
  return [
    question(turn, actions),
    stages(turn),
    readings(record),
    searchedAs(record),
    ...said(turn),
    answered ? missing(record) : null,
    ...differences(turn),
    quoted ? standing(turn, actions) : null,
    record.citations.length ? sources(record.citations) : null,
    answered ? eachAsked(record) : null,
    record.status === "unanswered" ? unanswered(turn, actions) : null,
    why(turn),
    turn.state === "answered" ? news(record) : null,
    turn.state === "failed" ? el("p", { class: "problem" }, turn.error) : null,
  ].filter((part) => part !== null);
}

/**
 * Say what an answer leaves open; of several collections each says so for itself.
 * @param {AnswerRecord} record
 */
const missing = ({ reason, collections }) => (reason && !collections ? foreign("p", reason) : null);

/**
 * Offer to tell of more; not where several collections were asked, as alerts are of one.
 * @param {AnswerRecord} record
 */
const news = ({ question: asked, searched, collections }) =>
  (collections ? null : tellMe("question", searched ?? asked));

/**
 * @param {Turn} turn
 * @param {TurnActions} actions
 */
function question(turn, actions) {
  if (turn.editing) return editor(turn, actions);
  const tools =
    turn.state === "asking"
      ? [button("Stop", () => actions.stop())]
      : [
          button("Edit", () => actions.edit(turn), { class: "quiet edit" }),
          button("Ask again", () => actions.again(turn)),
        ];
  return el("header", {}, foreign("h2", turn.question), el("div", { class: "turn-tools" }, tools));
}

/**
 * @param {Turn} turn
 * @param {TurnActions} actions
 */
function editor(turn, actions) {
  const field = el("textarea", { rows: 2, maxlength: 4000, dir: "auto", "aria-label": "Edit the question" });
  field.value = turn.question;
  /** @param {Event} event */
  const ask = (event) => {
    event.preventDefault();
    if (field.value.trim()) actions.edited(turn, field.value.trim());
  };
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") actions.edited(turn, null);
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) ask(event);
  });
  return el("form", { class: "edit-form", submit: ask },
    field,
    el("div", { class: "turn-tools" },
      el("button", { class: "button primary" }, "Ask"),
      button("Cancel", () => actions.edited(turn, null))));
}

/**
 * Show what is being done, or that it was stopped; of an answer only what was left out of the search.
 * @param {Turn} turn
 */
function stages({ state, found, record, asks }) {
  /** @type {[string, boolean][]} */
  const steps = [];
  if (state === "asking" && !found) {
    const where = asks ? ` in ${told(asks)}` : "";
    steps.push([record.waiting ? "Waiting for the model" : `Searching${where}`, true]);
  }
  if (state === "asking" && found) {
    steps.push([`${count(found.passages, "passage")} found in ${count(found.documents, "document")}`, false]);
    steps.push(["reading them", true]);
  }
  if (record.within) steps.push([`${searchedWithin(record)} searched`, false]);
  if (state === "stopped") steps.push(["Stopped", false]);
  if (!steps.length) return null;
  const items = steps.map(([text, now]) => el("li", { class: now ? "now" : null }, text));
  return el("ol", { class: "stages" }, items);
}

/**
 * Show with which words of the conversation a question was searched that leans on it.
 * @param {AnswerRecord} record
 */
function searchedAs({ question, searched }) {
  if (!searched || searched === question) return null;
  return el("p", { class: "fine" }, "searched as: ", foreign("bdi", searched));
}

/**
 * Say which words of the question stand nowhere, and what each was read as.
 * @param {AnswerRecord} record
 */
function readings({ readings: found }) {
  if (!found?.length) return null;
  const said = found.flatMap(({ word, read_as }, nth) => [
    nth ? ", " : "Did you mean ",
    foreign("b", read_as),
    " for “", foreign("bdi", word), "”",
  ]);
  return el("p", { class: "readings" }, said, "? What you wrote is not in the documents.");
}

/**
 * Return what is said in an answer: quotes, or what a model wrote and what was left out of it.
 * @param {Turn} turn
 */
function said(turn) {
  const { record } = turn;
  if (isWritten(record)) return [written(turn), leftOut(record)];
  return [notWritten(record), record.sentences.length ? quotes(turn) : null, leftOut(record)];
}

/** @param {Turn} turn */
function quotes(turn) {
  const { record } = turn;
  const cited = new Map(record.citations.map((citation) => [citation.number, citation]));
  const sentences = asRead(record.sentences, cited);
  /** @type {HTMLElement[][]} */
  const drawn = [];
  /** @type {{ row: QuotedRow, pins: HTMLElement[] }[]} the rows of the table that was drawn last */
  let table = [];
  sentences.forEach((sentence, nth) => {
    const before = cited.get(sentences[nth - 1]?.citations.at(-1) ?? NaN);
    const rests = sentence.citations.map((number) => cited.get(number)).filter((it) => it !== undefined);
    const pins = rests.flatMap((citation) =>
      [pin(citation, turn.passages), from(citation.collection), keeper(citation, record)]
        .filter((part) => part !== null));
    const row = rests[0] ? rowOf(rests[0]) : null;
    if (row && table[0] && sameTable(table[0].row, row)) {
      table.push({ row, pins });
      drawn.splice(-1, 1, [drawTable(table)]);
      return;
    }
    table = row ? [{ row, pins }] : [];
    drawn.push([
      !row && before && rests[0] ? gap(before, rests[0], turn.passages) : null,
      ...rests.map((citation) => lead(citation, before)),
      row ? drawTable(table) : quote(sentence, rests[0], pins),
    ].filter((part) => part !== null));
  });
  const more = drawn.slice(SHOWN);
  return el("blockquote", { class: "quotes" },
    drawn.slice(0, SHOWN).flat(),
    more.length
      ? el("details", { class: "more-quotes" },
          el("summary", {}, count(more.length, "more quote")), more.flat())
      : null);
}

/**
 * Return the button that keeps a quote on a board.
 * @param {Citation} citation
 * @param {AnswerRecord} record
 */
const keeper = (citation, record) =>
  pinButton(citation, { asked: record.question, label: `Pin quote ${citation.number}` });

/**
 * Show a sentence as it is written, with its pins.
 * @param {Sentence} sentence
 * @param {Citation | undefined} citation
 * @param {HTMLElement[]} pins
 */
const quote = ({ text }, citation, pins) =>
  el("p", { dir: "auto" }, el("span", { class: "said" }, marked(text, citation)), pins);

/**
 * Return the words of a quote, those that answer in bold.
 * @param {string} text
 * @param {Citation | undefined} citation
 */
function marked(text, citation) {
  const spans = (citation?.quote === text && citation.answer_spans) || [];
  return drawPieces(piecesOf(text, citation?.start ?? 0, spans), "strong");
}

/**
 * Show the sentence that a quote leans on, if it was not quoted just before; a paragraph of its
 * own, so that it is not copied along.
 * @param {Citation} citation
 * @param {Citation | undefined} before
 */
function lead(citation, before) {
  const leaning = citation.lead;
  const quoted = before && sameDocument(before, citation) && before.start === leaning?.start;
  if (!leaning || quoted) return null;
  return el("p", { class: "lead", dir: "auto" },
    el("span", { class: "hidden-text" }, "The sentence before the quote, for context: "),
    el("span", { class: "said" }, leaning.text));
}

/**
 * Say how sure the answer is, and let whoever asked say whether it is one.
 * @param {Turn} turn
 * @param {TurnActions} actions
 */
const standing = (turn, actions) =>
  el("div", { class: "standing" },
    confidence(turn.record),
    turn.record.citations.length ? answerVerdict(turn, actions) : null);

/** @param {AnswerRecord} record */
function confidence(record) {
  const { likely, veryLikely } = thresholds();
  return el("details", { class: "confidence" },
    el("summary", {}, el("span", { class: "certainty" }, certaintyLine(record.confidence))),
    el("p", { class: "fine" },
      `Estimated at ${percent(record.confidence)}. ${EXPLAINED} “Likely” begins at ${percent(likely)}, ` +
      `“very likely” at ${percent(veryLikely)}.`));
}
