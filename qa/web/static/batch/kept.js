// The batch that was asked last, kept in this browser: it may take an hour, a reload a second.

import { COLLECTION, keptAs } from "../base/root.js";

// A batch was kept before there were other collections under this name.
const NAME = COLLECTION ? keptAs("batch") : "pincite-batch";
const RUN = "run";
const ANSWERS = "answers";

/** @type {Promise<IDBDatabase> | null} */
let opened = null;

/**
 * Return what a request gives once its transaction is complete: where there is no room, it fails last.
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
const done = (request) => new Promise((resolve, reject) => {
  const transaction = /** @type {IDBTransaction} */ (request.transaction);
  transaction.oncomplete = () => resolve(request.result);
  transaction.onabort = () => reject(transaction.error ?? request.error);
});

function database() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(RUN);
      request.result.createObjectStore(ANSWERS, { keyPath: "key" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

/** @param {string} name */
const store = async (name) => (await database()).transaction(name, "readwrite").objectStore(name);

/**
 * Keep a batch, without the answers of the one before.
 * @param {BatchRun} run
 */
export async function begin(run) {
  await done((await store(ANSWERS)).clear());
  await keep(run);
}

/** @param {BatchRun} run */
export const keep = async (run) => done((await store(RUN)).put(run, RUN));

/** @param {BatchAnswer} answer */
export const add = async (answer) => done((await store(ANSWERS)).put(answer));

/** Forget the batch with its answers. */
export async function forget() {
  await done((await store(RUN)).clear());
  await done((await store(ANSWERS)).clear());
}

/**
 * Return the batch that was kept with its answers, or null.
 * @returns {Promise<{ run: BatchRun, answers: Map<string, BatchAnswer> } | null>}
 */
export async function recall() {
  const run = await done((await store(RUN)).get(RUN));
  if (!run) return null;
  const all = await done((await store(ANSWERS)).getAll());
  return { run, answers: new Map(all.map((answer) => [answer.key, answer])) };
}
