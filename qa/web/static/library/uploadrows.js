// The row of each upload: what is on its way first, then what is read; what failed is kept apart.
import { announce, button, byId, el, foreign } from "../base/dom.js";
import { drawFailures } from "./failures.js";

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
  move(row, done ? "done" : tools.length ? "stopped" : "open");
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
 * Put a row where it belongs: what is done behind all that is not, what was stopped apart.
 * @param {HTMLElement} row
 * @param {"open" | "done" | "stopped"} state
 */
function move(row, state) {
  if (row.dataset.state === state) return;
  row.dataset.state = state;
  const list = byId(state === "stopped" ? "failures" : "uploads");
  if (state === "open" && row.parentElement !== list) list.prepend(row);
  if (state !== "open") list.append(row);
}

/**
 * Show a file that was not taken in: why, and what can be done.
 * @param {HTMLElement} row
 * @param {string} name
 * @param {UploadStop} stop
 */
export function stopRow(row, name, { state, reason, code = "", again = null, forget = async () => null }) {
  /** @param {() => Promise<unknown>} action */
  const attempt = (action) => () => action().catch(({ message, code }) =>
    stopRow(row, name, { state, reason: message, code, again, forget }));
  const dismiss = attempt(async () => {
    const beside = row.nextElementSibling ?? row.previousElementSibling;
    await forget();
    dropRow(row);
    /** @type {HTMLElement} */ (beside?.querySelector("button") ?? byId("pick")).focus();
  });
  const tools = [
    again && button("Try again", attempt(async () => again()), {
      "data-needs": "add", "aria-label": `Try again: “${name}”`,
    }),
    button("Dismiss", dismiss, { "data-needs": "add", "aria-label": `Dismiss “${name}”` }),
  ];
  row.dataset.code = code;
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
  const rows = ":is(#uploads, #failures) > :not([data-folder])";
  const [done, open, stop] = ["done", "open", "stopped"].map((state) =>
    document.querySelectorAll(`${rows}[data-state="${state}"]`).length);
  const all = done + open + stop;
  byId("uploads-bar").hidden = all < 2 && !done;
  const meter = byId("uploads-meter");
  meter.hidden = !open;
  [meter.max, meter.value] = [Math.max(1, all), done + stop];
  byId("uploads-note").textContent = `${done} of ${all} read${stop ? `, ${stop} failed` : ""}`;
  byId("uploads-clear").hidden = !done;
  drawFailures();
}
