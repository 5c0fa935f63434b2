// Sends files, and asks what to do with one whose name exists.
import * as api from "../base/api.js";
import { makeConflict } from "./conflict.js";
import { announce } from "../base/dom.js";
import { makeQueue } from "./uploadqueue.js";
import { drawRow, dropRow, stopRow } from "./uploadrows.js";

const SENT_AT_ONCE = 3; // one of them is left for small files; a guess, as two are read at once
const HELD_MS = 1400;

/**
 * Return what sends files; each is then followed as a job, or ready at once where it is known already.
 * @param {{
 *   follow: (job: Job, row: HTMLElement) => void,
 *   ready: ReadyRow,
 * }} heard
 */
export function makeSender({ follow, ready }) {
  const ask = makeConflict();
  const queue = makeQueue(send, SENT_AT_ONCE);

  /** @param {Upload} upload */
  function add(upload) {
    drawRow(upload.row, upload.name, { state: "waiting" });
    queue.add(upload);
  }

  /** @param {Upload} upload */
  async function send(upload) {
    const { file, name, row, onConflict } = upload;
    drawRow(row, name, { state: "sending", share: 0 });
    /** @param {number} share */
    const told = (share) =>
      drawRow(row, name, share < 1 ? { state: "sending", share } : { state: "waiting" });
    try {
      const { status, job } = await api.upload(file, name, told, onConflict);
      if (job) follow(job, row);
      else ready(row, name, /** @type {Job["status"]} */ (status));
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
    stopRow(upload.row, upload.name, { state: "refused", reason: message, code, again });
  }

  /**
   * Hold a file back until the server has room in its queue, and what is behind it too.
   * @param {Upload} upload
   */
  async function holdBack(upload) {
    drawRow(upload.row, upload.name, { state: "waiting for its turn" });
    await new Promise((resolve) => setTimeout(resolve, HELD_MS));
    queue.again(upload);
  }

  /**
   * Ask what to do with a file whose name exists, and do it.
   * @param {Upload} upload
   * @param {ExistingDocument | null} existing
   */
  async function decide(upload, existing) {
    const { name, row, batch } = upload;
    drawRow(row, name, { state: "name exists" });
    const choice = await ask(name, existing, batch);
    if (choice !== "cancel") return add({ ...upload, onConflict: choice });
    dropRow(row);
    announce(`${name} was not uploaded.`);
  }

  return { add, busy: queue.busy };
}
