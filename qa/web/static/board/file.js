// Boards as files: written so that another browser can take them in, and read with care.
import { count } from "../base/dom.js";
import { newId } from "../base/names.js";
import { MOST, MOST_NOTE, newBoard } from "../base/pins.js";
import { tagged } from "./changes.js";

const FORMAT = 1;
const NO_BOARD = "no board from Pincite. Choose a file that was exported as “Board (JSON)”.";
const ANSWERS = "answers, not a board. Import them under History.";

/**
 * Return a board as a file: its name and its text.
 * @param {Board} board
 */
export function boardFile({ title, created, pins }) {
  const name = `${fileName(title)}.json`;
  return { name, text: `${JSON.stringify({ pincite_board: FORMAT, title, created, pins }, null, 2)}\n` };
}

/**
 * Return what a file of a board is called, without the end of the name.
 * @param {string} title
 */
export const fileName = (title) =>
  title.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 60) || "board";

/**
 * Return the board in a file as a new one; a copy of one that is here does not take its place.
 * @param {string} name the name of the file
 * @param {string} text
 * @returns {Board}
 * @throws {Error} with a sentence that says what to do, where there is none in it
 */
export function readBoard(name, text) {
  const value = parsed(text);
  if (!Array.isArray(value?.pins) || !isText(value.title)) {
    throw new Error(`“${name}” holds ${looksLikeAnswers(value) ? ANSWERS : NO_BOARD}`);
  }
  if (value.pincite_board > FORMAT) {
    throw new Error(`“${name}” was exported by a newer Pincite. Update this one, then import it again.`);
  }
  if (value.pins.length > MOST) {
    const [found, most] = [count(value.pins.length, "quote"), MOST.toLocaleString("en")];
    throw new Error(`“${name}” holds ${found}; a board takes ${most} at most. Split the file.`);
  }
  const bad = value.pins.findIndex((/** @type {any} */ pin) => !isPin(pin));
  if (bad >= 0) {
    const again = "Export the board again, and import that file.";
    throw new Error(`Quote ${bad + 1} in “${name}” is damaged. ${again}`);
  }
  return { ...newBoard(value.title), pins: value.pins.map(cleaned) };
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    return null;
  }
}

/** @param {any} value */
const looksLikeAnswers = (value) => [value].flat().some((one) => Array.isArray(one?.sentences));

/**
 * Return a quote of a file with what a quote has and nothing else, under an id of its own.
 * @param {any} pin
 * @returns {Pin}
 */
function cleaned(pin) {
  const known = Object.entries({ ...NEEDED, ...KNOWN })
    .filter(([name]) => pin[name] !== undefined)
    .map(([name]) => [name, pin[name]]);
  const said = { note: (pin.note ?? "").slice(0, MOST_NOTE), tags: tagged((pin.tags ?? []).join(",")) };
  return { pinned: "", asked: "", ...Object.fromEntries(known), ...said, id: newId() };
}

// A file may hold anything, so each part is looked at before it is shown or sent.

/** @param {unknown} value */
const isText = (value) => typeof value === "string";

/** @param {unknown} value */
const isTextOrNull = (value) => value === null || isText(value);

/** @param {any} value */
const isPlace = (value) => Number.isInteger(value) && value >= 0;

/** @param {any} value */
const isTexts = (value) => Array.isArray(value) && value.every(isText);

/** @param {any} value */
const isSpan = (value) => isPlace(value?.start) && isPlace(value.end);

/** @param {any} value */
const isSpans = (value) => Array.isArray(value) && value.every(isSpan);

/** @param {any} value */
const isHeads = (value) => isSpans(value) && value.every((/** @type {any} */ head) =>
  isText(head.text) && (head.cell === null || isPlace(head.cell)));

/** @type {Record<string, (value: any) => boolean>} */
const NEEDED = {
  document_id: isText, version: isText, start: isPlace, end: isPlace, quote: isText, title: isText,
};

/** @type {Record<string, (value: any) => boolean>} */
const KNOWN = {
  source: isText, place: isText, author: isText, published: isText, publisher: isText,
  quoted_by: isTextOrNull, page: (value) => value === null || isPlace(value), page_label: isText,
  recognized: (value) => typeof value === "boolean", heading: isTexts, cells: isSpans, heads: isHeads,
  link: isTextOrNull, live_link: isTextOrNull, pinned: isText, note: isText, tags: isTexts, asked: isText,
  collection: isText,
};

/** @param {any} pin */
const isPin = (pin) =>
  Object.entries(NEEDED).every(([name, holds]) => holds(pin?.[name])) &&
  Object.entries(KNOWN).every(([name, holds]) => pin[name] === undefined || holds(pin[name]));
