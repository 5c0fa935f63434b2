// The folders that the server was started with: how far they are, and what in them cannot be read.
import * as api from "../base/api.js";
import { announce, button, byId, count, el, foreign } from "../base/dom.js";
import { drawFailures } from "./failures.js";

const EVERY_MS = 1200;
const REFRESH_MS = 4000; // a guess: the list is drawn anew, which whoever reads it notices
const BUSY = ["waiting", "looking", "reading"];

let busy = false;

/** Tell whether documents are still coming in from a folder. */
export const isTakingIn = () => busy;

/**
 * Show how the folders come in, where there are any; `changed` is called when there are new documents.
 * @param {() => void} changed
 */
export function watchFolders(changed) {
  if (document.body.dataset.folders !== "yes") return;
  let [told, at, first] = [0, 0, true];

  async function look() {
    const progress = await api.folders().catch(() => null);
    if (progress) show(progress);
    if (!progress || busy) setTimeout(look, EVERY_MS);
  }

  /** @param {FolderProgress} progress */
  function show(progress) {
    const before = busy;
    busy = BUSY.includes(progress.state);
    document.body.classList.toggle("taking-in", busy);
    if (busy || before) drawProgress(progress); // what was done before the visit is no news
    drawRefused(progress, again);
    const ready = progress.done - progress.refused.length;
    const due = first || (!byId("library").hidden && Date.now() - at > REFRESH_MS);
    if ((before && !busy) || (ready > told && due)) {
      [told, at, first] = [ready, Date.now(), false];
      changed();
    }
  }

  async function again() {
    try {
      await api.lookAgain();
      busy = true;
      look();
    } catch (error) {
      byId("failed-again").replaceChildren(el("span", { class: "problem", role: "alert" }, error.message));
    }
  }

  byId("folders-close").addEventListener("click", () => {
    byId("folders").hidden = true;
    byId("question").focus({ preventScroll: true });
  });
  look();
}

/** @param {FolderProgress} progress */
function drawProgress(progress) {
  const { state, files, done } = progress;
  const words = told(progress);
  byId("folders").hidden = !words || state === "waiting"; // then the model is loaded, which is told
  byId("folders").dataset.state = state;
  byId("folders-close").hidden = BUSY.includes(state);
  byId("folders-show").hidden = !done;
  byId("folders-show").textContent = progress.refused.length && state === "done" ? "See what to do" : "Show";
  const meter = byId("folders-meter");
  meter.hidden = state !== "reading";
  [meter.max, meter.value] = [Math.max(1, files), done];
  if (byId("folders-note").textContent !== words) byId("folders-note").textContent = words;
  if (!BUSY.includes(state)) announce(words);
}

/** @param {FolderProgress} progress */
function told({ folders, state, files, done, counts, refused, problem }) {
  const names = folders.join(", ");
  const failed = refused.length ? `${count(refused.length, "file")} could not be read` : "";
  if (state === "looking") return `Looking for documents in ${names}…`;
  if (state === "reading") {
    const far = `Reading ${names}: ${done.toLocaleString("en")} of ${count(files, "file")}`;
    return [far, failed, problem].filter(Boolean).join(" · ");
  }
  if (state === "failed") return `${names}: ${problem}`;
  const said = Object.entries({ added: "added", updated: "updated", removed: "removed" })
    .filter(([status]) => counts[status])
    .map(([status, word]) => `${count(counts[status], "document")} ${word}`);
  const all = [...said, failed].filter(Boolean).join(", ");
  return [all || (files ? "nothing has changed" : "there are no documents in it")]
    .map((words) => `${names}: ${words}. ${problem}`.trim())[0];
}

/**
 * Show what cannot be read, among the uploads that failed.
 * @param {FolderProgress} progress
 * @param {() => Promise<void>} again
 */
function drawRefused({ refused, state }, again) {
  const list = byId("failures");
  for (const row of list.querySelectorAll("[data-folder]")) row.remove();
  list.append(...refused.map(({ name, code, reason }) =>
    el("li", { "data-folder": true, "data-state": "stopped", "data-code": code },
      foreign("bdi", name), el("span", { class: "state" }, "not read"), foreign("p", reason))));
  byId("failed-again").hidden = !refused.length || BUSY.includes(state);
  byId("failed-again").replaceChildren(button("Look at the folder again", again, { "data-needs": "add" }));
  drawFailures();
}
