// By what sentences are shown, and which need somebody's eye.
import { VERDICTS } from "../base/verdicts.js";

/** @type {DraftVerdict[]} */
const PROBLEMS = ["contradicted", "partly", "not_found"];

/**
 * What the sentences of a draft can be shown by: a verdict, or that they are supported, but not by
 * what they cite.
 * @type {DraftKind[]}
 */
export const KINDS = ["contradicted", "partly", "not_found", "elsewhere", "supported", "unchecked"];

/**
 * Return by what a sentence is shown.
 * @param {CheckedSentence} sentence
 * @returns {DraftKind}
 */
export function kindOf({ verdict, cited }) {
  const misses = cited?.places.some(({ state }) => state !== "unresolved");
  return verdict === "supported" && misses && cited?.better.length ? "elsewhere" : verdict;
}

/** @type {Record<DraftKind, string>} */
const NAMES = { ...VERDICTS, elsewhere: "supported elsewhere" };

/** @param {DraftKind} kind */
export const nameOf = (kind) => NAMES[kind];

/** @param {CheckedSentence} sentence */
export const isProblem = (sentence) =>
  PROBLEMS.includes(sentence.verdict) || kindOf(sentence) === "elsewhere";

/**
 * Return how many sentences there are of each kind, without those that there are none of.
 * @param {CheckedSentence[]} sentences
 * @returns {[DraftKind, number][]}
 */
export function tally(sentences) {
  const kinds = sentences.map(kindOf);
  return KINDS
    .map((kind) => /** @type {[DraftKind, number]} */ ([kind, kinds.filter((k) => k === kind).length]))
    .filter(([, number]) => number);
}

/**
 * Return the places of the sentences that are gone through: those of a kind, or all problems.
 * @param {CheckedSentence[]} sentences
 * @param {DraftKind | null} kind
 */
export const gone = (sentences, kind) =>
  sentences.flatMap((sentence, nth) =>
    ((kind ? kindOf(sentence) === kind : isProblem(sentence)) ? [nth] : []));

/**
 * Return the place that comes next to one of a draft, and round again after the last; null where
 * there are none.
 * @param {number[]} places in order
 * @param {number | null} from
 * @param {1 | -1} by
 */
export function nextOf(places, from, by) {
  if (by === 1) return places.find((place) => from === null || place > from) ?? places[0] ?? null;
  return places.findLast((place) => from === null || place < from) ?? places.at(-1) ?? null;
}

/**
 * Return the words that show best what is said of a sentence: what the verdict rests on, or what
 * comes nearest; null where there are none.
 * @param {CheckedSentence} sentence
 * @param {Citation[]} citations
 * @returns {DocumentSpan | null}
 */
export const shownFor = ({ citations: [first], closest }, citations) =>
  citations.find(({ number }) => number === first) ?? closest[0] ?? null;

/**
 * Return what the reader is to know of a sentence: the words that belong to it.
 * @param {CheckedSentence} sentence
 * @param {Citation[]} citations
 */
export function knownOf({ citations: numbers, cited, closest }, citations) {
  const own = (cited?.places ?? []).map(({ citation }) => citation);
  return {
    citations: citations.filter(({ number }) => numbers.includes(number) || own.includes(number)),
    closest,
  };
}
