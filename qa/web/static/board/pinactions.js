// What can be done with a quote of the board that is shown.
import { citeWords } from "../base/api.js";
import { announce, UNDO_MS } from "../base/dom.js";
import * as kept from "../base/pins.js";
import { moved, stepBefore, tagged } from "./changes.js";

const ELSEWHERE_FULL = "That board is full. Move the quote to another board.";

/**
 * Return what the rows of a board do.
 * @param {Desk} desk
 * @returns {PinActions}
 */
export function pinActions(desk) {
  const { state } = desk;

  /**
   * @param {Pin} pin
   * @param {string | null} before
   */
  function drop(pin, before) {
    desk.change((pins) => moved(pins, pin.id, before));
    desk.focus([pin.id, "move"]);
    const shown = desk.shown();
    const at = shown.findIndex(({ id }) => id === pin.id) + 1;
    announce(`Quote moved to place ${at} of ${shown.length}.`);
  }

  /**
   * @param {Pin} pin
   * @param {"note" | "tags" | null} what
   */
  function edit(pin, what) {
    const last = state.editing?.what ?? "note";
    state.editing = what && { id: pin.id, what };
    desk.draw();
    desk.focus([pin.id, what ? "field" : last]);
  }

  /**
   * @param {Pin} pin
   * @param {Partial<Pin>} facts
   */
  function set(pin, facts) {
    desk.change((pins) => pins.map((one) => (one.id === pin.id ? { ...one, ...facts } : one)));
    edit(pin, null);
  }

  /** @param {Pin} pin */
  function remove(pin) {
    const { pins, id: board } = state.board;
    const before = pins[pins.findIndex(({ id }) => id === pin.id) + 1]?.id ?? null;
    state.removed.set(pin.id, { pin, before, board });
    desk.change((all) => all.filter(({ id }) => id !== pin.id));
    desk.focus([null, `undo-${pin.id}`]);
    setTimeout(() => state.removed.delete(pin.id) && desk.draw(), UNDO_MS);
  }

  return {
    drop,
    edit,
    remove,
    step: (pin, by) => {
      const before = stepBefore(desk.shown(), pin.id, by);
      if (before !== undefined) drop(pin, before);
    },
    note: (pin, text) => set(pin, { note: text }),
    tag: (pin, typed) => set(pin, { tags: tagged(typed) }),
    only: (tag) => {
      state.only = state.only === tag ? null : tag;
      desk.draw();
    },
    restore: ({ pin, before }) => {
      state.removed.delete(pin.id);
      desk.change((pins) => moved([...pins, pin], pin.id, before));
      desk.focus([pin.id, "move"]);
    },
    renew: async (pin, { found_in: document, found_at: place }) => {
      if (!document || !place) return;
      const { collection } = pin;
      try {
        const found = await citeWords({ id: document, collection }, { start: place[0], end: place[1] });
        if (found.quote !== pin.quote) return desk.check();
        state.standing.delete(pin.id);
        set(pin, kept.facts({ ...found, collection }));
        desk.focus([pin.id, "open"]);
      } catch (error) {
        desk.say(error.message);
      }
    },
    take: (pin, { id }) => {
      const other = kept.load(id);
      if (!other) return desk.draw();
      if (other.pins.length >= kept.MOST) return desk.say(ELSEWHERE_FULL);
      if (!desk.save({ ...other, pins: [...other.pins, pin] })) return;
      desk.change((pins) => pins.filter((one) => one.id !== pin.id));
      desk.focus([null, "title"]);
      desk.say(`Moved to “${other.title}”.`);
    },
  };
}
