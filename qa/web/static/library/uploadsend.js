// Sends files, and asks what to do with one whose name exists.
import * as api from "../base/api.js";
import { makeConflict } from "./conflict.js";
import { announce } from "../base/dom.js";
import { makeQueue } from "./uploadqueue.js";
import { drawRow, dropRow, stopRow } from "./uploadrows.js";

const SENT_AT_ONCE = 2;
const HELD_MS = 1400;

/**
 * Return what sends files; each is then followed as a job, or ready at once where it is known already.
 * @param {{
 *   follow: (job: Job, row: HTMLElement) => void,
 *   ready: (row: HTMLElement, name: string, status: Job["status"]) => void,
 * }} heard
 */
export function makeSender({ follow, ready }) {
  const ask = makeConflict();
  const queue = makeQueue(send, SENT_AT_ONCE);

  /** @param {Upload} upload */
  function add(upload) {
    drawRow(upload.row, upload.file.name, { state: "waiting" });
    queue.add(upload);
  }

  /** @param {Upload} upload */
  async function send(upload) {
    const { file, row, onConflict } = upload;
    drawRow(row, file.name, { state: "sending", share: 0 });
    /** @param {number} share */
    const told = (share) =>
      drawRow(row, file.name, share < 1 ? { state: "sending", share } : { state: "waiting" });
    try {
      const { status, job } = await api.upload(file, told, onConflict);
      if (job) follow(job, row);
      else ready(row, file.name, /** @type {Job["status"]} */ (status));
    } catch (error) {
      await refused(upload, error);
    }
  }

  /**
   * @param {Upload} upload
   * @param {api.ApiError} error
   */
  async function refused(upload, { code, status, message, existing }) {
    if (code === "queue_full") return holdBack(upload);
    if (code === "name_taken") return void decide(upload, existing); // others are sent meanwhile
    const again = status === 0 || status === 429 || status >= 500 ? () => add(upload) : null;
    stopRow(upload.row, upload.file.name, { state: "refused", reason: message, again });
  }

  /**
   * Hold a file back until the server has room in its queue, and what is behind it too.
   * @param {Upload} upload
   */
  async function holdBack(upload) {
    drawRow(upload.row, upload.file.name, { state: "waiting for its turn" });
    await new Promise((resolve) => setTimeout(resolve, HELD_MS));
    queue.again(upload);
  }

  /**
   * Ask what to do with a file whose name exists, and do it.
   * @param {Upload} upload
   * @param {ExistingDocument | null} existing
   */
  async function decide(upload, existing) {
    const { file, row, batch } = upload;
    drawRow(row, file.name, { state: "name exists" });
    const choice = await ask(file.name, existing, batch);
    if (choice !== "cancel") return add({ ...upload, onConflict: choice });
    dropRow(row);
    announce(`${file.name} was not uploaded.`);
  }

  return { add, busy: queue.busy };
}
