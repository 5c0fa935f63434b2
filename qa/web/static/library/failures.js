// What could not be read: one line that says how much of what kind, and what to do.
import { byId, count } from "../base/dom.js";

/**
 * What is said of files that failed for the same reason, and what to do about it.
 * @type {Record<string, [string, string]>}
 */
const REMEDIES = {
  needs_ocr: ["scanned", "install tesseract where Pincite runs"],
  encrypted: ["locked", "save a copy without the password"],
  unsupported_format: ["of a format that Pincite does not read", "save a copy as PDF or text"],
  undecodable: ["of a format that Pincite does not read", "save a copy as PDF or text"],
  empty_document: ["empty", "there is nothing to quote"],
  damaged: ["damaged", "open the original and save it again"],
  too_large: ["too large", "split it"],
  passage_too_long: ["without breaks in the text", "split the text into sentences"],
  reader_stopped: ["too much work to read", "split it, or save a copy as PDF"],
  crashed: ["too much work to read", "split it, or save a copy as PDF"],
};
/** @type {[string, string]} */
const OTHER = ["for other reasons", "see below"];
const ALONE = 1;

/**
 * Return the line over files that could not be read, by the codes of the reasons.
 * @param {string[]} codes
 */
export function failureLine(codes) {
  /** @type {Map<string, number>} */
  const groups = new Map();
  const remedies = codes.map((code) => (Object.hasOwn(REMEDIES, code) ? REMEDIES[code] : OTHER));
  for (const [what, todo] of remedies) {
    const words = `${what} (${todo})`;
    groups.set(words, (groups.get(words) ?? 0) + 1);
  }
  const most = [...groups].sort((a, b) => b[1] - a[1]);
  const said = most.map(([words, many]) => (codes.length === ALONE ? words : `${many} ${words}`));
  return `${count(codes.length, "file")} could not be read: ${said.join("; ")}.`;
}

/** Show how many files could not be read, or nothing where all could. */
export function drawFailures() {
  const rows = [.../** @type {NodeListOf<HTMLElement>} */ (byId("failures").querySelectorAll("li"))];
  byId("failed").hidden = !rows.length;
  if (rows.length) byId("failed-line").textContent = failureLine(rows.map((row) => row.dataset.code ?? ""));
}
