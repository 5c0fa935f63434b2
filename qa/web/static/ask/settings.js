// Settings: how the page looks, how it is answered, and who is signed in.
import { byId } from "../base/dom.js";
import { needsKey, signOut, whoLine } from "../base/session.js";

const KEPT = "pincite/settings";
/** @type {Record<string, string>} */
const USUAL = { theme: "system", size: "medium", care: "balanced", quotes: "usual", answer: "quotes" };
/**
 * Guesses, on both sides of where a server shows answers by itself (0.35 with the reader, 0.61
 * without).
 * @type {Record<string, number>}
 */
const CONFIDENCE = { cautious: 0.7, generous: 0.25 };

/**
 * Make the dialog work; `signIn` asks for a key.
 * @param {() => Promise<boolean>} signIn
 */
export function makeSettings(signIn) {
  const dialog = byId("settings");

  const open = () => {
    const shown = chosen();
    for (const choice of radios(dialog)) {
      choice.checked = choice.value === shown[choice.name];
    }
    const who = whoLine();
    byId("who").textContent = who || "You are not signed in.";
    byId("who-field").hidden = !needsKey();
    byId("sign-out").hidden = !who;
    byId("sign-in-again").hidden = Boolean(who);
    if (!dialog.open) dialog.showModal();
  };
  byId("settings-button").addEventListener("click", open);
  dialog.addEventListener("change", (event) => {
    const choice = /** @type {HTMLInputElement} */ (event.target);
    if (choice.type !== "radio") return;
    document.documentElement.dataset[choice.name] = choice.value;
    keep();
  });
  byId("sign-out").addEventListener("click", () => signOut().then(() => location.reload()));
  byId("sign-in-again").addEventListener("click", async () => {
    dialog.close();
    if (await signIn()) location.reload(); // what was refused is asked for anew
  });
}

/**
 * @param {Element} dialog
 * @returns {NodeListOf<HTMLInputElement>}
 */
const radios = (dialog) => dialog.querySelectorAll("input[type=radio]");

/**
 * Return what the server is told of how to answer; "balanced" is its own confidence.
 * @param {boolean} several whether collections are named, which give quotes alone
 */
export function howToAnswer(several = false) {
  const { care, quotes, answer } = chosen();
  return {
    ...(quotes !== "usual" && { quotes: Number(quotes) }),
    ...(care in CONFIDENCE && { confidence: CONFIDENCE[care] }),
    ...(canWrite() && !several && answer !== USUAL.answer && { answer }),
  };
}

/** Tell whether the server has a model that may write. */
const canWrite = () => document.body.dataset.writes === "yes";

/** Make the switch between quotes and written answers work, where there is a model to write. */
export function makeAnswerSwitch() {
  const choice = byId("answer-as");
  const buttons = [...choice.querySelectorAll("button")];
  const show = () => {
    for (const it of buttons) it.setAttribute("aria-pressed", String(it.value === chosen().answer));
  };
  choice.addEventListener("click", (event) => {
    const clicked = buttons.find((it) => it === event.target);
    if (!clicked) return;
    document.documentElement.dataset.answer = clicked.value;
    keep();
    show();
  });
  choice.hidden = !canWrite();
  show();
}

/** @returns {Record<string, string>} */
function chosen() {
  return { ...USUAL, .../** @type {Record<string, string>} */ (document.documentElement.dataset) };
}

function keep() {
  const choices = chosen();
  const kept = Object.fromEntries(Object.keys(USUAL).map((name) => [name, choices[name]]));
  try {
    localStorage.setItem(KEPT, JSON.stringify(kept));
  } catch {
    // Without storage a choice lasts as long as the page.
  }
}
