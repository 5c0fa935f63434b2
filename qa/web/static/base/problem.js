// What views say where they have nothing to show: what went wrong, or that there are no documents.
import { el } from "./dom.js";
import { ROOT } from "./root.js";

/**
 * Say that there are no documents, and where they are added.
 * @param {string} then what can be done after that, with a comma before it
 */
export const noDocuments = (then = "") =>
  [
    "There are no documents yet. ",
    el("a", { href: `${ROOT}/#library` }, "Add some to the library"), `${then}.`,
  ];

/**
 * Say what is wrong, for everybody to hear.
 * @param {Child[]} words
 */
export const problemLine = (words) => el("p", { class: "problem", role: "alert" }, words);

/**
 * Say what went wrong, or that there is nothing to look at.
 * @param {Error & { code?: string }} error
 * @param {boolean} isEmpty whether there are no documents, as far as is known
 */
export const problemOf = (error, isEmpty) =>
  problemLine(isEmpty || error.code === "collection_empty" ? noDocuments() : [error.message]);
