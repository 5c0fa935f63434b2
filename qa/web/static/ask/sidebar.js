// The list of kept conversations: open, rename, export, delete, import.
import * as conversations from "./conversation.js";
import { button, byId, count, el, foreign, menu, UNDO_MS } from "../base/dom.js";
import { nameForm } from "../base/names.js";
import { exportAs, readRecords } from "./export.js";

const onDay = new Intl.DateTimeFormat("en", { day: "numeric", month: "long", year: "numeric" });
const atTime = new Intl.DateTimeFormat("en", { hour: "numeric", minute: "2-digit" });

/**
 * Make the list; `open` shows a conversation, `current` tells which one is shown.
 * @param {{ open: (conversation: Conversation) => void, current: () => Conversation }} thread
 */
export function makeSidebar({ open, current }) {
  const list = byId("history-list");
  const search = byId("history-search");
  /** @type {Map<string, Conversation>} */
  const removed = new Map();
  /** @type {string | null} */
  let renaming = null;

  function draw() {
    const kept = conversations.list(search.value);
    const rows = [...kept, ...removed.values()].sort((a, b) => b.updated.localeCompare(a.updated));
    const days = Map.groupBy(rows, ({ updated }) => dayOf(updated));
    list.replaceChildren(...[...days].map(([day, those], nth) => el("section", {},
      el("h2", { id: `history-day-${nth}` }, day),
      el("ul", { "aria-labelledby": `history-day-${nth}` }, those.map(row)))));
    say(search.value && !rows.length ? "No conversation has these words." : "");
  }

  /** @param {Conversation} conversation */
  function row(conversation) {
    const { id, title } = conversation;
    if (removed.has(id)) {
      const undo = button("Undo", () => restore(conversation), { "data-undo": id });
      return el("li", { class: "removed" }, el("span", {}, "Deleted"), undo);
    }
    if (renaming === id) {
      return el("li", {},
        nameForm("Name of the conversation", title, (name) => endRename(conversation, name)));
    }
    const asked = count(conversation.turns.length, "question");
    const opener = el("button", {
      type: "button",
      class: "conversation",
      "aria-current": id === current().id ? "true" : null,
      title,
      click: () => openKept(id),
    },
    foreign("span", title || "Untitled"),
    el("span", { class: "fine" }, `${atTime.format(new Date(conversation.updated))} · ${asked}`));
    return el("li", {}, opener, menu("⋯", [
      ["Rename", () => startRename(id)],
      ["Export as Markdown", () => exportAs("markdown", conversations.load(id))],
      ["Export as plain text", () => exportAs("text", conversations.load(id))],
      ["Export as JSON", () => exportAs("json", conversations.load(id))],
      ["Delete", () => remove(id)],
    ], { "aria-label": `More for “${title}”` }));
  }

  /** @param {string} id */
  function openKept(id) {
    const kept = conversations.load(id);
    if (kept) open(kept);
  }

  /** @param {string} id */
  function startRename(id) {
    renaming = id;
    draw();
    list.querySelector("input")?.select();
  }

  /**
   * Take the new name of a conversation; null where the old one is kept.
   * @param {Conversation} conversation
   * @param {string | null} name
   */
  function endRename({ id, title }, name) {
    if (renaming !== id) return;
    renaming = null;
    if (name !== null) {
      conversations.rename(id, name);
      const shown = current();
      if (shown.id === id) Object.assign(shown, { title: name.trim() || title, named: true });
    }
    draw();
  }

  /** @param {string} id */
  function remove(id) {
    const kept = conversations.load(id);
    if (kept) removed.set(id, kept);
    conversations.remove(id);
    if (current().id === id) open(conversations.create());
    draw();
    /** @type {HTMLElement | null} */
    const undo = list.querySelector(`[data-undo="${CSS.escape(id)}"]`);
    undo?.focus();
    setTimeout(() => removed.delete(id) && draw(), UNDO_MS);
  }

  /** @param {Conversation} conversation */
  function restore(conversation) {
    removed.delete(conversation.id);
    conversations.save(conversation);
    open(conversation);
  }

  /** @param {File} file */
  async function take(file) {
    try {
      const records = readRecords(await file.text());
      const imported = conversations.fromRecords(records, file.name.replace(/\.jsonl?$/i, ""));
      if (!conversations.save(imported)) {
        return say("Your browser has no room for this. Delete old conversations first.");
      }
      open(imported);
      say(`${count(imported.turns.length, "answer")} imported.`);
    } catch {
      say(`“${file.name}” holds no answers that were exported here.`);
    }
  }

  /** @param {string} text */
  const say = (text) => (byId("history-note").textContent = text);

  const another = () => open({ ...conversations.create(), collections: current().collections });
  byId("new-conversation").addEventListener("click", another);
  search.addEventListener("input", draw);
  onFiles(byId("import-file"), take);
  return { draw, say };
}

/**
 * Hand over what is picked, one file after the other.
 * @param {HTMLInputElement} picker
 * @param {(file: File) => Promise<unknown>} take
 */
const onFiles = (picker, take) => picker.addEventListener("change", async () => {
  for (const file of picker.files ?? []) await take(file);
  picker.value = "";
});

/**
 * Name the day of a date as people do who look back.
 * @param {string} date
 */
export function dayOf(date, now = new Date()) {
  const day = new Date(date).toDateString();
  const yesterday = new Date(now);
  yesterday.setDate(now.getDate() - 1);
  if (day === now.toDateString()) return "Today";
  return day === yesterday.toDateString() ? "Yesterday" : onDay.format(new Date(date));
}

/** Make the button that shows the list where there is no room for it beside the page. */
export function makeDrawer() {
  const opener = byId("history-button");
  /** @param {boolean} open */
  const set = (open) => {
    document.body.classList.toggle("history-open", open);
    opener.setAttribute("aria-expanded", String(open));
  };
  opener.addEventListener("click", () => set(opener.getAttribute("aria-expanded") !== "true"));
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.body.classList.contains("history-open")) {
      set(false);
      opener.focus();
    }
  });
  byId("main").addEventListener("click", () => set(false));
  return () => set(false);
}
