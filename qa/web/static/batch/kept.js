// The batch that was asked last, kept in this browser: it may take an hour, a reload a second.

import { COLLECTION, keptAs } from "../base/root.js";

// A batch was kept before there were other collections under this name.
const NAME = COLLECTION ? keptAs("batch") : "pincite-batch";
const RUN = "run";
const ANSWERS = "answers";

/** @type {Promise<IDBDatabase> | null} */
let opened = null;
const database = () => (opened ??= databaseOf(NAME));

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

/**
 * @param {string} name
 * @returns {Promise<IDBDatabase>}
 */
function databaseOf(name) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(RUN);
      request.result.createObjectStore(ANSWERS, { keyPath: "key" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** @param {string} name */
const store = async (name) => storeIn(await database(), name);

/**
 * @param {IDBDatabase} kept
 * @param {string} name
 */
const storeIn = (kept, name) => kept.transaction(name, "readwrite").objectStore(name);

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

/**
 * Keep the batch of a collection under its new name; where that fails, it is still under the old one.
 * @param {string} old
 * @param {string} next
 */
export async function renameBatch(old, next) {
  const [from, to] = [old, next].map((name) => `pincite/c/${name}/batch`);
  if (!(await indexedDB.databases()).some(({ name }) => name === from)) return;
  const [source, target] = await Promise.all([databaseOf(from), databaseOf(to)]);
  const run = await done(storeIn(source, RUN).get(RUN));
  const answers = await done(storeIn(source, ANSWERS).getAll());
  if (run) await done(storeIn(target, RUN).put(run, RUN));
  for (const answer of answers) await done(storeIn(target, ANSWERS).put(answer));
  for (const name of [RUN, ANSWERS]) await done(storeIn(source, name).clear());
  source.close();
  target.close();
}
