// Three questions that may be asked next, under the last answer of a conversation.
import { el, foreign } from "../base/dom.js";
import { post } from "../base/post.js";
import { isReady } from "../base/ready.js";
import { elsewhere, rootFor } from "../base/root.js";

const QUESTIONS = 10; // of the conversation, the last: what was asked is not suggested
const PLACES = 20;

/**
 * Make the suggestions of a thread; `ask` is called with the one that was clicked.
 * @param {(question: string) => void} ask
 */
export function makeFollowUps(ask) {
  /** @type {{ turn: Turn, list: HTMLElement } | null} */
  let shown = null;
  /** @type {AbortController | null} */
  let abort = null;

  /** Show none, and wait for none. */
  function clear() {
    abort?.abort();
    shown?.list.remove();
    abort = null;
    shown = null;
  }

  /**
   * Ask the server what may follow the last turn, and show it below what somebody is reading.
   * @param {Conversation} conversation
   * @param {HTMLElement | undefined} article of that turn
   */
  async function load({ turns, within }, article) {
    clear();
    const turn = turns.at(-1);
    if (!turn || turn.state !== "answered" || !turn.record.citations.length || !isReady()) return;
    const mine = (abort = new AbortController());
    try {
      const { questions } = await post(
        "/api/v1/follow-ups", bodyOf(turns, within), mine.signal, rootFor(turn.record.citations[0]));
      if (mine.signal.aborted || !questions.length) return;
      shown = { turn, list: list(questions, ask) };
      article?.append(shown.list);
    } catch {
      // Nobody waits for suggestions; what is wrong is told where a question is asked.
    }
  }

  /**
   * Return what stands under a turn.
   * @param {Turn} turn
   */
  const drawn = (turn) => (shown?.turn === turn ? [shown.list] : []);

  return { clear, load, drawn };
}

/**
 * Return what the server takes: what was asked, and what the last answer quotes.
 * @param {Turn[]} turns
 * @param {Conversation["within"]} within
 */
export const bodyOf = (turns, within) => ({
  asked: turns.slice(-QUESTIONS)
    .flatMap(({ question, record }) => [question, record.searched ?? question])
    .slice(-2 * QUESTIONS)
    .map((question) => question.toWellFormed()),
  places: ofOneCollection(turns.at(-1)?.record.citations ?? []).slice(0, PLACES)
    .map(({ document_id, start, end }) => ({ document_id, start, end })),
  ...(within && { within }),
});

/**
 * Return the citations of the collection that was quoted first: what it says is what it is asked about.
 * @param {Citation[]} citations
 */
const ofOneCollection = (citations) =>
  citations.filter((citation) => elsewhere(citation) === elsewhere(citations[0]));

/**
 * @param {string[]} questions
 * @param {(question: string) => void} ask
 */
const list = (questions, ask) =>
  el("div", { class: "follow-ups" },
    el("h3", { class: "fine" }, "Ask next"),
    el("ul", {}, questions.map((question) =>
      el("li", {}, foreign("button", question, {
        type: "button", class: "example", click: () => ask(question),
      })))));
