// Uploads: files dropped or picked, each sent, then watched until it is read or has failed.
import * as api from "./api.js";
import { announce, button, byId, el, foreign } from "./dom.js";
import { makeConflict } from "./conflict.js";
import { onDrop } from "./drop.js";

const SENT_AT_ONCE = 2;
const LOOKED_AT = 4;
const LOOK_MS = 700;
const SHOW_MS = 400;
const OPEN = ["waiting", "reading"];
const DONE = { added: "added", updated: "added as a new version", unchanged: "already in the library" };
const FOLDER = "This is a folder. Drop the files in it, or add it whole with “pincite add FOLDER”.";

/**
 * Make dropping and picking work; `uploaded` is called when files were taken in.
 *
 * `recall()` shows what another page, or an earlier visit, left waiting or failed.
 */
export function makeUploads({ uploaded, showLibrary }) {
  const rows = byId("uploads");
  const ask = makeConflict();
  const queue = [];
  const shown = new Map(); // the row of each job that is shown
  const watched = []; // jobs that are not done yet, in the order in which they are read
  let sending = 0;
  let watching = false;
  let telling = null;

  function take(files) {
    const taken = files.map((file) => [file, el("li", {})]);
    rows.prepend(...taken.map(([, row]) => row));
    const batch = { many: files.length > 1, choice: null };
    for (const [file, row] of taken) enqueue(file, row, batch);
  }

  function enqueue(file, row, batch, onConflict = "refuse") {
    draw(row, file.name, { state: "waiting" });
    queue.push([file, row, batch, onConflict]);
    next();
  }

  async function next() {
    if (sending === SENT_AT_ONCE || !queue.length) return;
    sending += 1;
    await send(...queue.shift());
    sending -= 1;
    next();
  }

  async function send(file, row, batch, onConflict) {
    draw(row, file.name, { state: "sending", share: 0 });
    const told = (share) => draw(row, file.name, share < 1 ? { state: "sending", share } : { state: "waiting" });
    try {
      const { status, job } = await api.upload(file, told, onConflict);
      if (job) follow(job, row);
      else ready(file.name, row, status);
    } catch (error) {
      if (error.code === "queue_full") return await later(file, row, batch, onConflict);
      if (error.code === "name_taken") return void clash(file, row, batch, error.existing);
      const again = error.status === 0 || error.status === 429 || error.status >= 500;
      stopped(row, file.name, "refused", error.message, again && (() => enqueue(file, row, batch)), async () => null);
    }
  }

  /** Ask what to do with a file whose name exists; others are sent meanwhile. */
  async function clash(file, row, batch, existing) {
    draw(row, file.name, { state: "name exists" });
    const settled = () => batch.choice && { choice: batch.choice };
    const { choice, all } = await ask(file.name, existing, batch.many, settled);
    if (all) batch.choice = choice;
    if (choice !== "cancel") return enqueue(file, row, batch, choice);
    row.remove();
    tell();
    announce(`${file.name} was not uploaded.`);
  }

  /** Hold a file back until the server has room in its queue. */
  async function later(file, row, ...how) {
    draw(row, file.name, { state: "waiting for its turn" });
    queue.unshift([file, row, ...how]);
    await new Promise((resolve) => setTimeout(resolve, 2 * LOOK_MS));
  }

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

  async function look(job) {
    try {
      return await api.job(job.id);
    } catch (error) {
      if (error.status === 404) return { ...job, state: "deleted" };
      if (error.status === 0 || error.status >= 500) return job;
      stopped(shown.get(job.id), job.name, "not known", error.message, () => follow(job, shown.get(job.id)), async () => null);
      return { ...job, state: "unknown" };
    }
  }

  /** Show what has become of an upload. */
  function settle(job) {
    const row = shown.get(job.id);
    if (OPEN.includes(job.state)) {
      draw(row, job.name, { state: job.state === "reading" ? "reading" : "waiting to be read", reason: job.reason });
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

  function ready(name, row, status) {
    draw(row, name, { state: DONE[status], done: true });
    telling ??= setTimeout(() => {
      telling = null;
      uploaded();
    }, SHOW_MS);
  }

  /** Show a file that was not taken in: why, and what can be done. */
  function stopped(row, name, state, reason, again, forget) {
    const attempt = (action) => () => action().catch((error) => stopped(row, name, state, error.message, again, forget));
    const dismiss = attempt(async () => {
      const beside = row.nextElementSibling ?? row.previousElementSibling;
      await forget();
      row.remove();
      tell();
      (beside?.querySelector("button") ?? byId("pick")).focus();
    });
    const tools = [
      again ? button("Try again", attempt(async () => again()), { "aria-label": `Try “${name}” again` }) : null,
      button("Dismiss", dismiss, { "aria-label": `Dismiss “${name}”` }),
    ];
    draw(row, name, { state, reason, tools });
    announce(`${name}: ${state}. ${reason}`);
  }

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
    ].filter(Boolean));
    tell();
  }

  /** Say over many files how far they are. */
  function tell() {
    const count = (state) => rows.querySelectorAll(`[data-state="${state}"]`).length;
    const [done, stop, all] = [count("done"), count("stopped"), rows.children.length];
    byId("uploads-bar").hidden = all < 2 && !done;
    byId("uploads-note").textContent = [`${done} of ${all} read`, stop ? `${stop} failed` : ""].filter(Boolean).join(", ");
    byId("uploads-clear").hidden = !done;
  }

  async function recall() {
    if (sending) return; // what is on its way would be shown twice
    const { jobs } = await api.jobs().catch(() => ({ jobs: [] }));
    const left = jobs.filter(({ id, state }) => !shown.has(id) && (OPEN.includes(state) || state === "failed"));
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
  byId("pick").addEventListener("change", ({ target }) => {
    take([...target.files]);
    target.value = "";
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
