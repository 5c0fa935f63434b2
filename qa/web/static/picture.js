// The picture of the collection: each passage a dot, near to those that mean much the same.
import { collectionMap } from "./api.js";
import { announce, byId, count, el, foreign, place } from "./dom.js";
import { readLink } from "./route.js";

const COLOURS = 8;
const DOT = 3;
const LIT = 7;
const REACH = 14;
const MARGIN = 16;
const TOWARDS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Make the picture; `cited` tells what the current answer quotes, `go` opens an address. */
export function makePicture({ cited, go }) {
  const root = byId("picture");
  const canvas = byId("dots");
  const label = byId("dot-label");
  const pen = canvas.getContext("2d");
  let dots = [];
  let colours = [];
  let only = null;
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

  function take(map, citations) {
    const ranked = map.documents.toSorted((a, b) => b.passages - a.passages || a.title.localeCompare(b.title));
    dots = ranked.flatMap((document, nth) => document.dots.map(([x, y, start, end]) => ({
      x, y, start, end,
      document_id: document.id, version: document.version, title: document.title,
      colour: Math.min(nth, COLOURS),
      numbers: citations.filter((c) => c.document_id === document.id && c.version === document.version && c.start >= start && c.start < end).map((c) => c.number),
    })));
    dots.sort((a, b) => a.numbers.length - b.numbers.length); // the lit ones on top
    chosen = null;
    byId("picture-note").textContent = dots.length ? told(map) : "There is no passage yet.";
    canvas.hidden = !dots.length;
    byId("legend").replaceChildren(...legend(ranked));
    const lit = dots.filter((dot) => dot.numbers.length);
    byId("lit").replaceChildren(...(lit.length ? ["Quoted in the last answer: ", ...lit.flatMap(litLink)] : []));
    colours = [...byId("legend").querySelectorAll(".swatch")];
    draw();
  }

  function legend(ranked) {
    const rows = ranked.slice(0, COLOURS).map((document, nth) => row(nth,
      foreign("a", document.title, { href: readLink({ document_id: document.id, version: document.version, start: 0, end: 0 }) }), document.passages));
    const rest = ranked.slice(COLOURS);
    const passages = rest.reduce((sum, document) => sum + document.passages, 0);
    return rest.length ? [...rows, row(COLOURS, el("span", {}, count(rest.length, "other document")), passages)] : rows;
  }

  function row(colour, name, passages) {
    const emphasise = (value) => () => ((only = value), draw());
    return el("li", { mouseenter: emphasise(colour), mouseleave: emphasise(null), focusin: emphasise(colour), focusout: emphasise(null) },
      el("span", { class: "swatch", "data-colour": colour, "aria-hidden": "true" }), name, el("span", { class: "fine" }, passages.toLocaleString("en")));
  }

  function draw() {
    if (canvas.hidden || !canvas.clientWidth) return;
    const [width, height, dense] = [canvas.clientWidth, canvas.clientHeight, devicePixelRatio || 1];
    [canvas.width, canvas.height] = [Math.round(width * dense), Math.round(height * dense)];
    pen.scale(dense, dense);
    const fills = colours.map((swatch) => getComputedStyle(swatch).backgroundColor);
    const { color: ink, backgroundColor: paper } = getComputedStyle(canvas);
    for (const dot of dots) {
      const [x, y] = spot(dot);
      const lit = dot.numbers.length > 0;
      pen.globalAlpha = lit || dot === chosen ? 1 : only === null ? 0.7 : only === dot.colour ? 0.95 : 0.12;
      circle(x, y, lit ? LIT : DOT, fills[dot.colour]);
      if (lit || dot === chosen) ring(x, y, lit ? LIT : DOT, ink, paper);
    }
    pen.globalAlpha = 1;
  }

  function circle(x, y, radius, fill) {
    pen.beginPath();
    pen.arc(x, y, radius, 0, 2 * Math.PI);
    pen.fillStyle = fill;
    pen.fill();
  }

  function ring(x, y, radius, ink, paper) {
    for (const [space, width, colour] of [[1, 2, paper], [2.5, 2, ink]]) {
      pen.beginPath();
      pen.arc(x, y, radius + space, 0, 2 * Math.PI);
      pen.lineWidth = width;
      pen.strokeStyle = colour;
      pen.stroke();
    }
  }

  const spot = ({ x, y }) => [along(x, canvas.clientWidth), along(1 - y, canvas.clientHeight)];

  function nearest(x, y) {
    let best = null;
    let least = REACH;
    for (const dot of dots) {
      const [dx, dy] = spot(dot);
      const away = Math.hypot(dx - x, dy - y) - (dot.numbers.length ? LIT : 0);
      if (away < least) [best, least] = [dot, away];
    }
    return best;
  }

  function choose(dot) {
    if (dot === chosen) return;
    chosen = dot;
    canvas.style.setProperty("cursor", dot ? "pointer" : "default");
    label.hidden = !dot;
    if (dot) {
      label.replaceChildren(...described(dot));
      const [x, y] = spot(dot);
      const frame = canvas.getBoundingClientRect();
      place(label, new DOMRect(frame.left + x - 4, frame.top + y - 4, 8, 8));
    }
    draw();
  }

  /** Go from dot to dot: to the one that is nearest in a direction, straight ones before slanted. */
  function step([dx, dy]) {
    const from = chosen ? spot(chosen) : [canvas.clientWidth / 2, canvas.clientHeight / 2];
    let best = null;
    let least = Infinity;
    for (const dot of dots) {
      const [x, y] = spot(dot);
      const ahead = (x - from[0]) * dx + (y - from[1]) * dy;
      const aside = Math.abs((x - from[0]) * dy) + Math.abs((y - from[1]) * dx);
      if (dot === chosen || ahead <= 0 || ahead + 2 * aside >= least) continue;
      [best, least] = [dot, ahead + 2 * aside];
    }
    if (!best) return;
    choose(best);
    announce(described(best).map((part) => part.textContent).join(" "));
  }

  canvas.addEventListener("mousemove", ({ offsetX, offsetY }) => choose(nearest(offsetX, offsetY)));
  canvas.addEventListener("mouseleave", () => choose(null));
  canvas.addEventListener("blur", () => choose(null));
  canvas.addEventListener("click", ({ offsetX, offsetY }) => {
    const dot = nearest(offsetX, offsetY);
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
  new MutationObserver(draw).observe(document.documentElement, { attributeFilter: ["data-theme", "data-size"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  return { refresh, open: () => (root.open = true) };
}

const along = (share, length) => MARGIN + share * (length - 2 * MARGIN);

function described({ title, numbers, start }) {
  return [
    foreign("strong", title),
    el("span", { class: "fine" }, numbers.length ? `quoted as ${numbers.map((n) => `[${n}]`).join(" ")}` : `from character ${start.toLocaleString("en")}`),
  ];
}

const litLink = (dot) => [
  el("a", { href: readLink(dot), class: "quiet" }, `${dot.numbers.map((n) => `[${n}]`).join(" ")} `, foreign("bdi", dot.title)), " "];

function told({ passages, shown, kept }) {
  const many = shown < passages
    ? `${shown.toLocaleString("en")} of ${count(passages, "passage")}, evenly spread.`
    : `${count(passages, "passage")}.`;
  return `${many} Near dots mean much the same; of all differences between passages, two dimensions keep ${Math.round(kept * 100)} %.`;
}
