// The menu at words that are selected: copy, pin, note, ask.
import { citeWords } from "../base/api.js";
import { quoteWithAddress } from "../base/cite.js";
import { announce, button, byId, copy, count, el } from "../base/dom.js";
import { tellPinned } from "../base/pinbutton.js";
import { MOST_NOTE, pin } from "../base/pins.js";
import { pointAt } from "../base/text.js";

const MOST = 5000; // characters that are kept or asked about; a guess: some two pages
const GAP = 8; // pixels between the words and the menu
const CHANGED = "This document has changed since you opened it. Open it again to select words.";
const TOO_LONG = `Select less: at most ${MOST.toLocaleString("en")} characters can be pinned or asked about.`;

/**
 * Make the menu; `ask` takes words to ask about, `left` is called when the menu goes by itself.
 * @param {{ ask: (citation: Citation) => void, left: () => void }} page
 */
export function makeSelectionMenu({ ask, left }) {
  const problem = el("p", { class: "selection-problem", role: "alert" });
  const tools = el("div", { role: "toolbar", "aria-label": "Selected words" });
  const root = el("div", { id: "selection", hidden: true }, tools, problem);
  byId("reader").append(root);
  /** @type {SelectedWords | null} */
  let words = null;
  /** @type {Promise<Citation> | null} */
  let cited = null;

  /**
   * Show the menu at selected words.
   * @param {SelectedWords} next
   * @param {Range} range
   */
  function show(next, range) {
    if (root.hidden) {
      const many = count(textOf(next).split(/\s+/).length, "word");
      announce(`${many} selected. Press Enter for what you can do with them.`);
    }
    if (!words || words.start !== next.start || words.end !== next.end) offer();
    words = next;
    root.hidden = false;
    placeAt(root, range);
  }

  function offer() {
    cited = null;
    problem.textContent = "";
    tools.replaceChildren(
      button("Copy with reference", ({ currentTarget }) => {
        const asker = /** @type {HTMLElement} */ (currentTarget); // gone once the citation has come
        return withCitation((citation) => copy(quoteWithAddress(citation), asker), Infinity);
      }),
      button("Pin", () => withCitation((citation) => leave(() => tellPinned(pin(citation))))),
      button("Note", write),
      button("Ask about this", () => withCitation((citation) => leave(() => ask(citation)))));
  }

  function hide() {
    root.hidden = true;
    words = cited = null;
  }

  /**
   * Take the menu away, and then do something.
   * @param {() => void} act
   */
  function leave(act = () => {}) {
    const held = root.contains(document.activeElement);
    getSelection()?.removeAllRanges();
    hide();
    if (held) left();
    act();
  }

  /**
   * Call with the citation of the words, or say why there is none.
   * @param {(citation: Citation) => unknown} use
   * @param {number} most characters
   */
  async function withCitation(use, most = MOST) {
    const of = words;
    if (!of) return;
    if (of.end - of.start > most) return void (problem.textContent = TOO_LONG);
    const start = pointAt(of.text, of.start);
    const quote = textOf(of);
    try {
      const found = await (cited ??= citeWords(of, { start, end: start + [...quote].length }));
      const citation = { ...found, collection: of.collection };
      if (citation.version !== of.version || citation.quote !== quote) problem.textContent = CHANGED;
      else await use(citation);
    } catch (error) {
      cited = null;
      problem.textContent = error.message;
    }
  }

  /** Let somebody write a note, which is kept with the words on the board. */
  function write() {
    const label = "Note on the selected words";
    const field = el("textarea", { rows: 3, maxlength: MOST_NOTE, dir: "auto", "aria-label": label });
    /** @param {Event} event */
    const save = (event) => {
      event.preventDefault();
      const note = field.value.trim();
      withCitation((citation) => leave(() => tellPinned(pin(citation, { note }))));
    };
    tools.replaceChildren(el("form", { submit: save },
      field,
      el("p", { class: "end" },
        button("Cancel", () => leave()),
        el("button", { class: "button primary" }, "Save note"))));
    field.focus();
  }

  // A press on a button takes the selection away, in some browsers before the click comes.
  root.addEventListener("pointerdown", (event) => {
    if (!(/** @type {Element} */ (event.target).closest("textarea"))) event.preventDefault();
  });
  tools.addEventListener("keydown", moveBetween);
  return {
    show,
    hide,
    leave,
    isShown: () => !root.hidden,
    isUsed: () => root.contains(document.activeElement),
    focus: () => tools.querySelector("button")?.focus(),
  };
}

/** @param {SelectedWords} words */
const textOf = ({ text, start, end }) => text.slice(start, end);

/**
 * Put the menu over the words, or below them where there is no room; a style may put it elsewhere.
 * @param {HTMLElement} root
 * @param {Range} range
 */
function placeAt(root, range) {
  const lines = range.getClientRects();
  const [first, last] = [lines[0], lines[lines.length - 1]];
  if (!first) return;
  const reader = byId("reader").getBoundingClientRect();
  const { width, height } = root.getBoundingClientRect();
  const above = first.top - height - GAP;
  const below = Math.min(last.bottom + GAP, reader.bottom - height - GAP);
  const top = above > byId("reader-scroll").getBoundingClientRect().top ? above : below;
  const start = Math.min(first.left, reader.right - width - GAP);
  root.style.setProperty("--x", `${Math.max(reader.left + GAP, start)}px`);
  root.style.setProperty("--y", `${Math.max(reader.top, top)}px`);
}

/**
 * Let the arrow keys go from button to button, as in every toolbar.
 * @param {KeyboardEvent} event
 */
function moveBetween(event) {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const tools = /** @type {HTMLElement} */ (event.currentTarget);
  const buttons = [.../** @type {NodeListOf<HTMLElement>} */ (tools.querySelectorAll(":scope > button"))];
  const at = buttons.indexOf(/** @type {HTMLElement} */ (event.target));
  if (!by || at < 0) return;
  event.preventDefault();
  buttons[(at + by + buttons.length) % buttons.length].focus();
}
