// Quotes that are kept on boards, in this browser and nowhere else.
import { newId, shortened } from "./names.js";
import { elsewhere, keptAs } from "./root.js";

const PREFIX = keptAs("board/");
const CHOSEN = keptAs("board-chosen");
/** What the first board is called. */
export const FIRST = "My quotes";
/** The most quotes on a board: the server checks and writes out no more than that at a time. */
export const MOST = 1000;
/** The most characters of a note, for the same reason. */
export const MOST_NOTE = 10_000;

const KEPT = /** @type {const} */ ([
  "document_id", "version", "start", "end", "quote", "title", "source", "place", "author", "published",
  "publisher", "quoted_by", "page", "page_label", "recognized", "heading", "cells", "heads", "link",
  "live_link", "collection",
]);
const heard = new EventTarget();

/**
 * Keep words of a document on the board that was used last; a first board is made if need be.
 *
 * Of what is known of the words, what a citation has is kept. Words that are on that board already
 * get the note besides.
 * @param {Pinnable} found
 * @param {{ note?: string, asked?: string }} about `asked` is the question that they answered
 * @returns {PinResult}
 */
export function pin(found, { note = "", asked = "" } = {}) {
  const board = chosen();
  const known = board.pins.find((one) => isAt(one, found));
  if (known) return noted(board, known, note);
  if (board.pins.length >= MOST) return { state: "many", board, pin: null };
  const made = { ...facts(found), id: newId(), pinned: new Date().toISOString(), note, tags: [], asked };
  board.pins.push(made);
  if (!save(board)) return { state: "full", board, pin: null };
  if (localStorage.getItem(CHOSEN) !== board.id) choose(board);
  return { state: "pinned", board, pin: made };
}

/**
 * @param {Board} board
 * @param {Pin} known
 * @param {string} note
 * @returns {PinResult}
 */
function noted(board, known, note) {
  if (!note) return { state: "already", board, pin: known };
  known.note = [known.note, note].filter(Boolean).join("\n\n").slice(0, MOST_NOTE);
  return save(board) ? { state: "noted", board, pin: known } : { state: "full", board, pin: null };
}

/**
 * Take words off the board that was used last; return what puts them back, with what was said of them.
 * @param {DocumentSpan} found
 * @returns {() => void}
 */
export function unpin(found) {
  const { id, pins } = chosen();
  const at = pins.findIndex((one) => isAt(one, found));
  if (at < 0) return () => {};
  change(id, (all) => all.filter((one) => !isAt(one, found)));
  return () => change(id, (all) => all.toSpliced(at, 0, pins[at]));
}

/**
 * Change the quotes of a board as it is kept now; return whether there was such a board, and room.
 * @param {string} id
 * @param {(pins: Pin[]) => Pin[]} edit
 */
export function change(id, edit) {
  const board = load(id);
  return board !== null && save({ ...board, pins: edit(board.pins) });
}

/**
 * Tell whether words are on the board that was used last.
 * @param {DocumentSpan} found
 */
export function isPinned(found) {
  const json = localStorage.getItem(PREFIX + localStorage.getItem(CHOSEN));
  if (json === null) return chosen().pins.some((one) => isAt(one, found));
  if (json !== lookedAt.json) {
    const { pins = [] } = load(localStorage.getItem(CHOSEN)) ?? {};
    lookedAt = { json, places: new Set(pins.map(placeOf)) };
  }
  return lookedAt.places.has(placeOf(found));
}

/** The places on the board that was looked at last: many buttons ask for it, one after the other. */
let lookedAt = { json: "", places: new Set() };

/** @param {DocumentSpan} span */
const placeOf = ({ document_id, version, start, end, collection }) =>
  JSON.stringify([document_id, version, start, end, elsewhere({ collection })]);

/**
 * Return what is kept of words that were found: what a citation has.
 * @param {Pinnable} found
 * @returns {Pinnable}
 */
export const facts = (found) => /** @type {any} */ (Object.fromEntries(
  KEPT.filter((name) => name === "collection" ? elsewhere(found) : found[name] !== undefined)
    .map((name) => [name, found[name]])));

/**
 * @param {DocumentSpan} a
 * @param {DocumentSpan} b
 */
const isAt = (a, b) => placeOf(a) === placeOf(b);

/**
 * Return all boards, in the order they were made.
 * @returns {Board[]}
 */
export const boards = () =>
  Object.keys(localStorage)
    .filter((key) => key.startsWith(PREFIX))
    .map((key) => load(key.slice(PREFIX.length)))
    .filter((board) => board !== null)
    .sort((a, b) => a.created.localeCompare(b.created) || a.id.localeCompare(b.id));

/**
 * Return a board by its id, or null.
 * @param {string | null} id
 * @returns {Board | null}
 */
export function load(id) {
  try {
    const value = JSON.parse(localStorage.getItem(PREFIX + id) ?? "null");
    return Array.isArray(value?.pins) ? value : null;
  } catch {
    return null;
  }
}

/**
 * Return a board as it is kept: another tab may have pinned to it.
 * @param {Board} board
 */
export const latest = (board) => load(board.id) ?? board;

/**
 * Return the board that was used last, else the latest one, else a new one that is not kept yet.
 * @returns {Board}
 */
export const chosen = () =>
  load(localStorage.getItem(CHOSEN)) ?? boards().at(-1) ?? newBoard(FIRST);

/**
 * Let a board be the one that quotes go to.
 * @param {Board} board
 */
export function choose({ id }) {
  try {
    localStorage.setItem(CHOSEN, id);
  } catch {
    // no room for that: the latest board is used
  }
  changed();
}

/**
 * Return a new board; nothing is kept before it is saved.
 * @param {string} title
 * @returns {Board}
 */
export const newBoard = (title) =>
  ({ id: newId(), title: shortened(title) || "Untitled", created: new Date().toISOString(), pins: [] });

/**
 * Keep a board; return whether the browser had room for it.
 * @param {Board} board
 */
export function save(board) {
  try {
    localStorage.setItem(PREFIX + board.id, JSON.stringify(board));
  } catch {
    return false;
  }
  changed();
  return true;
}

/** @param {Pick<Board, "id">} board */
export function remove({ id }) {
  localStorage.removeItem(PREFIX + id);
  changed();
}

/**
 * Call back when boards change, here or in another tab.
 * @param {() => void} call
 */
export function onBoards(call) {
  heard.addEventListener("changed", call);
  globalThis.addEventListener?.("storage", ({ key }) => {
    if (key === null || key.startsWith(PREFIX) || key === CHOSEN) call();
  });
}

const changed = () => heard.dispatchEvent(new Event("changed"));
