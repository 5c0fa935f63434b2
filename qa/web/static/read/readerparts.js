// What stands around the text in the reader: its head, its notice, its outline, its two views.
import { byId, el, foreign, hiddenNote } from "../base/dom.js";
import { literal } from "../base/hidden.js";
import { elsewhere, sameText } from "../base/root.js";

/**
 * Show whose text is read; nothing but a title while it is opened.
 * @param {string} title
 * @param {string} byline
 */
export function drawHead(title, byline = "") {
  byId("reader-title").replaceChildren(...literal(title));
  byId("reader-byline").replaceChildren(...(byline ? literal(byline) : []));
}

/**
 * Return who wrote a document, when, where it lies, and what else to know before its words are trusted.
 * @param {DocumentRecord} record
 */
export function bylineOf(record) {
  const ocr = record.pages.filter(({ recognized }) => recognized).length;
  const read = ocr ? `${ocr === record.pages.length ? "" : "partly "}read by OCR` : "";
  const { author, publisher, published, source, place } = record;
  const other = elsewhere(record);
  const where = other && `collection ${other}`;
  const facts = [where, author, publisher, published, source, place, read, hiddenNote(record)];
  return facts.filter(Boolean).join(" · ");
}

/**
 * Say something above the text; nothing takes it away.
 * @param {...(Node | string | null)} said
 */
export function notice(...said) {
  const [text, ...more] = said;
  const shown = text ? [el("p", {}, text), ...more.filter((part) => part !== null)] : [];
  byId("reader-notice").replaceChildren(...shown);
}

/**
 * List the headings of a document; `goTo` is given one and its number.
 * @param {Heading[]} headings
 * @param {(heading: Heading, nth: number) => void} goTo
 */
export function drawOutline(headings, goTo) {
  byId("outline").hidden = headings.length === 0;
  byId("outline").querySelector("ol")?.replaceChildren(...headings.map((heading, nth) => {
    const open = foreign("button", heading.title, {
      type: "button",
      class: "quiet",
      click: () => goTo(heading, nth),
    });
    return el("li", { "data-level": Math.min(heading.level, 6) }, open);
  }));
}

/**
 * Show at which of its quotes the reader is, and let `go` reach those beside it.
 * @param {Quote[]} quotes
 * @param {number} at
 * @param {(quote: Quote) => void} go
 */
export function drawSteps(quotes, at, go) {
  const root = byId("reader");
  for (const mark of root.querySelectorAll("mark.current")) mark.classList.remove("current");
  for (const mark of root.querySelectorAll(`mark[data-quote="${at}"]`)) mark.classList.add("current");
  byId("quote-steps").hidden = quotes.length < 2;
  byId("quote-position").textContent = `Quote ${at + 1} of ${quotes.length}`;
  step(byId("quote-previous"), quotes[at - 1], go);
  step(byId("quote-next"), quotes[at + 1], go);
}

/**
 * @param {HTMLButtonElement} control
 * @param {Quote | undefined} quote
 * @param {(quote: Quote) => void} go
 */
function step(control, quote, go) {
  control.disabled = !quote;
  control.onclick = quote ? () => go(quote) : null;
}

/**
 * Put in sight what belongs to the view that was chosen, the text or its pages.
 * @param {boolean} pictures
 */
export function arrangeViews(pictures) {
  byId("page-view").hidden = !pictures;
  byId("page-tools").hidden = !pictures;
  byId("reader-text").hidden = pictures;
  byId("find-form").hidden = pictures;
  byId("view-text").setAttribute("aria-pressed", String(!pictures));
  byId("view-page").setAttribute("aria-pressed", String(pictures));
}

/**
 * Bring an element to sight; twice, as what was out of sight gets its true height only then.
 * @param {Element | null} element
 * @param {ScrollLogicalPosition} block
 */
export function bring(element, block = "center") {
  if (!element) return;
  element.scrollIntoView({ block });
  requestAnimationFrame(() => element.scrollIntoView({ block }));
}

/**
 * Tell whether two targets show the same quotes of the same text.
 * @param {Target} a
 * @param {Target} b
 */
export const sameQuotes = (a, b) =>
  sameText(a, b) &&
  JSON.stringify(a.quotes) === JSON.stringify(b.quotes);

/**
 * Return which of the quotes is the one that was asked for; the first where none is.
 * @param {Quote[]} quotes
 * @param {Target} target
 */
export const whichQuote = (quotes, target) =>
  Math.max(0, quotes.findIndex((quote) => quote.start === target.start && quote.end === target.end));

/**
 * Keep what lies behind the reader out of reach where it covers the page.
 * @param {boolean} covered
 */
export function cover(covered) {
  /** @type {NodeListOf<HTMLElement>} */
  const behind = document.querySelectorAll(".bar, #history, #main");
  for (const part of behind) part.inert = covered;
}

/** Show neither text nor quotes: the document that had them was closed. */
export function drawNothing() {
  byId("reader-text").replaceChildren();
  for (const part of /** @type {const} */ (["quote-steps", "outline", "views"])) byId(part).hidden = true;
}
