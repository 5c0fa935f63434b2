// Settings: how the page looks, how it is answered, and who is signed in.
import { byId } from "../base/dom.js";
import { identifyAgain, key, signOut, staySignedIn, whoLine } from "../base/session.js";

const KEPT = "pincite/settings";
/** @type {Record<string, string>} */
const USUAL = { theme: "system", size: "medium", care: "balanced", quotes: "usual", answer: "quotes" };
/**
 * Guesses, on both sides of where a server shows answers by itself (0.35 with the reader, 0.61
 * without).
 * @type {Record<string, number>}
 */
const CONFIDENCE = { cautious: 0.7, generous: 0.25 };
const NEEDED = "This server asks for a key before it answers.";
const REFUSED =
  "This key is not valid: it is mistyped, was revoked or has expired. Ask whoever gave it to you.";

/** Make the dialog work; return what asks for a key and resolves to whether one was given. */
export function makeSettings() {
  const dialog = byId("settings");
  const field = byId("key");
  const help = byId("key-help");
  const usual = help.textContent;
  /** @type {PromiseWithResolvers<boolean> | null} */
  let asking = null;

  const open = () => {
    const shown = chosen();
    for (const choice of radios(dialog)) {
      choice.checked = choice.value === shown[choice.name];
    }
    field.value = key.get();
    const who = asking ? "" : whoLine();
    byId("who").textContent = who;
    byId("who-field").hidden = !who;
    byId("key-field").hidden = Boolean(who);
    byId("keep").checked = false;
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
  dialog.addEventListener("close", async () => {
    const given = dialog.returnValue === "done" && field.value !== key.get();
    const resolve = asking?.resolve;
    asking = null;
    help.textContent = usual;
    dialog.returnValue = "";
    if (given) await signIn(field.value, byId("keep").checked);
    resolve?.(given && field.value !== "");
  });
  return () => {
    if (!asking) {
      asking = Promise.withResolvers();
      help.textContent = key.get() ? REFUSED : NEEDED;
      open();
      field.select();
      field.focus();
    }
    return asking.promise;
  };
}

/**
 * Use another key from now on, in this tab or, with `stay`, in this browser.
 * @param {string} given
 * @param {boolean} stay
 */
async function signIn(given, stay) {
  key.set(given);
  if (given && stay) await staySignedIn();
  await identifyAgain();
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
