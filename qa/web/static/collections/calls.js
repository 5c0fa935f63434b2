// What the server is asked about whole collections.
import { request, requestJson } from "../base/api.js";
import { SERVICE } from "../base/root.js";

const COLLECTIONS = "/api/v1/collections";
const BIN = "/api/v1/bin";

/** @param {string} name */
const addressOf = (name) => `${COLLECTIONS}/${encodeURIComponent(name)}`;

/**
 * @param {"POST" | "PATCH"} method
 * @param {object} body
 */
const sending = (method, body) => ({
  root: SERVICE,
  method,
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body),
});

/** @returns {Promise<CollectionList>} */
export const collections = () => requestJson(COLLECTIONS, { root: SERVICE });

/**
 * @param {string} name
 * @returns {Promise<CollectionInfo>}
 */
export const createCollection = (name) => requestJson(COLLECTIONS, sending("POST", { name }));

/**
 * @param {string} name
 * @param {string} next
 * @returns {Promise<CollectionInfo>}
 */
export const renameCollection = (name, next) =>
  requestJson(addressOf(name), sending("PATCH", { name: next }));

/**
 * Put a collection into the bin.
 * @param {string} name
 * @returns {Promise<RemovedCollection>}
 */
export const removeCollection = (name) => requestJson(addressOf(name), { root: SERVICE, method: "DELETE" });

/** @returns {Promise<{ removed: RemovedCollection[] }>} */
export const bin = () => requestJson(BIN, { root: SERVICE });

/**
 * Bring a collection back from the bin.
 * @param {string} id
 * @returns {Promise<CollectionInfo>}
 */
export const restoreCollection = (id) =>
  requestJson(`${BIN}/${encodeURIComponent(id)}/restore`, sending("POST", {}));

/**
 * Erase a collection that is in the bin, for good.
 * @param {string} id
 */
export const eraseCollection = (id) =>
  request(`${BIN}/${encodeURIComponent(id)}`, { root: SERVICE, method: "DELETE" });
