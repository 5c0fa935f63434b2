// What stands over a checked draft: how far it is, the counts, the exports; and the steps under it.
import { button, count, download, el, menu } from "../base/dom.js";
import { exported } from "./calls.js";
import { progress } from "./course.js";
import { fileName } from "./form.js";
import { nameOf, tally } from "./words.js";

/**
 * Make the bar.
 * @param {{
 *   stop: () => void, again: () => void, edit: () => void, fresh: () => void,
 *   filter: (kind: DraftKind | null) => void, step: (by: 1 | -1) => void,
 * }} asked
 */
export function makeBar(asked) {
  const title = el("h2", { tabindex: -1 });
  const tools = el("div", { class: "draft-tools" });
  const meter = el("progress", { "aria-label": "Sentences checked" });
  const line = el("p", { class: "fine", role: "status" });
  const problem = el("div", {});
  const counts = el("div", { class: "tally", role: "group", "aria-label": "Show only" });
  const previous = step("‹", "Previous problem", () => asked.step(-1));
  const next = step("›", "Next problem", () => asked.step(1));
  const position = el("span", { role: "status" });
  const steps = el("div", { class: "draft-steps" }, previous, position, next, el("p", { class: "fine" },
    el("kbd", {}, "N"), " next, ", el("kbd", {}, "P"), " previous"));
  const root = el("header", { class: "draft-bar" },
    el("div", { class: "draft-head" }, title, line, meter, tools),
    problem,
    counts);

  /**
   * @param {DraftCheck} check
   * @param {DraftKind | null} shown
   */
  function draw(check, shown) {
    title.replaceChildren(fileName(check.name));
    line.textContent = progress(check);
    meter.hidden = check.state !== "checking";
    meter.max = check.total || 1;
    if (check.total) meter.value = check.sentences.length;
    else meter.removeAttribute("value");
    counts.replaceChildren(...tally(check.sentences).map(([kind, number]) => chip(kind, number, shown)));
    drawTools(check);
  }

  /**
   * @param {DraftKind} kind
   * @param {number} number
   * @param {DraftKind | null} shown
   */
  function chip(kind, number, shown) {
    const pressed = kind === shown;
    return el("button", {
      type: "button", class: "judged", "data-verdict": kind, "aria-pressed": String(pressed),
      click: () => {
        asked.filter(pressed ? null : kind);
        /** @type {HTMLElement | null} */ (counts.querySelector(`[data-verdict="${kind}"]`))?.focus();
      },
    }, el("span", {}, `${number.toLocaleString("en")} ${nameOf(kind)}`));
  }

  let toolsFor = "";

  /** @param {DraftCheck} check */
  function drawTools(check) {
    if (toolsFor === check.state) return;
    toolsFor = check.state;
    if (check.state === "checking") return tools.replaceChildren(button("Stop", asked.stop));
    tools.replaceChildren(...[
      button("New draft", asked.fresh),
      check.text ? button("Edit", asked.edit) : null,
      check.state === "checked" ? exports(check) : button("Check again", asked.again),
    ].filter((tool) => tool !== null));
  }

  /** @param {DraftCheck} check */
  function exports(check) {
    /** @param {() => unknown} save */
    const saving = (save) => async () => {
      try {
        say(null);
        await save();
      } catch (error) {
        say(error.message);
      }
    };
    const name = (check.name.replace(/\.[^.]*$/, "") || "draft").replace(/[^\p{L}\p{N}]+/gu, "-");
    const { record } = check;
    if (!record) return null;
    return menu("Export", [
      ["Markdown with footnotes", saving(async () =>
        download(`${name}-checked.md`, "text/markdown", await exported(record, "markdown")))],
      ["Word with comments", saving(async () =>
        download(`${name}-checked.docx`, "", await exported(record, "docx")))],
      ["JSON that “pincite verify” re-checks", saving(() =>
        download(`${name}-checked.json`, "application/json", `${JSON.stringify(record, null, 2)}\n`))],
    ]);
  }

  /** @param {string | Node | (string | Node)[] | null} words */
  function say(words) {
    problem.replaceChildren(...(words ? [el("p", { class: "problem", role: "alert" }, words)] : []));
  }

  /**
   * Show at which of the sentences that are gone through the view is.
   * @param {number[]} places
   * @param {number | null} current
   * @param {DraftKind | null} shown
   */
  function at(places, current, shown) {
    const what = shown ? "sentence" : "problem";
    const nth = current === null ? -1 : places.indexOf(current);
    steps.hidden = !places.length;
    position.textContent = nth < 0 ? count(places.length, what) : `${nth + 1} of ${places.length}`;
    previous.setAttribute("aria-label", `Previous ${what}`);
    next.setAttribute("aria-label", `Next ${what}`);
  }

  return { root, steps, draw, say, at, focus: () => title.focus() };
}

/**
 * @param {string} sign
 * @param {string} label
 * @param {() => void} click
 */
const step = (sign, label, click) =>
  el("button", { type: "button", class: "step", "aria-label": label, click }, sign);
