// The pages of a PDF as they look, one at a time, with the quoted words boxed.
import { pageImage } from "../base/api.js";
import { announce, button, byId, el } from "../base/dom.js";
import { boxIn, naturalWidth, roundedWidth, USUAL } from "./pagepicture.js";

const PATIENCE_MS = 250;
const NOTHING = { start: 0, end: 0 };
const UNBOXED =
  "The quoted words are on this page, but could not be found in the picture. The text view marks them.";

/** Make the view: `over` says whose pages it shows, `show` opens the page of a span and boxes it. */
export function makePageView() {
  const scroll = byId("reader-scroll");
  const frame = byId("page-frame");
  const number = byId("page-number");
  /** @type {DocumentRecord | null} */
  let record = null;
  /** @type {Span} */
  let span = NOTHING;
  let at = 0;
  let zoom = "fit";
  let natural = USUAL;
  /** @type {AbortController | null} */
  let loading = null;
  /** @type {string | null} */
  let shown = null;

  const pages = () => record?.pages ?? [];

  /** @param {DocumentRecord | null} next */
  function over(next) {
    loading?.abort();
    frame.replaceChildren();
    if (shown) URL.revokeObjectURL(shown);
    [record, span, at, shown] = [next, NOTHING, 0, null];
    say();
    if (next) number.max = String(next.pages.at(-1)?.number);
  }

  /**
   * Show the page on which a span begins; without one, the page that was shown last.
   * @param {Span | undefined} next
   */
  function show(next) {
    if (next) {
      span = next;
      at = pageOf(next.start);
    }
    return load();
  }

  /** @param {number} place */
  const pageOf = (place) => Math.max(0, pages().findLastIndex(({ start }) => start <= place));

  /** @param {number} to */
  function turn(to) {
    at = Math.max(0, Math.min(pages().length - 1, to));
    announce(`Page ${pages()[at].number} of ${pages().length}${aside(pages()[at])}`);
    return load();
  }

  async function load() {
    if (!record) return;
    loading?.abort();
    const call = (loading = new AbortController());
    const page = record.pages[at];
    arrange(page);
    frame.setAttribute("aria-busy", "true");
    const patience = setTimeout(() => loading === call && say(`Drawing page ${page.number}…`), PATIENCE_MS);
    try {
      const blob = await pageImage(record, page.number, { ...span, width: wanted() }, call.signal);
      const size = await naturalWidth(blob);
      const url = URL.createObjectURL(blob);
      const picture = el("img", { id: "page-picture", src: url, alt: alternative(page) });
      await picture.decode();
      if (loading !== call) return URL.revokeObjectURL(url);
      if (shown) URL.revokeObjectURL(shown);
      [shown, natural] = [url, size];
      put(picture, page);
    } catch (error) {
      if (loading !== call) return;
      frame.replaceChildren();
      say(error.message || "This page cannot be shown.", button("Try again", load));
    } finally {
      clearTimeout(patience);
      if (loading === call) frame.removeAttribute("aria-busy");
    }
  }

  /**
   * Show at which page the view is, and where it can be turned to.
   * @param {PageSpan} page
   */
  function arrange(page) {
    number.value = String(page.number);
    byId("page-count").textContent = `of ${pages().length.toLocaleString("en")}${aside(page)}`;
    byId("page-previous").disabled = at === 0;
    byId("page-next").disabled = at === pages().length - 1;
  }

  /** @param {PageSpan} page */
  const onPage = (page) => span.start < page.end && span.end > page.start;

  /** @param {PageSpan} page */
  const alternative = (page) =>
    `Page ${page.number} of “${record?.title}”${onPage(page) ? ", with the quoted words boxed" : ""}`;

  /**
   * @param {HTMLImageElement} picture
   * @param {PageSpan} page
   */
  function put(picture, page) {
    frame.style.setProperty("--natural", `${natural}px`);
    frame.replaceChildren(picture);
    const box = onPage(page) ? boxIn(picture) : null;
    say(onPage(page) && !box ? UNBOXED : "");
    const { x, y } = box ?? { x: 0.5, y: 0 };
    scroll.scrollTo({
      left: x * picture.clientWidth - scroll.clientWidth / 2,
      top: box ? picture.offsetTop + y * picture.clientHeight - scroll.clientHeight / 3 : 0,
    });
  }

  /** Return how wide a picture to ask for, in pixels of this screen. */
  const wanted = () => roundedWidth((zoom === "fit" ? roomIn(scroll) : natural) * devicePixelRatio);

  /** @param {string} next */
  function zoomTo(next) {
    zoom = next;
    frame.dataset.zoom = next;
    byId("zoom-fit").setAttribute("aria-pressed", String(next === "fit"));
    byId("zoom-full").setAttribute("aria-pressed", String(next === "full"));
    load();
  }

  zoomTo("fit");
  listen({ zoomTo, turn, by: (by) => at + by, has: (nth) => Boolean(pages()[nth]) });
  return {
    over,
    show,
    /** @param {number} place */
    turnTo: (place) => turn(pageOf(place)),
    number: () => pages()[at]?.number,
    /** @param {Span} span */
    isAt: ({ start }) => pageOf(start) === at,
  };
}

/**
 * Let buttons, the field and the arrow keys turn the pages: `by` is the page so many further on.
 * @param {{
 *   zoomTo: (zoom: string) => void,
 *   turn: (to: number) => unknown,
 *   by: (pages: number) => number,
 *   has: (nth: number) => boolean,
 * }} view
 */
function listen({ zoomTo, turn, by, has }) {
  const scroll = byId("reader-scroll");
  const number = byId("page-number");
  byId("zoom-fit").addEventListener("click", () => zoomTo("fit"));
  byId("zoom-full").addEventListener("click", () => zoomTo("full"));
  byId("page-previous").addEventListener("click", () => turn(by(-1)));
  byId("page-next").addEventListener("click", () => turn(by(1)));
  number.addEventListener("change", () => turn(Math.round(Number(number.value)) - 1));
  scroll.addEventListener("keydown", (event) => {
    const step = /** @type {Record<string, number>} */ ({ ArrowLeft: -1, ArrowRight: 1 })[event.key];
    const fits = scroll.scrollWidth <= scroll.clientWidth;
    const free = event.target === scroll && fits && !byId("page-view").hidden;
    if (!step || !free || event.ctrlKey || event.metaKey || event.altKey || !has(by(step))) return;
    event.preventDefault();
    turn(by(step));
  });
}

/** @param {Element} element */
function roomIn(element) {
  const { paddingLeft, paddingRight } = getComputedStyle(element);
  return element.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
}

/**
 * Say what the document itself calls a page, and whether its words are sure.
 * @param {PageSpan} page
 */
const aside = ({ label, recognized }) =>
  `${label ? `, p. ${label}` : ""}${recognized ? ", read by OCR" : ""}`;

/**
 * @param {string} text
 * @param {...Element} more
 */
function say(text = "", ...more) {
  byId("page-note").replaceChildren(...(text ? [el("span", {}, text), ...more] : []));
}
