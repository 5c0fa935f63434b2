// Why this answer: what was searched, how each passage was found, and how long it took.
import { whereabouts } from "../base/cite.js";
import { count, el, foreign, milliseconds } from "../base/dom.js";
import { within } from "./from.js";
import { readLink } from "../base/route.js";
import { ROOT, sameDocument } from "../base/root.js";

/**
 * A passage that was read: a hit that came with the answer, or what an imported record tells of one.
 * @typedef {Omit<ConsideredHit, "opening" | "score"> & {
 *   numbers: number[], opening?: string, quote?: string, text?: string, score?: number,
 * }} Row
 */

const EXPLAINED =
  "Meaning: the rank among all passages, and the cosine of passage and question. Words: the rank " +
  "and BM25, which counts the question’s words and weighs rare ones more. A dash: not among the first " +
  "hundred. Together: everything that speaks for a passage, weighed; it puts the passages in this order.";

/**
 * Return what opens to the reasons of a turn; null where nothing is known of them.
 * @param {Turn} turn
 */
export function why(turn) {
  const { record } = turn;
  const rows = considered(turn);
  if (!rows.length || !record.timings) return null;
  const there = "Show it in the map of the collection";
  const picture = el("a", { href: `${ROOT}/#picture`, class: "quiet" }, there);
  const each = { class: "scroll", role: "group", "aria-label": "How each passage was found", tabindex: 0 };
  return el("details", { class: "why" },
    el("summary", {}, record.status === "answered" ? "Why this answer?" : "What was searched?"),
    el("p", {}, "Searched for ", foreign("q", record.searched ?? record.question), ". ", read(turn, rows)),
    el("div", each, table(rows)),
    el("p", { class: "fine" }, EXPLAINED),
    el("h3", {}, `${milliseconds(record.timings.total_ms)} in all`),
    timings(record.timings),
    record.citations.length ? picture : null);
}

/**
 * Return the passages that were read; of an imported record, those that it tells of.
 * @param {Turn} turn
 * @returns {Row[]}
 */
export function considered({ record, looked }) {
  if (!looked?.length) {
    const quoted = record.citations.map((c) => ({ ...c, numbers: [c.number], score: undefined }));
    const closest = record.closest.map((c) => ({ ...c, numbers: [] }));
    return [...quoted, ...closest].filter((row) => "dense_rank" in row);
  }
  return looked.map((hit) => {
    const inIt = record.citations.filter((c) =>
      sameDocument(hit, c) && hit.start <= c.start && hit.end >= c.end);
    return { ...hit, numbers: inIt.map((c) => c.number) };
  });
}

/**
 * @param {Turn} turn
 * @param {Row[]} rows
 */
function read({ found }, rows) {
  const quoted = rows.filter((row) => row.numbers.length).length;
  const told = found && `${count(found.passages, "passage")} of ${count(found.documents, "document")} read, `;
  return `${told ?? ""}${quoted ? `${quoted} of them quoted` : "none quoted"}.`;
}

/** @param {Row[]} rows */
function table(rows) {
  const most = Math.max(...rows.map((row) => row.lexical_score ?? 0), 1e-9);
  const scores = rows.map((row) => row.score ?? NaN).filter(Number.isFinite);
  const [low, high] = [Math.min(...scores), Math.max(...scores)];
  const names = ["Passage", "Meaning", "Words", "Together"].map((name) => el("th", { scope: "col" }, name));
  return el("table", {},
    el("thead", {}, el("tr", {}, names)),
    el("tbody", {}, rows.map((row) => el("tr", { class: row.numbers.length ? "quoted" : null },
      passage(row),
      ranked(row.dense_rank, row.dense_score, row.dense_score),
      ranked(row.lexical_rank, row.lexical_score, (row.lexical_score ?? 0) / most),
      ranked(undefined, row.score, high > low ? (Number(row.score) - low) / (high - low) : 1)))));
}

/** @param {Row} row */
const passage = (row) => el("th", { scope: "row" },
  el("span", { class: "line" },
    row.numbers.map((n) => el("strong", {}, `[${n}] `)),
    foreign("a", row.opening ?? row.quote ?? row.text ?? "", { href: readLink(row) })),
  foreign("span", [whereabouts(row), within(row.collection)].filter(Boolean).join(" · "), {
    class: "line fine",
  }));

/**
 * @param {number | null | undefined} rank undefined where there is none to show
 * @param {number | undefined} score
 * @param {number} share
 */
function ranked(rank, score, share) {
  if (rank === null || score === undefined || !Number.isFinite(score)) return el("td", {}, "–");
  const figure = el("span", { class: "fine" }, score.toFixed(2));
  return el("td", {}, bar(share), rank ? `${ordinal(rank)} ` : "", figure);
}

/**
 * Return a small bar that fills by a share; the figure beside it says the same.
 * @param {number} share
 */
export function bar(share) {
  const drawn = el("span", { class: "bar-of", "aria-hidden": "true" }, el("span", {}));
  drawn.style.setProperty("--share", String(Math.max(0, Math.min(1, share || 0))));
  return drawn;
}

/** @param {Timings} timings */
function timings({ embed_ms, search_ms, total_ms }) {
  const rest = Math.max(0, total_ms - embed_ms - search_ms);
  /** @type {[string, number][]} */
  const steps = [
    ["taking in the question", embed_ms],
    ["searching", search_ms],
    ["reading and choosing", rest],
  ];
  return el("ul", { class: "timings" }, steps.map(([name, ms]) =>
    el("li", {}, bar(ms / total_ms), `${name} `, el("span", { class: "fine" }, milliseconds(ms)))));
}

/** @type {Partial<Record<Intl.LDMLPluralRule, string>>} */
const ENDINGS = { one: "st", two: "nd", few: "rd", other: "th" };
const plural = new Intl.PluralRules("en", { type: "ordinal" });
/** @param {number} n */
const ordinal = (n) => `${n}${ENDINGS[plural.select(n)]}`;
