// The view of dated sentences, in the order of their dates.
import { asked } from "../base/carry.js";
import { announce, el } from "../base/dom.js";
import { facets } from "../base/facets.js";
import { namesakes } from "../base/files.js";
import { post, tableMenu } from "../base/post.js";
import { problemOf } from "../base/problem.js";
import { check as lookAgain, whenReady } from "../base/ready.js";
import { drawYears } from "./bars.js";
import { listOf, nothing, summary } from "./events.js";
import { makeForm } from "./form.js";
import { ROOT } from "../base/root.js";

const TIMELINE = "/api/v1/timeline";
const MOST = 100; // dates that are asked for at a time; a guess: some screens
const ABOUT =
  "Every sentence with a date, in the order of the dates. Dates that the documents do not write in full " +
  "are listed where their year is certain, and say so.";

/** @type {MakeView} */
export function make(root, { go, documents }) {
  const form = makeForm(show);
  const status = el("p", { class: "fine", role: "status" });
  const tools = el("div", {});
  const results = el("div", { class: "work-results" });
  /** @type {AbortController | null} */
  let abort = null;
  /** @type {TimelineEvent[]} */
  let shown = [];
  /** The counts of all documents and years, which stay while one of them is shown alone. */
  /** @type {{ words: string, record: TimelineRecord } | null} */
  let everywhere = null;

  root.replaceChildren(
    el("div", { class: "work-head" }, el("h2", { id: "timeline-title", tabindex: -1 }, "Timeline")),
    el("p", { class: "work-about" }, ABOUT),
    form.root,
    el("div", { class: "work-status" }, status, tools),
    results);

  /**
   * Show some dates, under an address of their own.
   * @param {Record<string, string>} facts
   */
  function show(facts) {
    const address = `${ROOT}/#timeline${asked(facts)}`;
    if (location.pathname + location.hash === address) open(new URLSearchParams(facts));
    else go(address);
  }

  /** @param {URLSearchParams} query */
  function open(query) {
    const facts = Object.fromEntries(["words", "from", "until", "document"]
      .map((name) => [name, query.get(name)?.trim() ?? ""]));
    form.fill(facts);
    return look(facts);
  }

  /** @param {Record<string, string>} facts */
  async function look(facts) {
    abort?.abort();
    const mine = (abort = new AbortController());
    status.textContent = "Reading every date…";
    tools.replaceChildren();
    root.setAttribute("aria-busy", "true");
    try {
      await whenReady(mine.signal);
      const record = await post(TIMELINE, { ...bodyOf(facts), most: MOST }, mine.signal);
      const narrowed = facts.from || facts.until || facts.document;
      if (!narrowed) everywhere = { words: facts.words, record };
      else if (everywhere?.words !== facts.words) {
        const all = await post(TIMELINE, { topic: facts.words, most: 1 }, mine.signal);
        everywhere = { words: facts.words, record: all };
      }
      draw(record, facts);
    } catch (error) {
      if (error.name === "AbortError") return;
      if (error.status === 0) lookAgain();
      status.textContent = "";
      results.replaceChildren(problem(error));
    }
    root.removeAttribute("aria-busy");
  }

  /**
   * @param {TimelineRecord} record
   * @param {Record<string, string>} facts
   */
  function draw(record, facts) {
    shown = [...record.events];
    status.textContent = summary(record);
    announce(summary(record));
    const all = everywhere?.record ?? record;
    const names = namesakes(documents() ?? []);
    const counts = all.by_document.map(({ id, title, dates }) =>
      ({ id, title, name: names.get(id), number: dates }));
    if (record.total) {
      tools.replaceChildren(tableMenu(TIMELINE, bodyOf(facts), "timeline", { shown: results, problem }));
    }
    results.replaceChildren(...[
      drawYears(all.years, facts, (years) => show({ ...facts, ...years }), results.clientWidth),
      counts.length > 1 ? facets(counts, facts.document, (document) => show({ ...facts, document })) : null,
      ...(record.total
        ? listOf(shown, record.total, () => moreOf(facts), problem, names)
        : [nothing(facts)]),
    ].filter((part) => part !== null));
  }

  /**
   * Return the dates that come next.
   * @param {Record<string, string>} facts
   * @returns {Promise<TimelineEvent[]>}
   */
  const moreOf = async (facts) =>
    (await post(TIMELINE, { ...bodyOf(facts), first: shown.length, most: MOST }, abort?.signal)).events;

  /** @param {Error & { code?: string }} error */
  const problem = (error) => problemOf(error, documents()?.length === 0);

  const records = () => [{
    citations: [],
    closest: shown.map((event) =>
      /** @type {any} */ ({ ...event, text: event.quote, heading: [] })),
  }];
  return { open, records };
}

/** @param {Record<string, string>} facts */
const bodyOf = ({ words, from, until, document }) => ({
  topic: words,
  earliest: from,
  latest: until,
  within: document ? { documents: [document] } : {},
});
