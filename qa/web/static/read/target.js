// What the reader opens for an address: a span, and the other quotes of the answer that it stands in.
import { sameText } from "../base/root.js";

/**
 * Return the target of a span, with what records know of it: the last one counts.
 * @param {DocumentSpan} span
 * @param {Pick<AnswerRecord, "citations" | "closest">[]} records
 * @returns {Target}
 */
export function targetOf(span, records) {
  const { start, end } = span;
  /** @param {DocumentSpan} c */
  const here = (c) => sameText(c, span);
  /** @param {DocumentSpan} c */
  const exactly = (c) => here(c) && c.start === start && c.end === end;
  const cited = records.findLast((record) => record.citations.some(exactly))
    ?.citations.filter(here).sort((a, b) => a.start - b.start);
  const close = records.flatMap((record) => record.closest).find(exactly);
  const known = cited?.find(exactly);
  const quotes = cited?.map((c) => ({ start: c.start, end: c.end, number: c.number, text: c.quote }));
  return {
    ...span,
    quotes: quotes ?? (end > start ? [{ start, end }] : []),
    quote: known?.quote ?? close?.text,
    title: (known ?? close)?.title,
  };
}
