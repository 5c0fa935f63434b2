// The pages of a PDF as they look, one at a time, with the quoted words boxed.
import { pageImage } from "./api.js";
import { announce, button, byId, el } from "./dom.js";

const SMALLEST = 100;
const LARGEST = 2400;
const STEP = 100; // widths are rounded up, so that a picture is found again in the browser's cache
const USUAL = 794; // of A4, in CSS pixels
const PATIENCE_MS = 250;
const PROBE = 240;

/** Make the view: `over` says whose pages it shows, `show` opens the page of a span and boxes it. */
export function makePageView() {
  const scroll = byId("reader-scroll");
  const frame = byId("page-frame");
  const note = byId("page-note");
  const number = byId("page-number");
  const nothing = { start: 0, end: 0 };
  let record = null;
  let span = nothing;
  let at = 0;
  let zoom = "fit";
  let natural = USUAL;
  let loading = null;
  let shown = null;

  function over(next) {
    loading?.abort();
    frame.replaceChildren();
    if (shown) URL.revokeObjectURL(shown);
    [record, span, at, shown] = [next, nothing, 0, null];
    say();
    if (!next) return;
    number.max = next.pages.at(-1).number;
  }

  /** Show the page on which a span begins; without one, the page that was shown last. */
  function show(next) {
    if (next) {
      span = next;
      at = pageOf(next.start);
    }
    return load();
  }

  const pageOf = (place) => Math.max(0, record.pages.findLastIndex(({ start }) => start <= place));

  function turn(to) {
    at = Math.max(0, Math.min(record.pages.length - 1, to));
    announce(`Page ${record.pages[at].number} of ${record.pages.length}${aside(record.pages[at])}`);
    return load();
  }

  async function load() {
    loading?.abort();
    const call = (loading = new AbortController());
    const page = record.pages[at];
    number.value = page.number;
    byId("page-count").textContent = `of ${record.pages.length.toLocaleString("en")}${aside(page)}`;
    byId("page-previous").disabled = at === 0;
    byId("page-next").disabled = at === record.pages.length - 1;
    frame.setAttribute("aria-busy", "true");
    const patience = setTimeout(() => loading === call && say(`Drawing page ${page.number}…`), PATIENCE_MS);
    try {
      const blob = await pageImage(record.id, page.number, { ...span, width: wanted() }, call.signal);
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
      say(error.message || "The picture of this page cannot be shown.", button("Try again", load));
    } finally {
      clearTimeout(patience);
      if (loading === call) frame.removeAttribute("aria-busy");
    }
  }

  /** Say what the document itself calls a page, and whether its words are sure. */
  const aside = ({ label, recognized }) =>
    `${label ? `, p. ${label}` : ""}${recognized ? ", read by OCR" : ""}`;

  const onPage = (page) => span.start < page.end && span.end > page.start;

  const alternative = (page) =>
    `Page ${page.number} of “${record.title}”${onPage(page) ? ", with the quoted words boxed" : ""}`;

  function put(picture, page) {
    frame.style.setProperty("--natural", `${natural}px`);
    frame.replaceChildren(picture);
    const box = onPage(page) ? boxIn(picture) : null;
    say(onPage(page) && !box ? "The quoted words are on this page, but their place in the picture is not known. The text has them marked." : "");
    const { x, y } = box ?? { x: 0.5, y: 0 };
    scroll.scrollTo({
      left: x * picture.clientWidth - scroll.clientWidth / 2,
      top: box ? picture.offsetTop + y * picture.clientHeight - scroll.clientHeight / 3 : 0,
    });
  }

  function say(text = "", ...more) {
    note.replaceChildren(...(text ? [el("span", {}, text), ...more] : []));
  }

  /** Return how wide a picture to ask for, in pixels of this screen. */
  function wanted() {
    const { paddingLeft, paddingRight } = getComputedStyle(scroll);
    const room = scroll.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
    const pixels = (zoom === "fit" ? room : natural) * devicePixelRatio;
    return Math.max(SMALLEST, Math.min(LARGEST, Math.ceil(pixels / STEP) * STEP));
  }

  function zoomTo(next) {
    zoom = next;
    frame.dataset.zoom = next;
    byId("zoom-fit").setAttribute("aria-pressed", String(next === "fit"));
    byId("zoom-full").setAttribute("aria-pressed", String(next === "full"));
    if (record) load();
  }

  zoomTo("fit");
  byId("zoom-fit").addEventListener("click", () => zoomTo("fit"));
  byId("zoom-full").addEventListener("click", () => zoomTo("full"));
  byId("page-previous").addEventListener("click", () => turn(at - 1));
  byId("page-next").addEventListener("click", () => turn(at + 1));
  number.addEventListener("change", () => turn(Math.round(Number(number.value)) - 1));
  scroll.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const free = event.target === scroll && scroll.scrollWidth <= scroll.clientWidth && !byId("page-view").hidden;
    if (!by || !free || event.ctrlKey || event.metaKey || event.altKey || !record.pages[at + by]) return;
    event.preventDefault();
    turn(at + by);
  });
  return {
    over,
    show,
    turnTo: (place) => turn(pageOf(place)),
    number: () => record.pages[at].number,
    isAt: ({ start }) => pageOf(start) === at,
  };
}

/** Return how wide a page is on paper, in CSS pixels, as its picture tells (PNG, pHYs). */
async function naturalWidth(blob) {
  const png = new DataView(await blob.slice(0, 54).arrayBuffer());
  const told = png.byteLength === 54 && png.getUint32(37) === 0x70485973;
  return told ? (png.getUint32(16) / png.getUint32(41) / 0.0254) * 96 : USUAL;
}

/** Return where on a picture the box is, as shares of its width and height; null if there is none. */
function boxIn(picture) {
  const canvas = el("canvas", { width: PROBE, height: Math.round((PROBE * picture.naturalHeight) / picture.naturalWidth) });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  for (let at = 0; at < data.length; at += 4) {
    if (data[at] < 150 || data[at + 1] < 130 || data[at + 2] > 130) continue; // not the yellow of the box
    const pixel = at / 4;
    return { x: (pixel % canvas.width) / canvas.width, y: Math.floor(pixel / canvas.width) / canvas.height };
  }
  return null;
}
