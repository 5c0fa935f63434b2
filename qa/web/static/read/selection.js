// Watches what is selected in the text of a document, by mouse, by finger, or by keyboard.
import { byId } from "../base/dom.js";
import { rangeOf, spanOf } from "../base/text.js";
import { makeSelectionMenu } from "./selectionmenu.js";

const STILL_MS = 200; // a guess: whoever selects by finger or by keyboard has stopped

/**
 * Watch the reader's text; `ask` takes words to ask about.
 * @param {{ ask: (citation: Citation) => void }} page
 */
export function makeSelection({ ask }) {
  const [root, scroll] = [byId("reader-text"), byId("reader-scroll")];
  const menu = makeSelectionMenu({ ask, left: () => scroll.focus({ preventScroll: true }) });
  /** @type {DrawnDocument | null} */
  let drawn = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let pressed = false;

  /** Show the menu if words are selected and nobody is about to select others. */
  function look() {
    if (pressed || menu.isUsed()) return;
    const selection = getSelection();
    const range = selection?.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
    const inside = range && root.contains(range.commonAncestorContainer);
    const span = inside && drawn ? spanOf(drawn.text, drawn.nodes, range) : null;
    if (span && range && drawn) menu.show({ ...drawn, ...span }, range);
    else menu.hide();
  }

  function lookSoon() {
    clearTimeout(timer);
    timer = setTimeout(look, STILL_MS);
  }

  /** Select the words that are marked, from where the arrow keys with Shift take more or fewer. */
  function selectMarked() {
    const marks = [...root.querySelectorAll("mark.current")];
    const last = marks.at(-1);
    if (!drawn || !last || root.hidden) return;
    const range = new Range();
    range.setStartBefore(marks[0]);
    range.setEndAfter(last);
    const span = spanOf(drawn.text, drawn.nodes, range);
    if (!span) return;
    const words = rangeOf(drawn.nodes, span.start, span.end);
    getSelection()?.setBaseAndExtent(
      words.startContainer, words.startOffset, words.endContainer, words.endOffset);
  }

  document.addEventListener("selectionchange", lookSoon);
  scroll.addEventListener("scroll", () => menu.isShown() && lookSoon(), { passive: true });
  addEventListener("resize", () => menu.isShown() && lookSoon());
  root.addEventListener("pointerdown", () => (pressed = true));
  for (const end of ["pointerup", "pointercancel"]) {
    addEventListener(end, () => {
      pressed = false;
      lookSoon();
    });
  }
  scroll.addEventListener("keydown", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (event.key !== "Enter" || !(target === scroll || target.matches("mark"))) return;
    event.preventDefault();
    if (menu.isShown()) menu.focus();
    else selectMarked();
  });
  byId("reader").addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.isShown()) return;
    event.preventDefault(); // else it closes the reader
    menu.leave();
  }, true);

  return {
    /**
     * Set what is drawn; null where nothing is.
     * @param {DrawnDocument | null} next
     */
    over(next) {
      drawn = next;
      menu.hide();
    },
  };
}
