// What the person who asked says of the words shown: they answer, or do not. Only a click keeps it.
import { mark, unmark } from "../base/api.js";
import { button, el } from "../base/dom.js";
import { elsewhere, rootFor } from "../base/root.js";

const KEPT = "Kept with the collection. Click again to take it back.";

/**
 * Return the buttons of an answer: whether its first quote answers.
 * @param {Turn} turn
 * @param {TurnActions} actions
 */
export const answerVerdict = (turn, actions) =>
  verdict(turn, turn.record.citations[0], "Does quote 1 answer the question?", actions, [
    ["answers", "Answers"],
    ["does_not_answer", "Does not answer"],
  ]);

/**
 * Return the button of a passage of an unanswered question: it answers after all.
 * @param {Turn} turn
 * @param {ClosestPassage} passage
 * @param {number} number
 * @param {TurnActions} actions
 */
export const passageVerdict = (turn, passage, number, actions) =>
  verdict(turn, passage, `Does passage ${number} answer the question?`, actions, [
    ["answers", "This answers"],
  ]);

/**
 * @param {Turn} turn
 * @param {DocumentSpan} place
 * @param {string} label
 * @param {TurnActions} actions
 * @param {[Verdict, string][]} choices
 */
function verdict(turn, place, label, actions, choices) {
  const key = keyOf(place);
  const note = el("span", { class: "fine", role: "status" });
  const buttons = choices.map(([said, text]) => button(text, () => say(said), { class: null }));
  let busy = false;

  function show() {
    const kept = turn.marks?.[key];
    buttons.forEach((it, n) => it.setAttribute("aria-pressed", String(kept?.verdict === choices[n][0])));
  }

  /** @param {Verdict} said */
  async function say(said) {
    if (busy) return;
    busy = true;
    try {
      await toggle(turn, place, said);
      note.textContent = turn.marks?.[key] ? KEPT : "Taken back.";
      actions.marked(turn);
    } catch (error) {
      note.textContent = error.message;
    }
    busy = false;
    show();
  }

  show();
  const group = el("span", { class: "choice", role: "group", "aria-label": label }, buttons);
  return el("div", { class: "verdict", "data-needs": "add" }, group, note);
}

/**
 * Keep what was said of words, or take it back if it was said before.
 * @param {Turn} turn
 * @param {DocumentSpan} place
 * @param {Verdict} said
 */
async function toggle(turn, place, said) {
  const key = keyOf(place);
  const { [key]: before, ...others } = turn.marks ?? {};
  if (before?.verdict === said) {
    await unmark(before.id, rootFor(place));
    turn.marks = others;
  } else {
    const { id } = await mark(bodyOf(turn.record, place, said), rootFor(place));
    turn.marks = { ...others, [key]: { id, verdict: said } };
  }
}

/**
 * Return what the server is told of it.
 * @param {AnswerRecord} record
 * @param {DocumentSpan} place
 * @param {Verdict} verdict
 */
export const bodyOf = (record, { document_id, version, start, end, collection }, verdict) => ({
  question: record.question,
  searched: record.searched ?? record.question,
  document_id,
  version,
  start,
  end,
  confidence: record.collections?.find(({ name }) => name === collection)?.confidence ?? record.confidence,
  verdict,
});

/** @param {DocumentSpan} place */
function keyOf(place) {
  const { document_id, version, start, end } = place;
  const other = elsewhere(place);
  return `${other && `${other}/`}${document_id}:${version}:${start}-${end}`;
}
