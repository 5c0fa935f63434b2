// The questions of one conversation and their answers, one below the other.
import { ask as askServer } from "./api.js";
import { drawTurn } from "./answer.js";
import * as conversations from "./conversation.js";
import { announce, byId, count, el } from "./dom.js";
import { check, isReady, whenReady } from "./ready.js";
import { howToAnswer } from "./settings.js";

/** Make the thread; `changed` is called when what it shows was kept or replaced. */
export function makeThread({ changed, full, running }) {
  const root = byId("thread");
  const articles = new Map();
  let conversation = conversations.create();
  let abort = null;

  const actions = {
    stop: () => abort?.abort(),
    again: (turn) => start(turn, turn.question),
    edit: (turn) => {
      turn.editing = true;
      draw(turn);
      const field = articles.get(turn).querySelector("textarea");
      field.focus();
      field.setSelectionRange(field.value.length, field.value.length);
    },
    edited: (turn, question) => {
      turn.editing = false;
      if (question !== null && !abort) return start(turn, question);
      draw(turn);
      articles.get(turn).querySelector(".edit")?.focus();
    },
  };

  function draw(turn) {
    if (!articles.has(turn)) {
      articles.set(turn, el("article", { class: "turn", tabindex: -1 }));
      root.append(articles.get(turn));
    }
    articles.get(turn).replaceChildren(...drawTurn(turn, actions));
    byId("ask").classList.toggle("empty", conversation.turns.length === 0);
  }

  function show(next) {
    abort?.abort();
    conversation = next;
    articles.clear();
    root.replaceChildren();
    byId("ask").classList.toggle("empty", conversation.turns.length === 0);
    for (const turn of conversation.turns) draw(turn);
    root.lastElementChild?.scrollIntoView({ block: "start" });
    changed(conversation);
  }

  function keep(kept) {
    if (!conversations.save(kept)) full();
    changed(conversation);
  }

  async function start(turn, question) {
    if (abort) return;
    Object.assign(turn, conversations.newTurn(question));
    abort = new AbortController();
    running(true);
    const kept = conversation;
    if (!kept.turns.includes(turn)) kept.turns.push(turn);
    draw(turn);
    articles.get(turn).scrollIntoView({ block: "start" });
    if (document.activeElement !== byId("question")) articles.get(turn).focus({ preventScroll: true });
    keep(kept);
    try {
      await run(turn, kept, abort.signal);
    } catch (error) {
      fail(turn, error);
    }
    abort = null;
    running(false);
    if (kept === conversation) draw(turn);
    if (kept === conversation || conversations.load(kept.id)) keep(kept);
    announce(spoken(turn));
  }

  async function run(turn, kept, signal) {
    if (!isReady()) {
      turn.record.waiting = true;
      draw(turn);
      await whenReady(signal);
    }
    const asked = { question: turn.question, history: conversations.historyBefore(kept, turn), ...howToAnswer(), ...(kept.within && { within: kept.within }) };
    for await (const { name, data } of askServer(asked, signal)) {
      take(turn, name, data);
      if (articles.has(turn)) draw(turn);
    }
  }

  return {
    show,
    ask: (question) => start({}, question),
    stop: actions.stop,
    busy: () => abort !== null,
    current: () => conversation,
    keep: () => conversation.turns.length && keep(conversation),
    lastQuestion: () => conversation.turns.at(-1)?.question ?? "",
  };
}

/** Put a stage of an answer into its turn. */
function take(turn, name, data) {
  if (name === "hits") {
    const documents = new Set(data.hits.map((hit) => hit.document_id)).size;
    turn.found = { passages: data.hits.length, documents };
    turn.passages = data.hits.map(({ document_id, version, start, end, text }) => ({ document_id, version, start, end, text }));
    turn.looked = data.hits.map(({ text, ...why }) => ({ ...why, opening: opening(text) }));
    announce(`${count(data.hits.length, "passage")} found, reading them`);
  } else if (name === "sentence") {
    turn.record.sentences.push(data.sentence);
    turn.record.citations.push(data.citation);
  } else if (name === "answer") {
    turn.record = data;
    turn.state = "answered";
    turn.passages = turn.passages.filter((passage) => data.citations.some((citation) => holds(passage, citation)));
  }
}

const opening = (text) => text.trim().slice(0, 120).replace(/\s+/g, " ").toWellFormed();

const holds = (passage, citation) =>
  passage.document_id === citation.document_id && passage.start <= citation.start && passage.end >= citation.end;

function fail(turn, error) {
  const stopped = error.name === "AbortError";
  turn.state = stopped ? "stopped" : "failed";
  turn.error = stopped ? "" : error.message;
  turn.record = conversations.newTurn(turn.question).record;
  turn.found = null;
  turn.looked = [];
  if (error.status === 0) check();
}

function spoken({ state, record, error }) {
  if (state === "stopped") return "Stopped";
  if (state === "failed") return error;
  if (record.status === "unanswered") return `Not answered. ${record.reason}`;
  const differ = record.differences.length ? " These sources differ." : "";
  return `Answer, ${count(record.sentences.length, "quotation")}: ${record.sentences.map((s) => s.text).join(" ")}${differ}`;
}
