// Uploads: files dropped or picked, each sent, then watched until it is read or refused.
import { ApiError, key, UNREACHABLE, upload as send } from "./api.js";
import { announce, button, byId, el, foreign } from "./dom.js";

const AT_ONCE = 2;
const LOOK_MS = 700;
const JOBS = "/api/v1/jobs";
const DONE = {
  added: "added",
  updated: "added as a new version",
  unchanged: "already in the library",
};

/** Make dropping and picking work; `uploaded` is called after each file that was taken. */
export function makeUploads({ uploaded, showLibrary }) {
  const rows = byId("uploads");
  const queue = [];
  let running = 0;

  function take(files) {
    const taken = files.map((file) => [file, el("li", {})]);
    rows.prepend(...taken.map(([, row]) => row));
    for (const [file, row] of taken) enqueue(file, row);
  }

  function enqueue(file, row) {
    draw(row, file, "waiting");
    queue.push([file, row]);
    next();
  }

  async function next() {
    if (running === AT_ONCE || !queue.length) return;
    running += 1;
    await one(...queue.shift());
    running -= 1;
    next();
  }

  async function one(file, row) {
    draw(row, file, "sending", 0);
    try {
      const { status, job } = await send(file, (share) =>
        share < 1 ? draw(row, file, "sending", share) : draw(row, file, "waiting"));
      if (job) follow(job, file, row);
      else ready(row, file, status);
    } catch (error) {
      const again = error.status === 0 || error.status === 429 || error.status >= 500;
      draw(row, file, "refused", null, error.message, again ? () => enqueue(file, row) : null);
      announce(`${file.name}: refused. ${error.message}`);
    }
  }

  /** Show what becomes of an upload that the server has, until it is read or has failed. */
  async function follow(job, file, row) {
    let known = job;
    while (known.state === "waiting" || known.state === "reading") {
      draw(row, file, known.state, null, known.reason ?? "");
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      try {
        known = await ask(`${JOBS}/${known.id}`);
      } catch (error) {
        if (error.status === 404) known = { state: "deleted" };
      }
    }
    if (known.state === "ready") ready(row, file, known.status);
    else if (known.state === "failed") failed(known, file, row);
    else row.remove();
  }

  function ready(row, file, status) {
    draw(row, file, DONE[status]);
    announce(`${file.name}: ${DONE[status]}`);
    uploaded();
  }

  function failed(job, file, row) {
    const again = async () => {
      try {
        follow(await ask(`${JOBS}/${job.id}/retry`, "POST"), file, row);
      } catch (error) {
        draw(row, file, "failed", null, error.message, again, dismiss);
      }
    };
    const dismiss = async () => {
      await ask(`${JOBS}/${job.id}`, "DELETE").catch(() => null);
      row.remove();
    };
    draw(row, file, "failed", null, job.reason, again, dismiss);
    announce(`${file.name}: failed. ${job.reason}`);
  }

  /** Show the uploads that another page, or an earlier visit, left behind. */
  async function recall() {
    const { jobs } = await ask(JOBS).catch(() => ({ jobs: [] }));
    for (const job of jobs.filter(({ state }) => state === "waiting" || state === "reading" || state === "failed")) {
      const row = el("li", {});
      rows.append(row);
      if (job.state === "failed") failed(job, job, row);
      else follow(job, job, row);
    }
  }

  function draw(row, file, state, share = null, reason = "", again = null, dismiss = null) {
    row.classList.toggle("refused", state === "refused" || state === "failed");
    row.replaceChildren(...[
      foreign("bdi", file.name),
      el("span", { class: "state" }, share ? `${state}, ${Math.round(share * 100)} %` : state),
      share === null ? null : el("progress", { value: share, max: 1, "aria-label": `Progress of ${file.name}` }),
      reason ? el("p", {}, reason) : null,
      again ? button("Try again", again) : null,
      dismiss ? button("Dismiss", dismiss) : null,
    ].filter(Boolean));
  }

  recall();
  byId("pick").addEventListener("change", ({ target }) => {
    take([...target.files]);
    target.value = "";
  });
  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
  addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    document.body.classList.add("dropping");
  });
  addEventListener("dragleave", (event) => event.relatedTarget === null && document.body.classList.remove("dropping"));
  addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    document.body.classList.remove("dropping");
    showLibrary();
    take([...event.dataTransfer.files]);
  });
}

/** Ask for an upload, or change it; return what the server says of it. */
async function ask(path, method = "GET") {
  const headers = { ...(key.get() ? { Authorization: `Bearer ${key.get()}` } : {}), ...(method === "POST" ? { "Content-Type": "application/json" } : {}) };
  const reply = await fetch(path, { method, headers }).catch(() => {
    throw new ApiError(0, "unreachable", UNREACHABLE);
  });
  const told = reply.status === 204 ? {} : await reply.json().catch(() => ({}));
  if (!reply.ok) throw new ApiError(reply.status, told.error?.code, told.error?.message ?? `The server answered with status ${reply.status}.`);
  return told;
}
