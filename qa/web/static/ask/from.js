// Which collection words are of, where several were asked.
import { el, foreign } from "../base/dom.js";

/**
 * Say it in words; "" where only one was asked.
 * @param {string | undefined} collection
 */
export const within = (collection) => (collection ? `in ${collection}` : "");

/**
 * Return it as a mark beside the words; null where only one was asked.
 * @param {string | undefined} collection
 */
export const from = (collection) => collection
  ? el("span", { class: "from" },
      el("span", { class: "hidden-text" }, "Collection: "), foreign("bdi", collection))
  : null;
