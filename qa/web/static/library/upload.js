// Uploads: files dropped or picked, each sent, then watched until it is read or has failed.
import * as api from "../base/api.js";
import { byId } from "../base/dom.js";
import { onDrop } from "./drop.js";
import { isOpen, makeJobs } from "./uploadjobs.js";
import { drawRow, dropDone, newRows, rowBehind, stopRow } from "./uploadrows.js";
import { makeSender } from "./uploadsend.js";

const SHOW_MS = 400;
const DONE = { added: "added", updated: "added as a new version", unchanged: "already in the library" };
const FOLDER = "This is a folder. Drop the files in it, or add the whole folder with “pincite add FOLDER”.";

/**
 * Make dropping and picking work; `uploaded` is called when files were taken in.
 *
 * `recall()` shows what another page, or an earlier visit, left waiting or failed.
 * @param {{ uploaded: () => void, showLibrary: () => void }} page
 */
export function makeUploads({ uploaded, showLibrary }) {
  const jobs = makeJobs({ ready });
  const sender = makeSender({ follow: jobs.follow, ready });
  /** @type {ReturnType<typeof setTimeout> | null} */
  let telling = null;

  /**
   * Show that a file was taken in; for many at once `uploaded` is called once.
   * @param {HTMLElement} row
   * @param {string} name
   * @param {Job["status"]} status
   */
  function ready(row, name, status) {
    drawRow(row, name, { state: DONE[status ?? "added"], done: true });
    telling ??= setTimeout(() => {
      telling = null;
      uploaded();
    }, SHOW_MS);
  }

  /** @param {File[]} files */
  function take(files) {
    const rows = newRows(files.length);
    /** @type {Batch} */
    const batch = { many: files.length > 1, choice: null };
    files.forEach((file, nth) => sender.add({ file, row: rows[nth], batch, onConflict: "refuse" }));
  }

  async function recall() {
    if (sender.busy()) return; // what is on its way would be shown twice
    const known = await api.jobs().catch(() => ({ jobs: [] }));
    const left = known.jobs.filter((job) =>
      !jobs.shows(job.id) && (isOpen(job) || job.state === "failed"));
    for (const job of left.reverse()) jobs.follow(job, rowBehind());
  }

  byId("uploads-clear").addEventListener("click", () => {
    dropDone();
    byId("pick").focus();
  });
  const picker = byId("pick");
  picker.addEventListener("change", () => {
    take([...(picker.files ?? [])]);
    picker.value = "";
  });
  onDrop((files, folders) => {
    showLibrary();
    take(files);
    for (const name of folders) stopRow(newRows(1)[0], name, { state: "refused", reason: FOLDER });
  });
  return { recall };
}
