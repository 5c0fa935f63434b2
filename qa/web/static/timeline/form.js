// What a timeline is of: a topic, and the time between two dates.
import { el } from "../base/dom.js";

const DATE = "\\d{4}(-\\d\\d(-\\d\\d)?)?";
const DATE_TITLE = "A year, a month or a day: 2015, 2015-06 or 2015-06-30";

/**
 * Make the form; `show` is called with what it says.
 * @param {(facts: Record<string, string>) => void} show
 */
export function makeForm(show) {
  const words = el("input", {
    id: "timeline-words", type: "search", dir: "auto", maxlength: 4000, autocomplete: "off",
    placeholder: "any topic",
  });
  const from = dateField("timeline-from", "1990");
  const until = dateField("timeline-until", "2019-06");

  /** @param {Event} event */
  function submit(event) {
    event.preventDefault();
    show({ words: words.value.trim(), from: from.value.trim(), until: until.value.trim() });
  }

  const root = el("form", { class: "work-form", role: "search", "aria-label": "Timeline", submit },
    el("p", { class: "words" }, el("label", { for: "timeline-words" }, "About"), words),
    el("p", { class: "date" }, el("label", { for: "timeline-from" }, "From"), from),
    el("p", { class: "date" }, el("label", { for: "timeline-until" }, "Until"), until),
    el("button", { class: "button primary" }, "Show"));
  return {
    root,
    /** @param {Record<string, string>} facts */
    fill(facts) {
      [words.value, from.value, until.value] = [facts.words, facts.from, facts.until];
    },
  };
}

/**
 * @param {string} id
 * @param {string} example
 */
const dateField = (id, example) => el("input", {
  id, type: "text", autocomplete: "off", placeholder: example, maxlength: 10, pattern: DATE,
  title: DATE_TITLE,
});
