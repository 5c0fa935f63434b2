// What the address says: the questions, the library, another view, or a place in a document.
import { VIEWS } from "./views.js";
import { COLLECTION, ROOT, rootFor, SERVICE } from "./root.js";

const READ = /^\/read\/([^/]+)\/?$/;
const READ_ELSEWHERE = /^\/c\/([^/]+)(\/read\/[^/]+)\/?$/;
const LIBRARY = ["library", "picture"];

/**
 * Return the address of a span of a document, in its collection; of a version, where it is known.
 * @param {DocumentSpan} span
 */
export function readLink({ document_id, version, start, end, collection }) {
  const query = new URLSearchParams({
    ...(version && { version }),
    ...(end > start && { start: String(start), end: String(end) }),
  });
  const path = `/read/${encodeURIComponent(document_id)}`;
  return `${rootFor({ collection })}${path}${query.size ? `?${query}` : ""}`;
}

/**
 * Return the address by which this page shows what an address leads to, of a document in another
 * collection too: the conversation stays beside it, and is there again when the page is loaded anew.
 * @param {string} address
 */
export function inPage(address, root = ROOT, service = SERVICE, collection = COLLECTION) {
  const [, path, query, rest] = /^([^?#]*)(?:\?([^#]*))?(.*)$/s.exec(address) ?? [];
  const below = path.startsWith(service) ? path.slice(service.length) : "";
  const [, name, read] = READ_ELSEWHERE.exec(below) ?? [];
  if (!name || name === collection) return address;
  const facts = new URLSearchParams(query);
  facts.set("collection", decoded(name));
  return `${root}${read}?${facts}${rest}`;
}

/**
 * Return what an address shows.
 * @param {Pick<Location, "pathname" | "search" | "hash">} address
 * @returns {Shown}
 */
export function shownBy({ pathname, search, hash }, root = ROOT) {
  const read = READ.exec(below(root, pathname));
  if (!read) return viewOf(hash);
  const query = new URLSearchParams(search);
  const [start, end] = [query.get("start"), query.get("end")].map(offset);
  return {
    view: "read",
    document_id: decoded(read[1]),
    version: query.get("version") ?? "",
    start,
    end: Math.max(start, end),
    ...(query.get("collection") && { collection: query.get("collection") ?? "" }),
  };
}

/**
 * Return what follows the root in a path; "" for a path that is not below it.
 * @param {string} root
 * @param {string} path
 */
const below = (root, path) => (path.startsWith(`${root}/`) ? path.slice(root.length) : "");

/**
 * Return the view that a hash names; what it asks of the view stands behind a question mark.
 * @param {string} hash
 * @returns {Shown}
 */
function viewOf(hash) {
  const [name, ...asked] = hash.slice(1).split("?");
  if (LIBRARY.includes(name)) return { view: "library", picture: name === "picture" };
  if (isLazy(name)) return { view: name, query: new URLSearchParams(asked.join("?")) };
  return { view: "ask" };
}

/**
 * Tell whether a view is one of those that are loaded when they are shown.
 * @param {string} name
 * @returns {name is LazyName}
 */
export const isLazy = (name) => Object.hasOwn(VIEWS, name);

/** @param {string | null} written */
const offset = (written) => (written !== null && /^\d{1,12}$/.test(written) ? Number(written) : 0);

/**
 * Follow the links that stay on this page without loading it anew: an answer may be on its way.
 * @param {(address: string) => void} go
 */
export function followLinks(go) {
  addEventListener("click", (event) => {
    const clicked = /** @type {Partial<Element>} */ (event.target);
    const link = /** @type {HTMLAnchorElement | null | undefined} */ (clicked.closest?.("a[href]"));
    if (!link || event.defaultPrevented || !isPlain(event) || !stays(link)) return;
    event.preventDefault();
    go(inPage(link.pathname + link.search + link.hash));
  });
}

/**
 * Tell whether a click asks for nothing else, such as a new tab.
 * @param {MouseEvent} event
 */
const isPlain = (event) =>
  event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);

/** @param {HTMLAnchorElement} link */
function stays(link) {
  if (link.target || link.download || link.origin !== location.origin) return false;
  const path = below(ROOT, inPage(link.pathname).split("?")[0]);
  const here = path === "/" || READ.test(path);
  return here && (!link.hash || viewOf(link.hash).view !== "ask");
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
