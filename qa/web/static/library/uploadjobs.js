// Uploads that the server has: each is watched until it is read, or has failed.
import * as api from "../base/api.js";
import { drawRow, dropRow, stopRow } from "./uploadrows.js";

const IN_ORDER = 2; // so many are read at once unless that was set
const GOING_ROUND = 2;
const LOOK_MS = 700;

/**
 * Tell whether something is still to come of a job.
 * @param {Pick<Job, "state">} job
 */
export const isOpen = ({ state }) => state === "waiting" || state === "reading";

/**
 * Return a list of open jobs that says which to look at: those that are read next, and some of the
 * others in turn, as a slow one may wait until quick ones that came later are read.
 */
export function makeWatchlist() {
  /** @type {Map<string, Job>} */
  const jobs = new Map(); // in the order in which they are read
  let round = 0;
  return {
    /** @param {Job} job */
    note(job) {
      const setBack = job.state === "waiting" && job.tries > 0; // the server reads others first
      if (setBack || !isOpen(job)) jobs.delete(job.id);
      if (isOpen(job)) jobs.set(job.id, job);
    },
    next() {
      const [first, others] = [[...jobs.values()].slice(0, IN_ORDER), [...jobs.values()].slice(IN_ORDER)];
      const from = others.length ? (round++ * GOING_ROUND) % others.length : 0;
      const inTurn = [...others.slice(from), ...others.slice(0, from)];
      return [...first, ...inTurn.slice(0, GOING_ROUND)];
    },
  };
}

/**
 * Return what follows jobs in their rows; `ready` is called for each that was read.
 * @param {{ ready: ReadyRow }} heard
 */
export function makeJobs({ ready }) {
  /** @type {Map<string, HTMLElement>} */
  const shown = new Map(); // the row of each job that is shown
  const watched = makeWatchlist();
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
    watched.note(job);
    if (!watching) watch();
  }

  /** Look at jobs until none is open. */
  async function watch() {
    watching = true;
    for (let asked = watched.next(); asked.length; asked = watched.next()) {
      const known = await Promise.all(asked.map(look));
      known.forEach(watched.note);
      known.filter(({ state }) => state !== "unknown").forEach(settle);
      if (known.every(isOpen)) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
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
      stopRow(rowOf(job), job.name, { state: "not known", reason: error.message, code: error.code, again });
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
    const { id, name, state, reason, code } = job;
    if (isOpen(job)) {
      drawRow(row, name, { state: state === "reading" ? "reading" : "waiting to be read", reason });
    } else if (state === "ready") {
      ready(row, name, job.status, reason);
    } else if (state === "failed") {
      const again = async () => follow(await api.retryJob(id), row);
      stopRow(row, name, { state, reason, code: code ?? "", again, forget: () => api.dismissJob(id) });
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
