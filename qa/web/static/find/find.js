// The view that finds every passage about a topic, and counts them by document.
import { tellMe } from "../alerts/tell.js";
import { asked } from "../base/carry.js";
import { announce, el } from "../base/dom.js";
import { facets } from "../base/facets.js";
import { namesakes } from "../base/files.js";
import { post, tableMenu } from "../base/post.js";
import { problemOf } from "../base/problem.js";
import { check as lookAgain, whenReady } from "../base/ready.js";
import { eachLooked, groupOf, inParts, nothing, summary, without } from "./hits.js";
import { aloneIn, facetOf, inAll, keyOf } from "./places.js";
import { makeWhere } from "./where.js";
import { ROOT } from "../base/root.js";

const FIND = "/api/v1/find";
const EACH = 3; // passages of each document, while all documents are shown; a guess
const GROUPS = 20; // documents that are drawn at a time; a guess: some screens
const ABOUT =
  "Every passage about a topic, by its words or by its meaning, document by document. All passages are " +
  "compared, however many there are.";

/** @type {MakeView} */
export function make(root, { go, documents }) {
  const field = el("input", {
    id: "find-topic", type: "search", dir: "auto", maxlength: 4000, autocomplete: "off",
    placeholder: "weapons smuggling",
  });
  const where = makeWhere((chosen) => {
    names = chosen;
    if (field.value.trim()) show(field.value.trim(), "");
  });
  const status = el("p", { class: "fine", role: "status" });
  const tools = el("div", {});
  const results = el("div", { class: "work-results" });
  /** @type {AbortController | null} */
  let abort = null;
  /** What was found in all documents, whose counts stay while one of them is shown alone. */
  /** @type {Findings | null} */
  let everywhere = null;
  /** Which collections that was found in, as the address has them. */
  let foundIn = "";
  /** @type {string[]} the collections that are asked; none means that of this page */
  let names = [];
  /** @type {FoundPassage[]} */
  let shown = [];

  root.replaceChildren(
    el("div", { class: "work-head" }, el("h2", { id: "find-title", tabindex: -1 }, "Every mention")),
    el("p", { class: "work-about" }, ABOUT),
    el("form", { class: "work-form", role: "search", "aria-label": "Every mention", submit: send },
      el("p", { class: "words" }, el("label", { for: "find-topic" }, "Topic"), field),
      el("button", { class: "button primary" }, "Find")),
    el("p", { class: "where" }, where.opener),
    el("div", { class: "work-status" }, status, tools),
    results);

  /** @param {Event} event */
  function send(event) {
    event.preventDefault();
    const words = field.value.trim();
    if (words) show(words, "");
  }

  /**
   * Show what there is about a topic, under an address of its own.
   * @param {string} words
   * @param {string} document
   */
  function show(words, document) {
    const address = `${ROOT}/#find${asked({ words, document, in: names.join(",") })}`;
    if (location.pathname + location.hash === address) look(words, document);
    else go(address);
  }

  /** @param {URLSearchParams} query */
  function open(query) {
    const words = query.get("words")?.trim() ?? "";
    names = query.get("in")?.split(",").filter(Boolean) ?? [];
    where.show(names);
    field.value = words;
    if (words) return look(words, query.get("document") ?? "");
    abort?.abort();
    root.removeAttribute("aria-busy");
    say("");
    tools.replaceChildren();
    results.replaceChildren();
    field.focus({ preventScroll: true });
  }

  /**
   * @param {string} words
   * @param {string} document its id, behind the name of its collection where several are asked
   */
  async function look(words, document) {
    abort?.abort();
    const mine = (abort = new AbortController());
    say("Looking at every passage…");
    tools.replaceChildren();
    root.setAttribute("aria-busy", "true");
    try {
      await whenReady(mine.signal);
      if (everywhere?.topic !== words || foundIn !== names.join(",") || !document) {
        everywhere = await post(FIND, { topic: words, k: EACH, ...inAll(names) }, mine.signal);
        foundIn = names.join(",");
      }
      const alone = { topic: words, ...aloneIn(document, names) };
      const found = document ? await post(FIND, alone, mine.signal) : everywhere;
      draw(found, document);
    } catch (error) {
      if (error.name === "AbortError") return;
      if (error.status === 0) lookAgain();
      say("");
      results.replaceChildren(problem(error));
    }
    root.removeAttribute("aria-busy");
  }

  /**
   * @param {Findings} found
   * @param {string} document
   */
  function draw(found, document) {
    shown = found.documents.flatMap(({ passages }) => passages);
    say(shown.length ? summary(found) : "");
    announce(shown.length ? summary(found) : "No mention");
    const hear = names.length ? [] : [tellMe("find", found.topic)]; // alerts are of one collection
    if (!shown.length) return results.replaceChildren(nothing(found), eachLooked(found), ...hear);
    const body = { topic: found.topic, ...(document ? aloneIn(document, names) : inAll(names)) };
    tools.replaceChildren(tableMenu(FIND, body, "mentions", { shown: results, problem }));
    const apart = namesakes(names.length ? [] : documents() ?? []);
    const counts = (everywhere ?? found).documents.map((group) => facetOf(group, apart.get(group.id)));
    /** @param {string} id */
    const open = (id) => show(found.topic, id);
    const groups = found.documents.map((group) =>
      groupOf(group, apart.get(group.id), document ? null : () => open(keyOf(group))));
    const drawn = document ? groups : inParts(groups, GROUPS, "document");
    const chips = counts.length > 1 ? [facets(counts, document, open)] : [];
    results.replaceChildren(...hear, eachLooked(document ? {} : found), ...chips, ...drawn, without(found));
  }

  /** @param {Error & { code?: string }} error */
  const problem = (error) => problemOf(error, !names.length && documents()?.length === 0);

  /** @param {string} words */
  const say = (words) => (status.textContent = words);

  return { open, records: () => [{ citations: [], closest: shown }] };
}
