// What is shown of a batch: how far it is, its tools, and its table.
import { button, el, menu } from "../base/dom.js";
import { problemLine } from "../base/problem.js";
import { cellsOf, progress, toAsk } from "./run.js";
import { makeTable } from "./table.js";

/** @type {[string, string][]} */
const FORMATS = [["CSV", "csv"], ["Excel (XLSX)", "xlsx"], ["HTML with links", "html"]];

/**
 * Make what shows a batch.
 * @param {{ stop: () => void, goOn: () => void, fresh: () => void, save: (format: string) => void }} asked
 */
export function makeResult(asked) {
  const title = el("h2", { id: "batch-title", tabindex: -1 }, "Many questions");
  const status = el("p", { class: "fine", role: "status" });
  const meter = el("progress", { "aria-label": "Questions asked" });
  const tools = el("div", { class: "batch-tools" });
  const said = el("div", {});
  const holder = el("div", {});
  const root = el("div", { class: "batch-result" },
    title, el("div", { class: "work-status" }, status, meter, tools), said, holder);
  /** @type {ReturnType<typeof makeTable> | null} */
  let table = null;

  /**
   * Draw the table of a batch anew.
   * @param {BatchRun} run
   * @param {Map<string, BatchAnswer>} answers
   */
  function drawTable(run, answers) {
    table = makeTable(run);
    for (const answer of answers.values()) table.set(answer);
    holder.replaceChildren(table.root);
  }

  /**
   * Say how far a batch is.
   * @param {BatchRun} run
   * @param {Map<string, BatchAnswer>} answers
   * @param {boolean} asking
   */
  function tell(run, answers, asking) {
    const cells = cellsOf(run).map(({ key }) => answers.get(key));
    const done = cells.filter((answer) => answer?.record).length;
    const failed = cells.filter((answer) => answer && !answer.record).length;
    const answered = cells.filter((answer) => answer?.record?.sentences.length).length;
    [meter.max, meter.value, meter.hidden] = [cells.length || 1, done + failed, !asking];
    status.textContent = progress({ total: cells.length, done, answered, failed, asking });
  }

  /**
   * Offer what can be done now.
   * @param {BatchRun} run
   * @param {Map<string, BatchAnswer>} answers
   * @param {boolean} asking
   */
  function offer(run, answers, asking) {
    tell(run, answers, asking);
    const held = tools.contains(document.activeElement);
    tools.replaceChildren(...(asking ? [button("Stop", asked.stop)] : offered(run, answers)));
    if (held) tools.querySelector("button")?.focus();
  }

  /**
   * @param {BatchRun} run
   * @param {Map<string, BatchAnswer>} answers
   */
  function offered(run, answers) {
    const again = toAsk(run, answers).length ? "Go on" : "Update answers";
    return [button(again, asked.goOn), button("New questions", asked.fresh),
      menu("Download", FORMATS.map(([label, format]) => [label, () => asked.save(format)]))];
  }

  /** @param {...(string | Node)} words */
  const say = (...words) =>
    said.replaceChildren(words.join("") ? problemLine(words) : "");

  return {
    root, drawTable, tell, offer, say,
    /** @param {BatchAnswer} answer */
    set: (answer) => table?.set(answer),
    saysSomething: () => said.hasChildNodes(),
    words: () => status.textContent ?? "",
    focus: () => title.focus(),
  };
}
