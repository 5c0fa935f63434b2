// Conversations, kept in this browser and nowhere else.

const PREFIX = "pincite/conversation/";
const TITLE = 80;
const TURNS = 10;
const MAX_QUESTION = 4000;
const MAX_ANSWER = 20_000;

/** Return a new conversation; nothing is kept before it is saved. */
export function create() {
  return { id: crypto.randomUUID?.() ?? String(Math.random()).slice(2), title: "", named: false, updated: "", turns: [] };
}

/** Return a new turn: a question, and a record that fills while it is answered. */
export function newTurn(question) {
  return {
    question,
    asked: new Date().toISOString(),
    state: "asking",
    error: "",
    found: null,
    passages: [],
    looked: [],
    record: { question, status: "asking", sentences: [], citations: [], closest: [] },
  };
}

/** Return what the server is told of the turns before one: the latest, the oldest first. */
export function historyBefore(conversation, turn) {
  return conversation.turns
    .slice(0, conversation.turns.indexOf(turn))
    .filter(({ state, question }) => state === "answered" && question.trim())
    .slice(-TURNS)
    .map(({ question, record }) => ({
      question: question.slice(0, MAX_QUESTION).toWellFormed(),
      answer: record.sentences.map((sentence) => sentence.text).join(" ").slice(0, MAX_ANSWER).toWellFormed(),
    }));
}

/** Return a conversation by its id, or null. */
export function load(id) {
  const conversation = parsed(localStorage.getItem(PREFIX + id));
  for (const turn of conversation?.turns ?? []) {
    if (turn.state === "asking") turn.state = "stopped";
  }
  return conversation;
}

/** Keep a conversation; return whether the browser had room for it. */
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

export function rename(id, title) {
  const conversation = load(id);
  if (!conversation || !title.trim()) return;
  save({ ...conversation, title: shortened(title), named: true });
}

export const remove = (id) => localStorage.removeItem(PREFIX + id);

/** Return the conversations that hold all the words of a query, the latest first. */
export function list(query = "") {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return Object.keys(localStorage)
    .filter((key) => key.startsWith(PREFIX))
    .map((key) => load(key.slice(PREFIX.length)))
    .filter((conversation) => conversation && words.every((word) => textOf(conversation).includes(word)))
    .sort((a, b) => b.updated.localeCompare(a.updated));
}

/** Call back when another tab changes a conversation. */
export function onChangeElsewhere(changed) {
  addEventListener("storage", (event) => {
    if (event.key === null || event.key.startsWith(PREFIX)) changed(event.key?.slice(PREFIX.length));
  });
}

/** Return a conversation made of answer records that were exported before. */
export function fromRecords(records, title) {
  const turns = records.map((record) => ({ ...newTurn(record.question), state: "answered", record }));
  return { ...create(), title: shortened(title), named: true, turns };
}

function textOf(conversation) {
  const said = conversation.turns.flatMap(({ question, record }) => [
    question,
    ...record.sentences.map((sentence) => sentence.text),
  ]);
  return [conversation.title, ...said].join("\n").toLowerCase();
}

function shortened(text) {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > TITLE ? `${line.slice(0, TITLE - 1).trimEnd()}…` : line;
}

function parsed(json) {
  try {
    const value = JSON.parse(json);
    return Array.isArray(value?.turns) ? value : null;
  } catch {
    return null;
  }
}
