// Talks to the server: every request, its key, and every way it can fail.
import { events } from "./stream.js";

const KEY = "pincite/key";
const JOBS = "/api/v1/jobs";
const AGAIN_MS = 1500;
const TRIES = 40;
let prompt = async () => false;

/** An error with a sentence that helps; status 0 where no reply came. */
export class ApiError extends Error {
  constructor(status, code, message) {
    super(message);
    Object.assign(this, { status, code });
  }
}

export const UNREACHABLE = "The server cannot be reached. See that Pincite is running, then try again.";

export const key = {
  get: () => sessionStorage.getItem(KEY) ?? "",
  set: (value) => (value ? sessionStorage.setItem(KEY, value) : sessionStorage.removeItem(KEY)),
};

/** Set what asks for a key when the server wants one; it resolves to whether one was given. */
export const onKeyNeeded = (ask) => (prompt = ask);

const authorization = () => (key.get() ? { Authorization: `Bearer ${key.get()}` } : {});

/** Return the reply that `send` gets, asked for with another key if need be; every other is an error. */
async function answered(send) {
  const used = key.get();
  const reply = await send();
  if (reply.status === 401 && (used !== key.get() || (await prompt()))) return answered(send);
  if (!reply.ok) throw told(reply.status, await reply.text());
  return reply;
}

const request = (path, { headers = {}, ...options } = {}) =>
  answered(async () => {
    try {
      return await fetch(path, { ...options, headers: { ...headers, ...authorization() } });
    } catch (error) {
      if (error.name === "AbortError") throw error;
      throw new ApiError(0, "unreachable", UNREACHABLE);
    }
  });

/** Return what is made of the whole collection, asked for again while the server makes it. */
async function made(path, tries = TRIES) {
  try {
    return await (await request(path)).json();
  } catch (error) {
    if (error.code !== "busy" || tries <= 1) throw error;
  }
  await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  return made(path, tries - 1);
}

function told(status, body) {
  try {
    const { code, message, existing } = JSON.parse(body).error;
    return Object.assign(new ApiError(status, code, message), { existing });
  } catch {
    return new ApiError(status, "unknown", `The server answered with status ${status}.`);
  }
}

/**
 * Yield the stages of an answer, `{ name, data }`; the last is the whole record.
 *
 * `asked` is what the server takes: a question, and what else is known of how it is asked.
 */
export async function* ask(asked, signal) {
  const reply = await request("/api/v1/ask", {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
    body: JSON.stringify(asked),
    signal,
  });
  let last = "";
  try {
    for await (const event of events(reply.body)) {
      last = event.name;
      if (last === "error") throw new ApiError(event.data.status, event.data.code, event.data.message);
      yield event;
    }
  } catch (error) {
    if (error.name === "AbortError" || error instanceof ApiError) throw error;
    throw new ApiError(0, "unreachable", UNREACHABLE);
  }
  if (last !== "answer") throw new ApiError(0, "cut", "The answer broke off. Ask again.");
}

export async function documents() {
  return (await (await request("/api/v1/documents")).json()).documents;
}

export async function documentRecord(id) {
  return (await request(`/api/v1/documents/${encodeURIComponent(id)}`)).json();
}

/**
 * Return the text that is cited, `{ id, text, version }`; a byte order mark counts as a character.
 *
 * A file that was moved is another document with the same text: where the cited id has not the
 * cited version, a document that has it is meant.
 */
export async function citedText({ document_id, version }) {
  let found = null;
  let missing = null;
  try {
    found = await documentText(document_id);
  } catch (error) {
    if (error.status !== 404) throw error;
    missing = error;
  }
  if (found && (!version || found.version === version)) return found;
  const [elsewhere] = version ? await holding(version) : [];
  if (elsewhere) return documentText(elsewhere.id);
  if (missing) throw missing;
  return found;
}

async function documentText(id) {
  const reply = await request(`/api/v1/documents/${encodeURIComponent(id)}/text`);
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(await reply.arrayBuffer());
  return { id, text, version: reply.headers.get("X-Document-Version") };
}

/** Return the documents whose text is of a version. */
async function holding(version) {
  return (await (await request(`/api/v1/documents?${new URLSearchParams({ version })}`)).json()).documents;
}

/** Return some of the passages of a document, `{ version, total, passages }`, from the nth on. */
export async function documentPassages(id, first) {
  return (await request(`/api/v1/documents/${encodeURIComponent(id)}/passages?first=${first}&most=50`)).json();
}

/** Return three questions that the collection answers, or fewer. */
export async function exampleQuestions() {
  return (await made("/api/v1/examples")).questions;
}

/** Return the picture of the collection; the passages of these citations are in it. */
export async function collectionMap(citations) {
  const also = citations.slice(0, 50).map(({ document_id, start }) => ["also", `${document_id}:${start}`]);
  return made(`/api/v1/map?${new URLSearchParams(also)}`);
}

export const removeDocument = (id) =>
  request(`/api/v1/documents/${encodeURIComponent(id)}`, { method: "DELETE" });

/** Remove a document while the page goes away; nobody hears how that ends. */
export const removeOnLeaving = (id) =>
  fetch(`/api/v1/documents/${encodeURIComponent(id)}`, { method: "DELETE", headers: authorization(), keepalive: true });

/** Return the uploads that the server knows of, `{ jobs }`, the newest first. */
export const jobs = async () => (await request(JOBS)).json();

export const job = async (id) => (await request(`${JOBS}/${id}`)).json();

export const retryJob = async (id) =>
  (await request(`${JOBS}/${id}/retry`, { method: "POST", headers: { "Content-Type": "application/json" } })).json();

/** Forget an upload; one that is forgotten already is as good. */
export const dismissJob = (id) =>
  request(`${JOBS}/${id}`, { method: "DELETE" }).catch((error) => {
    if (error.status !== 404) throw error;
  });

/** Return a page of a document as a picture, `width` pixels wide, with the words of a span boxed. */
export async function pageImage(id, number, { start, end, width }, signal) {
  const query = new URLSearchParams({ start, end, width });
  return (await request(`/api/v1/documents/${encodeURIComponent(id)}/pages/${number}.png?${query}`, { signal })).blob();
}

/**
 * Upload one file; `progress` hears the share that has been sent, 0 to 1.
 *
 * Where its name exists, it is to `replace` what has it, to `keep` both, or to `refuse` the file.
 */
export const upload = async (file, progress, onConflict) => (await answered(() => send(file, progress, onConflict))).json();

/** Send a file as `fetch` would, which does not tell how far it is. */
function send(file, progress, onConflict) {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    const form = new FormData();
    form.append("file", file);
    call.open("POST", "/api/v1/documents");
    for (const [name, value] of Object.entries(authorization())) call.setRequestHeader(name, value);
    call.setRequestHeader("Prefer", `on_conflict=${onConflict}`);
    call.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
    call.onload = () => resolve(new Response(call.responseText, { status: call.status }));
    call.onerror = () => reject(new ApiError(0, "unreachable", UNREACHABLE));
    call.send(form);
  });
}
