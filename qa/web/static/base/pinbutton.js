// The button that keeps a quote on a board, and what is said when it did.
import { announce, button, count, el } from "./dom.js";
import { isPinned, MOST, onBoards, pin, unpin } from "./pins.js";
import { ROOT } from "./root.js";

const SHOWN_MS = 8000; // a guess: time to read a line and to reach what it offers
const NO_ROOM = "Not pinned: your browser has no room left. Export boards and delete old ones.";
const DONE = { pinned: "Pinned to", already: "Already on", noted: "Note kept on" };
/** @type {ReturnType<typeof setTimeout> | undefined} */
let hiding;

/**
 * Return a button that pins words to the board that was used last, or takes them off it again.
 * @param {Pinnable} found
 * @param {{ asked?: string, label?: string }} about `asked` is the question that they answered, `label`
 * begins with “Pin” and says what is pinned
 */
export function pinButton(found, { asked = "", label = "Pin this quote" } = {}) {
  const toggle = button("", () => {
    if (isPinned(found)) tellUnpinned(unpin(found));
    else tellPinned(pin(found, { asked }));
  }, { class: "quiet pin-it" });
  shown.set(toggle, { found, label });
  draw(toggle, { found, label });
  return toggle;
}

/**
 * What the buttons pin; those on the page are drawn anew when boards change.
 * @type {WeakMap<Element, { found: Pinnable, label: string }>}
 */
const shown = new WeakMap();

/**
 * @param {Element} toggle
 * @param {{ found: Pinnable, label: string }} what
 */
function draw(toggle, { found, label }) {
  const pinned = isPinned(found);
  toggle.setAttribute("aria-pressed", String(pinned));
  toggle.setAttribute("aria-label", pinned ? label.replace(/^Pin\b/, "Pinned") : label);
  toggle.textContent = pinned ? "Pinned" : "Pin";
}

onBoards(() => {
  for (const toggle of document.querySelectorAll(".pin-it")) {
    const what = shown.get(toggle);
    if (what) draw(toggle, what);
  }
});

/**
 * Say what became of words that were to be pinned.
 * @param {PinResult} result
 */
export function tellPinned({ state, board }) {
  if (state === "full") return say(NO_ROOM);
  if (state === "many") {
    return say(`“${board.title}” is full: it holds ${count(MOST, "quote")}. Make another board.`);
  }
  say(`${DONE[state]} “${board.title}”.`);
}

/** @param {() => void} undo */
function tellUnpinned(undo) {
  say("No longer on the board.", button("Undo", () => {
    undo();
    clear();
  }));
}

/**
 * Say something at the head of the page for a while, with what can be done about it.
 * @param {string} text
 * @param {HTMLElement} act
 */
function say(text, act = el("a", { href: `${ROOT}/#board` }, "Open the board")) {
  clear();
  document.body.append(el("p", { class: "toast" }, el("span", { dir: "auto" }, text), " ", act));
  announce(text);
  hiding = setTimeout(clear, SHOWN_MS);
}

function clear() {
  clearTimeout(hiding);
  document.querySelector(".toast")?.remove();
}
