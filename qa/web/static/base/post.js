// Questions that the server answers in one piece, and tables that it writes of the answer.
import { ApiError, request, UNREACHABLE } from "./api.js";
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
 * Return what is made of a reply; one that breaks off is as good as none.
 * @template T
 * @param {Promise<T>} read
 */
async function whole(read) {
  try {
    return await read;
  } catch (error) {
    if (error.name === "AbortError" || error instanceof ApiError) throw error;
    throw new ApiError(0, "unreachable", UNREACHABLE);
  }
}

/**
 * Return what the server makes of something, parsed.
 * @param {string} path
 * @param {object} body
 * @param {AbortSignal | null} [signal]
 * @returns {Promise<any>}
 */
export const post = (path, body, signal) =>
  whole(sent(path, body, signal).then((reply) => reply.json()));

/**
 * Offer what the server writes of something as a file.
 * @param {string} path
 * @param {object} body
 * @param {string} name
 */
export async function saveTable(path, body, name) {
  download(name, "", await whole(sent(path, body).then((reply) => reply.blob())));
}
