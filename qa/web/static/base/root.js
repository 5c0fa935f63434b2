// Where Pincite stands on its host, and which of its collections this page is of.

const page = globalThis.document?.documentElement?.dataset ?? {};

/** The path of the whole service, without a slash at its end; "" where it has the host to itself. */
export const SERVICE = page.service ?? "";
/** The path of the collection of this page: all that is of the collection has an address below it. */
export const ROOT = page.root ?? "";
/** The name of the collection; "" for the default one. */
export const COLLECTION = page.collection ?? "";

/**
 * Return the path of a collection; "" names the default one.
 * @param {string} name
 */
export const rootOf = (name) => (name ? `${SERVICE}/c/${encodeURIComponent(name)}` : SERVICE);

/**
 * Return by what name something of this collection is kept in the browser, apart from what is of others.
 * @param {string} name
 */
export const keptAs = (name) => (COLLECTION ? `pincite/c/${COLLECTION}/${name}` : `pincite/${name}`);

/**
 * Keep what is of a collection under its new name, in this browser.
 * @param {string} old
 * @param {string} next
 */
export function renameKept(old, next) {
  const [from, to] = [old, next].map((name) => `pincite/c/${name}/`);
  for (const key of Object.keys(localStorage).filter((each) => each.startsWith(from))) {
    localStorage.setItem(to + key.slice(from.length), localStorage.getItem(key) ?? "");
    localStorage.removeItem(key);
  }
}
