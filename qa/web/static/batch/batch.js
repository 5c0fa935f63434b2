// The view that asks many questions at once.
import { documents as listDocuments } from "../base/api.js";
import { announce } from "../base/dom.js";
import { post, saveFile } from "../base/post.js";
import { noDocuments } from "../base/problem.js";
import { check as lookAgain, whenReady } from "../base/ready.js";
import { howToAnswer } from "../ask/settings.js";
import { askAll } from "./asking.js";
import { makeForm, THEN } from "./form.js";
import { add, begin, forget, keep, recall } from "./kept.js";
import { makeResult } from "./result.js";
import { ROOT } from "../base/root.js";
import { dependsOn, newRun, ownAnswers, refreshed, slim, tableBody, toAsk } from "./run.js";

const EXPORT = "/api/v1/batch/export";
const NOT_KEPT = "Your browser has no room to keep these answers. Download them before you close this page.";

/** @type {MakeView} */
export function make(root, { documents }) {
  const form = makeForm({ documents, ask: start });
  const result = makeResult({ stop: () => abort?.abort(), goOn, fresh, save });
  /** @type {BatchRun | null} */
  let run = null;
  /** @type {Map<string, BatchAnswer>} */
  let answers = new Map();
  /** @type {AbortController | null} */
  let abort = null;
  let recalled = false;

  /** Show the batch that was asked last; without one the form. */
  async function open() {
    if (!recalled) await recollect();
    if (run) return root.replaceChildren(result.root);
    root.replaceChildren(form.root);
    form.documentsCame();
    form.focus();
  }

  async function recollect() {
    recalled = true;
    const kept = await recall().catch(() => null); // a browser that keeps nothing asks all the same
    if (kept && !run) show(kept.run, ownAnswers(kept.run, kept.answers));
  }

  /**
   * @param {BatchRun} next
   * @param {Map<string, BatchAnswer>} known
   */
  function show(next, known) {
    [run, answers] = [next, known];
    result.drawTable(run, answers);
    result.offer(run, answers, abort !== null);
  }

  /**
   * @param {string[]} questions
   * @param {DocumentInfo[] | null} each
   */
  async function start(questions, each) {
    const { quotes, confidence } = howToAnswer();
    const how = { ...(quotes && { quotes }), ...(confidence !== undefined && { confidence }) };
    const made = newRun(questions, each ?? documents() ?? [], each !== null, how);
    result.say("");
    show(made, new Map());
    root.replaceChildren(result.root);
    result.focus();
    await begin(made).catch(() => result.say(NOT_KEPT));
    await goOn();
  }

  /** Ask what has no answer yet, or one that documents have changed since. */
  async function goOn() {
    if (!run || abort) return;
    const { signal } = (abort = new AbortController());
    result.say("");
    show(run, answers);
    try {
      await whenReady(signal);
      const now = refreshed(run, await listDocuments());
      show(now, answers);
      await keep(now).catch(() => result.say(NOT_KEPT));
      await askThese(toAsk(now, answers), now, signal);
    } catch (error) {
      if (error.name !== "AbortError") result.say(...wordsOf(error));
      if (error.status === 0) lookAgain();
    }
    abort?.abort(); // what is still on its way is asked again when it goes on
    abort = null;
    if (run) result.offer(run, answers, false);
    announce(result.words());
  }

  /**
   * @param {BatchCell[]} cells
   * @param {BatchRun} of
   * @param {AbortSignal} signal
   */
  const askThese = (cells, of, signal) => askAll(cells, (cell) => ask(cell, of, signal), {
    answered: (cell, record) =>
      take({ key: cell.key, of: dependsOn(of, cell), record: slim(record), problem: "" }),
    failed: (cell, error) => take({ key: cell.key, of: "", record: null, problem: error.message }),
    waiting,
    pause: (ms) => pause(ms, signal),
  });

  /** @param {BatchAnswer} answer */
  async function take(answer) {
    answers.set(answer.key, answer);
    result.set(answer);
    if (run) result.tell(run, answers, true);
    await add(answer).catch(() => result.say(NOT_KEPT));
  }

  /** @param {Error | null} error */
  function waiting(error) {
    if (error) result.say(`${error.message} Pincite tries again by itself.`);
    else if (result.saysSomething()) result.say("");
  }

  /** Show the form with the questions that were asked; their answers are forgotten. */
  async function fresh() {
    const questions = run?.questions ?? [];
    [run, answers] = [null, new Map()];
    await forget().catch(() => {}); // what was not kept need not be forgotten
    form.say("");
    form.fill(questions);
    await open();
  }

  /** @param {string} format */
  async function save(format) {
    if (!run) return;
    try {
      result.say("");
      const body = tableBody(run, answers, location.origin + ROOT);
      await saveFile(`${EXPORT}?format=${format}`, body, `answers.${format}`);
    } catch (error) {
      result.say(error.message);
    }
  }

  root.addEventListener("drop", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault(); // else the library takes it
    if (!run) form.drop([...event.dataTransfer.files]);
  });

  const records = () => [...answers.values()].flatMap(({ record }) => record ?? []);
  return { open, documentsCame: form.documentsCame, records };
}

/**
 * @param {BatchCell} cell
 * @param {BatchRun} of
 * @param {AbortSignal} signal
 * @returns {Promise<AnswerRecord>}
 */
function ask({ question, document }, { how }, signal) {
  const within = document ? { within: { documents: [document.id] } } : {};
  return post("/api/v1/ask", { question, ...how, ...within }, signal);
}

/** @param {Error & { code?: string }} error */
const wordsOf = (error) => (error.code === "collection_empty" ? noDocuments(THEN) : [error.message]);

/**
 * @param {number} ms
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
const pause = (ms, signal) => new Promise((resolve, reject) => {
  signal.throwIfAborted();
  const timer = setTimeout(resolve, ms);
  signal.addEventListener("abort", () => {
    clearTimeout(timer);
    reject(signal.reason);
  }, { once: true });
});
