// The table of answers, which fills while they come.
import { pageOf } from "../base/cite.js";
import { el, foreign } from "../base/dom.js";
import { readLink } from "../base/route.js";
import { readableQuote } from "../base/rows.js";
import { cellsOf } from "./run.js";

/**
 * Make the table of a batch; `set` shows an answer in its cell.
 * @param {BatchRun} run
 */
export function makeTable(run) {
  const cells = cellsOf(run);
  /** @type {Map<string, HTMLTableCellElement>} */
  const places = new Map(cells.map(({ key }) => [key, el("td", { class: "unasked" }, "–")]));
  const at = (/** @type {BatchCell} */ { key }) => /** @type {HTMLTableCellElement} */ (places.get(key));
  const rows = run.documents
    ? run.documents.map((info, row) => el("tr", {},
        el("th", { scope: "row" },
          foreign("span", info.title), foreign("span", info.source, { class: "fine" })),
        cells.slice(row * run.questions.length, (row + 1) * run.questions.length).map(at)))
    : cells.map((cell) => el("tr", {}, foreign("th", cell.question, { scope: "row" }), at(cell)));
  const heads = run.documents ? run.questions : ["Answer"];
  const root = el("div", {
    class: run.documents ? "batch-table wide-table" : "batch-table",
    tabindex: 0, role: "region", "aria-label": "Answers",
  }, el("table", {},
    el("thead", {}, el("tr", {},
      el("th", { scope: "col" }, run.documents ? "Document" : "Question"),
      heads.map((head) => foreign("th", head, { scope: "col" })))),
    el("tbody", {}, rows)));

  /** @param {BatchAnswer} answer */
  function set(answer) {
    const cell = places.get(answer.key);
    if (!cell) return;
    cell.className = answer.record ? answer.record.status : "unasked";
    const { record, problem } = answer;
    cell.replaceChildren(...(record ? drawAnswer(record, run.documents !== null) : [problem]));
  }

  return { root, set };
}

/**
 * @param {AnswerRecord} record
 * @param {boolean} isNamed whether the row names the document
 */
function drawAnswer({ sentences, citations, confidence }, isNamed) {
  const numbers = new Set(sentences.flatMap((sentence) => sentence.citations));
  const cited = citations.filter(({ number }) => numbers.has(number));
  if (!cited.length) return [el("span", { class: "fine" }, "not answered")];
  const sure = `confidence ${Math.round(confidence * 100)}\u00a0%`;
  return [...cited.map((citation) => drawQuote(citation, isNamed)), el("p", { class: "fine" }, sure)];
}

/**
 * @param {Citation} citation
 * @param {boolean} isNamed
 */
function drawQuote(citation, isNamed) {
  const page = pageOf(citation);
  const where = isNamed ? page || "source" : [citation.title, page].filter(Boolean).join(", ");
  return el("p", { class: "quote" },
    el("q", { dir: "auto" }, readableQuote(citation).replace(/\s+/g, " ").trim()), " ",
    el("a", { class: "batch-pin", href: readLink(citation), "aria-label": `${where}: open in source` },
      foreign("bdi", where)));
}
