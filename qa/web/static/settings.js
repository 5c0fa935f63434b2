// Settings: how the page looks, and the key of this tab.
import { key } from "./api.js";
import { byId } from "./dom.js";

const KEPT = "pincite/settings";
const NEEDED = "This server asks for a key before it answers.";

/** Make the dialog work; return what asks for a key and resolves to whether one was given. */
export function makeSettings() {
  const dialog = byId("settings");
  const field = byId("key");
  const help = byId("key-help");
  const usual = help.textContent;
  let asking = null;

  const open = () => {
    const shown = { theme: "system", size: "medium", ...document.documentElement.dataset };
    for (const choice of dialog.querySelectorAll("input[type=radio]")) {
      choice.checked = choice.value === shown[choice.name];
    }
    field.value = key.get();
    if (!dialog.open) dialog.showModal();
  };
  byId("settings-button").addEventListener("click", open);
  dialog.addEventListener("change", (event) => {
    if (event.target.type !== "radio") return;
    document.documentElement.dataset[event.target.name] = event.target.value;
    keep();
  });
  dialog.addEventListener("close", () => {
    const given = dialog.returnValue === "done" && field.value !== key.get();
    if (given) key.set(field.value);
    help.textContent = usual;
    dialog.returnValue = "";
    asking?.resolve(given && field.value !== "");
    asking = null;
  });
  return () => {
    if (!asking) {
      asking = Promise.withResolvers();
      help.textContent = key.get() ? `${NEEDED} The one it was given is not right.` : NEEDED;
      open();
      field.select();
      field.focus();
    }
    return asking.promise;
  };
}

function keep() {
  const { theme, size } = document.documentElement.dataset;
  try {
    localStorage.setItem(KEPT, JSON.stringify({ theme, size }));
  } catch {
    // Without storage a choice lasts as long as the page.
  }
}
