// The box that questions are typed in, and the examples under it.
import { exampleQuestions } from "../base/api.js";
import { byId, el, foreign } from "../base/dom.js";
import { noDocuments } from "../base/problem.js";

const QUOTED = 300; // characters of words that are asked about; a guess: more hides the question

/**
 * Make the box work for a thread.
 * @param {ReturnType<typeof import("./thread.js").makeThread>} thread
 */
export function makeComposer(thread) {
  const form = byId("composer");
  const field = byId("question");
  const fit = () => {
    field.style.setProperty("height", "auto");
    if (field.value) field.style.setProperty("height", `${field.scrollHeight}px`);
  };
  const send = () => {
    const question = field.value.trim();
    if (!question || thread.busy()) return;
    field.value = "";
    fit();
    thread.ask(question);
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (thread.busy()) thread.stop();
    else send();
  });
  field.addEventListener("input", fit);
  new ResizeObserver(fit).observe(form); // narrower, or shown again, the same words need other room
  document.fonts.addEventListener("loadingdone", fit);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      send();
    } else if (event.key === "ArrowUp" && field.value === "" && thread.lastQuestion()) {
      event.preventDefault();
      field.value = thread.lastQuestion();
      fit();
    }
  });
  return {
    /** @param {string} words */
    quote: (words) => {
      field.value = `${quoted(words)}\n`;
      fit();
      field.focus();
      field.setSelectionRange(field.value.length, field.value.length);
    },
    focus: () => field.focus({ preventScroll: true }),
    /** @param {boolean} yes */
    running: (yes) => (byId("send").textContent = yes ? "Stop" : "Ask"),
  };
}

/**
 * Return words in quotation marks on one line; of many, the first.
 * @param {string} words
 */
function quoted(words) {
  const line = words.replace(/\s+/g, " ").trim();
  return `“${line.length > QUOTED ? `${line.slice(0, QUOTED).replace(/\s\S*$/, "")} …` : line}”`;
}

/** @type {string | null} */
let drawnFor = null;

/**
 * Show under the empty box what can be asked of these documents.
 * @param {DocumentInfo[]} documents
 * @param {(question: string) => void} ask
 */
export async function drawExamples(documents, ask) {
  const key = JSON.stringify(documents.map(({ id, version }) => [id, version]));
  if (key === drawnFor) return;
  drawnFor = key;
  const none = [el("p", {}, noDocuments(", then ask"))];
  const drawn = documents.length ? examples(await suggested(), ask) : none;
  if (key === drawnFor) byId("examples").replaceChildren(...drawn);
}

async function suggested() {
  try {
    return await exampleQuestions();
  } catch {
    return []; // what is wrong is told where a question is asked
  }
}

/**
 * @param {string[]} questions
 * @param {(question: string) => void} ask
 */
function examples(questions, ask) {
  if (!questions.length) {
    return [el("p", {}, "Ask what a sentence can answer: who, when, how many, which, why.")];
  }
  return [
    el("p", { class: "fine" }, "For example"),
    el("ul", {}, questions.map((question) => {
      const click = () => ask(question);
      return el("li", {}, foreign("button", question, { type: "button", class: "example", click }));
    })),
  ];
}
