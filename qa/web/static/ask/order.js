// The order in which the quotes of an answer are read.
import { sameText } from "../base/root.js";

/** The most characters between sentences that follow one another: white space, an empty line. */
export const TOUCHING = 3;

/**
 * Put the best quote first, and those that follow one another in their source in its order.
 *
 * What stands before the best one in the same place comes behind what follows it.
 * @param {Sentence[]} sentences
 * @param {Map<number, Citation>} cited the citations by their numbers
 */
export function asRead(sentences, cited) {
  /** @param {Sentence} sentence */
  const spanOf = (sentence) => cited.get(sentence.citations[0]);
  /** @type {Sentence[][]} */
  let runs = [];
  for (const sentence of sentences) {
    const near = runs.filter((others) => others.some((other) => touch(spanOf(other), spanOf(sentence))));
    const joined = [...near.flat(), sentence];
    const place = near.length ? runs.indexOf(near[0]) : runs.length;
    runs = [...runs.slice(0, place), joined, ...runs.slice(place)].filter((run) => !near.includes(run));
  }
  /** @param {Sentence} sentence */
  const startOf = (sentence) => spanOf(sentence)?.start ?? 0;
  const inOrder = runs.flatMap((run) => run.toSorted((a, b) => startOf(a) - startOf(b)));
  const best = inOrder.indexOf(sentences[0]);
  const [before, from] = [inOrder.slice(0, best), inOrder.slice(best)];
  const follow = (runs[0] ?? []).length - before.length;
  return [...from.slice(0, follow), ...before, ...from.slice(follow)];
}

/**
 * @param {DocumentSpan | undefined} a
 * @param {DocumentSpan | undefined} b
 */
const touch = (a, b) =>
  a && b && sameText(a, b) &&
  [a.start - b.end, b.start - a.end].some((between) => between >= 0 && between <= TOUCHING);
