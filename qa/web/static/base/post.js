// Questions that the server answers in one piece, and tables that it writes of the answer.
import { request } from "./api.js";
import { download } from "./dom.js";

/**
 * @param {string} path
 * @param {object} body
 * @param {AbortSignal | null} [signal]
 */
const sent = (path, body, signal = null) => request(path, {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body),
  signal,
});

/**
 * Return what the server makes of something, parsed.
 * @param {string} path
 * @param {object} body
 * @param {AbortSignal | null} [signal]
 * @returns {Promise<any>}
 */
export const post = async (path, body, signal) => (await sent(path, body, signal)).json();

/**
 * Offer what the server writes of something as a file.
 * @param {string} path
 * @param {object} body
 * @param {string} name
 */
export async function saveTable(path, body, name) {
  download(name, "", await (await sent(path, body)).blob());
}
