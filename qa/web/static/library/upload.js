// Uploads: files dropped or picked, each sent, then watched until it is read or has failed.
import * as api from "../base/api.js";
import { byId } from "../base/dom.js";
import { onDrop } from "./drop.js";
import { chosen } from "./entries.js";
import { isOpen, makeJobs } from "./uploadjobs.js";
import { drawRow, dropDone, newRows, rowBehind, stopRow } from "./uploadrows.js";
import { makeSender } from "./uploadsend.js";

const SHOW_MS = 400;
const DONE = { added: "added", updated: "added as a new version", unchanged: "already in the library" };
const TOO_MANY =
  "Only the first 2,000 files were taken. For the rest, whoever runs Pincite can start it with the folder: " +
  "“pincite serve FOLDER”.";

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
   * @param {string | null} reason what in it could not be read
   */
  function ready(row, name, status, reason = null) {
    drawRow(row, name, { state: DONE[status ?? "added"], reason, done: true });
    telling ??= setTimeout(() => {
      telling = null;
      uploaded();
    }, SHOW_MS);
  }

  /** @param {Picked} picked */
  function take({ files, more }) {
    const inOrder = files.toSorted((a, b) => a.file.size - b.file.size);
    const rows = newRows(files.length);
    /** @type {Batch} */
    const batch = { many: files.length > 1, choice: null };
    inOrder.forEach(({ file, name }, nth) =>
      sender.add({ file, name, size: file.size, row: rows[nth], batch, onConflict: "refuse" }));
    if (more) stopRow(newRows(1)[0], "More files", { state: "left out", reason: TOO_MANY });
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
  for (const picker of document.querySelectorAll('input[type="file"].adds')) {
    picker.addEventListener("change", () => {
      const input = /** @type {HTMLInputElement} */ (picker);
      const picked = chosen(input.files ?? []);
      input.value = "";
      showLibrary();
      take(picked);
    });
  }
  onDrop(async (files) => {
    showLibrary();
    take(await files());
  });
  return { recall };
}
