// What the server does with a board: it checks its quotes, and writes it as a file.
import { post, saveFile } from "../base/post.js";
import { recordOf } from "./changes.js";

const AT_ONCE = 200; // quotes in one request; a guess: some 200 kB

/**
 * Return what became of each quote, by its id.
 * @param {Pin[]} pins
 * @returns {Promise<Map<string, Standing>>}
 */
export async function standings(pins) {
  /** @type {Map<string, Standing>} */
  const found = new Map();
  for (let first = 0; first < pins.length; first += AT_ONCE) {
    const some = pins.slice(first, first + AT_ONCE);
    const { title: _, ...record } = recordOf("", some);
    const { citations } = await post("/api/v1/verify", record);
    some.forEach((pin, nth) => found.set(pin.id, citations[nth]));
  }
  return found;
}

/**
 * Offer a board as a file in one of the server's formats.
 * @param {string} format
 * @param {Board} board
 * @param {string} name of the file
 */
export const saveAs = (format, { title, pins }, name) =>
  saveFile(`/api/v1/export?format=${format}`, recordOf(title, pins), name);
