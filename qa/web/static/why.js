// Why this answer: what was searched, how each passage was found, and how long it took.
import { place } from "./cite.js";
import { count, el, foreign, milliseconds } from "./dom.js";
import { readLink } from "./route.js";

/** Return what opens to the reasons of a turn; null where nothing is known of them. */
export function why(turn) {
  const { record } = turn;
  const rows = considered(turn);
  if (!rows.length || !record.timings) return null;
  return el("details", { class: "why" },
    el("summary", {}, record.status === "answered" ? "Why this answer?" : "What was searched?"),
    el("p", {}, "Searched for ", foreign("q", record.searched ?? record.question), ". ", read(turn, rows)),
    el("div", { class: "scroll", role: "group", "aria-label": "How each passage was found", tabindex: 0 }, table(rows)),
    el("p", { class: "fine" },
      "Meaning: the rank among all passages, and the cosine of passage and question. Words: the rank " +
      "and BM25, which counts the question’s words and weighs rare ones more. A dash: not among the first " +
      "hundred. Together: everything that speaks for a passage, weighed; it puts the passages in this order."),
    el("h3", {}, `${milliseconds(record.timings.total_ms)} in all`),
    timings(record.timings),
    record.citations.length ? el("a", { href: "/#picture", class: "quiet" }, "See where it stands in the picture of the collection") : null);
}

/** Return the passages that were read; of an imported record, those that it tells of. */
function considered({ record, looked }) {
  const holds = (hit, c) => hit.document_id === c.document_id && hit.start <= c.start && hit.end >= c.end;
  if (!looked?.length) {
    return [...record.citations.map((c) => ({ ...c, numbers: [c.number], score: undefined })), ...record.closest.map((c) => ({ ...c, numbers: [] }))]
      .filter((row) => "dense_rank" in row);
  }
  return looked.map((hit) => ({ ...hit, numbers: record.citations.filter((c) => holds(hit, c)).map((c) => c.number) }));
}

function read({ found }, rows) {
  const quoted = rows.filter((row) => row.numbers.length).length;
  const told = found ? `${count(found.passages, "passage")} of ${count(found.documents, "document")} read, ` : "";
  return `${told}${quoted ? `${quoted} of them quoted` : "none quoted"}.`;
}

function table(rows) {
  const most = Math.max(...rows.map((row) => row.lexical_score ?? 0), 1e-9);
  const scores = rows.map((row) => row.score).filter(Number.isFinite);
  const [low, high] = [Math.min(...scores), Math.max(...scores)];
  return el("table", {},
    el("thead", {}, el("tr", {}, ["Passage", "Meaning", "Words", "Together"].map((name) => el("th", { scope: "col" }, name)))),
    el("tbody", {}, rows.map((row) => el("tr", { class: row.numbers.length ? "quoted" : null },
      el("th", { scope: "row" },
        el("span", { class: "line" },
          row.numbers.map((n) => el("strong", {}, `[${n}] `)),
          foreign("a", row.opening ?? row.quote ?? row.text, { href: readLink(row) })),
        foreign("span", [row.title, place(row)].filter(Boolean).join(" · "), { class: "line fine" })),
      ranked(row.dense_rank, row.dense_score, row.dense_score),
      ranked(row.lexical_rank, row.lexical_score, (row.lexical_score ?? 0) / most),
      ranked(undefined, row.score, high > low ? (row.score - low) / (high - low) : 1)))));
}

function ranked(rank, score, share) {
  if (rank === null || !Number.isFinite(score)) return el("td", {}, "–");
  return el("td", {}, bar(share), rank ? `${ordinal(rank)} ` : "", el("span", { class: "fine" }, score.toFixed(2)));
}

/** Return a small bar that fills by a share; the figure beside it says the same. */
export function bar(share) {
  const drawn = el("span", { class: "bar-of", "aria-hidden": "true" }, el("span", {}));
  drawn.style.setProperty("--share", Math.max(0, Math.min(1, share || 0)));
  return drawn;
}

function timings({ embed_ms, search_ms, total_ms }) {
  const rest = Math.max(0, total_ms - embed_ms - search_ms);
  const steps = [["taking in the question", embed_ms], ["searching", search_ms], ["reading and choosing", rest]];
  return el("ul", { class: "timings" }, steps.map(([name, ms]) =>
    el("li", {}, bar(ms / total_ms), `${name} `, el("span", { class: "fine" }, milliseconds(ms)))));
}

const ENDINGS = { one: "st", two: "nd", few: "rd", other: "th" };
const plural = new Intl.PluralRules("en", { type: "ordinal" });
const ordinal = (n) => `${n}${ENDINGS[plural.select(n)]}`;
