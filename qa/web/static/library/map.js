// The picture of the collection: each passage a dot, near to those that mean much the same.
import { collectionMap } from "../base/api.js";
import { announce, byId, count, el, foreign, place } from "../base/dom.js";
import { COLOURS, dotsOf, nearest, nextTowards, paint, ranked, spot } from "./dots.js";
import { readLink } from "../base/route.js";

/** @type {Record<string, [number, number]>} */
const TOWARDS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * Make the picture; `cited` tells what the current answer quotes, `go` opens an address.
 * @param {{ cited: () => Citation[], go: (address: string) => void }} page
 */
export function makePicture({ cited, go }) {
  const root = byId("picture");
  const canvas = byId("dots");
  const label = byId("dot-label");
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  /** @type {Dot[]} */
  let dots = [];
  /** @type {Element[]} */
  let colours = [];
  /** @type {number | null} */
  let only = null;
  /** @type {Dot | null} */
  let chosen = null;
  let asked = 0;

  async function refresh() {
    if (!root.open || byId("library").hidden) return;
    const call = ++asked;
    const citations = cited();
    try {
      const map = await collectionMap(citations);
      if (call === asked) take(map, citations);
    } catch (error) {
      if (call === asked) byId("picture-note").textContent = error.message;
    }
  }

  /**
   * @param {CollectionMap} map
   * @param {Citation[]} citations
   */
  function take(map, citations) {
    const documents = ranked(map);
    dots = dotsOf(documents, citations);
    chosen = null;
    byId("picture-note").textContent = dots.length ? told(map) : "There are no passages yet.";
    canvas.hidden = !dots.length;
    byId("legend").replaceChildren(...legend(documents, emphasise));
    const lit = dots.filter((dot) => dot.numbers.length);
    const links = lit.length ? ["Quoted in the last answer: ", ...lit.flatMap(litLink)] : [];
    byId("lit").replaceChildren(...links);
    colours = [...byId("legend").querySelectorAll(".swatch")];
    draw();
  }

  /** @param {number | null} colour */
  function emphasise(colour) {
    only = colour;
    draw();
  }

  const size = () => ({ width: canvas.clientWidth, height: canvas.clientHeight });

  function draw() {
    if (canvas.hidden || !canvas.clientWidth) return;
    const { width, height } = size();
    const dense = devicePixelRatio || 1;
    [canvas.width, canvas.height] = [Math.round(width * dense), Math.round(height * dense)];
    pen.scale(dense, dense);
    const fills = colours.map((swatch) => getComputedStyle(swatch).backgroundColor);
    const { color: ink, backgroundColor: paper } = getComputedStyle(canvas);
    paint(pen, dots, { width, height }, { fills, ink, paper }, { only, chosen });
  }

  /** @param {MouseEvent} event */
  const under = ({ offsetX, offsetY }) => nearest(dots, size(), offsetX, offsetY);

  /** @param {Dot | null} dot */
  function choose(dot) {
    if (dot === chosen) return;
    chosen = dot;
    canvas.style.setProperty("cursor", dot ? "pointer" : "default");
    label.hidden = !dot;
    if (dot) {
      label.replaceChildren(...described(dot));
      const [x, y] = spot(dot, size());
      const frame = canvas.getBoundingClientRect();
      place(label, new DOMRect(frame.left + x - 4, frame.top + y - 4, 8, 8));
    }
    draw();
  }

  /**
   * Go from dot to dot, and say which one was reached.
   * @param {[number, number]} direction
   */
  function step(direction) {
    const next = nextTowards(dots, size(), chosen, direction);
    if (!next) return;
    choose(next);
    announce(described(next).map((part) => part.textContent).join(" "));
  }

  canvas.addEventListener("mousemove", (event) => choose(under(event)));
  canvas.addEventListener("mouseleave", () => choose(null));
  canvas.addEventListener("blur", () => choose(null));
  canvas.addEventListener("click", (event) => {
    const dot = under(event);
    if (dot) go(readLink(dot));
  });
  canvas.addEventListener("keydown", (event) => {
    if (event.key in TOWARDS) step(TOWARDS[event.key]);
    else if (event.key === "Enter" && chosen) go(readLink(chosen));
    else if (event.key === "Escape" && chosen) choose(null);
    else return;
    event.preventDefault();
  });
  root.addEventListener("toggle", refresh);
  new ResizeObserver(draw).observe(canvas);
  const looks = { attributeFilter: ["data-theme", "data-size"] };
  new MutationObserver(draw).observe(document.documentElement, looks);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  return { refresh, open: () => (root.open = true) };
}

/**
 * Return a row for each document that has a colour, and one for all the others.
 * @param {DocumentDots[]} documents
 * @param {(colour: number | null) => void} emphasise
 */
function legend(documents, emphasise) {
  const rows = documents.slice(0, COLOURS).map((document, nth) => {
    const whole = { document_id: document.id, version: document.version, start: 0, end: 0 };
    const link = foreign("a", document.title, { href: readLink(whole) });
    return legendRow(nth, link, document.passages, emphasise);
  });
  const rest = documents.slice(COLOURS);
  if (!rest.length) return rows;
  const passages = rest.reduce((sum, document) => sum + document.passages, 0);
  const others = el("span", {}, count(rest.length, "other document"));
  return [...rows, legendRow(COLOURS, others, passages, emphasise)];
}

/**
 * @param {number} colour
 * @param {Element} name
 * @param {number} passages
 * @param {(colour: number | null) => void} emphasise
 */
function legendRow(colour, name, passages, emphasise) {
  const enter = () => emphasise(colour);
  const leave = () => emphasise(null);
  return el("li", { mouseenter: enter, mouseleave: leave, focusin: enter, focusout: leave },
    el("span", { class: "swatch", "data-colour": colour, "aria-hidden": "true" }),
    name,
    el("span", { class: "fine" }, passages.toLocaleString("en")));
}

/** @param {number[]} numbers */
const bracketed = (numbers) => numbers.map((n) => `[${n}]`).join(" ");

/** @param {Dot} dot */
function described({ title, numbers, start }) {
  const from = `from character ${start.toLocaleString("en")}`;
  const what = numbers.length ? `quoted as ${bracketed(numbers)}` : from;
  return [foreign("strong", title), el("span", { class: "fine" }, what)];
}

/** @param {Dot} dot */
const litLink = (dot) => [
  el("a", { href: readLink(dot), class: "quiet" }, `${bracketed(dot.numbers)} `, foreign("bdi", dot.title)),
  " ",
];

/** @param {CollectionMap} map */
function told({ passages, shown, kept }) {
  const many = shown < passages
    ? `${shown.toLocaleString("en")} of ${count(passages, "passage")}, evenly spread.`
    : `${count(passages, "passage")}.`;
  const share = `of all differences between passages, two dimensions keep ${Math.round(kept * 100)} %`;
  return `${many} Near dots mean much the same; ${share}.`;
}
