// How many dates there are in each year: a bar that is clicked shows its years alone.
import { count, el } from "../base/dom.js";
import { stretches } from "./days.js";

const FEWEST = 3; // years; a guess: fewer need no picture
const BAR = 26; // CSS pixels: a bar that can be hit with a finger (WCAG 2.5.8), and a gap

/**
 * Draw the years of a timeline as bars; null where they are few.
 * @param {TimelineRecord["years"]} years
 * @param {Record<string, string>} shown the dates between which it is shown, `from` and `until`
 * @param {(years: { from: string, until: string }) => void} choose
 * @param {number} width in which they are drawn, in CSS pixels
 */
export function drawYears(years, shown, choose, width) {
  const all = stretches(years, Math.max(FEWEST, Math.floor(width / BAR)));
  if (all.length < FEWEST) return null;
  const most = Math.max(...all.map(({ dates }) => dates));
  const bars = all.map((one, nth) => {
    const pressed = shown.from === written(one.first) && shown.until === written(one.last);
    return el("li", {},
      one.dates ? barOf(one, most, pressed, choose) : el("span", { class: "none" }),
      nth === 0 ? label(years[0].year, "year-label") : null,
      nth === all.length - 1 ? label(years[years.length - 1].year, "year-label last") : null);
  });
  return el("ul", { class: "years", "aria-label": "Dates by year" }, bars);
}

/**
 * Write a year as a date begins: with four digits.
 * @param {number} year
 */
const written = (year) => String(year).padStart(4, "0");

/**
 * @param {string} year
 * @param {string} name
 */
const label = (year, name) => el("span", { class: name, "aria-hidden": "true" }, year);

/**
 * @param {{ first: number, last: number, dates: number }} stretch
 * @param {number} most
 * @param {boolean} pressed
 * @param {(years: { from: string, until: string }) => void} choose
 */
function barOf({ first, last, dates }, most, pressed, choose) {
  const years = first === last ? String(first) : `${first}–${last}`;
  const bar = el("span", { class: "bar-of" });
  bar.style.setProperty("height", `${Math.max(6, Math.round((100 * dates) / most))}%`);
  const name = `${years}: ${count(dates, "date")}`;
  const all = { from: "", until: "" };
  const own = { from: written(first), until: written(last) };
  return el("button", {
    type: "button", "aria-label": name, title: name, "aria-pressed": String(pressed),
    click: () => choose(pressed ? all : own),
  }, bar);
}
