// The draft that was checked last, kept in this tab: a check may take minutes, a reload a second.
import { keptAs } from "../base/root.js";
import { newCheck } from "./course.js";

const KEPT = keptAs("check");

/**
 * Keep a check, unless the browser has no room for it.
 * @param {DraftCheck | null} check
 */
export function keep(check) {
  try {
    if (check) sessionStorage.setItem(KEPT, JSON.stringify(check));
    else sessionStorage.removeItem(KEPT);
  } catch {
    sessionStorage.removeItem(KEPT);
  }
}

/**
 * Return the check that was kept, or null.
 * @returns {DraftCheck | null}
 */
export function recall() {
  const value = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  return value && { ...newCheck(""), ...value };
}
