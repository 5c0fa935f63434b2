// What is shown of a passage: all of a short one, of a long one the words around the first match.
import { piecesOf } from "../base/text.js";

/** The most characters that are shown of a passage; a guess: five lines. */
export const MOST = 420;
const BEFORE = 120; // characters before the first match; a guess: enough to see what it is about

/**
 * Return the words that are shown of a passage in pieces: words of the topic, and what is between.
 * @param {{ text: string, start: number, matches: Span[] }} passage
 * @returns {{ text: string, match: boolean }[]}
 */
export function excerptOf({ text, start, matches }) {
  const pieces = piecesOf(text, start, matches);
  const first = pieces[0].text.length;
  const [from, to] = windowOf(text, matches.length ? first : 0);
  const shown = [];
  let at = 0;
  for (const piece of pieces) {
    const [begin, end] = [Math.max(from - at, 0), Math.min(to - at, piece.text.length)];
    if (end > begin) shown.push({ ...piece, text: piece.text.slice(begin, end).replace(/\s+/g, " ") });
    at += piece.text.length;
  }
  const [head, tail] = [from > 0 ? "… " : "", to < text.trimEnd().length ? " …" : ""];
  const plain = { match: false };
  return [{ ...plain, text: head }, ...trimmed(shown), { ...plain, text: tail }].filter(({ text: t }) => t);
}

/**
 * Return what is shown of a text, from a word's beginning to a word's end.
 * @param {string} text
 * @param {number} match where the first match stands
 * @returns {[number, number]}
 */
function windowOf(text, match) {
  if (text.length <= MOST) return [0, text.length];
  const early = match - BEFORE <= 0 ? 0 : Math.min(match - BEFORE, text.length - MOST);
  const gap = text.slice(early, match).search(/\s/);
  const from = early && gap >= 0 ? early + gap : early;
  const late = Math.min(from + MOST, text.length);
  const last = text.slice(from, late).search(/\s\S*$/);
  return [from, late < text.length && last > 0 ? from + last : late];
}

/** @param {{ text: string, match: boolean }[]} pieces */
function trimmed(pieces) {
  return pieces.map((piece, nth) => {
    const text = nth ? piece.text : piece.text.trimStart();
    return { ...piece, text: nth === pieces.length - 1 ? text.trimEnd() : text };
  });
}
