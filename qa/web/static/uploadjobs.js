// Uploads that the server has: each is watched until it is read, or has failed.
import * as api from "./api.js";
import { drawRow, dropRow, stopRow } from "./uploadrows.js";

const LOOKED_AT = 4;
const LOOK_MS = 700;

/**
 * Tell whether something is still to come of a job.
 * @param {Pick<Job, "state">} job
 */
export const isOpen = ({ state }) => state === "waiting" || state === "reading";

/**
 * Return which of the jobs that were looked at are to be looked at before all others, and which after.
 * @param {Job[]} known
 */
export function lookedAtAgain(known) {
  const open = known.filter(isOpen);
  /** @param {Job} job */
  const setBack = ({ state, tries }) => state === "waiting" && tries > 0; // the server reads others first
  return { first: open.filter((job) => !setBack(job)), last: open.filter(setBack) };
}

/**
 * Return what follows jobs in their rows; `ready` is called for each that was read.
 * @param {{ ready: (row: HTMLElement, name: string, status: Job["status"]) => void }} heard
 */
export function makeJobs({ ready }) {
  /** @type {Map<string, HTMLElement>} */
  const shown = new Map(); // the row of each job that is shown
  /** @type {Job[]} */
  const watched = []; // jobs that are not done yet, in the order in which they are read
  let watching = false;

  /**
   * @param {Job} job
   * @param {HTMLElement} row
   */
  function follow(job, row) {
    const before = shown.get(job.id);
    if (before !== row) before?.remove(); // the same bytes twice are one upload
    shown.set(job.id, row);
    settle(job);
    if (isOpen(job)) watched.push(job);
    if (!watching) watch();
  }

  /** Ask for those that are to be read next, until none is left; none is asked for twice at once. */
  async function watch() {
    watching = true;
    while (watched.length) {
      const asked = watched.splice(0, LOOKED_AT);
      const known = await Promise.all(asked.map(look));
      known.filter(({ state }) => state !== "unknown").forEach(settle);
      const { first, last } = lookedAtAgain(known);
      watched.unshift(...first);
      watched.push(...last);
      const none = first.length + last.length === asked.length;
      if (none) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
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
      const again = () => follow(job, rowOf(job));
      stopRow(rowOf(job), job.name, { state: "not known", reason: error.message, again });
      return { ...job, state: "unknown" };
    }
  }

  /** @param {Job} job */
  const rowOf = (job) => /** @type {HTMLElement} */ (shown.get(job.id));

  /**
   * Show what has become of a job.
   * @param {Job} job
   */
  function settle(job) {
    const row = rowOf(job);
    const { id, name, state, reason } = job;
    if (isOpen(job)) {
      drawRow(row, name, { state: state === "reading" ? "reading" : "waiting to be read", reason });
    } else if (state === "ready") {
      ready(row, name, job.status);
    } else if (state === "failed") {
      const again = async () => follow(await api.retryJob(id), row);
      stopRow(row, name, { state, reason, again, forget: () => api.dismissJob(id) });
    } else {
      dropRow(row);
    }
  }

  return {
    follow,
    /** @param {string} id */
    shows: (id) => shown.has(id),
  };
}
