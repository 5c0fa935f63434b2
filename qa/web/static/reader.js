// The source beside the answer, opened at the quoted words.
import { ApiError, citedText, documentRecord } from "./api.js";
import { button, byId, copy, el, foreign, hiddenNote, literal } from "./dom.js";
import { makeFind } from "./find.js";
import { placed } from "./marks.js";
import { makePageView } from "./pageview.js";
import { drawText } from "./text.js";

const VIEW = "pincite/view";
const narrow = matchMedia("(max-width: 52rem)");

/**
 * Make the reader. `open(target)` takes `{ document_id, version, start, end, quotes, quote, title }`:
 * the other quotes of the same answer, and the quoted words where they are known.
 */
export function makeReader({ go, closed }) {
  const root = byId("reader");
  const find = makeFind();
  const pages = makePageView();
  let drawn = null;
  let opener = null;
  let asked = 0;

  async function open(target) {
    const call = ++asked;
    if (root.hidden) opener = document.activeElement;
    root.hidden = false;
    document.body.classList.add("reading");
    cover();
    if (drawn && sameQuotes(drawn.target, target)) {
      drawn.target = target;
      return select(target);
    }
    drawn = null;
    clear(target.title ?? "");
    notice("Opening…");
    try {
      const { id, text, version } = await citedText(target);
      const record = await documentRecord(id);
      if (call === asked) draw(target, record, text, version);
    } catch (error) {
      if (call === asked) refuse(target, error);
    }
  }

  function draw(target, record, text, version) {
    byId("reader-title").replaceChildren(...literal(record.title));
    document.title = `${record.title} · Pincite`;
    const ocr = record.pages.filter(({ recognized }) => recognized).length;
    const read = ocr ? `${ocr === record.pages.length ? "" : "partly "}read by OCR` : "";
    const facts = [record.author, record.publisher, record.published, record.source, record.place, read, hiddenNote(record)].filter(Boolean);
    byId("reader-byline").replaceChildren(...literal(facts.join(" · ")));
    const { quotes, places, spans, notice: told } = placed(target, text, version, record);
    const nodes = drawText(byId("reader-text"), text, spans);
    drawn = { target, quotes, places, pictures: record.page_images };
    pages.over(record.page_images ? record : null);
    byId("views").hidden = !record.page_images;
    arrange();
    find.over(text, nodes);
    outline(record.headings);
    const elsewhere = record.id !== target.document_id;
    notice(...(elsewhere && !told[0] ? ["The file of this document was renamed or moved since. Its text is the same."] : told));
    select(target);
  }

  function select(target) {
    const { quotes } = drawn;
    const at = current();
    for (const mark of root.querySelectorAll("mark.current")) mark.classList.remove("current");
    for (const mark of root.querySelectorAll(`mark[data-quote="${at}"]`)) mark.classList.add("current");
    byId("quote-steps").hidden = quotes.length < 2;
    byId("quote-position").textContent = `Quote ${at + 1} of ${quotes.length}`;
    step(byId("quote-previous"), quotes[at - 1]);
    step(byId("quote-next"), quotes[at + 1]);
    if (showsPages()) pages.show(drawn.places[at]);
    else bring(root.querySelector("mark.current"));
    const focused = showsPages() ? byId("reader-scroll") : root.querySelector("mark.current");
    (focused ?? byId("reader-title")).focus({ preventScroll: true });
  }

  /** Return which of the quotes is the one that was asked for. */
  function current() {
    const { quotes, target } = drawn;
    return Math.max(0, quotes.findIndex((quote) => quote.start === target.start && quote.end === target.end));
  }

  const showsPages = () => Boolean(drawn?.pictures) && sessionStorage.getItem(VIEW) === "page";

  /** Put in sight what belongs to the view that was chosen, the text or its pages. */
  function arrange() {
    const pictures = showsPages();
    for (const part of ["page-view", "page-tools"]) byId(part).hidden = !pictures;
    for (const part of ["reader-text", "find"]) byId(part).hidden = pictures;
    byId("view-text").setAttribute("aria-pressed", String(!pictures));
    byId("view-page").setAttribute("aria-pressed", String(pictures));
  }

  /** Change between text and pages, and stay at the quote, or on the page that was turned to. */
  function view(name) {
    if (!drawn || name === (showsPages() ? "page" : "text")) return;
    sessionStorage.setItem(VIEW, name);
    arrange();
    const place = drawn.places[current()];
    if (showsPages()) pages.show(place);
    else if (place && pages.isAt(place)) bring(root.querySelector("mark.current"));
    else bring(root.querySelector(`[data-page="${pages.number()}"]`), "start");
  }

  function step(control, quote) {
    control.disabled = !quote;
    control.onclick = quote ? () => go({ ...drawn.target, start: quote.start, end: quote.end }) : null;
  }

  function refuse(target, error) {
    const gone = error instanceof ApiError && error.status === 404;
    notice(
      gone ? "This document is no longer in the collection." : error.message,
      gone ? null : button("Try again", () => open(target)),
      target.quote ? foreign("blockquote", target.quote) : null);
    byId("reader-title").focus();
  }

  function clear(title) {
    byId("reader-title").replaceChildren(...literal(title));
    byId("reader-byline").textContent = "";
    byId("reader-text").replaceChildren();
    byId("quote-steps").hidden = true;
    byId("outline").hidden = true;
    byId("views").hidden = true;
    pages.over(null);
    arrange();
    find.over("", []);
  }

  function close() {
    asked += 1;
    drawn = null;
    root.hidden = true;
    document.body.classList.remove("reading");
    clear("");
    cover();
    if (opener?.isConnected) opener.focus();
    else byId("question").focus();
    opener = null;
  }

  function outline(headings) {
    byId("outline").hidden = headings.length === 0;
    byId("outline").querySelector("ol").replaceChildren(...headings.map(({ level, title, start }, n) =>
      el("li", { "data-level": Math.min(level, 6) }, foreign("button", title, {
        type: "button",
        class: "quiet",
        click: () => (showsPages() ? pages.turnTo(start) : bring(root.querySelector(`[data-heading="${n}"]`), "start")),
      }))));
  }

  /** Keep what lies behind the reader out of reach where it covers the page. */
  function cover() {
    const covered = narrow.matches && !root.hidden;
    for (const part of document.querySelectorAll(".bar, #history, #main")) part.inert = covered;
  }

  narrow.addEventListener("change", cover);
  byId("reader-close").addEventListener("click", closed);
  byId("view-text").addEventListener("click", () => view("text"));
  byId("view-page").addEventListener("click", () => view("page"));
  byId("copy-link").addEventListener("click", ({ target }) => copy(location.href, target));
  root.addEventListener("keydown", (event) => event.key === "Escape" && !event.defaultPrevented && closed());
  return { open, close, isOpen: () => !root.hidden };
}

const sameQuotes = (a, b) =>
  a.document_id === b.document_id && a.version === b.version && JSON.stringify(a.quotes) === JSON.stringify(b.quotes);

function notice(text, ...more) {
  byId("reader-notice").replaceChildren(...(text ? [el("p", {}, text), ...more.filter(Boolean)] : []));
}

/** Bring an element to sight; twice, as what was out of sight gets its true height only then. */
function bring(element, block = "center") {
  if (!element) return;
  element.scrollIntoView({ block });
  requestAnimationFrame(() => element.scrollIntoView({ block }));
}
