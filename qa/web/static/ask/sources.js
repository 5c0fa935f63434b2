// The list of what an answer rests on: one row a document, with its quotes to copy.
import { placeIn, quotedIn } from "../base/cite.js";
import { el, foreign } from "../base/dom.js";
import { fileOf, kindOf, namesakes } from "../base/files.js";
import { elsewhere } from "../base/root.js";
import { readLink } from "../base/route.js";
import { pinMark } from "./card.js";
import { copyMenu } from "./copying.js";
import { from } from "./from.js";

/**
 * Return the sources of an answer, in the order in which they are cited.
 * @param {Citation[]} citations
 */
export function sources(citations) {
  const documents = [...Map.groupBy(citations, keyOf).values()];
  const alike = namesakes(documents.map(([first]) => ({
    id: keyOf(first), title: first.title, source: first.source, place: first.place ?? "",
  })));
  const rows = documents.map((quotes) => row(quotes, alike));
  return el("ul", { class: "sources", "aria-label": "Sources" }, rows);
}

/** @param {Citation} citation */
const keyOf = (citation) => `${elsewhere(citation)}/${citation.document_id}`;

/**
 * @param {Citation[]} quotes of one document
 * @param {Map<string, string>} alike what tells documents of the same title apart
 */
function row(quotes, alike) {
  const [{ title, collection }] = quotes;
  const file = alike.get(keyOf(quotes[0])) ?? fileOf(quotes[0]);
  return el("li", { class: "source" },
    el("span", { class: "kind" }, kindOf(file)),
    el("div", { class: "what" },
      foreign("bdi", title, { class: "work" }),
      el("p", { class: "fine" }, from(collection), facts(file, quotes[0]))),
    el("p", { class: "places" }, places(quotes)),
    copyMenu(quotes));
}

/**
 * Return the file of a document and who it is by, with dots between.
 * @param {string} file
 * @param {Citation} citation
 */
function facts(file, { title, source, place, author, publisher, published, quoted_by: by = null }) {
  const own = by === null ? [author, publisher, published] : [by, publisher];
  const said = own.filter((fact) => fact && fact !== file).map((fact) => foreign("bdi", fact ?? ""));
  const named = file && file !== title
    ? [foreign("bdi", file, { class: "file", title: place || source })]
    : [];
  return [...named, ...said].flatMap((fact, nth) => (nth ? [" · ", fact] : [fact]));
}

/**
 * Return the places of quotes, each once, with the numbers of what is quoted there.
 * @param {Citation[]} quotes
 */
function places(quotes) {
  const there = Map.groupBy(quotes, (citation) => [...writer(citation), placeIn(citation)].join(" · "));
  return [...there].flatMap(([where, those]) => el("span", { class: "where" },
    where ? [foreign("bdi", where, { title: where }), " "] : null, those.map(number)));
}

/** @param {Citation} citation */
const number = (citation) => el("a", {
  class: "numbered",
  href: readLink(citation),
  "aria-label": `Open quote ${citation.number} in its source`,
}, pinMark(citation.number));

/**
 * Say who wrote words that their document only quotes.
 * @param {Citation} citation
 */
function writer(citation) {
  const { author, published } = citation;
  const by = ["written by", author || "somebody else", published].filter(Boolean).join(" ");
  return quotedIn(citation) ? [by] : [];
}
