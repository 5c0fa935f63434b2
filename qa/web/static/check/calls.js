// What the server is asked about drafts.
import { request, stages } from "../base/api.js";

const CHECK = "/api/v1/check";
const CUT = "The connection was lost before the whole draft was checked. Check it again.";

/**
 * Yield the stages of the check of a text: `begun`, `sentence` for each, `check`.
 * @param {string} text
 * @param {AbortSignal} signal
 */
export const checkText = (text, signal) =>
  stages(CHECK, {
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ text: text.toWellFormed() }),
    signal,
  }, "check", CUT);

/**
 * Yield the same stages of a file; `begun` has its text.
 * @param {File} file
 * @param {AbortSignal} signal
 */
export function checkFile(file, signal) {
  const body = new FormData();
  body.append("file", file);
  return stages(`${CHECK}/file`, { body, signal }, "check", CUT);
}

/**
 * Return a checked draft as a file.
 * @param {CheckRecord} record
 * @param {"markdown" | "docx"} format
 */
export async function exported(record, format) {
  const sentences = record.sentences.map(({ closest, ...sentence }) => sentence);
  const reply = await request(`${CHECK}/export`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ record: { ...record, sentences }, format }),
  });
  return reply.blob();
}
