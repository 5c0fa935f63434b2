// Which documents a conversation's questions are put to, where it is not all of them.
import { byId, count, el, foreign } from "../base/dom.js";
import { byTitle, namesakes } from "../base/files.js";
import { withWords } from "../base/query.js";
import { elsewhere } from "../base/root.js";

const MOST = 200;
const NONE = "Nothing selected: searching all documents.";
const FEWEST = 2; // of one document there is nothing to choose

/**
 * Make the choice work; `current()` is the conversation it belongs to, `chosen` is told of it.
 * @param {{ current: () => Conversation, chosen: () => void }} thread
 */
export function makeScope({ current, chosen }) {
  const dialog = byId("scope");
  const opener = byId("scope-button");
  const filter = byId("scope-filter");
  /** @type {Set<string>} */
  const ticked = new Set();
  /** @type {DocumentInfo[]} */
  let documents = [];

  function draw() {
    const { within } = current();
    opener.hidden = documents.length < FEWEST && !within;
    opener.replaceChildren(
      el("span", { class: "wordy" }, "Searching "),
      foreign("bdi", within ? told(within, documents) : "all documents"));
    opener.classList.toggle("narrowed", Boolean(within));
  }

  function open() {
    const { documents: ids = [], authors = [], tags = [], since = "", until = "" } = current().within ?? {};
    ticked.clear();
    ids.forEach((id) => ticked.add(id));
    byId("scope-author").value = authors[0] ?? "";
    byId("scope-tag").value = tags[0] ?? "";
    byId("scope-since").value = since;
    byId("scope-until").value = until;
    filter.value = "";
    byId("scope-several").hidden = !current().collections;
    byId("scope-documents").hidden = Boolean(current().collections);
    suggest("scope-authors", documents.map(({ author }) => author));
    suggest("scope-tags", documents.flatMap((info) => info.tags));
    list();
    dialog.returnValue = "";
    dialog.showModal();
  }

  /** List the documents that have the words, those that are ticked first. */
  function list() {
    const found = withWords(documents, filter.value).sort(
      (a, b) => Number(ticked.has(b.id)) - Number(ticked.has(a.id)) || byTitle(a, b));
    const names = namesakes(documents);
    byId("scope-list").replaceChildren(...found.slice(0, MOST).map((info) => row(info, names.get(info.id))));
    tell(found.length);
  }

  /**
   * @param {DocumentInfo} info
   * @param {string | undefined} name
   */
  function row({ id, title, author, published }, name) {
    const box = el("input", { type: "checkbox" });
    box.checked = ticked.has(id);
    box.addEventListener("change", () => {
      if (box.checked) ticked.add(id);
      else ticked.delete(id);
      tell();
    });
    return el("li", {}, el("label", {}, box, el("span", {}, foreign("bdi", title),
      aside([name, author, published].filter(Boolean).join(", ")))));
  }

  let listed = 0;
  function tell(found = listed) {
    listed = found;
    const more = found > MOST ? ` The first ${MOST} are listed: filter for the others.` : "";
    const some = ticked.size ? `${count(ticked.size, "document")} selected.` : NONE;
    byId("scope-count").textContent = `${some}${more}`;
  }

  function close() {
    if (dialog.returnValue === "all") set({});
    if (dialog.returnValue === "done") {
      const author = byId("scope-author").value.trim();
      const since = byId("scope-since").value.trim();
      const until = byId("scope-until").value.trim();
      const tag = byId("scope-tag").value.trim();
      set({
        documents: [...ticked], authors: author ? [author] : [], tags: tag ? [tag] : [], since, until,
      });
    }
    byId("question").focus();
  }

  /** @param {Choice} choice */
  function set({ documents: ids = [], authors = [], tags = [], since = "", until = "" }) {
    const asked = {
      ...(ids.length && { documents: ids }),
      ...(authors.length && { authors }),
      ...(tags.length && { tags }),
      ...(since && { since }),
      ...(until && { until }),
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
    /**
     * Search one document alone, in the collection that it is of.
     * @param {{ document_id: string, collection?: string }} found
     */
    only({ document_id, collection }) {
      const other = elsewhere({ collection });
      current().collections = other ? [other] : undefined;
      set({ documents: [document_id] });
    },
    /** @param {DocumentInfo[]} next */
    over(next) {
      documents = next;
      draw();
    },
  };
}

/** @param {string} facts */
const aside = (facts) => (facts ? [" ", foreign("bdi", facts, { class: "fine" })] : null);

/**
 * Suggest what may be typed.
 * @param {"scope-authors" | "scope-tags"} id
 * @param {string[]} values
 */
function suggest(id, values) {
  const known = [...new Set(values.filter(Boolean))].sort();
  byId(id).replaceChildren(...known.slice(0, MOST).map((value) => el("option", { value })));
}

/**
 * Return a choice in words.
 * @param {Choice} choice
 * @param {DocumentInfo[]} documents
 */
export function told({ documents: ids = [], authors = [], tags = [], since, until }, documents) {
  return [
    ids.length ? chosenIn(ids, documents) : "documents",
    authors.length ? `by ${authors.join(" or ")}` : "",
    tags.length ? `tagged ${tags.join(" or ")}` : "",
    since ? `since ${since}` : "",
    until ? `until ${until}` : "",
  ].filter(Boolean).join(" ");
}

/**
 * @param {string[]} ids
 * @param {DocumentInfo[]} documents
 */
function chosenIn(ids, documents) {
  const alone = ids.length === 1 ? documents.find(({ id }) => id === ids[0]) : null;
  if (!alone) return count(ids.length, "document");
  return [alone.title, namesakes(documents).get(alone.id)].filter(Boolean).join(" · ");
}

/**
 * Say of how many documents an answer was searched, where it was not all.
 * @param {{ within?: SearchedDocuments | null }} record
 */
export function searchedWithin({ within }) {
  if (!within) return "";
  const undated = within.undated ? ` (${within.undated.toLocaleString("en")} without a date left out)` : "";
  return `${within.documents.toLocaleString("en")} of ${count(within.of, "document")}${undated}`;
}
