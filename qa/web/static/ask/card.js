// Pins, and the card that shows what stands around the pinned words.
import { place as placeOf } from "../base/cite.js";
import { byId, el, foreign, place } from "../base/dom.js";
import { within } from "./from.js";
import { sameText } from "../base/root.js";
import { readLink } from "../base/route.js";
import { inContext } from "../base/text.js";

const AROUND = 220;
const LINGER_MS = 180;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let hiding;

/**
 * Return the pin of a citation: it opens the source, and shows its card before.
 * @param {Citation} citation
 * @param {PassageText[]} passages
 */
export function pin(citation, passages) {
  const { number, title, collection } = citation;
  /** @type {HTMLElement} */
  const link = el("a", {
    class: "pin",
    href: readLink(citation),
    "aria-label": `Source ${number}: ${
      [title, placeOf(citation), within(collection)].filter(Boolean).join(", ")}`,
    mouseenter: () => show(link, citation, passages),
    mouseleave: hideSoon,
    focus: () => link.matches(":focus-visible") && show(link, citation, passages),
    blur: hide,
    click: hide,
  }, pinMark(number));
  return link;
}

/**
 * Return the number of a citation in brackets, which are there for copies and prints: the page shows
 * a chip instead, as a source may have brackets of its own.
 * @param {number} number
 */
export const pinMark = (number) => [
  el("span", { class: "bracket" }, "["), String(number), el("span", { class: "bracket" }, "]"),
];

/** Let the card stay while the pointer is on it, and go with Escape. */
export function makeCard() {
  const card = byId("card");
  card.addEventListener("mouseenter", () => clearTimeout(hiding));
  card.addEventListener("mouseleave", hideSoon);
  addEventListener("keydown", (event) => event.key === "Escape" && hide());
  byId("ask").addEventListener("scroll", hide, { passive: true, capture: true });
}

/**
 * @param {HTMLElement} link
 * @param {Citation} citation
 * @param {PassageText[]} passages
 */
function show(link, citation, passages) {
  clearTimeout(hiding);
  const card = byId("card");
  const around = foreign("p", "", { class: "context" });
  around.append(...context(citation, passages));
  card.replaceChildren(
    foreign("strong", citation.title),
    foreign("p", [placeOf(citation), within(citation.collection)].filter(Boolean).join(" · "), {
      class: "fine",
    }),
    around);
  card.hidden = false;
  place(card, link.getBoundingClientRect());
  link.setAttribute("aria-describedby", "card");
}

/**
 * @param {Citation} citation
 * @param {PassageText[]} passages
 */
function context(citation, passages) {
  const passage = passages.find((p) => sameText(p, citation) &&
    p.start <= citation.start && p.end >= citation.end);
  if (!passage) return [el("mark", {}, citation.quote)];
  const { before, quote, after } = inContext(passage, citation);
  return [tail(before), el("mark", {}, quote), head(after)];
}

/** @param {string} text */
function tail(text) {
  const flat = text.replace(/\s+/g, " ").trimStart();
  return flat.length <= AROUND ? flat : `… ${flat.slice(-AROUND).replace(/^\S*\s/, "")}`;
}

/** @param {string} text */
function head(text) {
  const flat = text.replace(/\s+/g, " ").trimEnd();
  return flat.length <= AROUND ? flat : `${flat.slice(0, AROUND).replace(/\s\S*$/, "")} …`;
}

function hideSoon() {
  hiding = setTimeout(hide, LINGER_MS);
}

function hide() {
  clearTimeout(hiding);
  byId("card").hidden = true;
  document.querySelector("[aria-describedby=card]")?.removeAttribute("aria-describedby");
}
