// What becomes of one draft while it is checked.
import { count } from "../base/dom.js";
import { nameOf, tally } from "./words.js";

/**
 * Return a check that begins.
 * @param {string} text the draft; "" while it is in a file that the server is to read
 * @param {string} name of its file; "" where it was pasted
 * @returns {DraftCheck}
 */
export const newCheck = (text, name = "") => ({
  state: "checking", text, name, total: null, sentences: [], citations: [], record: null, error: "",
});

/**
 * Put a stage of a check into it.
 * @param {DraftCheck} check
 * @param {Stage} stage
 */
export function take(check, { name, data }) {
  if (name === "begun") {
    check.total = data.sentences;
    check.text = data.text ?? check.text;
  } else if (name === "sentence") {
    check.sentences.push(data.sentence);
    check.citations.push(...data.citations);
  } else if (name === "check") finish(check, data);
}

/**
 * @param {DraftCheck} check
 * @param {CheckRecord} record
 */
function finish(check, record) {
  const { sentences, citations } = record;
  Object.assign(check, { state: "checked", text: record.draft.text, record, sentences, citations });
  check.total = sentences.length;
}

/**
 * Put into a check that it was stopped, or why it failed; what was checked until then stays.
 * @param {DraftCheck} check
 * @param {Error} error
 */
export function fail(check, error) {
  const stopped = error.name === "AbortError";
  check.state = stopped ? "stopped" : "failed";
  check.error = stopped ? "" : error.message;
}

/**
 * Say how far a check is, or how it ended.
 * @param {DraftCheck} check
 */
export function progress({ state, total, sentences }) {
  const done = sentences.length.toLocaleString("en");
  const all = (total ?? 0).toLocaleString("en");
  if (state === "checking") {
    return total === null ? "Reading the draft…" : `Checking: ${done} of ${count(total, "sentence")}…`;
  }
  if (state === "checked") {
    const checked = sentences.filter(({ verdict }) => verdict !== "unchecked").length;
    return `${count(checked, "sentence")} checked`;
  }
  return total === null ? "" : `Stopped after ${done} of ${all} sentences`;
}

/**
 * Say what became of a check, for people who do not see it.
 * @param {DraftCheck} check
 */
export function spoken(check) {
  if (check.state === "failed") return check.error;
  const found = tally(check.sentences).map(([kind, number]) => `${number} ${nameOf(kind)}`);
  return [progress(check) || "Stopped", ...found].join(", ");
}
