// Says beside the link to the alerts how much is new.
import { byId, count, el } from "../base/dom.js";
import { alerts } from "./calls.js";
import { newIn, recall } from "./seen.js";

/** Look how much is new, and show it; what is wrong is told where the alerts are shown. */
export async function lookForNews() {
  try {
    showNews((await alerts()).alerts);
  } catch {
    showNews([]);
  }
}

/** @param {Alert[]} listed */
export function showNews(listed) {
  const seen = recall();
  const found = listed.reduce((sum, alert) => sum + newIn(alert, seen).length, 0);
  byId("alerts-news").replaceChildren(...(found
    ? [
        el("span", { "aria-hidden": "true", class: "badge" }, found > 99 ? "99+" : String(found)),
        el("span", { class: "hidden-text" }, count(found, "new quote")),
      ]
    : []));
}
