// Talks to the server: every request, its key, and every way it can fail.
import { events } from "./stream.js";
import { ROOT, rootFor } from "./root.js";
import { authorization, identified, key } from "./session.js";

const CUT = "The connection was lost before the answer was complete. Ask again.";
const JOBS = "/api/v1/jobs";
const MARKS = "/api/v1/marks";
const AGAIN_MS = 1500;
const TRIES = 40;
/** @type {() => Promise<boolean>} */
let prompt = async () => false;
let left = 0; // how often a key was asked for and none given

/** An error with a sentence that helps; status 0 where no reply came. */
export class ApiError extends Error {
  /**
   * @param {number} status
   * @param {string} code
   * @param {string} message
   * @param {ExistingDocument | null} existing what has the name of a file that was refused for it
   * @param {number} retryAfter the seconds after which it is worth trying again, 0 where nobody says
   */
  constructor(status, code, message, existing = null, retryAfter = 0) {
    super(message);
    this.retryAfter = retryAfter;
    this.status = status;
    this.code = code;
    this.existing = existing;
  }
}

export const UNREACHABLE = "The server cannot be reached. Make sure Pincite is running, then try again.";

const unreachable = () => new ApiError(0, "unreachable", UNREACHABLE);

/**
 * Set what asks for a key when the server wants one; it resolves to whether one was given.
 * @param {() => Promise<boolean>} ask
 */
export const onKeyNeeded = (ask) => (prompt = ask);

/** Ask for a key; whoever leaves without one is not asked by what was sent before. */
async function keyGiven() {
  const given = await prompt();
  if (!given) left += 1;
  return given;
}

/**
 * Return the reply that `send` gets, asked for with another key if need be; every other is an error.
 * @param {() => Promise<Response>} send
 * @returns {Promise<Response>}
 */
async function answered(send) {
  const [used, leftBefore] = [key.get(), left];
  const reply = await send();
  if (reply.status === 401 && (used !== key.get() || (left === leftBefore && (await keyGiven()))))
    return answered(send);
  if (!reply.ok) throw told(reply.status, await reply.text(), Number(reply.headers.get("Retry-After")) || 0);
  return reply;
}

/**
 * @param {string} path
 * @param {Asking} options `root` is where the path is: in the collection of this page if not said
 */
export const request = (path, { root = ROOT, headers = {}, ...options } = {}) =>
  answered(async () => {
    if (options.method) await identified(); // a change needs what a cookie does not say
    try {
      return await fetch(root + path, { ...options, headers: { ...headers, ...authorization() } });
    } catch (error) {
      if (error.name === "AbortError") throw error;
      throw unreachable();
    }
  });

/**
 * Return the body of a reply, parsed.
 * @param {string} path
 * @param {Asking} options
 */
export const requestJson = async (path, options = {}) => (await request(path, options)).json();

/**
 * Return the address of a document in the API.
 * @param {string} id
 */
export const addressOf = (id) => `/api/v1/documents/${encodeURIComponent(id)}`;

/**
 * Return what is made of the whole collection, asked for again while the server makes it.
 * @param {string} path
 * @returns {Promise<any>}
 */
async function made(path, tries = TRIES) {
  try {
    return await requestJson(path);
  } catch (error) {
    if (error.code !== "busy" || tries <= 1) throw error;
  }
  await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  return made(path, tries - 1);
}

/**
 * @param {number} status
 * @param {string} body
 * @param {number} retryAfter
 */
function told(status, body, retryAfter) {
  try {
    const { code, message, existing } = JSON.parse(body).error;
    return new ApiError(status, code, message, existing, retryAfter);
  } catch {
    return new ApiError(status, "unknown", `The server answered with status ${status}.`);
  }
}

/**
 * Yield the stages of an answer, `{ name, data }`; the last is the whole record.
 *
 * @param {object} asked what the server takes: a question, and what else is known of how it is asked
 * @param {AbortSignal} signal
 */
export const ask = (asked, signal) =>
  stages("/api/v1/ask", {
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(asked),
    signal,
  }, "answer", CUT);

/**
 * Yield the events that the reply to something posted is made of, `{ name, data }`.
 * @param {string} path
 * @param {{ headers?: Record<string, string>, body: BodyInit, signal: AbortSignal }} posted
 * @param {string} final the name of the event that has to come last
 * @param {string} cut what to say where it does not come
 * @returns {AsyncGenerator<Stage>}
 */
export async function* stages(path, { headers = {}, ...posted }, final, cut) {
  const reply = await request(path, {
    method: "POST",
    headers: { ...headers, Accept: "text/event-stream" },
    ...posted,
  });
  let last = "";
  try {
    for await (const event of events(/** @type {NonNullable<typeof reply.body>} */ (reply.body))) {
      last = event.name;
      const { data } = event;
      if (last === "error") throw new ApiError(data.status, data.code, data.message);
      yield event;
    }
  } catch (error) {
    if (error.name === "AbortError" || error instanceof ApiError) throw error;
    throw unreachable();
  }
  if (last !== final) throw new ApiError(0, "cut", cut);
}

/** @returns {Promise<DocumentInfo[]>} */
export async function documents() {
  return (await requestJson("/api/v1/documents")).documents;
}

/**
 * @param {DocumentName} document
 * @returns {Promise<DocumentRecord>}
 */
export const documentRecord = (document) => ofDocument(document, "");

/**
 * Return the sentences that say what a document is about.
 * @param {DocumentName} document
 * @returns {Promise<{ version: string, sentences: Citation[] }>}
 */
export const documentGist = (document) => ofDocument(document, "/gist");

/**
 * Return the citation of any words of a document, as it is now.
 * @param {DocumentName} document
 * @param {Span} span
 * @returns {Promise<Citation>}
 */
export const citeWords = (document, { start, end }) =>
  ofDocument(document, `/excerpt?${new URLSearchParams({ start: String(start), end: String(end) })}`);

/**
 * Return what the server says of a document, in the collection that it is of.
 * @param {DocumentName} document
 * @param {string} path
 */
const ofDocument = (document, path) =>
  requestJson(`${addressOf(document.id)}${path}`, { root: rootFor(document) });

/**
 * Change what is listed and cited of a document; null is what the document itself says.
 * @param {string} id
 * @param {Record<string, string | string[] | null>} body
 * @returns {Promise<DocumentInfo>}
 */
export const correctDocument = (id, body) =>
  requestJson(addressOf(id), {
    method: "PATCH",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });

/**
 * Return the text that is cited; a byte order mark counts as a character.
 *
 * A file that was moved is another document with the same text: where the cited id has not the
 * cited version, a document that has it is meant.
 * @param {{ document_id: string, version: string, collection?: string }} cited
 * @returns {Promise<DocumentText>}
 */
export async function citedText({ document_id, version, ...rest }) {
  const root = rootFor(rest);
  /** @type {DocumentText | null} */
  let found = null;
  let missing = null;
  try {
    found = await documentText(document_id, root);
  } catch (error) {
    if (error.status !== 404) throw error;
    missing = error;
  }
  if (found && (!version || found.version === version)) return found;
  const [elsewhere] = version ? await holding(version, root) : [];
  if (elsewhere) return documentText(elsewhere.id, root);
  if (!found) throw missing;
  return found;
}

/**
 * @param {string} id
 * @param {string} root
 * @returns {Promise<DocumentText>}
 */
async function documentText(id, root) {
  const reply = await request(`${addressOf(id)}/text`, { root });
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(await reply.arrayBuffer());
  return { id, text, version: reply.headers.get("X-Document-Version") };
}

/**
 * Return the documents whose text is of a version.
 * @param {string} version
 * @param {string} root
 * @returns {Promise<DocumentInfo[]>}
 */
async function holding(version, root) {
  return (await requestJson(`/api/v1/documents?${new URLSearchParams({ version })}`, { root })).documents;
}

/**
 * Return some of the passages of a document, from the nth on.
 * @param {string} id
 * @param {number} first
 * @returns {Promise<{ version: string, total: number, passages: Passage[] }>}
 */
export const documentPassages = (id, first) =>
  requestJson(`${addressOf(id)}/passages?first=${first}&most=50`);

/**
 * Return three questions that the collection answers, or fewer.
 * @returns {Promise<string[]>}
 */
export async function exampleQuestions() {
  return (await made("/api/v1/examples")).questions;
}

/**
 * Return the picture of the collection; the passages of these citations are in it.
 * @param {Citation[]} citations
 * @returns {Promise<CollectionMap>}
 */
export async function collectionMap(citations) {
  const also = citations.slice(0, 50).map(({ document_id, start }) => ["also", `${document_id}:${start}`]);
  return made(`/api/v1/map?${new URLSearchParams(also)}`);
}

/**
 * Keep whether words answer a question, with their collection; return the mark.
 * @param {object} said what the server takes: a question, a place, and a verdict
 * @param {string} root of the collection
 * @returns {Promise<{ id: string }>}
 */
export const mark = (said, root) =>
  requestJson(MARKS, {
    root,
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(said),
  });

/**
 * Take a mark back; one that is gone already is as good.
 * @param {string} id
 * @param {string} root of the collection
 */
export const unmark = (id, root) =>
  request(`${MARKS}/${encodeURIComponent(id)}`, { root, method: "DELETE" }).catch(unlessGone);

/**
 * Take what is gone already for removed.
 * @param {ApiError} error
 */
export function unlessGone(error) {
  if (error.status !== 404) throw error;
}

/**
 * Return the uploads that the server knows of, the newest first.
 * @returns {Promise<{ jobs: Job[] }>}
 */
export const jobs = () => requestJson(JOBS);

/**
 * Return how far the folders are that the server was started with.
 * @returns {Promise<FolderProgress>}
 */
export const folders = () => requestJson("/api/v1/folders");

/** Have the server look at its folders again. */
export const lookAgain = () => request("/api/v1/folders", { method: "POST" });

/**
 * @param {string} id
 * @returns {Promise<Job>}
 */
export const job = (id) => requestJson(`${JOBS}/${id}`);

/**
 * @param {string} id
 * @returns {Promise<Job>}
 */
export const retryJob = (id) =>
  requestJson(`${JOBS}/${id}/retry`, { method: "POST", headers: { "Content-Type": "application/json" } });

/**
 * Forget an upload; one that is forgotten already is as good.
 * @param {string} id
 */
export const dismissJob = (id) =>
  request(`${JOBS}/${id}`, { method: "DELETE" }).catch(unlessGone);

/**
 * Return a page of a document as a picture, `width` pixels wide, with the words of a span boxed.
 * @param {DocumentName} document
 * @param {number} number
 * @param {Span & { width: number }} what
 * @param {AbortSignal} signal
 */
export async function pageImage(document, number, { start, end, width }, signal) {
  const query = new URLSearchParams({ start: String(start), end: String(end), width: String(width) });
  const path = `${addressOf(document.id)}/pages/${number}.png?${query}`;
  return (await request(path, { root: rootFor(document), signal })).blob();
}

/**
 * Upload one file under a name; `progress` hears the share that has been sent, 0 to 1.
 *
 * Where its name exists, it is to `replace` what has it, to `keep` both, or to `refuse` the file.
 * @param {File} file
 * @param {string} name its own, or its path in a folder, which tells it from others of its name
 * @param {(share: number) => void} progress
 * @param {OnConflict} onConflict
 * @returns {Promise<{ status: Job["state"] | "added" | "updated" | "unchanged", job: Job | null }>}
 */
export const upload = async (file, name, progress, onConflict) =>
  (await answered(() => identified().then(() => send(file, name, progress, onConflict)))).json();

/**
 * Send a file as `fetch` would, which does not tell how far it is.
 * @param {File} file
 * @param {string} name
 * @param {(share: number) => void} progress
 * @param {OnConflict} onConflict
 * @returns {Promise<Response>}
 */
function send(file, name, progress, onConflict) {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    const form = new FormData();
    form.append("file", file, name);
    call.open("POST", `${ROOT}/api/v1/documents`);
    for (const [name, value] of Object.entries(authorization())) call.setRequestHeader(name, value);
    call.setRequestHeader("Prefer", `on_conflict=${onConflict}`);
    call.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
    call.onload = () => resolve(new Response(call.responseText, { status: call.status }));
    call.onerror = () => reject(unreachable());
    call.send(form);
  });
}
