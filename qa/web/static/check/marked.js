// The draft with its sentences marked; what is checked is added to what is there.
import { el } from "../base/dom.js";
import { drawPieces, piecesOf, unitsOf } from "../base/text.js";
import { kindOf, nameOf } from "./words.js";

/**
 * Return the draft as it is shown; `choose` is called with the place of a sentence.
 * @param {(nth: number) => void} choose
 */
export function makeMarked(choose) {
  const rest = el("span", { class: "unread" });
  const root = el("div", { class: "draft" }, rest);
  /** @type {HTMLElement[]} */
  let drawn = [];
  let text = "";
  let place = { point: 0, unit: 0 };

  /**
   * Show as much of a draft as is checked, and the rest as it is.
   * @param {DraftCheck} check
   */
  function draw(check) {
    if (check.text !== text || check.sentences.length < drawn.length) clear(check.text);
    const fresh = check.sentences.slice(drawn.length).filter(({ start }) => start >= place.point);
    for (const sentence of fresh) add(sentence);
    root.classList.toggle("checking", check.state === "checking");
    rest.replaceChildren(...between(text.slice(place.unit)));
  }

  /** @param {string} next */
  function clear(next) {
    root.replaceChildren(rest);
    [drawn, text, place] = [[], next, { point: 0, unit: 0 }];
  }

  /** @param {CheckedSentence} sentence */
  function add(sentence) {
    const before = unitsOf(text.slice(place.unit), [sentence.start - place.point])(
      sentence.start - place.point);
    const nth = drawn.length;
    const shown = marked(sentence, nth);
    shown.addEventListener("click", () => getSelection()?.isCollapsed !== false && choose(nth));
    rest.before(...between(text.slice(place.unit, place.unit + before)), shown);
    drawn.push(shown);
    place = { point: sentence.end, unit: place.unit + before + sentence.text.length };
  }

  /**
   * Mark the sentence that is looked at, and show only those of a kind.
   * @param {number | null} current
   * @param {number[] | null} only
   */
  function point(current, only) {
    root.classList.toggle("filtered", only !== null);
    drawn.forEach((sentence, nth) => {
      sentence.classList.toggle("shown", only !== null && only.includes(nth));
      sentence.classList.toggle("current", nth === current);
      const flag = flagOf(sentence);
      if (nth === current) flag.setAttribute("aria-current", "true");
      else flag.removeAttribute("aria-current");
    });
  }

  /**
   * Bring a sentence to sight, and the keyboard to it.
   * @param {number} nth
   */
  function bring(nth) {
    drawn[nth]?.scrollIntoView({ block: "nearest" });
    if (drawn[nth]) flagOf(drawn[nth]).focus({ preventScroll: true });
  }

  return { root, draw, point, bring };
}

/** @param {HTMLElement} sentence */
const flagOf = (sentence) => /** @type {HTMLElement} */ (sentence.lastElementChild);

/**
 * Return what stands between sentences, so that it can be left out where some are shown alone.
 * @param {string} text
 */
const between = (text) => (text ? [el("span", { class: "between-sentences" }, text)] : []);

/**
 * @param {CheckedSentence} sentence
 * @param {number} nth
 */
function marked(sentence, nth) {
  const kind = kindOf(sentence);
  const pieces = piecesOf(sentence.text, sentence.start, sentence.unsupported);
  const words = drawPieces(pieces, "u", { class: "unsaid" });
  return el("span", { class: "sentence", "data-verdict": kind },
    el("span", { class: "words" }, words),
    el("button", {
      type: "button",
      class: "judged",
      "data-verdict": kind,
      "aria-label": `Sentence ${nth + 1}: ${nameOf(kind)}`,
    }, el("span", {}, nameOf(kind))));
}
