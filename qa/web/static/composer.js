// The box that questions are typed in, and the examples under it.
import { button, byId, el } from "./dom.js";

const BUNDLED = "Foreign Fighters in Libya";
const EXAMPLES = [
  "Who leads Brigade 315?",
  "When did ASL announce its creation?",
  "What did AST do for refugees on the border?",
];

/** Make the box work for a thread. */
export function makeComposer(thread) {
  const form = byId("composer");
  const field = byId("question");
  const fit = () => {
    field.style.setProperty("height", "auto");
    field.style.setProperty("height", `${field.scrollHeight}px`);
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
    focus: () => field.focus({ preventScroll: true }),
    running: (yes) => (byId("send").textContent = yes ? "Stop" : "Ask"),
  };
}

/** Show under the empty box what can be asked of these documents. */
export function drawExamples(documents, ask) {
  byId("examples").replaceChildren(...examples(documents, ask));
}

function examples(documents, ask) {
  if (documents.length === 0) {
    return [el("p", {}, "There is no document yet. ", el("a", { href: "#library" }, "Add some to the library"), ", then ask.")];
  }
  if (!documents.some(({ title }) => title === BUNDLED)) {
    return [el("p", {}, "Ask for what a sentence can tell: who, when, how many, which, why.")];
  }
  return [
    el("p", { class: "fine" }, "For example"),
    el("ul", {}, EXAMPLES.map((question) => el("li", {}, button(question, () => ask(question), { class: "example" })))),
  ];
}
