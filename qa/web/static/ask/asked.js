// What became of a question in each of the collections that it was put to.
import { certainty, thresholds } from "./certainty.js";
import { count, el, foreign } from "../base/dom.js";

const TOO = "has an answer too, but it is not shown";

/**
 * Return a line for each collection, one for those that say the same; null where only one was asked.
 * @param {AnswerRecord} record
 */
export function eachAsked(record) {
  if (!record.collections?.length) return null;
  const groups = Map.groupBy(record.collections, (one) =>
    (one.status === "answered" ? one.name : (one.reason ?? "")));
  return el("ul", { class: "asked", "aria-label": "Collections that were asked" },
    [...groups.values()].map((alike) => el("li", {},
      alike.flatMap(({ name }, nth) => [nth ? ", " : "", foreign("bdi", name, { class: "name" })]), " ",
      el("span", {}, outcome(alike[0], record)))));
}

/**
 * Say what a collection gave: its quotes and how sure they are, or why there are none.
 * @param {AskedCollection} one
 * @param {AnswerRecord} record
 */
export function outcome({ name, status, confidence, reason }, { citations }, levels = thresholds()) {
  if (status !== "answered") return `no answer${reason ? `: ${reason}` : ""}`;
  const quotes = citations.filter(({ collection }) => collection === name).length;
  const said = quotes ? `${count(quotes, "quote")}, ${certainty(confidence, levels)}` : TOO;
  return reason ? `${said}. ${reason}` : said;
}
