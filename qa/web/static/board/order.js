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
    if ((below ?? null) !== row.nextElementSibling) list.insertBefore(row, below ?? null);
    scrollAlong(list, clientY);
  }

  /** @param {boolean} kept */
  function end(kept) {
    stop.abort();
    row.classList.remove("dragged");
    const before = /** @type {HTMLElement | null} */ (row.nextElementSibling);
    if (!kept) list.insertBefore(row, next);
    else if (before !== next) drop(before?.dataset.pin ?? null);
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
