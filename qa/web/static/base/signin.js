// Signing in: the page asks for a key where one is needed and there is none that is valid.
import { byId } from "./dom.js";
import { SERVICE } from "./root.js";
import { enter, leave, signInWith, wasSignedIn } from "./session.js";

const OVER = "You are signed out: your key was revoked or has expired. Sign in again.";
const WRONG = "This key is not valid. Check that you have all of it, or ask for a new one.";
const AWAY = "The server cannot be reached. Make sure Pincite is running, then try again.";

/** Make the dialog work; return what asks for a key and resolves to whether a valid one was given. */
export function makeSignIn() {
  const dialog = byId("sign-in");
  const [field, problem, send] = [byId("key"), byId("sign-in-problem"), byId("sign-in-send")];
  /** @type {PromiseWithResolvers<boolean> | null} */
  let asking = null;

  /** @param {string} text */
  function say(text) {
    problem.textContent = text;
    problem.hidden = !text;
    field.setAttribute("aria-invalid", String(Boolean(text)));
  }

  /** @param {SubmitEvent} event */
  async function submit(event) {
    event.preventDefault();
    if (send.getAttribute("aria-busy") === "true") return; // disabled, it would lose the focus
    say("");
    send.setAttribute("aria-busy", "true");
    const wanted = asking; // another one, once the dialog was left, and perhaps opened again
    try {
      const given = field.value;
      const wrong = await problemWith(given);
      if (asking !== wanted) return;
      const signIn = wrong ? null : await signInWith(given, byId("keep").checked);
      if (asking !== wanted) {
        if (signIn) await leave(signIn);
        return;
      }
      if (!signIn) {
        say(wrong || AWAY);
        field.select();
        field.focus();
        return;
      }
      enter(signIn);
      dialog.close("signed in");
    } finally {
      if (asking === wanted) send.removeAttribute("aria-busy");
    }
  }

  dialog.querySelector("form")?.addEventListener("submit", submit);
  dialog.addEventListener("close", () => {
    asking?.resolve(dialog.returnValue === "signed in");
    asking = null;
    send.removeAttribute("aria-busy");
    field.value = "";
    dialog.returnValue = "";
  });
  return () => {
    if (!asking) {
      asking = Promise.withResolvers();
      byId("keep").checked = false;
      dialog.showModal();
      say(wasSignedIn() ? OVER : "");
      field.focus();
    }
    return asking.promise;
  };
}

/**
 * Return what is wrong with a key, in a sentence; "" for one that is valid.
 * @param {string} given
 */
async function problemWith(given) {
  const headers = { Authorization: `Bearer ${given}` };
  try {
    const reply = await fetch(`${SERVICE}/api/v1/collections`, { headers, cache: "no-store" });
    if (reply.ok) return "";
    if (reply.status === 401) return WRONG;
    return (await reply.json()).error.message;
  } catch {
    return AWAY;
  }
}
