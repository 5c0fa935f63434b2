// Finds words within the opened document.
import { byId } from "./dom.js";
import { rangeOf } from "./text.js";

const MOST = 2000;
const WAIT_MS = 120;

/** Make the search field; `over(text, nodes)` sets what it searches. */
export function makeFind() {
  const field = byId("find-words");
  const scroll = byId("reader-scroll");
  let text = "";
  let nodes = [];
  let found = [];
  let at = 0;
  let timer = null;

  function search() {
    const words = field.value.trim().split(/\s+/).filter(Boolean).map(RegExp.escape ?? escaped);
    found = words.length ? places(text, new RegExp(words.join("\\s+"), "giu")) : [];
    const from = visibleOffset();
    at = Math.max(0, found.findIndex(({ start }) => start >= from));
    paint("found", found.map(({ start, end }) => rangeOf(nodes, start, end)));
    show();
  }

  function show() {
    const words = field.value.trim();
    byId("find-position").textContent = !words ? "" : found.length ? `${at + 1} of ${found.length}${found.length === MOST ? "+" : ""}` : "not found";
    const range = found.length ? rangeOf(nodes, found[at].start, found[at].end) : null;
    paint("found-now", range ? [range] : []);
    if (range) bring(range);
  }

  function move(by) {
    clearTimeout(timer);
    if (!found.length) return search();
    at = (at + by + found.length) % found.length;
    show();
  }

  function bring(range) {
    range.startContainer.parentElement.closest(".chunk").scrollIntoView({ block: "nearest" });
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
  byId("find").addEventListener("submit", (event) => (event.preventDefault(), move(1)));
  byId("find-previous").addEventListener("click", () => move(-1));

  return {
    over(nextText, nextNodes) {
      [text, nodes] = [nextText, nextNodes];
      field.value = "";
      search();
    },
  };
}

function places(text, pattern) {
  const found = [];
  for (const match of text.matchAll(pattern)) {
    found.push({ start: match.index, end: match.index + match[0].length });
    if (found.length === MOST) break;
  }
  return found;
}

const escaped = (word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");

/** Paint ranges without changing the text; where the browser cannot, only scrolling shows them. */
function paint(name, ranges) {
  if (typeof Highlight === "function") CSS.highlights.set(name, new Highlight(...ranges));
}
