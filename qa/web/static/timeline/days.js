// Dates in words, and years put together where they are many.
import { MONTHS } from "../base/cite.js";

const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500];

/**
 * Say a date under the heading of its year: `3 May`, `May`; "" of a year alone.
 * @param {string} date
 */
export function dayOf(date) {
  const [, month, day] = date.split("-").map(Number);
  if (!month) return "";
  return day ? `${day} ${MONTHS[month - 1]}` : MONTHS[month - 1];
}

/**
 * Say when something was, under the heading of its first year.
 * @param {Pick<TimelineEvent, "first" | "last">} event
 */
export function whenOf({ first, last }) {
  const from = dayOf(first);
  if (last === first) return from;
  const year = last.slice(0, 4);
  const to = year === first.slice(0, 4) ? dayOf(last) : [dayOf(last), year].filter(Boolean).join(" ");
  return from ? `${from} – ${to}` : `to ${to}`;
}

/**
 * Say from where a date was read that is not written in full; "" of others.
 * @param {Pick<TimelineEvent, "relative" | "year_from" | "published">} event
 */
export function readFrom({ relative, year_from: from, published }) {
  if (from === "heading") return "year read from the heading";
  if (from === "sentence_before") return "year read from the sentence before";
  if (from === "mail") return `year read from the mail’s date, ${published}`;
  return relative ? `read from the document’s date, ${published}` : "";
}

/**
 * Return the events by the year that they begin in, in their order.
 * @param {TimelineEvent[]} events
 * @returns {[string, TimelineEvent[]][]}
 */
export function byYear(events) {
  /** @type {Map<string, TimelineEvent[]>} */
  const years = new Map();
  for (const event of events) {
    const year = event.first.slice(0, 4);
    years.set(year, [...(years.get(year) ?? []), event]);
  }
  return [...years];
}

/**
 * Return how many dates there are in each stretch of years, empty ones too, in as many stretches as
 * can be shown: of one year each, or of two, five, ten …
 * @param {TimelineRecord["years"]} years
 * @param {number} most how many stretches can be shown
 * @returns {{ first: number, last: number, dates: number }[]}
 */
export function stretches(years, most) {
  if (!years.length) return [];
  const known = years.map(({ year, dates }) => ({ year: Number(year), dates }));
  const [from, to] = [known[0].year, known[known.length - 1].year];
  const step = STEPS.find((one) => floored(to, one) - floored(from, one) < most * one) ?? 1000;
  const all = [];
  for (let first = floored(from, step); first <= to; first += step) {
    const inside = known.filter(({ year }) => year >= first && year < first + step);
    all.push({ first, last: first + step - 1, dates: inside.reduce((sum, { dates }) => sum + dates, 0) });
  }
  return all;
}

/**
 * @param {number} year
 * @param {number} step
 */
const floored = (year, step) => year - (year % step);
