// What can be done with boards: make, show, rename, delete, write to a file, take in from one.
import { download, UNDO_MS } from "../base/dom.js";
import { shortened } from "../base/names.js";
import * as kept from "../base/pins.js";
import { boardFile, fileName, readBoard } from "./file.js";
import { FORMATS } from "./head.js";
import { saveAs } from "./server.js";

/**
 * Return what the head of the board does.
 * @param {Desk} desk
 * @returns {HeadActions}
 */
export function headActions(desk) {
  const { state } = desk;

  /** @param {Board} board */
  function show(board) {
    Object.assign(state, { board, only: null, editing: null, renaming: false });
    kept.choose(board);
    desk.say("");
    desk.draw();
    desk.check();
  }

  /** @param {boolean} yes */
  function renaming(yes) {
    state.renaming = yes;
    desk.draw();
    desk.focus([null, yes ? "field" : "title"]);
  }

  return {
    show,
    create: () => {
      const board = kept.newBoard("New board");
      if (!desk.save(board)) return;
      show(board);
      renaming(true);
    },
    startRename: () => renaming(true),
    rename: (name) => {
      if (!state.renaming) return; // leaving the field after Escape or Enter
      state.renaming = false;
      const title = shortened(name ?? "");
      if (title) desk.save({ ...kept.latest(state.board), title });
      renaming(false);
    },
    remove: () => {
      const board = kept.latest(state.board);
      state.removedBoards.set(board.id, board);
      kept.remove(board);
      show(kept.boards().at(-1) ?? kept.newBoard(kept.FIRST));
      desk.focus([null, `undo-${board.id}`]);
      setTimeout(() => state.removedBoards.delete(board.id) && desk.draw(), UNDO_MS);
    },
    restore: (board) => {
      if (!desk.save(board)) return;
      state.removedBoards.delete(board.id);
      show(board);
      desk.focus([null, "title"]);
    },
    write: (format) => write(desk, format),
    take: async (file) => {
      try {
        const board = readBoard(file.name, await file.text());
        if (!desk.save(board)) return;
        show(board);
        desk.say(`“${board.title}” imported.`);
      } catch (error) {
        desk.say(error.message);
      }
    },
  };
}

/**
 * Save the board that is shown as a file.
 * @param {Desk} desk
 * @param {string} format
 */
async function write({ state, say }, format) {
  const { board } = state;
  if (format === "board") {
    const { name, text } = boardFile(board);
    return download(name, "application/json", text);
  }
  try {
    await saveAs(format, board, `${fileName(board.title)}.${FORMATS[format][1]}`);
    say("");
  } catch (error) {
    say(`The board was not exported. ${error.message}`);
  }
}
