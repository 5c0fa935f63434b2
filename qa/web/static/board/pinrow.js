// Draws a quote of a board: its words, where they are from, and what somebody says of them.
import { place, quoteWithAddress } from "../base/cite.js";
import { button, copy, el, foreign, menu } from "../base/dom.js";
import { fileOf } from "../base/files.js";
import { MOST_NOTE } from "../base/pins.js";
import { elsewhere } from "../base/root.js";
import { readLink } from "../base/route.js";
import { drawTable, rowOf } from "../base/rows.js";
import { citationOf } from "./changes.js";
import { makeHandle } from "./order.js";

const SAID = /** @type {const} */ ({
  changed: ["Changed", "The document has changed and no longer has these words."],
  moved: ["New version", "The document has changed. It still has these words."],
  gone: ["Gone", "The document is no longer in the collection."],
  unread: ["Not checked", "The collection cannot be read just now."],
  altered: ["Not confirmed", "The document does not say this here."],
});

/**
 * Return the row of a quote.
 * @param {Pin} pin
 * @param {PinView} view
 * @param {PinActions} actions
 */
export function pinRow(pin, { nth, of, standing, editing, boards }, actions) {
  const state = stateOf(standing);
  const handle = button("⠿", () => {}, {
    class: "handle", "data-do": "move", "aria-label": `Move quote ${nth} of ${of}`,
    "aria-describedby": "board-move-help",
  });
  const row = el("li", { class: "pinned", "data-pin": pin.id, "data-state": state },
    handle,
    el("div", { class: "pinned-body" },
      state === "there" ? null : warning(pin, state, standing, actions),
      words(pin),
      whence(pin),
      editing === "note" ? noteForm(pin, actions) : note(pin),
      editing === "tags" ? tagForm(pin, actions) : tags(pin, actions),
      tools(pin, nth, state, boards, actions)));
  makeHandle(handle, { drop: (before) => actions.drop(pin, before), step: (by) => actions.step(pin, by) });
  return row;
}

/**
 * Return in one word whether words are still where they were; "there" while nobody has looked.
 * @param {Standing | undefined} standing
 */
export function stateOf(standing) {
  if (!standing || standing.verdict === "verbatim") return "there";
  if (standing.verdict !== "stale") return standing.verdict;
  return standing.found_at ? "moved" : "changed";
}

/**
 * @param {Pin} pin
 * @param {keyof typeof SAID} state
 * @param {Standing | undefined} standing
 * @param {PinActions} actions
 */
function warning(pin, state, standing, actions) {
  const [name, said] = SAID[state];
  return el("p", { class: "pin-standing" },
    el("strong", {}, name), " ", said, " ",
    state === "moved" && standing
      ? button("Cite the new version", () => actions.renew(pin, standing), { "data-do": "renew" })
      : null);
}

/** @param {Pin} pin */
function words(pin) {
  const row = rowOf(citationOf(pin));
  return row ? drawTable([{ row, pins: [] }]) : foreign("blockquote", pin.quote.trim());
}

/** @param {Pin} pin */
function whence(pin) {
  const { title, author, published, asked } = pin;
  const where = elsewhere(pin) && `in ${elsewhere(pin)}`;
  const facts = [author, published, place(citationOf(pin)), fileOf(citationOf(pin)), where];
  return el("div", { class: "whence" },
    el("p", {}, foreign("bdi", title, { class: "work" }), " ",
      foreign("bdi", facts.filter(Boolean).join(" · "), { class: "fine" })),
    asked ? el("p", { class: "fine" }, "Found for “", foreign("bdi", asked), "”") : null);
}

/** @param {Pin} pin */
const note = (pin) => (pin.note ? foreign("p", pin.note, { class: "pin-note" }) : null);

/**
 * @param {Pin} pin
 * @param {PinActions} actions
 */
function noteForm(pin, actions) {
  const field = el("textarea", {
    rows: 3, maxlength: MOST_NOTE, dir: "auto", "aria-label": "Note on this quote", "data-do": "field",
  });
  field.value = pin.note;
  return form(field, (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) field.form?.requestSubmit();
  }, () => actions.note(pin, field.value.trim()), () => actions.edit(pin, null));
}

/**
 * @param {Pin} pin
 * @param {PinActions} actions
 */
function tagForm(pin, actions) {
  const field = el("input", {
    type: "text", maxlength: 200, dir: "auto", autocomplete: "off", list: "board-tag-list",
    placeholder: "methods, to check", "aria-label": "Tags of this quote, separated by commas",
    "data-do": "field",
  });
  field.value = pin.tags.join(", ");
  return form(field, () => {}, () => actions.tag(pin, field.value), () => actions.edit(pin, null));
}

/**
 * @param {HTMLElement} field
 * @param {(event: KeyboardEvent) => void} typed
 * @param {() => void} save
 * @param {() => void} cancel
 */
function form(field, typed, save, cancel) {
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") cancel();
    else typed(event);
  });
  /** @param {Event} event */
  const submit = (event) => {
    event.preventDefault();
    save();
  };
  return el("form", { class: "pin-form", submit },
    field,
    el("p", { class: "end" }, button("Cancel", cancel), el("button", { class: "button primary" }, "Save")));
}

/**
 * @param {Pin} pin
 * @param {PinActions} actions
 */
function tags(pin, actions) {
  if (!pin.tags.length) return null;
  return el("ul", { class: "tags", "aria-label": "Tags" }, pin.tags.map((tag) =>
    el("li", {}, foreign("button", tag, {
      type: "button", class: "tag", title: "Show only quotes with this tag", "data-do": `tag-${tag}`,
      click: () => actions.only(tag),
    }))));
}

/**
 * @param {Pin} pin
 * @param {number} nth
 * @param {string} state
 * @param {Board[]} boards the other ones
 * @param {PinActions} actions
 */
function tools(pin, nth, state, boards, actions) {
  const which = `quote ${nth}`;
  /** @type {Parameters<typeof menu>[1]} */
  const elsewhere = boards.map((board) => [`Move to “${board.title}”`, () => actions.take(pin, board)]);
  return el("div", { class: "pin-tools" },
    state === "gone"
      ? null
      : el("a", { class: "quiet", href: readLink(pin), "data-do": "open" }, "Open in source"),
    button("Copy", ({ currentTarget }) =>
      copy(quoteWithAddress(citationOf(pin)), /** @type {HTMLElement} */ (currentTarget)), {
      "aria-label": `Copy ${which} with its reference`,
    }),
    button(pin.note ? "Edit note" : "Note", () => actions.edit(pin, "note"), {
      "data-do": "note", "aria-label": pin.note ? `Edit note on ${which}` : `Note on ${which}`,
    }),
    button(pin.tags.length ? "Edit tags" : "Tag", () => actions.edit(pin, "tags"), {
      "data-do": "tags", "aria-label": pin.tags.length ? `Edit tags of ${which}` : `Tag ${which}`,
    }),
    menu("⋯", [...elsewhere, ["Remove from the board", () => actions.remove(pin)]], {
      "aria-label": `More for ${which}`, "data-do": "more",
    }));
}
