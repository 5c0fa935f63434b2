// A checked draft: its sentences, a way through them, and what is said of the one that is looked at.
import { announce, el } from "../base/dom.js";
import { makeBar } from "./bar.js";
import { detail } from "./detail.js";
import { makeMarked } from "./marked.js";
import { gone, knownOf, nextOf, shownFor } from "./words.js";

const STEPS = /** @type {Record<string, 1 | -1>} */ ({ n: 1, p: -1 });

/**
 * Make what shows a check; `follow` shows words in the reader beside it, null none.
 * @param {{
 *   stop: () => void, again: () => void, edit: (text: string) => void,
 *   follow: (span: DocumentSpan | null) => void,
 * }} asked
 */
export function makeResult({ stop, again, edit, follow }) {
  /** @type {DraftCheck | null} */
  let check = null;
  /** @type {DraftKind | null} */
  let only = null;
  /** @type {number | null} */
  let current = null;
  let drawing = 0;
  const bar = makeBar({
    stop, again, filter, step, edit: () => edit(check?.text ?? ""), fresh: () => edit(""),
  });
  const marked = makeMarked(choose);
  const scroll = el("div", { class: "draft-scroll", tabindex: 0, role: "region", "aria-label": "Your draft" },
    marked.root);
  const dock = el("section", { class: "dock", tabindex: 0, "aria-label": "This sentence", hidden: true });
  const root = el("div", { class: "checked", keydown: onKey }, bar.root, scroll, bar.steps, dock);

  /**
   * Show a check, or what has become of it.
   * @param {DraftCheck} next
   */
  function show(next) {
    if (next !== check) [check, only, current] = [next, null, null];
    draw();
  }

  /** Show what has become of the check, at most once for each picture of the screen. */
  function drawSoon() {
    drawing ||= requestAnimationFrame(draw);
  }

  function draw() {
    cancelAnimationFrame(drawing);
    drawing = 0;
    if (!check) return;
    bar.draw(check, only);
    marked.draw(check);
    point();
  }

  function point() {
    const { sentences, citations } = check ?? { sentences: [], citations: [] };
    const places = gone(sentences, only);
    const sentence = current === null ? null : sentences[current];
    marked.point(current, only ? places : null);
    bar.at(places, current, only);
    dock.hidden = !sentence;
    dock.replaceChildren(...(sentence ? detail(sentence, citations, leave) : []));
  }

  /** @param {DraftKind | null} kind */
  function filter(kind) {
    only = kind;
    draw();
  }

  /** @param {1 | -1} by */
  function step(by) {
    const next = nextOf(gone(check?.sentences ?? [], only), current, by);
    if (next !== null) choose(next);
  }

  /** @param {number} nth */
  function choose(nth) {
    const sentence = check?.sentences[nth];
    if (!check || !sentence) return;
    current = nth;
    point();
    dock.scrollTop = 0;
    marked.bring(nth);
    announce(sentence.reason ?? "");
    follow(shownFor(sentence, check.citations));
  }

  function leave() {
    const was = current;
    current = null;
    point();
    follow(null);
    if (was !== null) marked.bring(was);
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && current !== null) leave();
    const by = STEPS[event.key.toLowerCase()];
    if (by) step(by);
  }

  return {
    root,
    show,
    drawSoon,
    say: bar.say,
    focus: bar.focus,
    /** What the reader is to know; the words of the sentence that is looked at come last. */
    records: () => {
      const { sentences, citations } = check ?? { sentences: [], citations: [] };
      return [...sentences, sentences[current ?? -1]]
        .filter((sentence) => sentence !== undefined)
        .map((sentence) => knownOf(sentence, citations));
    },
  };
}
