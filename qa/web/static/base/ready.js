// Watches whether the server can answer, and shows it while it cannot.
import { ApiError, UNREACHABLE } from "./api.js";
import { byId } from "./dom.js";
import { SERVICE } from "./root.js";

/** @type {Record<string, string>} */
const WORDS = {
  ready: "",
  loading: "Loading the model… You can already type; your question is sent as soon as it is ready.",
  failed:
    "The server cannot load its model, so it cannot answer. " +
    "Its administrator can run “pincite doctor” to find the cause.",
  unreachable: "The server cannot be reached. Trying again…",
};
const EVERY_MS = 1500;

let state = "unknown";
let step = "";
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
/** @type {(() => void)[]} */
let waiting = [];
let becameReady = () => {};

/**
 * Start watching; `onReady` is called whenever the server becomes ready.
 * @param {() => void} onReady
 */
export function watchReadiness(onReady) {
  becameReady = onReady;
  return check();
}

/**
 * Look again now; called when a request got no reply.
 * @returns {Promise<void>}
 */
export async function check() {
  clearTimeout(timer);
  const before = state;
  ({ state, step } = await look());
  const bar = byId("readiness");
  bar.hidden = state === "ready";
  bar.dataset.state = state;
  const words = step ? `${WORDS[state]} Now: ${step}.` : WORDS[state];
  if (bar.textContent !== words) bar.textContent = words;
  if (state === "ready" || state === "failed") settle();
  if (state !== "ready") timer = setTimeout(check, EVERY_MS);
  else if (before !== "ready") becameReady();
}

async function look() {
  try {
    const { status, step = "" } = await (await fetch(`${SERVICE}/readyz`)).json();
    return status in WORDS ? { state: status, step } : { state: "unreachable", step: "" };
  } catch {
    return { state: "unreachable", step: "" };
  }
}

function settle() {
  const settled = waiting;
  waiting = [];
  for (const resolve of settled) resolve();
}

export const isReady = () => state === "ready";

/**
 * Resolve once the server is ready; throw where it cannot become so, or on abort.
 * @param {AbortSignal} signal
 */
export async function whenReady(signal) {
  if (state === "unreachable") throw new ApiError(0, "unreachable", UNREACHABLE);
  if (state === "loading" || state === "unknown") {
    await /** @type {Promise<void>} */ (new Promise((resolve, reject) => {
      waiting.push(resolve);
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    }));
  }
  if (state === "failed") throw new ApiError(503, "model_refused", WORDS.failed);
}
