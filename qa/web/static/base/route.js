// What the address says: the questions, the library, a draft to check, or a place in a document.

const READ = /^\/read\/([^/]+)\/?$/;
/** @type {Record<string, "library" | "check">} */
const VIEWS = { "#library": "library", "#picture": "library", "#check": "check" };

/**
 * Return the address of a span of a document; of a version, where it is known.
 * @param {DocumentSpan} span
 */
export function readLink({ document_id, version, start, end }) {
  const query = new URLSearchParams({
    ...(version && { version }),
    ...(end > start && { start: String(start), end: String(end) }),
  });
  return `/read/${encodeURIComponent(document_id)}${query.size ? `?${query}` : ""}`;
}

/**
 * Return what an address shows.
 * @param {Pick<Location, "pathname" | "search" | "hash">} address
 * @returns {Shown}
 */
export function shownBy({ pathname, search, hash }) {
  const read = READ.exec(pathname);
  if (!read) return { view: VIEWS[hash] ?? "ask", picture: hash === "#picture" };
  const query = new URLSearchParams(search);
  const [start, end] = [query.get("start"), query.get("end")].map(offset);
  return {
    view: "read",
    document_id: decoded(read[1]),
    version: query.get("version") ?? "",
    start,
    end: Math.max(start, end),
  };
}

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
    go(link.pathname + link.search + link.hash);
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
  const here = link.pathname === "/" || READ.test(link.pathname);
  return here && (!link.hash || link.hash in VIEWS);
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
