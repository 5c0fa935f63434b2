// What was left out between two quotes that stand near each other, to be opened in place.
import { citedText } from "../base/api.js";
import { button, el, foreign } from "../base/dom.js";
import { literal } from "../base/hidden.js";
import { TOUCHING } from "./order.js";
import { sameText } from "../base/root.js";
import { inContext, unitsOf } from "../base/text.js";

const NEAR = 1200;
const CHANGED = "The document has changed, so what stood here is no longer known.";

/**
 * Return the mark of what stands between two citations; null where they are not near, or touch.
 * @param {Citation} before
 * @param {Citation} after
 * @param {PassageText[]} passages
 */
export function gap(before, after, passages) {
  const span = { start: before.end, end: after.lead?.start ?? after.start };
  const near = sameText(before, after);
  if (!near || span.end - span.start <= TOUCHING || span.end - span.start > NEAR) return null;
  const passage = passages.find((p) =>
    sameText(p, before) &&
    p.start <= span.start && p.end >= span.end);
  const known = passage ? inContext(passage, span).quote : null;
  if (known !== null && !known.trim()) return null;

  const words = foreign("span", "", { class: "between", hidden: true });
  const opener = button("[…]", toggle, {
    class: "quiet gap",
    "aria-expanded": "false",
    "aria-label": "Left out between these quotes",
    title: "Show the text between these quotes",
  });
  async function toggle() {
    const open = opener.getAttribute("aria-expanded") !== "true";
    opener.setAttribute("aria-expanded", String(open));
    if (open && !words.textContent) words.append(...literal(known ?? (await left(before, span))));
    words.hidden = !open;
  }
  return el("p", { class: "left-out" }, opener, " ", words);
}

/**
 * Return what stands in a span of the document of a citation, or why that cannot be had.
 * @param {Citation} citation
 * @param {Span} span
 */
async function left(citation, { start, end }) {
  try {
    const found = await citedText(citation);
    if (found.version !== citation.version) return CHANGED;
    const unit = unitsOf(found.text, [start, end]);
    return found.text.slice(unit(start), unit(end)).trim();
  } catch (error) {
    return error.message;
  }
}
