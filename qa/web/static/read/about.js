// What an opened document is about, at its head: its own words, and what is known of it.
import { documentGist } from "../base/api.js";
import { pageOf } from "../base/cite.js";
import { byId, el, foreign } from "../base/dom.js";
import { pinButton } from "../base/pinbutton.js";
import { readLink } from "../base/route.js";
import { factsOf, readingNotes } from "./facts.js";

const GIST = "Its three most central sentences, word for word";
const NO_GIST = "It has no sentences that sum it up.";

/** Make the part; `over` sets the document that it is of, null none. */
export function makeAbout() {
  const root = byId("about");
  /** @type {DocumentRecord | null} */
  let shown = null;
  let drawn = false;

  /**
   * Show it open to whoever opens a document, folded to whoever follows a pin.
   * @param {DocumentRecord | null} record
   */
  function over(record, open = false) {
    shown = record;
    drawn = false;
    root.hidden = record === null;
    root.open = open;
    root.querySelector("div")?.replaceChildren();
    if (open) draw();
  }

  function draw() {
    if (drawn || !shown || !root.open) return;
    drawn = true;
    const gist = el("div", { class: "gist" });
    root.querySelector("div")?.replaceChildren(gist, facts(shown), ...notes(shown));
    say(gist, shown);
  }

  /**
   * @param {HTMLElement} gist
   * @param {DocumentRecord} record
   */
  async function say(gist, record) {
    gist.setAttribute("aria-busy", "true");
    try {
      const { collection } = record;
      const own = await documentGist(record);
      const sentences = own.sentences.map((one) => ({ ...one, collection }));
      const none = [el("p", { class: "fine" }, NO_GIST)];
      gist.replaceChildren(...(sentences.length ? central(sentences) : none));
    } catch (error) {
      gist.replaceChildren(el("p", { class: "fine" }, error.message));
    }
    gist.removeAttribute("aria-busy");
  }

  root.addEventListener("toggle", draw);
  return { over };
}

/** @param {Citation[]} sentences */
const central = (sentences) => [
  el("p", { class: "fine" }, sentences.length === 3 ? GIST : "Its most central sentences, word for word"),
  el("ul", {}, sentences.map(sentence)),
];

/** @param {Citation} citation */
const sentence = (citation) =>
  el("li", {},
    foreign("q", citation.quote.replace(/\s+/g, " ")),
    el("span", { class: "gist-tools" },
      el("a", { class: "quiet", href: readLink(citation) },
        pageOf(citation) || "Show in the text"),
      pinButton(citation, { label: `Pin the sentence “${opening(citation.quote)}”` })));

/** @param {string} text */
const opening = (text) => text.split(/\s+/).slice(0, 5).join(" ");

/** @param {DocumentRecord} record */
const facts = (record) =>
  el("dl", {}, factsOf(record).flatMap(([name, value]) => [el("dt", {}, name), foreign("dd", value)]));

/** @param {DocumentRecord} record */
function notes(record) {
  const said = readingNotes(record);
  if (!said.length) return [];
  return [el("p", { class: "fine" }, "How it was read"), el("ul", { class: "read-notes" },
    said.map((note) => foreign("li", note)))];
}
