// The head of the board: which boards there are, and what can be done with the one that is shown.
import { button, count, el, foreign, menu } from "../base/dom.js";
import { nameForm } from "../base/names.js";
import { elsewhere } from "../base/root.js";
import { tagsOf } from "./changes.js";

/** The files that a board is written as: what they are called, and how their names end. */
export const FORMATS = /** @type {Record<string, [string, string]>} */ ({
  docx: ["Word, with footnotes", "docx"],
  md: ["Markdown", "md"],
  txt: ["Plain text", "txt"],
  csl: ["CSL-JSON, for Zotero", "csl.json"],
  ris: ["RIS", "ris"],
  bibtex: ["BibTeX", "bib"],
  jsonld: ["Web Annotations", "jsonld"],
});

/**
 * Return the head of a board.
 * @param {Board} board
 * @param {{ renaming: boolean }} state
 * @param {HeadActions} actions
 */
export function boardHead(board, { renaming }, actions) {
  const documents = new Set(board.pins.map((pin) => `${elsewhere(pin)}/${pin.document_id}`)).size;
  const size = board.pins.length
    ? `${count(board.pins.length, "quote")} from ${count(documents, "document")}`
    : "";
  const title = renaming
    ? nameForm("Name of the board", board.title, actions.rename, { "data-do": "field" })
    : foreign("h2", board.title, { tabindex: -1, "data-do": "title" });
  return el("header", { class: "board-head" },
    el("div", { class: "title" }, title, el("p", { class: "fine" }, size)),
    el("div", { class: "board-tools" },
      board.pins.length ? exportMenu(actions) : null,
      importer(actions.take),
      menu("⋯", [
        ["Rename the board", actions.startRename],
        ["Delete the board", actions.remove],
      ], { "aria-label": `More for “${board.title}”`, "data-do": "board-more" })));
}

/** @param {HeadActions} actions */
function exportMenu({ write }) {
  /** @type {Parameters<typeof menu>[1]} */
  const items = Object.entries(FORMATS).map(([format, [name]]) => [name, () => write(format)]);
  return menu("Export", [...items, ["Board (JSON)", () => write("board")]], { "data-do": "export" });
}

/** @param {(file: File) => void} take */
function importer(take) {
  const picker = el("input", { type: "file", accept: ".json,application/json", "data-do": "import" });
  picker.addEventListener("change", () => {
    for (const file of picker.files ?? []) take(file);
    picker.value = "";
  });
  return el("label", { class: "filelabel quiet" }, picker, el("span", {}, "Import a board"));
}

/**
 * Return the list of boards; `removed` are those whose deletion can be undone.
 * @param {Board[]} boards
 * @param {string} shown the id of the one that is shown
 * @param {Board[]} removed
 * @param {HeadActions} actions
 */
export function boardList(boards, shown, removed, actions) {
  return el("nav", { class: "boards", "aria-label": "Boards" },
    el("ul", {},
      boards.length > 1 ? boards.map((board) => tab(board, board.id === shown, actions)) : null,
      removed.map((board) => el("li", { class: "fine" },
        "“", foreign("bdi", board.title), "” deleted ",
        button("Undo", () => actions.restore(board), { "data-do": `undo-${board.id}` }))),
      el("li", {}, button("New board", actions.create, { "data-do": "new" }))));
}

/**
 * @param {Board} board
 * @param {boolean} current
 * @param {HeadActions} actions
 */
const tab = (board, current, actions) =>
  el("li", {}, el("button", {
    type: "button", class: "board-tab", "aria-current": current ? "true" : null,
    "data-do": `tab-${board.id}`, click: () => actions.show(board),
  }, foreign("bdi", board.title), " ", el("span", { class: "fine" }, String(board.pins.length))));

/**
 * Return the tags of a board, of which one can be chosen.
 * @param {Pin[]} pins
 * @param {string | null} chosen
 * @param {(tag: string) => void} only
 */
export function tagFilter(pins, chosen, only) {
  const tags = tagsOf(pins);
  if (!tags.length) return null;
  return el("div", { class: "tag-filter", role: "group", "aria-label": "Show only quotes tagged" },
    tags.map(([tag, many]) => el("button", {
      type: "button", class: "tag", "aria-pressed": String(tag === chosen), "data-do": `only-${tag}`,
      click: () => only(tag),
    }, foreign("bdi", tag), " ", el("span", { class: "fine" }, String(many)))));
}
