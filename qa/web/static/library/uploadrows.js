// The row of each upload, and over them how many are read.
import { announce, button, byId, el, foreign } from "../base/dom.js";

/**
 * Put rows before all others.
 * @param {number} many
 */
export function newRows(many) {
  const rows = Array.from({ length: many }, () => el("li", {}));
  byId("uploads").prepend(...rows);
  return rows;
}

/** Put a row behind all others. */
export function rowBehind() {
  const row = el("li", {});
  byId("uploads").append(row);
  return row;
}

/**
 * Show in its row how far an upload is.
 * @param {HTMLElement} row
 * @param {string} name
 * @param {UploadProgress} progress
 */
export function drawRow(row, name, { state, share, reason = "", tools = [], done = false }) {
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
  countRows();
}

/**
 * Show a file that was not taken in: why, and what can be done.
 * @param {HTMLElement} row
 * @param {string} name
 * @param {UploadStop} stop
 */
export function stopRow(row, name, { state, reason, again = null, forget = async () => null }) {
  /** @param {() => Promise<unknown>} action */
  const attempt = (action) => () =>
    action().catch((error) => stopRow(row, name, { state, reason: error.message, again, forget }));
  const dismiss = attempt(async () => {
    const beside = row.nextElementSibling ?? row.previousElementSibling;
    await forget();
    dropRow(row);
    (beside?.querySelector("button") ?? byId("pick")).focus();
  });
  const tools = [
    again && button("Try again", attempt(async () => again()), { "aria-label": `Try “${name}” again` }),
    button("Dismiss", dismiss, { "aria-label": `Dismiss “${name}”` }),
  ];
  drawRow(row, name, { state, reason, tools });
  announce(`${name}: ${state}. ${reason}`);
}

/** @param {HTMLElement} row */
export function dropRow(row) {
  row.remove();
  countRows();
}

/** Drop the rows of what was read. */
export function dropDone() {
  for (const row of byId("uploads").querySelectorAll('[data-state="done"]')) row.remove();
  countRows();
}

/** Say over many files how far they are. */
function countRows() {
  const rows = byId("uploads");
  /** @param {string} state */
  const count = (state) => rows.querySelectorAll(`[data-state="${state}"]`).length;
  const [done, stop, all] = [count("done"), count("stopped"), rows.children.length];
  byId("uploads-bar").hidden = all < 2 && !done;
  byId("uploads-note").textContent = `${done} of ${all} read${stop ? `, ${stop} failed` : ""}`;
  byId("uploads-clear").hidden = !done;
}
