// The collection: its documents, to search, sort, read and remove.
import * as api from "../base/api.js";
import { button, byId, count, el, foreign, hiddenNote } from "../base/dom.js";
import { byTitle, namesakes } from "../base/files.js";
import { holdsWords } from "../base/query.js";
import { makeRemovals } from "../base/removals.js";
import { makeEdit } from "./edit.js";
import { passagesOf } from "./passages.js";
import { readLink } from "../base/route.js";

const when = new Intl.DateTimeFormat("en", { dateStyle: "medium" });
/** @type {Record<string, (a: DocumentInfo, b: DocumentInfo) => number>} */
const ORDERS = {
  title: byTitle,
  added: (a, b) => b.added.localeCompare(a.added),
  characters: (a, b) => b.characters - a.characters,
};

/**
 * Make the library; `changed` is called with its documents whenever they are read anew.
 * @param {{ changed: (documents: DocumentInfo[]) => void }} heard
 */
export function makeLibrary({ changed }) {
  const list = byId("documents");
  const search = byId("library-search");
  const sort = byId("library-sort");
  /** @type {ReturnType<typeof makeRemovals<DocumentInfo>>} */
  const removals = makeRemovals(list, { addressOf: api.addressOf, draw, ended });
  /** @type {Map<string, string>} */
  const problems = new Map();
  /** @type {Map<string, HTMLElement>} */
  const passages = new Map();
  /** @type {DocumentInfo[]} */
  let documents = [];
  const edit = makeEdit(refresh);

  async function refresh() {
    try {
      documents = await api.documents();
      document.body.classList.toggle("no-documents", !documents.length);
      draw();
      changed(documents);
    } catch (error) {
      byId("library-count").textContent = error.message;
    }
  }

  function draw() {
    const holds = holdsWords(search.value);
    const shown = documents.filter((info) => holds(textOf(info))).sort(ORDERS[sort.value]);
    const names = namesakes(documents);
    list.replaceChildren(...shown.map((info) => row(info, names.get(info.id))));
    byId("library-count").textContent = search.value.trim()
      ? `${shown.length} of ${count(documents.length, "document")}`
      : documents.length ? count(documents.length, "document") : "There are no documents yet.";
  }

  /**
   * @param {DocumentInfo} info
   * @param {string | undefined} name tells it from others of its title
   */
  function row(info, name) {
    const title = [info.title, name].filter(Boolean).join(" · ");
    if (removals.holds(info.id)) {
      return el("li", { class: "removed" },
        el("span", {}, "Removed ", foreign("bdi", title)),
        button("Undo", () => undo(info), { "data-undo": info.id }));
    }
    const link = readLink({ document_id: info.id, version: info.version, start: 0, end: 0 });
    const facts = [info.author, info.publisher, info.published].filter(Boolean).join(", ");
    const where = foreign("bdi", [info.source, info.place].filter(Boolean).join(" · "));
    const size = ` · ${count(info.characters, "character")} · added ${when.format(new Date(info.added))}`;
    return el("li", {},
      el("div", {},
        foreign("a", info.title, { href: link, class: "work" }),
        name ? [" ", foreign("bdi", name, { class: "fine" })] : null,
        facts ? el("p", {}, foreign("bdi", facts)) : null,
        info.tags.length ? el("p", { class: "fine" }, "Tags: ", foreign("bdi", info.tags.join(", "))) : null,
        ...remarks(info),
        info.hidden_characters ? el("p", { class: "fine flag" }, hiddenNote(info)) : null,
        problems.has(info.id) ? el("p", { class: "problem" }, problems.get(info.id)) : null,
        el("p", { class: "fine facts" }, where, size),
        opened(info)),
      el("div", { class: "actions" },
        button("Edit details", () => edit(info), {
          "data-needs": "manage", "aria-label": `Edit details of “${title}”`,
        }),
        button("Remove", () => remove(info), {
          "data-needs": "manage", "data-remove": info.id, "aria-label": `Remove “${title}”`,
        })));
  }

  /**
   * Return the passages of a document, still open if they were before the list was drawn.
   * @param {DocumentInfo} info
   */
  function opened(info) {
    const key = `${info.id} ${info.version}`;
    const known = passages.get(key) ?? passagesOf(info);
    passages.set(key, known);
    return known;
  }

  /** @param {DocumentInfo} info */
  function remove(info) {
    problems.delete(info.id);
    removals.remove(info);
  }

  /** @param {DocumentInfo} info */
  function undo(info) {
    removals.undo(info);
    /** @type {HTMLElement | null} */ (list.querySelector(`[data-remove="${CSS.escape(info.id)}"]`))?.focus();
  }

  /**
   * @param {DocumentInfo} info
   * @param {Error | null} problem
   */
  function ended(info, problem) {
    if (problem) problems.set(info.id, `It could not be removed. ${problem.message}`);
    return refresh();
  }

  search.addEventListener("input", draw);
  sort.addEventListener("change", draw);
  return { refresh };
}

/**
 * Return lines on how a document was read, and what only the properties of its file say.
 * @param {DocumentInfo} info
 */
function remarks(info) {
  const created = [
    info.file_author && `by ${info.file_author}`,
    info.file_created && `on ${info.file_created}`,
  ].filter(Boolean).join(", ");
  const shown = created && !(info.author && info.published);
  const lines = [...(shown ? [`File created ${created}.`] : []), ...info.notes];
  return lines.map((line) => foreign("p", line, { class: "fine" }));
}

/** @param {DocumentInfo} info */
const textOf = ({ title, author, publisher, source, place, tags }) =>
  [title, author, publisher, source, place, ...tags].join("\n");
