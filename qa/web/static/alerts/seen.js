// What of an alert was on this page before: kept in this browser, as conversations are.

import { keptAs } from "../base/root.js";

const SEEN = keptAs("alerts-seen");

/**
 * Return by alert the number of the last quote that was shown here.
 * @returns {Record<string, number>}
 */
export function recall() {
  try {
    const kept = JSON.parse(localStorage.getItem(SEEN) ?? "{}");
    return kept && typeof kept === "object" ? kept : {};
  } catch {
    return {};
  }
}

/**
 * Remember that all of this was shown; alerts that are gone are forgotten.
 * @param {Alert[]} alerts
 */
export function remember(alerts) {
  const before = recall();
  const now = alerts.map(({ id, found }) => [id, Math.max(before[id] ?? 0, ...found.map(numberOf))]);
  try {
    localStorage.setItem(SEEN, JSON.stringify(Object.fromEntries(now)));
  } catch {
    // Without room it is new again at the next visit.
  }
}

/**
 * Return what an alert found that was not shown before.
 * @param {Alert} alert
 * @param {Record<string, number>} seen
 */
export const newIn = ({ id, found }, seen) => found.filter(({ number }) => number > (seen[id] ?? 0));

/** @param {FoundWords} found */
const numberOf = ({ number }) => number;
