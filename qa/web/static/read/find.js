// Finds words within the opened document.
import { byId } from "../base/dom.js";
import { rangeOf } from "../base/text.js";

const MOST = 2000;
const WAIT_MS = 120;

/** Make the search field; `over` sets what it searches. */
export function makeFind() {
  const field = byId("find-words");
  const scroll = byId("reader-scroll");
  let text = "";
  /** @type {PlacedNode[]} */
  let nodes = [];
  /** @type {Span[]} */
  let found = [];
  let at = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  function search() {
    found = placesOf(field.value, text);
    const from = visibleOffset();
    at = Math.max(0, found.findIndex(({ start }) => start >= from));
    paint("found", found.map(({ start, end }) => rangeOf(nodes, start, end)));
    show();
  }

  function show() {
    const total = `${found.length}${found.length === MOST ? "+" : ""}`;
    const position = found.length ? `${at + 1} of ${total}` : "not found";
    byId("find-position").textContent = field.value.trim() ? position : "";
    const range = found.length ? rangeOf(nodes, found[at].start, found[at].end) : null;
    paint("found-now", range ? [range] : []);
    if (range) bring(range);
  }

  /** @param {number} by */
  function move(by) {
    clearTimeout(timer);
    if (!found.length) return search();
    at = (at + by + found.length) % found.length;
    show();
  }

  /** @param {Range} range */
  function bring(range) {
    range.startContainer.parentElement?.closest(".chunk")?.scrollIntoView({ block: "nearest" });
    const top = range.getBoundingClientRect().top - scroll.getBoundingClientRect().top;
    if (top < 40 || top > scroll.clientHeight - 60) scroll.scrollBy(0, top - scroll.clientHeight / 3);
  }

  /** Return the offset of the first chunk in sight, to go on from what is being read. */
  function visibleOffset() {
    const top = scroll.getBoundingClientRect().top;
    const chunk = [...scroll.querySelectorAll(".chunk")].find((c) => c.getBoundingClientRect().bottom > top);
    return nodes.find(({ node }) => chunk?.contains(node))?.start ?? 0;
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, WAIT_MS);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !field.value) return;
    event.preventDefault();
    field.value = "";
    search();
  });
  byId("find-form").addEventListener("submit", (event) => {
    event.preventDefault();
    move(1);
  });
  byId("find-previous").addEventListener("click", () => move(-1));

  return {
    /**
     * @param {string} nextText
     * @param {PlacedNode[]} nextNodes
     */
    over(nextText, nextNodes) {
      [text, nodes] = [nextText, nextNodes];
      field.value = "";
      search();
    },
  };
}

/**
 * Return where words stand in a text, one after the other with any white space between; the first
 * so many of them.
 * @param {string} written
 * @param {string} text
 */
export function placesOf(written, text) {
  const words = written.trim().split(/\s+/).filter(Boolean).map((word) => escaped(word));
  if (!words.length) return [];
  const pattern = new RegExp(words.join("\\s+"), "giu");
  /** @type {Span[]} */
  const found = [];
  for (const match of text.matchAll(pattern)) {
    found.push({ start: match.index, end: match.index + match[0].length });
    if (found.length === MOST) break;
  }
  return found;
}

/** @type {(word: string) => string} */
const escaped = RegExp.escape ?? ((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));

/**
 * Paint ranges without changing the text; where the browser cannot, only scrolling shows them.
 * @param {string} name
 * @param {Range[]} ranges
 */
function paint(name, ranges) {
  if (typeof Highlight === "function") CSS.highlights.set(name, new Highlight(...ranges));
}
