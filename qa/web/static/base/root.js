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

const DEFAULT = "pincite/default";

/**
 * Remember what the default collection is called; the page knows it from the list of collections alone.
 * @param {string} name "" where it is closed to whoever asks
 */
export function rememberDefault(name) {
  try {
    if (name) localStorage.setItem(DEFAULT, name);
  } catch {
    // Without storage its own quotes get links that name it, and lead to the same place.
  }
}

/** Forget what the default collection is called: who uses the browser next may not know it. */
export function forgetDefault() {
  try {
    localStorage.removeItem(DEFAULT);
  } catch {
    // Without storage nothing was kept.
  }
}

/** Return the name of the collection of this page, as far as it is known. */
export const ownName = () => COLLECTION || (globalThis.localStorage?.getItem(DEFAULT) ?? "");

/**
 * Return the collection of words where it is not that of this page; "" for those of this page.
 * @param {{ collection?: string }} found
 */
export const elsewhere = ({ collection = "" }) => (collection === ownName() ? "" : collection);

/**
 * Return the path of the collection that words are of.
 * @param {{ collection?: string }} found
 */
export const rootFor = (found) => {
  const other = elsewhere(found);
  return other ? rootOf(other) : ROOT;
};

/**
 * Tell whether two places are in one document: collections may have documents of the same id.
 * @param {{ document_id: string, collection?: string }} a
 * @param {{ document_id: string, collection?: string }} b
 */
export const sameDocument = (a, b) => a.document_id === b.document_id && elsewhere(a) === elsewhere(b);

/**
 * Tell whether two places are in the same text of one document.
 * @param {{ document_id: string, version: string, collection?: string }} a
 * @param {{ document_id: string, version: string, collection?: string }} b
 */
export const sameText = (a, b) => sameDocument(a, b) && a.version === b.version;

/**
 * Return by what name something of this collection is kept in the browser, apart from what is of others.
 * @param {string} name
 */
export const keptAs = (name) => (COLLECTION ? `pincite/c/${COLLECTION}/${name}` : `pincite/${name}`);

/**
 * Keep what is of a collection under its new name, in this browser; conversations and boards of others
 * that name it too.
 * @param {string} old
 * @param {string} next
 */
export function renameKept(old, next) {
  const [from, to] = [old, next].map((name) => `pincite/c/${name}/`);
  for (const key of Object.keys(localStorage).filter((each) => each.startsWith(from))) {
    localStorage.setItem(to + key.slice(from.length), localStorage.getItem(key) ?? "");
    localStorage.removeItem(key);
  }
  for (const key of Object.keys(localStorage)) {
    const kept = localStorage.getItem(key) ?? "";
    if (!/^pincite\/(.*\/)?(conversation|board)\//.test(key)) continue;
    const said = renamedIn(kept, old, next);
    if (said !== kept) localStorage.setItem(key, said);
  }
}

/**
 * Return what is kept with another name for a collection wherever words or questions are of it.
 * @param {string} kept JSON
 * @param {string} old
 * @param {string} next
 */
export function renamedIn(kept, old, next) {
  if (!kept.includes(`"${old}"`)) return kept;
  /** @type {(each: any) => any} */
  const renamed = (each) =>
    each === old ? next : each?.name === old ? { ...each, name: next } : each;
  try {
    return JSON.stringify(JSON.parse(kept, (key, value) => {
      if (key === "collection") return renamed(value);
      return key === "collections" && Array.isArray(value) ? value.map(renamed) : value;
    }));
  } catch {
    return kept; // not ours
  }
}
