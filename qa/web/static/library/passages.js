// The passages of a document in the library, each a link to its place.
import { documentPassages } from "../base/api.js";
import { place } from "../base/cite.js";
import { announce, button, count, el, foreign } from "../base/dom.js";
import { readLink } from "../base/route.js";

/**
 * Return what shows the passages of a document when it is opened.
 * @param {DocumentInfo} info
 */
export function passagesOf(info) {
  const list = el("ol", {});
  const more = button("Show more", load, { hidden: true });
  const note = el("p", { class: "fine", role: "status" });
  let shown = 0;

  async function load() {
    note.textContent = shown ? "" : "Loading…";
    try {
      const { version, total, passages } = await documentPassages(info.id, shown);
      const rows = passages.map((passage) => row({ ...passage, document_id: info.id, version }));
      list.append(...rows);
      if (shown) rows[0]?.querySelector("a")?.focus();
      shown += passages.length;
      more.hidden = shown >= total;
      note.textContent = shown < total ? `${shown} of ${count(total, "passage")}` : "";
      announce(`${shown} of ${count(total, "passage")} shown`);
    } catch (error) {
      note.textContent = error.message;
      more.hidden = false;
    }
  }

  /** @type {HTMLDetailsElement} */
  const details = el("details", { class: "passages", toggle: () => details.open && !shown && load() },
    el("summary", {}, count(info.passages, "passage")), list, note, more);
  return details;
}

/** @param {Passage & DocumentSpan} passage */
function row(passage) {
  return el("li", {},
    foreign("a", passage.text.trim().replace(/\s+/g, " "), { href: readLink(passage) }),
    place(passage) ? foreign("span", place(passage), { class: "fine" }) : null);
}
