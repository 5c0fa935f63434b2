// Where many questions are pasted or dropped, and the documents chosen that are asked.
import { count, el } from "../base/dom.js";
import { noDocuments, problemLine } from "../base/problem.js";
import { withWords } from "../base/query.js";
import { MOST_ANSWERS } from "./run.js";
import { objection, questionsIn } from "./questions.js";

const FILES = ".csv,.tsv,.txt,text/csv,text/plain";
const LARGEST = 10_000_000; // bytes; a guess: more than a thousand of the longest questions
const ABOUT =
  "Each question is answered by quotes from your documents, in a table that you can download. A question " +
  "that they do not answer is a result too.";

/** What can be done once there are documents. */
export const THEN = ", then ask";

/**
 * Make the form; `ask` is called with the questions, and with the documents that are asked one by
 * one, or null.
 * @param {{
 *   documents: () => DocumentInfo[] | null,
 *   ask: (questions: string[], each: DocumentInfo[] | null) => void,
 * }} page
 */
export function makeForm({ documents, ask }) {
  const field = el("textarea", {
    id: "batch-questions", dir: "auto", rows: 8, "aria-describedby": "batch-note",
    placeholder: "Who counted the herons?\nWhen was the bridge closed?",
  });
  const picker = el("input", { type: "file", accept: FILES });
  const together = el("input", { type: "radio", name: "batch-of", value: "all" });
  const each = el("input", { type: "radio", name: "batch-of", value: "each" });
  const filter = el("input", {
    id: "batch-filter", type: "search", autocomplete: "off", placeholder: "all documents",
  });
  const narrowing = el("p", { class: "batch-filter" },
    el("label", { for: "batch-filter" },
      "Only documents with these words in their title, author, source or tags"), filter);
  const note = el("p", { id: "batch-note", class: "fine", role: "status" });
  const send = el("button", { class: "button primary" }, "Ask all");
  const said = el("div", {});
  together.checked = true;
  let lacking = false;

  const form = el("form", { class: "batch-form", submit },
    said,
    el("label", { class: "label", for: "batch-questions" }, "Questions, one on each line"),
    field,
    el("p", { class: "fine" }, "Or drop a CSV or text file here, or ",
      el("label", { class: "filelabel" }, picker, el("span", {}, "choose one")), "."),
    el("fieldset", {}, el("legend", { class: "label" }, "Ask"),
      el("label", {}, together, " all documents together"),
      el("label", {}, each, " each document by itself")),
    narrowing,
    el("div", { class: "batch-send" }, note, send));
  const root = el("div", {},
    el("h2", { id: "batch-title", tabindex: -1 }, "Many questions"),
    el("p", { class: "work-about" }, ABOUT),
    form);

  const chosen = () => withWords(documents() ?? [], filter.value);

  function tell() {
    narrowing.hidden = !each.checked;
    const questions = questionsIn(field.value);
    const infos = chosen();
    const answers = questions.length * (each.checked ? infos.length : 1);
    const wrong = objection(questions) || tooMany(answers);
    send.disabled = Boolean(wrong) || !answers;
    note.textContent = wrong || sum(questions.length, each.checked ? infos.length : null, answers);
    note.classList.toggle("problem", Boolean(wrong));
  }

  /** @param {Event} event */
  function submit(event) {
    event.preventDefault();
    tell();
    if (!send.disabled) ask(questionsIn(field.value), each.checked ? chosen() : null);
  }

  /** @param {File} file */
  async function read(file) {
    if (file.size > LARGEST) return say(`“${file.name}” is too large for a list of questions.`);
    const questions = questionsIn(await file.text(), file.name);
    say(questions.length ? "" : `“${file.name}” has no questions in it. Put one on each line.`);
    if (questions.length) fill(questions);
  }

  /** @param {...(string | Node)} words */
  const say = (...words) =>
    said.replaceChildren(words.join("") ? problemLine(words) : "");

  /** Say what can be asked of the documents; they may come after the form is shown. */
  function documentsCame() {
    tell();
    const none = documents()?.length === 0;
    if (none) say(...noDocuments(THEN));
    else if (lacking) say("");
    lacking = none;
  }

  /** @param {string[]} questions */
  function fill(questions) {
    field.value = questions.join("\n");
    tell();
  }

  for (const input of [field, filter]) input.addEventListener("input", tell);
  for (const input of [together, each]) input.addEventListener("change", tell);
  filter.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  picker.addEventListener("change", () => {
    const [file] = picker.files ?? [];
    if (file) read(file);
    picker.value = "";
  });

  return {
    root, say, fill,
    documentsCame,
    focus: () => field.focus({ preventScroll: true }),
    /** @param {File[]} files */
    drop(files) {
      if (files.length > 1) say("Only one list of questions can be asked at a time. Drop one file.");
      else if (files[0]) read(files[0]);
    },
  };
}

/**
 * @param {number} questions
 * @param {number | null} documents
 * @param {number} answers
 */
export function sum(questions, documents, answers) {
  if (!questions) return "";
  const asked = count(questions, "question");
  if (documents === null) return asked;
  return `${asked} of ${count(documents, "document")}: ${count(answers, "answer")}`;
}

/** @param {number} answers */
const tooMany = (answers) => (answers <= MOST_ANSWERS ? "" :
  `That makes ${answers.toLocaleString("en")} answers, but at most ${MOST_ANSWERS.toLocaleString("en")} ` +
  "fit into one table. Ask fewer questions, or fewer documents.");
