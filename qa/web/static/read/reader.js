// The source beside the answer, opened at the quoted words.
import { ApiError, citedText, documentRecord } from "../base/api.js";
import { button, byId, copy, foreign } from "../base/dom.js";
import { makeFind } from "./find.js";
import { makeAbout } from "./about.js";
import { placed } from "./marks.js";
import { makePageView } from "./pageview.js";
import {
  arrangeViews, bring, bylineOf, cover, drawHead, drawNothing, drawOutline, drawSteps, notice, sameQuotes,
  whichQuote,
} from "./readerparts.js";
import { makeSelection } from "./selection.js";
import { elsewhere } from "../base/root.js";
import { readLink } from "../base/route.js";
import { drawText } from "../base/text.js";

const VIEW = "pincite/view";
const MOVED = "The file has since been renamed or moved. Its text is the same.";

/**
 * What is open: `quotes` as they were cited, `places` as they stand in this version of the text.
 * @typedef {{ target: Target, quotes: Quote[], places: Span[], pictures: boolean }} Drawn
 */

/**
 * Make the reader; `go` opens another span of the same answer, `closed` is called to close it, `ask`
 * takes words to ask about.
 * @param {{ go: (span: DocumentSpan) => void, closed: () => void, ask: (words: Citation) => void }} page
 */
export function makeReader({ go, closed, ask }) {
  const root = byId("reader");
  const [find, pages] = [makeFind(), makePageView()];
  const [about, selection] = [makeAbout(), makeSelection({ ask })];
  const narrow = matchMedia("(max-width: 52rem)");
  /** @type {Drawn | null} */
  let drawn = null;
  /** @type {HTMLElement | null} */
  let opener = null;
  let [asked, focuses] = [0, true];

  /**
   * Show a span; the keyboard goes there too, unless who opens it goes on where they are.
   * @param {Target} target
   */
  async function open(target, focus = true) {
    const call = ++asked;
    focuses = focus;
    if (root.hidden) opener = /** @type {HTMLElement | null} */ (document.activeElement);
    root.hidden = false;
    document.body.classList.add("reading");
    cover(narrow.matches);
    if (drawn && sameQuotes(drawn.target, target)) {
      drawn.target = target;
      return select(drawn);
    }
    drawn = null;
    clear(target.title ?? "");
    notice("Opening…");
    try {
      const { collection } = target;
      const { id, text, version } = await citedText(target);
      const record = await documentRecord({ id, collection });
      if (call === asked) draw(target, { ...record, collection }, text, version);
    } catch (error) {
      if (call !== asked) return;
      notice(...refusal(target, error, () => open(target)));
      if (focuses) byId("reader-title").focus();
    }
  }

  /**
   * @param {Target} target
   * @param {DocumentRecord} record
   * @param {string} text
   * @param {string | null} version
   */
  function draw(target, record, text, version) {
    drawHead(record.title, bylineOf(record));
    document.title = `${record.title} · Pincite`;
    const { quotes, places, spans, notice: told } = placed(target, text, version, record);
    const nodes = drawText(byId("reader-text"), text, spans);
    drawn = { target, quotes, places, pictures: record.page_images };
    pages.over(record.page_images ? record : null);
    byId("views").hidden = !record.page_images;
    arrangeViews(showsPages());
    find.over(text, nodes);
    selection.over({ ...nameOf(record), version: version ?? record.version, text, nodes });
    about.over(record, target.quotes.length === 0);
    drawOutline(record.headings, goTo);
    notice(...(record.id !== target.document_id && !told[0] ? [MOVED] : told));
    select(drawn);
  }

  /** @param {Drawn} drawn */
  function select({ target, quotes, places }) {
    const at = whichQuote(quotes, target);
    drawSteps(quotes, at, ({ start, end }) => drawn && go({ ...drawn.target, start, end }));
    /** @type {HTMLElement | null} */
    const mark = root.querySelector("mark.current");
    if (showsPages()) pages.show(places[at]);
    else bring(mark);
    const focused = showsPages() ? byId("reader-scroll") : mark;
    if (focuses) (focused ?? byId("reader-title")).focus({ preventScroll: true });
  }

  const showsPages = () => Boolean(drawn?.pictures) && sessionStorage.getItem(VIEW) === "page";

  /**
   * Change between text and pages, and stay at the quote, or on the page that was turned to.
   * @param {"text" | "page"} name
   */
  function view(name) {
    if (!drawn || name === (showsPages() ? "page" : "text")) return;
    sessionStorage.setItem(VIEW, name);
    arrangeViews(showsPages());
    const place = drawn.places[whichQuote(drawn.quotes, drawn.target)];
    if (showsPages()) pages.show(place);
    else if (place && pages.isAt(place)) bring(root.querySelector("mark.current"));
    else bring(root.querySelector(`[data-page="${pages.number()}"]`), "start");
  }

  /**
   * Go to a heading, in the view that is shown.
   * @param {Heading} heading
   * @param {number} nth
   */
  function goTo({ start }, nth) {
    if (showsPages()) pages.turnTo(start);
    else bring(root.querySelector(`[data-heading="${nth}"]`), "start");
  }

  /** @param {string} title */
  function clear(title) {
    drawHead(title);
    drawNothing();
    pages.over(null);
    arrangeViews(showsPages());
    find.over("", []);
    selection.over(null);
    about.over(null);
  }

  function close() {
    asked += 1;
    drawn = null;
    root.hidden = true;
    document.body.classList.remove("reading");
    clear("");
    cover(false);
    if (opener?.isConnected) opener.focus();
    else byId("question").focus();
    opener = null;
  }

  narrow.addEventListener("change", () => cover(narrow.matches && !root.hidden));
  byId("reader-close").addEventListener("click", closed);
  byId("view-text").addEventListener("click", () => view("text"));
  byId("view-page").addEventListener("click", () => view("page"));
  byId("copy-link").addEventListener("click", () => copy(linkTo(drawn?.target), byId("copy-link")));
  root.addEventListener("keydown", (event) => event.key === "Escape" && !event.defaultPrevented && closed());
  return { open, close, isOpen: () => !root.hidden };
}

/**
 * @param {DocumentName} record
 * @returns {DocumentName}
 */
const nameOf = ({ id, collection }) => ({ id, collection });

/**
 * Return the address of what is open; of a document in another collection, where that one has it.
 * @param {Target | undefined} target
 */
const linkTo = (target) =>
  target && elsewhere(target) ? new URL(readLink(target), location.href).href : location.href;

/**
 * Say why a document cannot be shown.
 * @param {Target} target
 * @param {Error} error
 * @param {() => unknown} again
 */
function refusal({ quote }, error, again) {
  const gone = error instanceof ApiError && error.status === 404;
  return [
    gone ? "This document is no longer in the collection." : error.message,
    gone ? null : button("Try again", again),
    quote ? foreign("blockquote", quote) : null,
  ];
}
