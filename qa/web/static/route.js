// What the address says: the questions, the library, or a place in a document.

const READ = /^\/read\/([^/]+)\/?$/;
const LIBRARY = ["#library", "#picture"];

/** Return the address of a span of a document; of a version, where it is known. */
export function readLink({ document_id, version, start, end }) {
  const query = new URLSearchParams({ ...(version && { version }), ...(end > start && { start, end }) });
  return `/read/${encodeURIComponent(document_id)}${query.size ? `?${query}` : ""}`;
}

/** Return what an address shows: `{ view: "ask" | "library" | "read", … }`. */
export function shownBy({ pathname, search, hash }) {
  const read = READ.exec(pathname);
  if (!read) return { view: LIBRARY.includes(hash) ? "library" : "ask", picture: hash === "#picture" };
  const query = new URLSearchParams(search);
  const [start, end] = [query.get("start"), query.get("end")].map((n) => (/^\d{1,12}$/.test(n) ? Number(n) : 0));
  return { view: "read", document_id: decoded(read[1]), version: query.get("version") ?? "", start, end: Math.max(start, end) };
}

/** Follow the links that stay on this page without loading it anew: an answer may be on its way. */
export function followLinks(go) {
  addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!link || !plain || event.defaultPrevented || link.target || link.download) return;
    const stays = link.origin === location.origin && (link.pathname === "/" || READ.test(link.pathname));
    if (!stays || (link.hash && !LIBRARY.includes(link.hash))) return;
    event.preventDefault();
    go(link.pathname + link.search + link.hash);
  });
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
