// Which documents a conversation's questions are put to, where it is not all of them.
import { byId, count, el, foreign } from "./dom.js";

const MOST = 200;
const FEWEST = 2; // of one document there is nothing to choose

/** Make the choice work; `current()` is the conversation it belongs to, `chosen` is told of it. */
export function makeScope({ current, chosen }) {
  const dialog = byId("scope");
  const opener = byId("scope-button");
  const filter = byId("scope-filter");
  const ticked = new Set();
  let documents = [];

  function draw() {
    const { within } = current();
    opener.hidden = documents.length < FEWEST && !within;
    opener.replaceChildren("Searching ", foreign("bdi", within ? told(within, documents) : "all documents"));
    opener.classList.toggle("narrowed", Boolean(within));
  }

  function open() {
    const { documents: ids = [], authors = [], since = "", until = "" } = current().within ?? {};
    ticked.clear();
    ids.forEach((id) => ticked.add(id));
    [byId("scope-author").value, byId("scope-since").value, byId("scope-until").value] = [authors[0] ?? "", since, until];
    filter.value = "";
    const names = [...new Set(documents.map(({ author }) => author).filter(Boolean))].sort();
    byId("scope-authors").replaceChildren(...names.slice(0, MOST).map((value) => el("option", { value })));
    list();
    dialog.returnValue = "";
    dialog.showModal();
  }

  /** List the documents whose title, author or source holds the words, those that are ticked first. */
  function list() {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = documents
      .filter((info) => words.every((word) => [info.title, info.author, info.source, info.place].join("\n").toLowerCase().includes(word)))
      .sort((a, b) => ticked.has(b.id) - ticked.has(a.id) || a.title.localeCompare(b.title, undefined, { numeric: true }));
    byId("scope-list").replaceChildren(...found.slice(0, MOST).map(row));
    tell(found.length);
  }

  function row({ id, title, author, published }) {
    const box = el("input", { type: "checkbox", change: () => {
      if (box.checked) ticked.add(id);
      else ticked.delete(id);
      tell();
    } });
    box.checked = ticked.has(id);
    const facts = [author, published].filter(Boolean).join(", ");
    return el("li", {}, el("label", {}, box, el("span", {}, foreign("bdi", title), facts ? [" ", foreign("bdi", facts, { class: "fine" })] : null)));
  }

  let listed = 0;
  function tell(found = listed) {
    listed = found;
    const more = found > MOST ? ` The first ${MOST} are listed: filter for the others.` : "";
    byId("scope-count").textContent = `${ticked.size ? `${count(ticked.size, "document")} ticked.` : "None ticked: all are searched."}${more}`;
  }

  function close() {
    if (dialog.returnValue === "all") set({});
    if (dialog.returnValue === "done") {
      const [author, since, until] = ["author", "since", "until"].map((name) => byId(`scope-${name}`).value.trim());
      set({ documents: [...ticked], authors: author ? [author] : [], since, until });
    }
    byId("question").focus();
  }

  function set({ documents: ids = [], authors = [], since = "", until = "" }) {
    const asked = {
      ...(ids.length && { documents: ids }), ...(authors.length && { authors }), ...(since && { since }), ...(until && { until }),
    };
    current().within = Object.keys(asked).length ? asked : undefined;
    draw();
    chosen();
  }

  opener.addEventListener("click", open);
  filter.addEventListener("input", list);
  filter.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  byId("scope-all").addEventListener("click", () => dialog.close("all"));
  dialog.addEventListener("close", close);
  return {
    draw,
    over(next) {
      documents = next;
      draw();
    },
  };
}

/** Return a choice in words. */
function told({ documents: ids = [], authors = [], since, until }, documents) {
  const alone = ids.length === 1 ? documents.find(({ id }) => id === ids[0])?.title : null;
  return [
    ids.length ? (alone ?? count(ids.length, "document")) : "documents",
    authors.length ? `by ${authors.join(" or ")}` : "",
    since ? `since ${since}` : "",
    until ? `until ${until}` : "",
  ].filter(Boolean).join(" ");
}

/** Say of how many documents an answer was searched, where it was not all. */
export function searchedWithin({ within }) {
  if (!within) return "";
  const undated = within.undated ? ` (${within.undated.toLocaleString("en")} without a date left out)` : "";
  return `${within.documents.toLocaleString("en")} of ${count(within.of, "document")}${undated}`;
}
