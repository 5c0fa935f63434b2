// Dates as they are listed: under their year, each with its sentence.
import { pageOf } from "../base/cite.js";
import { button, count, el, foreign } from "../base/dom.js";
import { pinButton } from "../base/pinbutton.js";
import { readLink } from "../base/route.js";
import { drawPieces, piecesOf } from "../base/text.js";
import { byYear, readFrom, whenOf } from "./days.js";

/**
 * Say how many dates there are.
 * @param {TimelineRecord} record
 */
export const summary = ({ total, documents }) =>
  total ? `${count(total, "date")} in ${count(documents, "document")}` : "No dates";

/**
 * Say that there are no dates.
 * @param {Record<string, string>} facts
 */
export function nothing({ words, from, until }) {
  const what = words ? ["about “", foreign("bdi", words), "”"] : [];
  const narrowed = Boolean(words || from || until);
  return el("div", { class: "nothing" },
    el("h3", {}, "No dates ", ...what),
    el("p", {}, narrowed
      ? "Try other words or a longer time."
      : "No sentence in your documents has a date that can be read for certain."));
}

/**
 * Return a list of dates, and what shows more of them.
 * @param {TimelineEvent[]} shown those that are listed, which more are added to
 * @param {number} total
 * @param {() => Promise<TimelineEvent[]>} next gives those that come after them
 * @param {(error: Error) => Node} problem
 * @param {Map<string, string>} names tell documents of the same title apart
 */
export function listOf(shown, total, next, problem, names) {
  const list = el("div", {});
  const more = el("p", { class: "work-more" });
  function draw() {
    list.replaceChildren(...byYear(shown).map((year) => drawYear(year, names)));
    const left = total - shown.length;
    const label = `Show more (${left.toLocaleString("en")} left)`;
    more.replaceChildren(left > 0 ? button(label, add, { class: "button" }) : "");
  }
  async function add() {
    const first = shown.length;
    try {
      const events = await next();
      if (shown.length > first) return; // it was clicked twice
      shown.push(...events);
      draw();
      list.querySelectorAll("a")[first]?.focus();
    } catch (error) {
      if (error.name !== "AbortError") more.replaceChildren(problem(error));
    }
  }
  draw();
  return [list, more];
}

/**
 * @param {[string, TimelineEvent[]]} of
 * @param {Map<string, string>} names
 */
function drawYear([year, events], names) {
  const rows = events.map((event) => drawEvent(event, names.get(event.document_id)));
  return el("section", { class: "year" }, el("h3", {}, year), el("ol", {}, rows));
}

/**
 * @param {TimelineEvent} event
 * @param {string | undefined} name
 */
function drawEvent(event, name) {
  const date = { start: event.date_start, end: event.date_end };
  const marked = drawPieces(piecesOf(event.quote, event.start, [date]));
  const when = whenOf(event);
  const note = readFrom(event);
  const where = pageOf(event);
  return el("li", { class: "hit event" },
    el("p", { class: "when" }, when),
    el("div", {},
      el("p", { class: "said", dir: "auto" }, marked),
      el("p", { class: "fine" },
        el("a", { class: "quiet", href: readLink(event) }, "Open in source"),
        pinButton(event, { label: "Pin this sentence" }),
        el("span", {}, foreign("bdi", event.title),
          name ? [" · ", foreign("bdi", name)] : null, where ? ` · ${where}` : null),
        note ? el("span", { class: "read-so" }, note) : null)));
}
