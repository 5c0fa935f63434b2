// The view of boards: quotes that somebody keeps, in an order of their own, with notes and tags.
import { announce, button, el } from "../base/dom.js";
import * as kept from "../base/pins.js";
import { headActions } from "./boardactions.js";
import { citationOf, tagsOf } from "./changes.js";
import { boardHead, boardList, tagFilter } from "./head.js";
import { pinActions } from "./pinactions.js";
import { pinRow } from "./pinrow.js";
import { standings } from "./server.js";
import { ROOT } from "../base/root.js";

const NO_ROOM =
  "Your browser has no room left. Export boards or conversations and delete old ones, then try again.";

/** @type {MakeView} */
export function make(root) {
  const parts = frame();
  const { head, list, said } = parts;
  root.replaceChildren(parts.root);
  /** @type {DeskState} */
  const state = {
    board: kept.chosen(), only: null, editing: null, renaming: false,
    standing: new Map(), removed: new Map(), removedBoards: new Map(),
  };
  /** @type {Desk} */
  const desk = { state, draw, focus, say, save, change, check, shown };
  const [headActs, pinActs] = [headActions(desk), pinActions(desk)];

  function shown() {
    return state.board.pins.filter(({ tags }) => state.only === null || tags.includes(state.only));
  }

  /** Draw the board as it is kept; the focus stays on what had it. */
  function draw() {
    const focused = focusKey(root);
    const board = (state.board = kept.latest(state.board));
    if (!tagsOf(board.pins).some(([tag]) => tag === state.only)) state.only = null;
    const boards = kept.boards();
    head.replaceChildren(...[
      boardList(boards, board.id, [...state.removedBoards.values()], headActs),
      boardHead(board, state, headActs),
      tagFilter(board.pins, state.only, pinActs.only),
    ].filter((part) => part !== null));
    parts.tags.replaceChildren(...tagsOf(board.pins).map(([tag]) => el("option", { value: tag })));
    drawPins(boards.filter(({ id }) => id !== board.id));
    focus(focused);
  }

  /** Draw the quotes alone, so that an open menu stays open: where it is a quote's, once it is closed. */
  function redrawPins() {
    const open = list.querySelector(":popover-open");
    if (open) return open.addEventListener("toggle", redrawPins, { once: true });
    const focused = focusKey(root);
    state.board = kept.latest(state.board);
    drawPins(kept.boards().filter(({ id }) => id !== state.board.id));
    focus(focused);
  }

  /** @param {Board[]} others */
  function drawPins(others) {
    const pins = shown();
    const rows = pins.map((pin, nth) => pinRow(pin, {
      nth: nth + 1,
      of: pins.length,
      standing: state.standing.get(pin.id),
      editing: state.editing?.id === pin.id ? state.editing.what : null,
      boards: others,
    }, pinActs));
    list.replaceChildren(...rows);
    for (const gone of state.removed.values()) {
      if (gone.board === state.board.id) list.insertBefore(undoRow(gone, pinActs), rowOf(list, gone.before));
    }
    parts.empty.hidden = list.children.length > 0;
    list.hidden = list.children.length === 0;
  }

  /** @param {FocusKey | null} key */
  function focus(key) {
    if (!key) return;
    const [pin, act] = key;
    /** @type {HTMLElement | null | undefined} */
    const found = (pin ? rowOf(list, pin) : root)?.querySelector(`[data-do="${CSS.escape(act)}"]`);
    found?.focus();
    if (found instanceof HTMLInputElement) found.select();
  }

  /** @param {string} text */
  function say(text) {
    said.textContent = text;
  }

  /** @param {Board} board */
  function save(board) {
    const fits = kept.save(board);
    if (!fits) say(NO_ROOM);
    return fits;
  }

  /** @param {(pins: Pin[]) => Pin[]} edit */
  function change(edit) {
    const board = kept.latest(state.board);
    return save({ ...board, pins: edit(board.pins) });
  }

  /** Ask the server what became of the quotes of the board that is shown. */
  async function check() {
    const { board } = state;
    if (!board.pins.length) return;
    try {
      for (const [id, standing] of await standings(board.pins)) state.standing.set(id, standing);
      redrawPins();
      const lost = board.pins.filter(({ id }) => state.standing.get(id)?.verdict !== "verbatim").length;
      if (lost) announce(`Quotes that no longer match the documents: ${lost} of ${board.pins.length}.`);
    } catch (error) {
      say(`The quotes were not checked against the documents. ${error.message}`);
    }
  }

  kept.onBoards(() => {
    const typing = root.querySelector("input:focus, textarea:focus");
    if (!root.hidden && !typing) draw();
  });
  return {
    open: () => {
      state.board = kept.chosen();
      draw();
      focus([null, "title"]);
      check();
    },
    records: () => [{ citations: state.board.pins.map(numbered), closest: [] }],
  };
}

/**
 * @param {Pin} pin
 * @param {number} nth
 */
const numbered = (pin, nth) => ({ ...citationOf(pin), number: nth + 1 });

/** Return what stays while boards are drawn anew. */
function frame() {
  const head = el("div", {});
  const said = el("p", { class: "board-note", role: "status" });
  const empty = emptyBoard();
  const tags = el("datalist", { id: "board-tag-list" });
  const list = el("ol", { class: "pins", "aria-label": "Quotes on the board" });
  const help = el("p", { id: "board-move-help", class: "hidden-text" },
    "Drag it, or press the up or down arrow key.");
  const root = el("div", { class: "board" }, head, said, empty, list, help, tags);
  return { root, head, said, empty, list, tags };
}

/** Return what an empty board says: how to begin. */
const emptyBoard = () =>
  el("div", { class: "board-empty" },
    el("p", {}, "Nothing is pinned here yet."),
    el("ul", {},
      el("li", {},
        el("a", { href: `${ROOT}/` }, "Ask a question"), ", then choose “Pin” beside a quote of the answer."),
      el("li", {}, "Open a document in the ", el("a", { href: `${ROOT}/#library` }, "library"),
        ", select words in it, then choose “Pin”, or “Note” to write down why."),
      el("li", {}, "Or import a board that somebody exported.")),
    el("p", { class: "fine" },
      "Boards stay in this browser. Export one to keep it elsewhere or to share it."));

/**
 * @param {{ pin: Pin, before: string | null }} gone
 * @param {PinActions} actions
 */
const undoRow = (gone, actions) =>
  el("li", { class: "removed" },
    el("span", {}, "Removed from the board"),
    button("Undo", () => actions.restore(gone), { "data-do": `undo-${gone.pin.id}` }));

/**
 * @param {HTMLElement} list
 * @param {string | null} id
 * @returns {HTMLElement | null}
 */
const rowOf = (list, id) => list.querySelector(`[data-pin="${CSS.escape(id ?? "")}"]`);

/**
 * Return what has the focus, in words that hold when it is drawn anew.
 * @param {HTMLElement} root
 * @returns {FocusKey | null}
 */
function focusKey(root) {
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  if (!focused || !root.contains(focused) || !focused.dataset.do) return null;
  const row = /** @type {HTMLElement | null} */ (focused.closest("[data-pin]"));
  return [row?.dataset.pin ?? null, focused.dataset.do];
}
