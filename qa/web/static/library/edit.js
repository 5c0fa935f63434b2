// Corrects what is listed and cited of a document: its title, author, date, language and tags.
import * as api from "../base/api.js";
import { announce, button, byId, el, foreign } from "../base/dom.js";

const FIELDS = /** @type {const} */ (["title", "author", "published", "language"]);

/**
 * Make the dialog; return what opens it for a document. `changed` is called once one was corrected.
 * @param {() => unknown} changed
 */
export function makeEdit(changed) {
  const dialog = byId("edit");
  const problem = byId("edit-problem");
  /** @type {DocumentInfo | null} */
  let editing = null;

  /** @param {DocumentInfo} info */
  function open(info) {
    editing = info;
    problem.hidden = true;
    byId("edit-source").replaceChildren(foreign("bdi", info.source));
    byId("edit-tags").value = info.tags.join(", ");
    for (const name of FIELDS) {
      byId(`edit-${name}`).value = info[name];
      byId(`edit-${name}-own`).replaceChildren(...own(info, name));
    }
    dialog.showModal();
  }

  /** @param {SubmitEvent} event */
  async function save(event) {
    if (/** @type {HTMLButtonElement | null} */ (event.submitter)?.value !== "save" || !editing) return;
    event.preventDefault();
    try {
      await api.correctDocument(editing.id, changes(editing));
    } catch (error) {
      problem.textContent = `Nothing was changed. ${error.message}`;
      problem.hidden = false;
      return;
    }
    dialog.close();
    announce("The details were changed.");
    changed();
  }

  byId("edit-form").addEventListener("submit", save);
  return open;
}

/**
 * Say what a document itself says, where that was corrected, with a button to use it again.
 * @param {DocumentInfo} info
 * @param {typeof FIELDS[number]} name
 */
function own(info, name) {
  if (!(name in info.corrected)) return [];
  const said = info.corrected[name];
  const words = name === "language" ? `It was found to be in ${nameOf(said)}.` : said
    ? el("span", {}, "The document says “", foreign("bdi", said), "”.")
    : "The document does not say.";
  return [words, " ", button(said ? "Use that" : "Leave it empty", () => {
    byId(`edit-${name}`).value = said;
    byId(`edit-${name}`).focus();
  })];
}

/**
 * Return the name of a language, as the dialog lists it.
 * @param {string} code
 */
function nameOf(code) {
  const option = [...byId("edit-language").options].find(({ value }) => value === code);
  return option?.text ?? code;
}

/**
 * Return what was changed in the dialog, as the server takes it; null is what the document says.
 * @param {DocumentInfo} info
 */
function changes(info) {
  /** @type {Record<string, string | string[] | null>} */
  const body = {};
  for (const name of FIELDS) {
    const value = byId(`edit-${name}`).value.trim();
    if (value !== info[name]) body[name] = value === info.corrected[name] ? null : value;
  }
  const tags = tagsIn(byId("edit-tags").value);
  if (tags.join("\n") !== info.tags.join("\n")) body.tags = tags;
  return body;
}

/**
 * Return the tags in what somebody typed, parted by commas.
 * @param {string} words
 */
export const tagsIn = (words) => words.split(",").map((tag) => tag.trim()).filter(Boolean);
