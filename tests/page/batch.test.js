// Many questions: read from what was pasted, asked again where the server has no room, put together.
import assert from "node:assert/strict";
import test from "node:test";
import { askAll, isPassing, waitFor } from "../../qa/web/static/batch/asking.js";
import { sum } from "../../qa/web/static/batch/form.js";
import { objection, questionsIn, rowsOf } from "../../qa/web/static/batch/questions.js";
import {
  cellsOf, dependsOn, newRun, ownAnswers, progress, refreshed, slim, tableBody, toAsk,
} from "../../qa/web/static/batch/run.js";
import { citation, documentRecord, record } from "./made.js";

const DOCUMENTS = ["a", "b"].map((id) => documentRecord({ id, version: `${id}1`, title: id, source: id }));
const QUESTIONS = ["Who?", "When?"];

test("what is pasted is one question a line", () => {
  assert.deepEqual(questionsIn("\ufeff Who came,  and when?\r\n\r\nWhy?\n"), ["Who came, and when?", "Why?"]);
  assert.deepEqual(questionsIn(" \n"), []);
});

test("a table has its questions in the column of that name, or in the first", () => {
  const named = 'number,Question\n1,"Who came,\nand when?"\n2,"Who said ""no""?"\n';
  assert.deepEqual(questionsIn(named), ["Who came, and when?", 'Who said "no"?']);
  assert.deepEqual(questionsIn("n;questions\r\n1;Who, then?", "a.csv"), ["Who, then?"]);
  assert.deepEqual(questionsIn('"Who, then?",x\nWhy?,y', "a.csv"), ["Who, then?", "Why?"]);
  assert.deepEqual(questionsIn("Who\tx\nWhy\ty", "a.tsv"), ["Who", "Why"]);
});

test("rows end with their lines, and a quotation mark that is open ends with the text", () => {
  assert.deepEqual(rowsOf("a,b\r\n,c\r\rd", ","), [["a", "b"], ["", "c"], [""], ["d"]]);
  assert.deepEqual(rowsOf('a,"b\nc', ","), [["a", "b\nc"]]);
  assert.deepEqual(rowsOf("a,", ","), [["a"]]);
});

test("it is said why questions cannot be asked", () => {
  assert.equal(objection(["Who?"]), "");
  assert.match(objection(Array(1001).fill("Who?")), /1,001 questions, but at most 1,000/);
  assert.match(objection(["Who?", "???"]), /^Question 2 has no words: “\?\?\?”/);
  assert.match(objection(["a".repeat(4001)]), /more than 4,000 characters/);
});

test("how much is asked is said before", () => {
  assert.deepEqual([sum(0, null, 0), sum(1, null, 1), sum(2, 3, 6)],
    ["", "1 question", "2 questions of 3 documents: 6 answers"]);
});

test("each question is put to all documents, or to each one by itself", () => {
  assert.deepEqual(cellsOf(newRun(QUESTIONS, DOCUMENTS, false, {})).map(({ key }) => key), ["|0", "|1"]);
  assert.deepEqual(cellsOf(newRun(QUESTIONS, DOCUMENTS, true, {})).map(({ key }) => key),
    ["a|0", "a|1", "b|0", "b|1"]);
});

/**
 * @param {BatchRun} run
 * @returns {Map<string, BatchAnswer>}
 */
const allAnswered = (run) => new Map(cellsOf(run).map((cell) =>
  [cell.key, { key: cell.key, of: dependsOn(run, cell), record: record(), problem: "" }]));

test("answers that another tab kept to its own questions are not taken for answers", () => {
  const run = newRun(QUESTIONS, DOCUMENTS, false, {});
  const answers = allAnswered(run);
  const [first, second] = [...answers.values()];
  first.record = record({ question: QUESTIONS[0] });
  second.record = record({ question: "Another?" });
  assert.deepEqual([...ownAnswers(run, answers).keys()], [first.key]);
  Object.assign(second, { record: null, problem: "no" });
  assert.deepEqual([...ownAnswers(run, answers).keys()], [first.key, second.key]);
});

test("a run that goes on asks what has no answer yet", () => {
  const run = newRun(QUESTIONS, DOCUMENTS, false, {});
  const answers = allAnswered(run);
  assert.deepEqual(toAsk(run, answers), []);
  answers.delete("|0");
  answers.set("|1", { key: "|1", of: "", record: null, problem: "no" });
  assert.deepEqual(toAsk(run, answers).map(({ key }) => key), ["|0", "|1"]);
});

test("what a document says is asked again where the document has changed, and not where it is gone", () => {
  const run = newRun(QUESTIONS, DOCUMENTS, true, {});
  const changed = [{ ...DOCUMENTS[0], version: "a2" }, DOCUMENTS[1]];
  const answers = allAnswered(run);
  assert.deepEqual(toAsk(refreshed(run, changed), answers).map(({ key }) => key), ["a|0", "a|1"]);
  assert.deepEqual(cellsOf(refreshed(run, [DOCUMENTS[1]])).map(({ key }) => key), ["b|0", "b|1"]);
});

test("what all documents say is asked again where any has changed, and no order counts", () => {
  const run = newRun(QUESTIONS, DOCUMENTS, false, {});
  const answers = allAnswered(run);
  assert.equal(toAsk(refreshed(run, DOCUMENTS.toReversed()), answers).length, 0);
  assert.equal(toAsk(refreshed(run, [DOCUMENTS[0]]), answers).length, 2);
});

test("what is kept of an answer can be checked and cited, and no more", () => {
  const closest = [/** @type {any} */ ({ text: "x" })];
  const whole = record({ closest, citations: [citation({ link: null, quoted_by: "A. Lund" })] });
  const { citations: [kept], closest: none } = slim(whole);
  assert.deepEqual(none, []);
  assert.deepEqual([kept.number, kept.quote, kept.quoted_by], [1, "It rained.", "A. Lund"]);
  assert.equal("dense_score" in kept, false);
});

test("a table has the numbers of the questions, and links to this page", () => {
  const run = newRun(QUESTIONS, DOCUMENTS, true, {});
  const answers = allAnswered(run);
  answers.delete("b|1");
  const { questions, answers: all } = tableBody(run, answers, "http://x");
  assert.deepEqual(questions, QUESTIONS);
  assert.deepEqual(all.map(({ number, document }) => [number, document]), [[1, "a"], [2, "a"], [1, "b"]]);
  assert.match(String(all[0].record.citations[0].link), /^http:\/\/x\/read\/d\?version=/);
});

test("how far a batch is is said in words", () => {
  const so = { total: 4, done: 1, answered: 1, failed: 0, asking: true };
  assert.equal(progress(so), "Asking: 1 of 4 answers…");
  assert.equal(progress({ ...so, asking: false }), "1 of 4 answers");
  assert.equal(progress({ ...so, done: 3, failed: 1, asking: false }),
    "3 of 4 answers, 1 question could not be asked");
  assert.equal(progress({ ...so, done: 4, asking: false }), "1 of 4 questions answered");
});

// Asking ---------------------------------------------------------------------------------

/**
 * Ask some numbers of a server that answers as `reply` says; return what was told.
 * @param {number[]} all
 * @param {(one: number, tries: number) => void} reply throws what the server refuses
 */
async function asked(all, reply) {
  const tries = new Map();
  /** @type {string[]} */
  const told = [];
  const ask = async (/** @type {number} */ one) => {
    tries.set(one, (tries.get(one) ?? 0) + 1);
    reply(one, tries.get(one));
    return record();
  };
  const heard = {
    answered: (/** @type {number} */ one) => told.push(`answered ${one}`),
    failed: (/** @type {number} */ one, /** @type {Error} */ error) => told.push(`${one}: ${error.message}`),
    waiting: (/** @type {Error | null} */ error) => error && told.push(`waiting: ${error.message}`),
    pause: async (/** @type {number} */ ms) => void told.push(`${ms} ms`),
  };
  await askAll(all, ask, heard).catch((error) => told.push(`ended: ${error.message}`));
  return told;
}

/** @param {Partial<{ status: number, code: string, retryAfter: number }>} facts */
const refused = (facts) => Object.assign(new Error(facts.code), facts);

test("all are asked, in order", async () => {
  const told = await asked([1, 2, 3, 4, 5], () => {});
  assert.deepEqual(told.toSorted(), [1, 2, 3, 4, 5].map((one) => `answered ${one}`));
});

test("a server without room is asked again when it says so, and that is told", async () => {
  const told = await asked([1], (_, tries) => {
    if (tries < 3) throw refused({ status: 503, code: "busy", retryAfter: 5 });
  });
  assert.deepEqual(told, ["waiting: busy", "5000 ms", "waiting: busy", "5000 ms", "answered 1"]);
});

test("a lost connection is tried again, longer each time", async () => {
  const told = await asked([1], (_, tries) => {
    if (tries < 4) throw refused({ status: 0, code: "unreachable" });
  });
  assert.deepEqual(told.filter((line) => line.endsWith("ms")), ["1000 ms", "2000 ms", "4000 ms"]);
  assert.equal(waitFor(refused({}), 20), 30_000);
});

test("a question that cannot be asked holds up no other", async () => {
  const told = await asked([1, 2], (one) => {
    if (one === 1) throw refused({ status: 409, code: "nothing_within" });
  });
  assert.deepEqual(told.toSorted(), ["1: nothing_within", "answered 2"]);
});

test("what every question would get ends the run", async () => {
  const told = await asked([1, 2, 3, 4], () => {
    throw refused({ status: 401, code: "key_needed" });
  });
  assert.equal(told.at(-1), "ended: key_needed");
  assert.ok(told.length < 3);
  assert.equal(isPassing(refused({ status: 503, code: "model_refused" })), false);
});

test("a server that stays away ends the run at last", async () => {
  const told = await asked([1], () => {
    throw refused({ status: 0, code: "unreachable" });
  });
  assert.equal(told.at(-1), "ended: unreachable");
  assert.equal(told.filter((line) => line.endsWith("ms")).length, 39);
});
