// The source beside the answer, opened at the quoted words.
import { ApiError, documentRecord, documentText } from "./api.js";
import { button, byId, copy, el, foreign, literal, turn, TURNS } from "./dom.js";
import { makeFind } from "./find.js";
import { drawText, unitsOf } from "./text.js";

const narrow = matchMedia("(max-width: 52rem)");

/**
 * Make the reader. `open(target)` takes `{ document_id, version, start, end, quotes, quote, title }`:
 * the other quotes of the same answer, and the quoted words where they are known.
 */
export function makeReader({ go, closed }) {
  const root = byId("reader");
  const find = makeFind();
  let drawn = null;
  let opener = null;
  let asked = 0;

  async function open(target) {
    const call = ++asked;
    if (root.hidden) opener = document.activeElement;
    root.hidden = false;
    document.body.classList.add("reading");
    cover();
    if (drawn && sameQuotes(drawn.target, target)) {
      drawn.target = target;
      return select(target);
    }
    drawn = null;
    clear(target.title ?? "");
    notice("Opening…");
    try {
      const [record, { text, version }] = await Promise.all([documentRecord(target.document_id), documentText(target.document_id)]);
      if (call === asked) draw(target, record, text, version);
    } catch (error) {
      if (call === asked) refuse(target, error);
    }
  }

  function draw(target, record, text, version) {
    byId("reader-title").replaceChildren(...literal(record.title));
    document.title = `${record.title} · Pincite`;
    const facts = [record.author, record.publisher, record.published, record.source].filter(Boolean);
    byId("reader-byline").replaceChildren(...literal(facts.join(" · ")));
    const found = version === target.version || !target.version ? exact(target, text, record) : moved(target, text, record);
    const nodes = drawText(byId("reader-text"), text, [...found.spans, ...turns(text)]);
    drawn = { target, quotes: found.quotes };
    find.over(text, nodes);
    outline(record.headings);
    notice(...found.notice);
    select(target);
  }

  function select(target) {
    const { quotes } = drawn;
    const at = Math.max(0, quotes.findIndex((quote) => quote.start === target.start && quote.end === target.end));
    for (const mark of root.querySelectorAll("mark.current")) mark.classList.remove("current");
    byId("quote-steps").hidden = quotes.length < 2;
    byId("quote-position").textContent = `Quote ${at + 1} of ${quotes.length}`;
    step(byId("quote-previous"), quotes[at - 1]);
    step(byId("quote-next"), quotes[at + 1]);
    const marks = [...root.querySelectorAll(`mark[data-quote="${at}"]`)];
    for (const mark of marks) mark.classList.add("current");
    if (marks.length) bring(marks[0]);
    (marks[0] ?? byId("reader-title")).focus({ preventScroll: true });
  }

  function step(control, quote) {
    control.disabled = !quote;
    control.onclick = quote ? () => go({ ...drawn.target, start: quote.start, end: quote.end }) : null;
  }

  function refuse(target, error) {
    const gone = error instanceof ApiError && error.status === 404;
    notice(
      gone ? "This document is no longer in the collection." : error.message,
      gone ? null : button("Try again", () => open(target)),
      target.quote ? foreign("blockquote", target.quote) : null);
    byId("reader-title").focus();
  }

  function clear(title) {
    byId("reader-title").replaceChildren(...literal(title));
    byId("reader-byline").textContent = "";
    byId("reader-text").replaceChildren();
    byId("quote-steps").hidden = true;
    byId("outline").hidden = true;
    find.over("", []);
  }

  function close() {
    asked += 1;
    drawn = null;
    root.hidden = true;
    document.body.classList.remove("reading");
    clear("");
    cover();
    if (opener?.isConnected) opener.focus();
    else byId("question").focus();
    opener = null;
  }

  function outline(headings) {
    byId("outline").hidden = headings.length === 0;
    byId("outline").querySelector("ol").replaceChildren(...headings.map(({ level, title }, n) =>
      el("li", { "data-level": Math.min(level, 6) }, foreign("button", title, {
        type: "button",
        class: "quiet",
        click: () => bring(root.querySelector(`[data-heading="${n}"]`), "start"),
      }))));
  }

  /** Keep what lies behind the reader out of reach where it covers the page. */
  function cover() {
    const covered = narrow.matches && !root.hidden;
    for (const part of document.querySelectorAll(".bar, #history, #main")) part.inert = covered;
  }

  narrow.addEventListener("change", cover);
  byId("reader-close").addEventListener("click", closed);
  byId("copy-link").addEventListener("click", ({ target }) => copy(location.href, target));
  root.addEventListener("keydown", (event) => event.key === "Escape" && !event.defaultPrevented && closed());
  return { open, close, isOpen: () => !root.hidden };
}

const sameQuotes = (a, b) =>
  a.document_id === b.document_id && a.version === b.version && JSON.stringify(a.quotes) === JSON.stringify(b.quotes);

function notice(text, ...more) {
  byId("reader-notice").replaceChildren(...(text ? [el("p", {}, text), ...more.filter(Boolean)] : []));
}

/** Bring an element to sight; twice, as what was out of sight gets its true height only then. */
function bring(element, block = "center") {
  element.scrollIntoView({ block });
  requestAnimationFrame(() => element.scrollIntoView({ block }));
}

/** Place the quotes where the citations say, in the version that they speak of. */
function exact(target, text, record) {
  const reached = target.quotes.every(({ start }) => start < text.length);
  if (!reached) return { ...whole(record, text), notice: ["This document is shorter than the place that the link names."] };
  const points = [...target.quotes, ...record.headings, ...record.pages].flatMap(({ start, end }) => [start, end]);
  const unit = unitsOf(text, points);
  const spans = target.quotes.map((quote, n) => quoteSpan(unit(quote.start), unit(quote.end), n, quote.number));
  const misplaced = target.quote && !target.quotes.every((quote, n) =>
    quote.text === undefined || text.slice(spans[n].start, spans[n].end) === quote.text);
  return {
    quotes: target.quotes,
    spans: [...structure(record, unit), ...spans],
    notice: [misplaced ? "The quoted words do not stand at their place in this document: the answer was altered." : ""],
  };
}

/** Look for the quoted words in a document that has changed since. */
function moved(target, text, record) {
  const at = target.quote ? text.indexOf(target.quote) : -1;
  const { start, end } = target;
  if (at >= 0) {
    return {
      quotes: [{ start, end }],
      spans: [...whole(record, text).spans, quoteSpan(at, at + target.quote.length, 0)],
      notice: ["This document has changed since the answer was given. The quoted words still stand in it, and are marked."],
    };
  }
  return {
    ...whole(record, text),
    notice: target.quote
      ? ["This document has changed since the answer was given, and no longer has the quoted words:", foreign("blockquote", target.quote)]
      : target.quotes.length
        ? ["This document has changed since this link was made, so its place cannot be shown."]
        : ["This document has changed since this link was made."],
  };
}

/** Show a document without a quote. */
function whole(record, text) {
  const unit = unitsOf(text, [...record.headings, ...record.pages].flatMap(({ start, end }) => [start, end]));
  return { quotes: [], spans: structure(record, unit) };
}

function structure(record, unit) {
  const headings = record.headings.map(({ level, start, end }, n) => ({
    start: unit(start),
    end: unit(end),
    wrap: () => el("span", { class: "heading", role: "heading", "aria-level": Math.min(level + 2, 6), "data-heading": n }),
  }));
  const pages = record.pages.map(({ number, start }) => ({
    start: unit(start),
    end: unit(start),
    wrap: () => el("span", { class: "page", role: "doc-pagebreak", "aria-label": `Page ${number}`, "data-page": number }),
  }));
  return [...headings, ...pages];
}

/** Return a span for each character that turns the direction of what follows. */
function turns(text) {
  return [...text.matchAll(TURNS)].map(({ 0: character, index }) => ({
    start: index,
    end: index + 1,
    wrap: () => turn(character),
  }));
}

function quoteSpan(start, end, n, number) {
  let unsaid = number; // of the pieces that headings and pages cut a quote into, the first has it
  const wrap = () => {
    const mark = el("mark", { "data-quote": n, "data-number": unsaid, tabindex: -1 });
    unsaid = null;
    return mark;
  };
  return { start, end, wrap };
}
