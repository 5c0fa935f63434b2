// What the server does with a board: it checks its quotes, and writes it as a file.
import { request } from "../base/api.js";
import { recordOf } from "./changes.js";

const AT_ONCE = 200; // quotes in one request; a guess: some 200 kB
const headers = { "Content-Type": "application/json" };

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
    const reply = await request("/api/v1/verify", { method: "POST", headers, body: JSON.stringify(record) });
    const { citations } = await reply.json();
    some.forEach((pin, nth) => found.set(pin.id, citations[nth]));
  }
  return found;
}

/**
 * Return a board, or what is shown of it, written in one of the server's formats.
 * @param {string} format
 * @param {string} title
 * @param {Pin[]} pins
 */
export async function written(format, title, pins) {
  const body = JSON.stringify(recordOf(title, pins));
  return (await request(`/api/v1/export?format=${format}`, { method: "POST", headers, body })).blob();
}
