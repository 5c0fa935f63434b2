// Conversations, kept in this browser and nowhere else.
import { newId, shortened } from "../base/names.js";
import { holdsWords } from "../base/query.js";
import { keptAs } from "../base/root.js";

const PREFIX = keptAs("conversation/");
const TURNS = 10;
const MAX_QUESTION = 4000;
const MAX_ANSWER = 20_000;

/**
 * Return a new conversation; nothing is kept before it is saved.
 * @returns {Conversation}
 */
export const create = () => ({ id: newId(), title: "", named: false, updated: "", turns: [] });

/**
 * Return a new turn: a question, and a record that fills while it is answered.
 * @param {string} question
 * @returns {Turn}
 */
export function newTurn(question) {
  const record = { question, status: "asking", sentences: [], citations: [], closest: [] };
  return {
    question,
    asked: new Date().toISOString(),
    state: "asking",
    error: "",
    found: null,
    passages: [],
    looked: [],
    record: /** @type {any} */ (record),
  };
}

/**
 * Return what the server is told of the turns before one: the latest, the oldest first.
 * @param {Conversation} conversation
 * @param {Turn} turn
 */
export function historyBefore(conversation, turn) {
  return conversation.turns
    .slice(0, conversation.turns.indexOf(turn))
    .filter(({ state, question }) => state === "answered" && question.trim())
    .slice(-TURNS)
    .map(({ question, record }) => ({
      question: question.slice(0, MAX_QUESTION).toWellFormed(),
      answer: saidIn(record).join(" ").slice(0, MAX_ANSWER).toWellFormed(),
    }));
}

/** @param {AnswerRecord} record */
const saidIn = (record) => record.sentences.map((sentence) => sentence.text);

/**
 * Return a conversation by its id, or null.
 * @param {string | null} id
 */
export function load(id) {
  const conversation = parsed(localStorage.getItem(PREFIX + id));
  for (const turn of conversation?.turns ?? []) {
    if (turn.state === "asking") turn.state = "stopped";
  }
  return conversation;
}

/**
 * Keep a conversation; return whether the browser had room for it.
 * @param {Conversation} conversation
 */
export function save(conversation) {
  if (!conversation.named) conversation.title = shortened(conversation.turns[0]?.question ?? "");
  conversation.updated = new Date().toISOString();
  const turns = conversation.turns.map(({ editing, ...kept }) => kept);
  try {
    localStorage.setItem(PREFIX + conversation.id, JSON.stringify({ ...conversation, turns }));
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {string} id
 * @param {string} title
 */
export function rename(id, title) {
  const conversation = load(id);
  if (!conversation || !title.trim()) return;
  save({ ...conversation, title: shortened(title), named: true });
}

/** @param {string} id */
export const remove = (id) => localStorage.removeItem(PREFIX + id);

/**
 * Remove the other conversations that asked the same questions of the same documents, so that each
 * is listed once; those that were given a name stay.
 * @param {Conversation} kept
 */
export function dropRepeats(kept) {
  const key = askedIn(kept);
  const same = all().filter((other) => other.id !== kept.id && !other.named && askedIn(other) === key);
  for (const { id } of same) remove(id);
}

/** @param {Conversation} conversation */
const askedIn = ({ turns, within, collections }) =>
  JSON.stringify([turns.map(({ question }) => plainly(question)), within ?? null, collections ?? null]);

/** @param {string} question */
const plainly = (question) => question.toLowerCase().replace(/[\s?]+/g, " ").trim();

/** Return all conversations, the latest first. */
const all = () =>
  Object.keys(localStorage)
    .filter((key) => key.startsWith(PREFIX))
    .map((key) => load(key.slice(PREFIX.length)))
    .filter((conversation) => conversation !== null)
    .sort((a, b) => b.updated.localeCompare(a.updated));

/**
 * Return the conversations that hold all the words of a query, the latest first; of those that ask
 * the same, only that one and those that were given a name.
 * @returns {Conversation[]}
 */
export function list(query = "") {
  const holds = holdsWords(query);
  const kept = all();
  const latest = new Map(kept.toReversed().map((conversation) => [askedIn(conversation), conversation]));
  return kept
    .filter((conversation) => conversation.named || latest.get(askedIn(conversation)) === conversation)
    .filter((conversation) => holds(textOf(conversation)));
}

/**
 * Call back when another tab changes a conversation, or all of them.
 * @param {(id: string | undefined) => void} changed
 */
export function onChangeElsewhere(changed) {
  addEventListener("storage", (event) => {
    if (event.key === null || event.key.startsWith(PREFIX)) changed(event.key?.slice(PREFIX.length));
  });
}

/**
 * Return a conversation made of answer records that were exported before.
 * @param {AnswerRecord[]} records
 * @param {string} title
 * @returns {Conversation}
 */
export function fromRecords(records, title) {
  /** @type {Turn[]} */
  const turns = records.map((record) => ({ ...newTurn(record.question), state: "answered", record }));
  return { ...create(), title: shortened(title), named: true, turns };
}

/** @param {Conversation} conversation */
function textOf(conversation) {
  const said = conversation.turns.flatMap(({ question, record }) => [question, ...saidIn(record)]);
  return [conversation.title, ...said].join("\n");
}

/**
 * @param {string | null} json
 * @returns {Conversation | null}
 */
function parsed(json) {
  try {
    const value = JSON.parse(json ?? "null");
    return Array.isArray(value?.turns) ? value : null;
  } catch {
    return null;
  }
}
