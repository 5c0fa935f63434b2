// Who is asking: the key of this tab, or the cookie of this browser, and what it may do.
import { forgetDefault, ROOT, SERVICE } from "./root.js";

const KEY = "pincite/key";
const ADDRESS = `${ROOT}/api/v1/session`;
/** @type {Power[]} */
const POWERS = ["read", "add", "manage", "administer"];
/** @type {Record<Power, string>} */
const MEANS = {
  read: "ask and read",
  add: "ask, read and add documents",
  manage: "ask, read, add, edit and remove documents",
  administer: "do everything",
};
/** @type {Session | null} */
let session = null;
/** @type {Promise<void> | null} */
let looking = null;

export const key = {
  get: () => sessionStorage.getItem(KEY) ?? "",
  /** @param {string} value */
  set: (value) => (value ? sessionStorage.setItem(KEY, value) : sessionStorage.removeItem(KEY)),
};

/**
 * Return the headers that say who asks: the key, or what a cookie needs beside it for changes.
 * @returns {Record<string, string>}
 */
export function authorization() {
  if (key.get()) return { Authorization: `Bearer ${key.get()}` };
  return session?.token ? { "X-Pincite-Session": session.token } : {};
}

/** Resolve once the server was asked who one is; a change cannot be asked for before. */
export const identified = () => (looking ??= look());

/** Ask the server again who one is, after a key was given. */
export const identifyAgain = () => (looking = look());

async function look() {
  try {
    const reply = await fetch(ADDRESS, { headers: authorization() });
    if (reply.ok) take(await reply.json());
  } catch {
    // Where the server cannot be reached, the page says so elsewhere.
  }
}

/** @param {Session} said */
function take(said) {
  session = said;
  document.documentElement.dataset.may = said.may ?? "";
  const elsewhere = firstElsewhere(said, location.pathname);
  if (elsewhere) location.replace(elsewhere);
}

/**
 * Return the address of a collection that one may read, where the one that is shown is not; "" where
 * the page stays where it is.
 * @param {Session} said
 * @param {string} path
 */
export function firstElsewhere({ may, reads, collections }, path) {
  const first = collections?.[0];
  return may && !reads && first && !path.startsWith(`${SERVICE}/c/`) ? `${SERVICE}/c/${first}/` : "";
}

/**
 * Ask the server what a key allows, and, to `keep` it, to keep this browser signed in with it.
 *
 * Nothing of the page changes yet. Null where the server says nothing.
 * @param {string} given
 * @param {boolean} keep
 * @returns {Promise<SignIn | null>}
 */
export async function signInWith(given, keep) {
  const headers = { Authorization: `Bearer ${given}` };
  const kept = keep && (await sessionFrom({ method: "POST", headers }));
  if (kept) return { said: kept, key: "" };
  const said = await sessionFrom({ headers });
  return said && { said, key: given };
}

/** @param {RequestInit} how */
async function sessionFrom(how) {
  const reply = await fetch(ADDRESS, how).catch(() => null);
  return reply?.ok ? /** @type {Session} */ (await reply.json()) : null;
}

/**
 * Be signed in from now on.
 * @param {SignIn} signIn
 */
export function enter(signIn) {
  key.set(signIn.key);
  looking = Promise.resolve();
  take(signIn.said);
}

/**
 * Have the server forget a sign-in that was left before it was entered.
 * @param {SignIn} signIn
 */
export async function leave({ said }) {
  if (!said.token) return; // it was not to be kept
  const headers = { "X-Pincite-Session": said.token };
  await fetch(ADDRESS, { method: "DELETE", headers }).catch(() => null);
}

/** Forget the key of the tab and what it opened, and have the server end the session of the cookie. */
export async function signOut() {
  key.set("");
  forgetDefault();
  await identifyAgain();
  await fetch(ADDRESS, { method: "DELETE", headers: authorization() }).catch(() => null);
}

/**
 * Tell whether one may do something here, as far as is known.
 * @param {Power} power
 */
export const may = (power) => !session?.may || POWERS.indexOf(session.may) >= POWERS.indexOf(power);

/** Tell whether a key is needed here, as far as is known. */
export const needsKey = () => session?.locked ?? false;

/** Tell whether somebody was signed in whose key is not valid any more. */
export const wasSignedIn = () => key.get() !== "" || Boolean(session?.may);

/**
 * Return what is said of who is signed in; "" where nobody is, or needs to be.
 * @param {Session | null} known
 */
export const whoLine = (known = session) =>
  known?.locked && known.may ? `Signed in as ${known.name}: you may ${MEANS[known.may]}.` : "";
