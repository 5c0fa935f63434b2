// Uploads: files dropped or picked, each sent, then watched until it is read or has failed.
import * as api from "./api.js";
import { announce, button, byId, el, foreign } from "./dom.js";
import { onDrop } from "./drop.js";

const SENT_AT_ONCE = 2;
const LOOKED_AT = 4;
const LOOK_MS = 700;
const SHOW_MS = 400;
const OPEN = ["waiting", "reading"];
const DONE = { added: "added", updated: "added as a new version", unchanged: "already in the library" };
const FOLDER = "This is a folder. Drop the files in it, or add it whole with “pincite add FOLDER”.";

/**
 * What the row of an upload shows: `share` of it was sent; buttons where it was stopped.
 * @typedef {{
 *   state: string, share?: number, reason?: string | null, tools?: Child[], done?: boolean,
 * }} Progress
 */

/**
 * Make dropping and picking work; `uploaded` is called when files were taken in.
 *
 * `recall()` shows what another page, or an earlier visit, left waiting or failed.
 * @param {{ uploaded: () => void, showLibrary: () => void }} page
 */
export function makeUploads({ uploaded, showLibrary }) {
  const rows = byId("uploads");
  /** @type {[File, HTMLElement][]} */
  const queue = [];
  /** @type {Map<string, HTMLElement>} */
  const shown = new Map(); // the row of each job that is shown
  /** @type {Job[]} */
  const watched = []; // jobs that are not done yet, in the order in which they are read
  let sending = 0;
  let watching = false;
  /** @type {ReturnType<typeof setTimeout> | null} */
  let telling = null;

  /** @param {File[]} files */
  function take(files) {
    /** @type {[File, HTMLElement][]} */
    const taken = files.map((file) => [file, el("li", {})]);
    rows.prepend(...taken.map(([, row]) => row));
    for (const [file, row] of taken) enqueue(file, row);
  }

  /**
   * @param {File} file
   * @param {HTMLElement} row
   */
  function enqueue(file, row) {
    draw(row, file.name, { state: "waiting" });
    queue.push([file, row]);
    next();
  }

  async function next() {
    const first = sending === SENT_AT_ONCE ? undefined : queue.shift();
    if (!first) return;
    sending += 1;
    await send(...first);
    sending -= 1;
    next();
  }

  /**
   * @param {File} file
   * @param {HTMLElement} row
   */
  async function send(file, row) {
    draw(row, file.name, { state: "sending", share: 0 });
    /** @param {number} share */
    const told = (share) =>
      draw(row, file.name, share < 1 ? { state: "sending", share } : { state: "waiting" });
    try {
      const { status, job } = await api.upload(file, told);
      if (job) follow(job, row);
      else ready(file.name, row, status);
    } catch (error) {
      if (error.code === "queue_full") return await later(file, row);
      const again = error.status === 0 || error.status === 429 || error.status >= 500;
      const retry = again ? () => enqueue(file, row) : null;
      stopped(row, file.name, "refused", error.message, retry, async () => null);
    }
  }

  /**
   * Hold a file back until the server has room in its queue.
   * @param {File} file
   * @param {HTMLElement} row
   */
  async function later(file, row) {
    draw(row, file.name, { state: "waiting for its turn" });
    queue.unshift([file, row]);
    await new Promise((resolve) => setTimeout(resolve, 2 * LOOK_MS));
  }

  /**
   * @param {Job} job
   * @param {HTMLElement} row
   */
  function follow(job, row) {
    const before = shown.get(job.id);
    if (before !== row) before?.remove(); // the same bytes twice are one upload
    shown.set(job.id, row);
    settle(job);
    if (OPEN.includes(job.state)) watched.push(job);
    if (!watching) watch();
  }

  /** Ask for those that are to be read next, until none is left; none is asked for twice at once. */
  async function watch() {
    watching = true;
    while (watched.length) {
      const asked = watched.splice(0, LOOKED_AT);
      const known = await Promise.all(asked.map(look));
      known.filter(({ state }) => state !== "unknown").forEach(settle);
      const open = known.filter(({ state }) => OPEN.includes(state));
      const setBack = open.filter(({ state, tries }) => state === "waiting" && tries > 0);
      watched.unshift(...open.filter((job) => !setBack.includes(job)));
      watched.push(...setBack);
      if (open.length === asked.length) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    watching = false;
  }

  /**
   * @param {Job} job
   * @returns {Promise<Job>}
   */
  async function look(job) {
    try {
      return await api.job(job.id);
    } catch (error) {
      if (error.status === 404) return { ...job, state: "deleted" };
      if (error.status === 0 || error.status >= 500) return job;
      const row = rowOf(job);
      stopped(row, job.name, "not known", error.message, () => follow(job, rowOf(job)), async () => null);
      return { ...job, state: "unknown" };
    }
  }

  /** @param {Job} job */
  const rowOf = (job) => /** @type {HTMLElement} */ (shown.get(job.id));

  /**
   * Show what has become of an upload.
   * @param {Job} job
   */
  function settle(job) {
    const row = rowOf(job);
    if (OPEN.includes(job.state)) {
      const state = job.state === "reading" ? "reading" : "waiting to be read";
      draw(row, job.name, { state, reason: job.reason });
    } else if (job.state === "ready") {
      ready(job.name, row, job.status);
    } else if (job.state === "failed") {
      const again = async () => follow(await api.retryJob(job.id), row);
      stopped(row, job.name, "failed", job.reason, again, () => api.dismissJob(job.id));
    } else {
      row.remove();
      tell();
    }
  }

  /**
   * @param {string} name
   * @param {HTMLElement} row
   * @param {Job["status"]} status
   */
  function ready(name, row, status) {
    draw(row, name, { state: DONE[status ?? "added"], done: true });
    telling ??= setTimeout(() => {
      telling = null;
      uploaded();
    }, SHOW_MS);
  }

  /**
   * Show a file that was not taken in: why, and what can be done.
   * @param {HTMLElement} row
   * @param {string} name
   * @param {string} state
   * @param {string | null} reason
   * @param {(() => unknown) | null} again
   * @param {() => Promise<unknown>} forget
   */
  function stopped(row, name, state, reason, again, forget) {
    /** @param {() => Promise<unknown>} action */
    const attempt = (action) => () =>
      action().catch((error) => stopped(row, name, state, error.message, again, forget));
    const dismiss = attempt(async () => {
      const beside = row.nextElementSibling ?? row.previousElementSibling;
      await forget();
      row.remove();
      tell();
      (beside?.querySelector("button") ?? byId("pick")).focus();
    });
    const tools = [
      again && button("Try again", attempt(async () => again()), { "aria-label": `Try “${name}” again` }),
      button("Dismiss", dismiss, { "aria-label": `Dismiss “${name}”` }),
    ];
    draw(row, name, { state, reason, tools });
    announce(`${name}: ${state}. ${reason}`);
  }

  /**
   * @param {HTMLElement} row
   * @param {string} name
   * @param {Progress} progress
   */
  function draw(row, name, { state, share, reason = "", tools = [], done = false }) {
    const now = JSON.stringify([state, share, reason, tools.length]);
    if (row.dataset.now === now) return;
    row.dataset.now = now;
    row.dataset.state = done ? "done" : tools.length ? "stopped" : "open";
    row.classList.toggle("refused", tools.length > 0);
    const progress = { "aria-label": `Progress of ${name}`, max: 1, value: share };
    row.replaceChildren(...[
      foreign("bdi", name),
      share !== undefined || state === "reading" ? el("progress", progress) : null,
      el("span", { class: "state" }, share ? `${state}, ${Math.round(share * 100)} %` : state),
      reason ? foreign("p", reason) : null,
      tools.length ? el("span", {}, tools) : null,
    ].filter((part) => part !== null));
    tell();
  }

  /** Say over many files how far they are. */
  function tell() {
    /** @param {string} state */
    const count = (state) => rows.querySelectorAll(`[data-state="${state}"]`).length;
    const [done, stop, all] = [count("done"), count("stopped"), rows.children.length];
    byId("uploads-bar").hidden = all < 2 && !done;
    byId("uploads-note").textContent = `${done} of ${all} read${stop ? `, ${stop} failed` : ""}`;
    byId("uploads-clear").hidden = !done;
  }

  async function recall() {
    if (sending) return; // what is on its way would be shown twice
    const { jobs } = await api.jobs().catch(() => ({ jobs: [] }));
    const left = jobs.filter(({ id, state }) =>
      !shown.has(id) && (OPEN.includes(state) || state === "failed"));
    for (const job of left.reverse()) {
      const row = el("li", {});
      rows.append(row);
      follow(job, row);
    }
  }

  byId("uploads-clear").addEventListener("click", () => {
    for (const row of rows.querySelectorAll('[data-state="done"]')) row.remove();
    tell();
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
    for (const name of folders) {
      const row = el("li", {});
      rows.prepend(row);
      stopped(row, name, "refused", FOLDER, null, async () => null);
    }
  });
  return { recall };
}
