// The list of kept conversations: open, rename, export, delete, import.
import * as conversations from "./conversation.js";
import { button, byId, count, el, foreign, menu, UNDO_MS } from "./dom.js";
import { exportAs, readRecords } from "./export.js";

const when = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", year: "numeric" });

/** Make the list; `open` shows a conversation, `current` tells which one is shown. */
export function makeSidebar({ open, current }) {
  const list = byId("history-list");
  const search = byId("history-search");
  const removed = new Map();
  let renaming = null;

  function draw() {
    const kept = conversations.list(search.value);
    const rows = [...kept, ...removed.values()].sort((a, b) => b.updated.localeCompare(a.updated));
    list.replaceChildren(...rows.map(row));
    say(search.value && !rows.length ? "No conversation holds these words." : "");
  }

  function row(conversation) {
    const { id, title } = conversation;
    if (removed.has(id)) {
      return el("li", { class: "removed" }, el("span", {}, "Deleted"), button("Undo", () => restore(conversation), { "data-undo": id }));
    }
    if (renaming === id) return el("li", {}, renameForm(conversation));
    const opener = foreign("button", title || "Untitled", {
      type: "button",
      class: "conversation",
      "aria-current": id === current().id ? "true" : null,
      title: `${count(conversation.turns.length, "question")}, ${when.format(new Date(conversation.updated))}`,
      click: () => open(conversations.load(id)),
    });
    return el("li", {}, opener, menu("⋯", [
      ["Rename", () => startRename(id)],
      ["Export as Markdown", () => exportAs("markdown", conversations.load(id))],
      ["Export as plain text", () => exportAs("text", conversations.load(id))],
      ["Export as JSON", () => exportAs("json", conversations.load(id))],
      ["Delete", () => remove(id)],
    ], { "aria-label": `More for “${title}”` }));
  }

  function startRename(id) {
    renaming = id;
    draw();
    list.querySelector("input").select();
  }

  function renameForm({ id, title }) {
    const field = el("input", { type: "text", maxlength: 80, "aria-label": "Name of the conversation", dir: "auto" });
    field.value = title;
    const end = (keep) => {
      if (renaming !== id) return;
      renaming = null;
      if (keep) {
        conversations.rename(id, field.value);
        if (current().id === id) Object.assign(current(), { title: field.value.trim() || title, named: true });
      }
      draw();
    };
    field.addEventListener("keydown", (event) => event.key === "Escape" && end(false));
    field.addEventListener("blur", () => end(true));
    return el("form", { submit: (event) => (event.preventDefault(), end(true)) }, field);
  }

  function remove(id) {
    removed.set(id, conversations.load(id));
    conversations.remove(id);
    if (current().id === id) open(conversations.create());
    draw();
    list.querySelector(`[data-undo="${CSS.escape(id)}"]`)?.focus();
    setTimeout(() => removed.delete(id) && draw(), UNDO_MS);
  }

  function restore(conversation) {
    removed.delete(conversation.id);
    conversations.save(conversation);
    open(conversation);
  }

  async function take(file) {
    try {
      const imported = conversations.fromRecords(readRecords(await file.text()), file.name.replace(/\.jsonl?$/i, ""));
      if (!conversations.save(imported)) return say("The browser has no room for it: delete old conversations first.");
      open(imported);
      say(`${count(imported.turns.length, "answer")} imported.`);
    } catch {
      say(`“${file.name}” holds no answers that were exported here.`);
    }
  }

  const say = (text) => (byId("history-note").textContent = text);

  byId("new-conversation").addEventListener("click", () => open(conversations.create()));
  search.addEventListener("input", draw);
  byId("import-file").addEventListener("change", async ({ target }) => {
    for (const file of target.files) await take(file);
    target.value = "";
  });
  return { draw, say };
}

/** Make the button that shows the list where there is no room for it beside the page. */
export function makeDrawer() {
  const opener = byId("history-button");
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
