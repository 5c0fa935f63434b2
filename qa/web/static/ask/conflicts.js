// Sources that differ: what each of two gives, side by side, none called right.
import { pin } from "./card.js";
import { el, foreign } from "../base/dom.js";
import { from } from "./from.js";

/**
 * Return a section for each two quotes of a turn that differ.
 * @param {Turn} turn
 */
export function differences({ record, passages }) {
  const cited = new Map(record.citations.map((citation) => [citation.number, citation]));
  return (record.differences ?? [])
    .filter((difference) => difference.citations.every((number) => cited.has(number)))
    .map((difference) =>
      el("section", { class: "differ" },
        el("h3", {}, "These sources differ"),
        el("ul", {}, sides(difference).map(([number, values]) =>
          side(/** @type {Citation} */ (cited.get(number)), values, passages))),
        el("p", { class: "fine" }, "Pincite does not choose between them. Read both in their sources.")));
}

/**
 * Say in a sentence what two sources give, for files; `mark` writes the number of a citation.
 * @param {Difference} difference
 * @param {(number: number) => string} mark
 * @param {(text: string) => string} literal
 */
export function told(difference, mark = (number) => ` [${number}]`, literal = (text) => text) {
  const listed = sides(difference).map(([number, values]) => literal(values) + mark(number)).join(", ");
  return `These sources differ: ${listed} — Pincite does not choose between them.`;
}

/**
 * @param {Difference} difference
 * @returns {[number, string][]}
 */
const sides = ({ citations, values }) =>
  citations.map((number, place) => [number, values[place].join(" and ")]);

/**
 * @param {Citation} citation
 * @param {string} values
 * @param {PassageText[]} passages
 */
function side(citation, values, passages) {
  return el("li", {},
    foreign("strong", values),
    el("span", {}, foreign("bdi", citation.title, { class: "fine" }), " ", pin(citation, passages),
      from(citation.collection)));
}
