// Places in a text: the server counts code points, JavaScript counts UTF-16 units.
import { el } from "./dom.js";

const CHUNK = 6000;
const WIDTH = 72;

/**
 * Return a function from each of these code point offsets to its UTF-16 offset.
 * @param {string} text
 * @param {number[]} points
 * @returns {(point: number) => number}
 */
export function unitsOf(text, points) {
  /** @type {Map<number, number>} */
  const found = new Map();
  let point = 0;
  let unit = 0;
  for (const wanted of [...new Set(points)].sort((a, b) => a - b)) {
    while (point < wanted && unit < text.length) {
      unit += Number(text.codePointAt(unit)) > 0xffff ? 2 : 1;
      point += 1;
    }
    found.set(wanted, unit);
  }
  return (offset) => /** @type {number} */ (found.get(offset));
}

/**
 * Return the code point offset of a UTF-16 offset.
 * @param {string} text
 * @param {number} unit
 */
export function pointAt(text, unit) {
  let points = unit;
  for (let at = 0; at < unit - 1; at += 1) {
    if (Number(text.codePointAt(at)) <= 0xffff) continue;
    points -= 1;
    at += 1;
  }
  return points;
}

/**
 * Return a text in pieces: what stands in its spans, and what is between.
 *
 * Joined, the pieces are the text, whatever the spans are (an imported record may say anything):
 * one that runs backwards, or begins before the one before it ends, is left out.
 * @param {string} text
 * @param {number} start where the text begins, as the spans count
 * @param {Span[]} spans
 * @returns {{ text: string, match: boolean }[]}
 */
export function piecesOf(text, start, spans) {
  const unit = unitsOf(text, spans.flatMap((span) => [span.start - start, span.end - start]));
  const pieces = [];
  let from = 0;
  for (const span of spans) {
    const [first, last] = [unit(span.start - start), unit(span.end - start)];
    if (span.start < start || first < from || last <= first) continue;
    pieces.push({ text: text.slice(from, first), match: false });
    pieces.push({ text: text.slice(first, last), match: true });
    from = last;
  }
  return [...pieces, { text: text.slice(from), match: false }];
}

/**
 * Draw pieces of a text, each match in an element of its own.
 * @param {{ text: string, match: boolean }[]} pieces
 * @param {"mark" | "strong" | "u"} tag
 * @param {Attributes} attributes
 */
export const drawPieces = (pieces, tag = "mark", attributes = {}) =>
  pieces.map(({ text, match }) => (match ? el(tag, attributes, text) : text));

/**
 * Return what stands around a span of a passage: `{ before, quote, after }`.
 * @param {{ start: number, text: string }} passage
 * @param {Span} span
 */
export function inContext(passage, { start, end }) {
  const unit = unitsOf(passage.text, [start - passage.start, end - passage.start]);
  const from = unit(start - passage.start);
  const to = unit(end - passage.start);
  return {
    before: passage.text.slice(0, from),
    quote: passage.text.slice(from, to),
    after: passage.text.slice(to),
  };
}

/**
 * Draw a text with its spans, and return its text nodes as `{ node, start }`, in order.
 *
 * Spans are in UTF-16 units; `wrap()` makes the element around the part of a span that stands
 * in one piece. A span with a `level` is one element, whatever else begins or ends in it, and stands
 * in those of lower levels: tables, their rows, their cells. Other spans of no length are drawn
 * before their place.
 * @param {Element} root
 * @param {string} text
 * @param {DrawnSpan[]} spans
 */
export function drawText(root, text, spans) {
  /** @type {PlacedNode[]} */
  const nodes = [];
  const places = spans.toSorted((a, b) => a.start - b.start || levelOf(a) - levelOf(b) || b.end - a.end);
  const pieces = [];
  /** @type {DrawnSpan[]} */
  let open = [];
  let place = 0;
  for (let from = 0; from < text.length; ) {
    const to = chunkEnd(text, from);
    const chunk = el("div", { class: "chunk" });
    chunk.style.setProperty("--lines", String(lineCount(text, from, to)));
    const blocks = blocksIn(chunk);
    for (let at = from; at < to; ) {
      open = open.filter((span) => span.end > at);
      for (; place < places.length && places[place].start <= at; place += 1) {
        const span = places[place];
        if (span.end > span.start) open.push(span);
        else if (span.level !== undefined) blocks.inside([...open.filter(isBlock), span]);
        else blocks.inside([]).append(span.wrap());
      }
      const next = Math.min(to, places[place]?.start ?? to, ...open.map((span) => span.end));
      const node = document.createTextNode(text.slice(at, next));
      nodes.push({ node, start: at });
      const inline = open.filter((span) => !isBlock(span));
      blocks.inside(open.filter(isBlock)).append(
        inline.reduceRight((inner, span) => wrapped(span, inner), /** @type {Node} */ (node)));
      at = next;
    }
    pieces.push(chunk);
    from = to;
  }
  root.replaceChildren(...pieces);
  return nodes;
}

/** @param {DrawnSpan} span */
const isBlock = (span) => span.level !== undefined;

/** @param {DrawnSpan} span */
const levelOf = ({ level }) => level ?? Infinity;

/**
 * Return what gives the element of the innermost of some blocks, each made where it begins.
 * @param {Element} chunk
 */
function blocksIn(chunk) {
  /** @type {{ span: DrawnSpan, element: Element }[]} */
  let built = [];
  /** @param {DrawnSpan[]} blocks */
  function inside(blocks) {
    let shared = 0;
    while (shared < blocks.length && built[shared]?.span === blocks[shared]) shared += 1;
    built = built.slice(0, shared);
    for (const span of blocks.slice(shared)) {
      const element = span.wrap();
      (built.at(-1)?.element ?? chunk).append(element);
      built.push({ span, element });
    }
    return built.at(-1)?.element ?? chunk;
  }
  return { inside };
}

/**
 * @param {DrawnSpan} span
 * @param {Node} inner
 */
function wrapped(span, inner) {
  const outer = span.wrap();
  outer.append(inner);
  return outer;
}

/**
 * End a chunk after a line, so that the chunks can stand below one another.
 * @param {string} text
 * @param {number} from
 */
export function chunkEnd(text, from) {
  if (text.length - from <= CHUNK) return text.length;
  const line = text.indexOf("\n", from + CHUNK);
  return line < 0 ? text.length : line + 1;
}

/**
 * Estimate how many lines a part of a text fills, for the height that it takes before it is laid out.
 * @param {string} text
 * @param {number} from
 * @param {number} to
 */
export function lineCount(text, from, to) {
  let lines = 0;
  for (let at = from; at < to; ) {
    const line = text.indexOf("\n", at);
    const end = line < 0 || line >= to ? to : line + 1;
    lines += Math.max(1, Math.ceil((end - at) / WIDTH));
    at = end;
  }
  return lines;
}

/**
 * Return the range of a span, given the text nodes that `drawText` returned.
 * @param {PlacedNode[]} nodes
 * @param {number} start
 * @param {number} end
 */
export function rangeOf(nodes, start, end) {
  const range = new Range();
  const first = nodeAt(nodes, start);
  const last = nodeAt(nodes, Math.max(start, end - 1));
  range.setStart(first.node, start - first.start);
  range.setEnd(last.node, end - last.start);
  return range;
}

/**
 * Return what of a text a range holds, in UTF-16 units and without white space at its ends, given
 * the text nodes that `drawText` returned; null where it holds none of it.
 * @param {string} text
 * @param {PlacedNode[]} nodes
 * @param {Range} range
 * @returns {Span | null}
 */
export function spanOf(text, nodes, range) {
  const { startContainer, startOffset, endContainer, endOffset } = range;
  const from = unitOf(text, nodes, startContainer, startOffset);
  const words = text.slice(from, unitOf(text, nodes, endContainer, endOffset));
  const start = from + words.length - words.trimStart().length;
  const end = start + words.trim().length;
  return start < end ? { start, end } : null;
}

/**
 * Return where in a text a place in the page is: that of the first node that ends behind it.
 * @param {string} text
 * @param {PlacedNode[]} nodes
 * @param {Node} container
 * @param {number} offset
 */
function unitOf(text, nodes, container, offset) {
  const place = new Range();
  place.setStart(container, offset);
  let [low, high] = [0, nodes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const { node } = nodes[middle];
    if (place.comparePoint(node, node.length) < 0) low = middle + 1;
    else high = middle;
  }
  if (low === nodes.length) return text.length;
  return nodes[low].start + (nodes[low].node === container ? offset : 0);
}

/**
 * Return the last of some nodes that starts at an offset or before it.
 * @template {{ start: number }} N
 * @param {N[]} nodes
 * @param {number} offset
 */
export function nodeAt(nodes, offset) {
  let low = 0;
  let high = nodes.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (nodes[middle].start <= offset) low = middle;
    else high = middle - 1;
  }
  return nodes[low];
}
