// The dots of the picture: which there are, where they stand, and how they are painted.

export const COLOURS = 8; // documents that have a colour of their own; the others share one more
const DOT = 3;
const LIT = 7;
const REACH = 14; // how far from a dot a pointer may be, in pixels: a guess that suits a finger too
const MARGIN = 16;

/** @typedef {{ width: number, height: number }} Size */
/** @typedef {{ fills: string[], ink: string, paper: string }} Palette */

/**
 * Return the documents of a map, those with the most passages first.
 * @param {CollectionMap} map
 */
export const ranked = (map) =>
  map.documents.toSorted((a, b) => b.passages - a.passages || a.title.localeCompare(b.title));

/**
 * Return the dots of ranked documents, those that are quoted last, so that they are painted on top.
 * @param {DocumentDots[]} documents
 * @param {Citation[]} citations
 * @returns {Dot[]}
 */
export function dotsOf(documents, citations) {
  const dots = documents.flatMap((document, nth) => {
    const cited = citations.filter((c) => c.document_id === document.id && c.version === document.version);
    return document.dots.map(([x, y, start, end]) => ({
      x, y, start, end,
      document_id: document.id, version: document.version, title: document.title,
      colour: Math.min(nth, COLOURS),
      numbers: cited.filter((c) => c.start >= start && c.start < end).map((c) => c.number),
    }));
  });
  return dots.sort((a, b) => a.numbers.length - b.numbers.length);
}

/**
 * Return where a dot stands in a picture of a size, in pixels.
 * @param {Pick<Dot, "x" | "y">} dot
 * @param {Size} size
 */
export const spot = ({ x, y }, { width, height }) => [along(x, width), along(1 - y, height)];

/**
 * @param {number} share
 * @param {number} length
 */
const along = (share, length) => MARGIN + share * (length - 2 * MARGIN);

/**
 * Return the dot that is within reach of a place, the nearest, or null.
 * @param {Dot[]} dots
 * @param {Size} size
 * @param {number} x
 * @param {number} y
 */
export function nearest(dots, size, x, y) {
  let best = null;
  let least = REACH;
  for (const dot of dots) {
    const [dx, dy] = spot(dot, size);
    const away = Math.hypot(dx - x, dy - y) - (dot.numbers.length ? LIT : 0);
    if (away < least) [best, least] = [dot, away];
  }
  return best;
}

/**
 * Return the dot that is nearest in a direction, straight ones before slanted, or null.
 * @param {Dot[]} dots
 * @param {Size} size
 * @param {Dot | null} chosen where to go from; null is the middle
 * @param {number[]} direction
 */
export function nextTowards(dots, size, chosen, [dx, dy]) {
  const from = chosen ? spot(chosen, size) : [size.width / 2, size.height / 2];
  let best = null;
  let least = Infinity;
  for (const dot of dots) {
    const [x, y] = spot(dot, size);
    const ahead = (x - from[0]) * dx + (y - from[1]) * dy;
    const aside = Math.abs((x - from[0]) * dy) + Math.abs((y - from[1]) * dx);
    if (dot === chosen || ahead <= 0 || ahead + 2 * aside >= least) continue;
    [best, least] = [dot, ahead + 2 * aside];
  }
  return best;
}

/**
 * Paint the dots; those of the colour `only` stand out, and the chosen one has a ring.
 * @param {CanvasRenderingContext2D} pen
 * @param {Dot[]} dots
 * @param {Size} size
 * @param {Palette} palette
 * @param {{ only: number | null, chosen: Dot | null }} emphasis
 */
export function paint(pen, dots, size, { fills, ink, paper }, { only, chosen }) {
  for (const dot of dots) {
    const [x, y] = spot(dot, size);
    const lit = dot.numbers.length > 0;
    const faint = only === null ? 0.7 : only === dot.colour ? 0.95 : 0.12;
    pen.globalAlpha = lit || dot === chosen ? 1 : faint;
    circle(pen, x, y, lit ? LIT : DOT, fills[dot.colour]);
    if (lit || dot === chosen) ring(pen, x, y, lit ? LIT : DOT, ink, paper);
  }
  pen.globalAlpha = 1;
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 * @param {string} fill
 */
function circle(pen, x, y, radius, fill) {
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.fillStyle = fill;
  pen.fill();
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 * @param {string} ink
 * @param {string} paper
 */
function ring(pen, x, y, radius, ink, paper) {
  pen.lineWidth = 2;
  for (const { space, colour } of [{ space: 1, colour: paper }, { space: 2.5, colour: ink }]) {
    pen.beginPath();
    pen.arc(x, y, radius + space, 0, 2 * Math.PI);
    pen.strokeStyle = colour;
    pen.stroke();
  }
}
