// What is shown of a question that has no clear answer: why, and the passages that may hold it.
import { eachAsked } from "./asked.js";
import { from } from "./from.js";
import { place } from "../base/cite.js";
import { el, foreign } from "../base/dom.js";
import { pinButton } from "../base/pinbutton.js";
import { readLink } from "../base/route.js";
import { drawPieces, piecesOf } from "../base/text.js";
import { passageVerdict } from "./verdict.js";
import { ROOT } from "../base/root.js";

export const NO_CLEAR_ANSWER = "No clear answer in your documents";
const MAY_ANSWER = "These passages may hold the answer";

/**
 * @param {Turn} turn
 * @param {TurnActions} actions
 */
export function unanswered(turn, actions) {
  const { reason, closest } = turn.record;
  return el("div", { class: "unanswered" },
    el("h3", {}, NO_CLEAR_ANSWER),
    eachAsked(turn.record) ?? (reason ? foreign("p", reason, { class: "reason" }) : null),
    closest.length ? el("h4", { class: "may" }, MAY_ANSWER) : null,
    closest.length
      ? el("ol", { class: "closest", "aria-label": MAY_ANSWER },
          closest.map((passage, nth) => closePassage(turn, passage, nth + 1, actions)))
      : null,
    el("p", { class: "advice fine" },
      "It may help to ask one thing at a time, in the names and terms that the documents use, ",
      "or to see in the ", el("a", { href: `${ROOT}/#library` }, "library"),
      " whether the right documents are there."));
}

/**
 * @param {Turn} turn
 * @param {ClosestPassage} passage
 * @param {number} number
 * @param {TurnActions} actions
 */
function closePassage(turn, passage, number, actions) {
  const words = drawPieces(matchedPieces(passage));
  return el("li", {},
    el("p", { class: "excerpt", dir: "auto" }, words),
    el("div", { class: "foot" },
      el("p", { class: "fine" }, foreign("bdi", passage.title), aside(passage)),
      el("div", { class: "passage-tools" },
        el("a", { class: "quiet", href: readLink(passage) }, "Open in source"),
        pinButton({ ...passage, quote: passage.text }, {
          asked: turn.record.question, label: `Pin passage ${number}`,
        }),
        passageVerdict(turn, passage, number, actions))));
}

/** @param {ClosestPassage} passage */
const aside = (passage) => [
  ...(place(passage) ? [" · ", foreign("bdi", place(passage))] : []),
  ...(passage.collection ? [" ", from(passage.collection)] : []),
];

/**
 * Return the text of a passage on one line, in pieces: words of the question, and what is between.
 * @param {ClosestPassage} passage
 * @returns {{ text: string, match: boolean }[]}
 */
export function matchedPieces({ text, start, matches }) {
  const shown = piecesOf(text, start, matches ?? [])
    .map((piece) => ({ ...piece, text: piece.text.replace(/\s*\n\s*/g, " ") }));
  shown[0].text = shown[0].text.trimStart();
  shown[shown.length - 1].text = shown[shown.length - 1].text.trimEnd();
  return shown.filter((piece) => piece.text);
}
