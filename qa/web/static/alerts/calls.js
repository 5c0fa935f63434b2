// What the server is asked about alerts.
import { authorization, request, requestJson, unlessGone } from "../base/api.js";
import { post } from "../base/post.js";

const ALERTS = "/api/v1/alerts";
const SHOWN = 50; // of what each found, the newest; a guess: more than anybody reads at once

/** @param {string} id */
const addressOf = (id) => `${ALERTS}/${encodeURIComponent(id)}`;

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
 * Delete an alert; one that is gone already is as good.
 * @param {string} id
 */
export const removeAlert = (id) => request(addressOf(id), { method: "DELETE" }).catch(unlessGone);

/**
 * Delete an alert while the page goes away; nobody hears how that ends.
 * @param {string} id
 */
export const removeAlertOnLeaving = (id) =>
  fetch(addressOf(id), { method: "DELETE", headers: authorization(), keepalive: true });
