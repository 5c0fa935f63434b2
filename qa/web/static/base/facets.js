// How much each document has: a count that is clicked shows that document alone.
import { button, count, el, foreign } from "./dom.js";

const FEW = 8;

/**
 * Draw the counts of documents, the greatest first.
 * @param {Facet[]} documents `name` tells one from others of its title
 * @param {string} chosen the id of the one that is shown alone; "" for all
 * @param {(id: string) => void} choose
 */
export function facets(documents, chosen, choose) {
  const all = documents.reduce((sum, { number }) => sum + number, 0);
  const group = el("div", { class: "facets", role: "group", "aria-label": "Show" });
  const first = documents.filter(({ id }, nth) => nth < FEW || id === chosen);
  const rest = documents.filter((one) => !first.includes(one));
  const chips = first.map((one) => chip(one, chosen, choose));
  const more = button(count(rest.length, "more document"), () => {
    const shown = rest.map((one) => chip(one, chosen, choose));
    more.replaceWith(...shown);
    shown[0].focus();
  });
  group.append(chip({ id: "", title: "All documents", number: all }, chosen, choose), ...chips);
  if (rest.length) group.append(more);
  return group;
}

/**
 * @param {Facet} document
 * @param {string} chosen
 * @param {(id: string) => void} choose
 */
function chip({ id, title, name, number }, chosen, choose) {
  return el("button", {
    type: "button", class: "facet", "aria-pressed": String(id === chosen), click: () => choose(id),
  }, foreign("bdi", title), " ",
  name ? [foreign("bdi", name, { class: "fine" }), " "] : null,
  el("span", { class: "number" }, number.toLocaleString("en")));
}
