// Puts the quotes of a board in another order: by dragging a handle, or by the arrow keys on it.

const EDGE = 48; // pixels at the ends of the list where it scrolls along; a guess
const STEP = 12;

/**
 * Return the handle of a quote; `drop` puts it before another, `step` one place on.
 * @param {HTMLElement} handle
 * @param {{ drop: (before: string | null) => void, step: (by: -1 | 1) => void }} heard
 */
export function makeHandle(handle, { drop, step }) {
  handle.addEventListener("keydown", (event) => {
    const by = { ArrowUp: /** @type {const} */ (-1), ArrowDown: /** @type {const} */ (1) }[event.key];
    if (!by || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    step(by);
  });
  handle.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    handle.focus();
    drag(handle, event, drop);
  });
}

/**
 * Let a row follow the pointer among its neighbours until it is dropped, or Escape puts it back.
 * @param {HTMLElement} handle
 * @param {PointerEvent} begun
 * @param {(before: string | null) => void} drop
 */
function drag(handle, begun, drop) {
  const row = /** @type {HTMLElement} */ (handle.closest("li"));
  const list = /** @type {HTMLElement} */ (row.parentElement);
  const next = row.nextElementSibling;
  const stop = new AbortController();
  const { signal } = stop;
  handle.setPointerCapture(begun.pointerId);
  row.classList.add("dragged");

  /** @param {PointerEvent} event */
  function follow({ clientY }) {
    const rows = /** @type {HTMLElement[]} */ ([...list.children]).filter((other) => other !== row);
    const below = rows.find((other) => {
      const { top, height } = other.getBoundingClientRect();
      return clientY < top + height / 2;
    });
    putBefore(row, below ?? null);
    scrollAlong(list, clientY);
  }

  /** @param {boolean} kept */
  function end(kept) {
    stop.abort();
    row.classList.remove("dragged");
    if (!kept) putBefore(row, next);
    else if (row.nextElementSibling !== next) drop(followingPin(row));
  }

  handle.addEventListener("pointermove", follow, { signal });
  handle.addEventListener("pointerup", () => end(true), { signal });
  handle.addEventListener("pointercancel", () => end(false), { signal });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    end(false);
  }, { signal, capture: true });
}

/**
 * Put a row before another, or last, by moving those between: one that is taken out and put back
 * loses the pointer.
 * @param {Element} row
 * @param {Element | null} before
 */
function putBefore(row, before) {
  const goesDown = !before || row.compareDocumentPosition(before) & Node.DOCUMENT_POSITION_FOLLOWING;
  while (row.nextElementSibling !== before) {
    if (goesDown) row.before(/** @type {Element} */ (row.nextElementSibling));
    else row.after(/** @type {Element} */ (row.previousElementSibling));
  }
}

/**
 * Return the id of the quote that follows a row; what was removed has a row too, and none.
 * @param {Element} row
 */
function followingPin(row) {
  let next = /** @type {HTMLElement | null} */ (row.nextElementSibling);
  while (next && !next.dataset.pin) next = /** @type {HTMLElement | null} */ (next.nextElementSibling);
  return next?.dataset.pin ?? null;
}

/**
 * @param {HTMLElement} list
 * @param {number} y
 */
function scrollAlong(list, y) {
  const scroll = list.closest(".board");
  if (!scroll) return;
  const { top, bottom } = scroll.getBoundingClientRect();
  if (y < top + EDGE) scroll.scrollBy(0, -STEP);
  else if (y > bottom - EDGE) scroll.scrollBy(0, STEP);
}
