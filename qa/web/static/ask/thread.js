// The questions of one conversation and their answers, one below the other.
import { ask as askServer } from "../base/api.js";
import { stillThere } from "./among.js";
import { drawTurn } from "./answer.js";
import * as conversations from "./conversation.js";
import { announce, byId, count, el } from "../base/dom.js";
import { check, isReady, whenReady } from "../base/ready.js";
import { makeFollowUps } from "./followups.js";
import { howToAnswer } from "./settings.js";
import { fail, spoken, take } from "./turn.js";

/**
 * Make the thread; `changed` is called when what it shows was kept or replaced.
 * @param {{
 *   changed: (conversation: Conversation) => void,
 *   full: () => void,
 *   running: (yes: boolean) => void,
 * }} heard
 */
export function makeThread({ changed, full, running }) {
  const root = byId("thread");
  /** @type {Map<Turn, HTMLElement>} */
  const articles = new Map();
  let conversation = conversations.create();
  /** @type {AbortController | null} */
  let abort = null;

  const followUps = makeFollowUps((question) => start(conversations.newTurn(question), question));

  /** @type {TurnActions} */
  const actions = {
    stop: () => abort?.abort(),
    marked: () => keep(conversation),
    again: (turn) => start(turn, turn.question),
    edit: (turn) => {
      turn.editing = true;
      const field = draw(turn).querySelector("textarea");
      field?.focus();
      field?.setSelectionRange(field.value.length, field.value.length);
    },
    edited: (turn, question) => {
      turn.editing = false;
      if (question !== null && !abort) return start(turn, question);
      /** @type {HTMLElement | null} */ (draw(turn).querySelector(".edit"))?.focus();
    },
  };

  /**
   * Draw a turn in its article, and return that.
   * @param {Turn} turn
   */
  function draw(turn) {
    const article = articles.get(turn) ?? el("article", { class: "turn", tabindex: -1 });
    if (!articles.has(turn)) {
      articles.set(turn, article);
      root.append(article);
    }
    article.dataset.state = turn.state;
    article.replaceChildren(...drawTurn(turn, actions), ...followUps.drawn(turn));
    byId("ask").classList.toggle("empty", conversation.turns.length === 0);
    return article;
  }

  /** @param {Conversation} next */
  function show(next) {
    abort?.abort();
    conversation = next;
    articles.clear();
    root.replaceChildren();
    byId("ask").classList.toggle("empty", conversation.turns.length === 0);
    followUps.load(conversation, conversation.turns.map(draw).at(-1));
    root.lastElementChild?.scrollIntoView({ block: "start" });
    changed(conversation);
  }

  /** @param {Conversation} kept */
  function keep(kept) {
    if (!conversations.save(kept)) full();
    changed(conversation);
  }

  /**
   * Ask a question in a turn, which forgets what was in it.
   * @param {Turn} turn
   * @param {string} question
   */
  async function start(turn, question) {
    if (abort) return;
    followUps.clear();
    const marks = turn.question === question ? turn.marks : undefined;
    Object.assign(turn, conversations.newTurn(question), { marks });
    abort = new AbortController();
    running(true);
    const kept = conversation;
    if (!kept.turns.includes(turn)) kept.turns.push(turn);
    turn.asks = kept.collections;
    const article = draw(turn);
    article.scrollIntoView({ block: "start" });
    if (document.activeElement !== byId("question")) article.focus({ preventScroll: true });
    keep(kept);
    try {
      await run(turn, kept, abort.signal);
    } catch (error) {
      const { reason, collections } = await reasonOf(kept, error);
      kept.collections = collections;
      fail(turn, reason);
      if (error.status === 0) check();
    }
    abort = null;
    running(false);
    if (kept === conversation) followUps.load(conversation, draw(turn));
    if (turn.state === "answered") conversations.dropRepeats(kept);
    if (kept === conversation || conversations.load(kept.id)) keep(kept);
    announce(spoken(turn));
  }

  /**
   * @param {Turn} turn
   * @param {Conversation} kept
   * @param {AbortSignal} signal
   */
  async function run(turn, kept, signal) {
    if (!isReady()) {
      turn.record.waiting = true;
      draw(turn);
      await whenReady(signal);
    }
    for await (const stage of askServer(requestOf(turn, kept), signal)) {
      take(turn, stage);
      if (stage.name === "hits") announce(`${count(stage.data.hits.length, "passage")} found, reading them`);
      if (articles.has(turn)) draw(turn);
    }
  }

  return {
    show,
    /** @param {string} question */
    ask: (question) => start(conversations.newTurn(question), question),
    stop: actions.stop,
    busy: () => abort !== null,
    current: () => conversation,
    keep: () => conversation.turns.length && keep(conversation),
    lastQuestion: () => conversation.turns.at(-1)?.question ?? "",
  };
}

/**
 * Return what the server is asked for a turn.
 * @param {Turn} turn
 * @param {Conversation} kept
 */
const requestOf = (turn, kept) => ({
  question: turn.question,
  history: conversations.historyBefore(kept, turn),
  ...howToAnswer(Boolean(kept.collections)),
  ...(kept.within && { within: kept.within }),
  ...(kept.collections && { collections: kept.collections }),
});

/**
 * Return why a turn failed; where a collection that it asked is gone, the conversation asks the others.
 * @param {Conversation} kept
 * @param {Error & { status?: number }} error
 */
async function reasonOf({ collections: names }, error) {
  const now = names && error.name !== "AbortError" ? await stillThere(names) : null;
  if (!now?.gone.length) return { reason: error, collections: names };
  const left = now.there.length ? now.there : undefined;
  const next = `“Ask again” asks ${left ? left.join(", ") : "this collection"}.`;
  return { reason: new Error(`${goneLine(now.gone)} ${next}`), collections: left };
}

/** @param {string[]} names */
const goneLine = (names) =>
  names.length > 1
    ? `${names.map((name) => `“${name}”`).join(" and ")} are gone, or your key no longer opens them.`
    : `“${names[0]}” is gone, or your key no longer opens it.`;
