// The collection: its documents, to search, sort, read and remove.
import * as api from "./api.js";
import { button, byId, count, el, foreign, hiddenNote, UNDO_MS } from "./dom.js";
import { passagesOf } from "./passages.js";
import { readLink } from "./route.js";

const when = new Intl.DateTimeFormat("en", { dateStyle: "medium" });
const ORDERS = {
  title: (a, b) => a.title.localeCompare(b.title, undefined, { numeric: true }),
  added: (a, b) => b.added.localeCompare(a.added),
  characters: (a, b) => b.characters - a.characters,
};

/** Make the library; `changed` is called with its documents whenever they are read anew. */
export function makeLibrary({ changed }) {
  const list = byId("documents");
  const search = byId("library-search");
  const sort = byId("library-sort");
  const removing = new Map();
  const problems = new Map();
  const passages = new Map();
  let documents = [];

  async function refresh() {
    try {
      documents = await api.documents();
      draw();
      changed(documents);
    } catch (error) {
      byId("library-count").textContent = error.message;
    }
  }

  function draw() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const shown = documents.filter((info) => words.every((word) => textOf(info).includes(word))).sort(ORDERS[sort.value]);
    list.replaceChildren(...shown.map(row));
    byId("library-count").textContent = words.length
      ? `${shown.length} of ${count(documents.length, "document")}`
      : documents.length ? count(documents.length, "document") : "There is no document yet.";
  }

  function row(info) {
    if (removing.has(info.id)) {
      return el("li", { class: "removed" },
        el("span", {}, "Removed ", foreign("bdi", info.title)),
        button("Undo", () => undo(info), { "data-undo": info.id }));
    }
    const link = readLink({ document_id: info.id, version: info.version, start: 0, end: 0 });
    const facts = [info.author, info.publisher, info.published].filter(Boolean).join(", ");
    return el("li", {},
      el("div", {},
        foreign("a", info.title, { href: link, class: "work" }),
        facts ? el("p", {}, foreign("bdi", facts)) : null,
        el("p", { class: "fine" }, foreign("bdi", [info.source, info.place].filter(Boolean).join(" · ")), ` · ${count(info.characters, "character")} · added ${when.format(new Date(info.added))}`),
        info.hidden_characters ? el("p", { class: "fine flag" }, hiddenNote(info)) : null,
        problems.has(info.id) ? el("p", { class: "problem" }, problems.get(info.id)) : null,
        opened(info)),
      button("Remove", () => remove(info), { "aria-label": `Remove “${info.title}”` }));
  }

  /** Return the passages of a document, still open if they were before the list was drawn. */
  function opened(info) {
    const key = `${info.id} ${info.version}`;
    if (!passages.has(key)) passages.set(key, passagesOf(info));
    return passages.get(key);
  }

  function remove(info) {
    problems.delete(info.id);
    removing.set(info.id, setTimeout(() => commit(info), UNDO_MS));
    draw();
    list.querySelector(`[data-undo="${CSS.escape(info.id)}"]`).focus();
  }

  function undo(info) {
    clearTimeout(removing.get(info.id));
    removing.delete(info.id);
    draw();
  }

  async function commit(info) {
    try {
      await api.removeDocument(info.id);
    } catch (error) {
      if (error.status !== 404) problems.set(info.id, `It was not removed. ${error.message}`);
    }
    removing.delete(info.id);
    await refresh();
  }

  // Whoever leaves the page does not undo any more.
  addEventListener("pagehide", () => [...removing.keys()].forEach((id) => api.removeOnLeaving(id)));
  search.addEventListener("input", draw);
  sort.addEventListener("change", draw);
  return { refresh };
}

const textOf = ({ title, author, publisher, source, place }) => [title, author, publisher, source, place].join("\n").toLowerCase();
