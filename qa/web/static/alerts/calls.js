// What the server is asked about alerts.
import { requestJson } from "../base/api.js";
import { post } from "../base/post.js";

const ALERTS = "/api/v1/alerts";
const SHOWN = 50; // of what each found, the newest; a guess: more than anybody reads at once

/** @returns {Promise<AlertList>} */
export const alerts = () => requestJson(`${ALERTS}?most=${SHOWN}`);

/**
 * Have a question or topic asked again when documents come.
 * @param {AlertKind} kind
 * @param {string} words
 * @returns {Promise<Alert>}
 */
export const addAlert = (kind, words) =>
  post(ALERTS, { kind, words: words.toWellFormed() });

/**
 * Return the address of an alert in the API.
 * @param {string} id
 */
export const addressOf = (id) => `${ALERTS}/${encodeURIComponent(id)}`;
