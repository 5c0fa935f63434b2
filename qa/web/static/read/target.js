// What the reader opens for an address: a span, and the other quotes of the answer that it stands in.

/**
 * Return the target of a span, with what records know of it: the last one counts.
 * @param {DocumentSpan} span
 * @param {Pick<AnswerRecord, "citations" | "closest">[]} records
 * @returns {Target}
 */
export function targetOf({ document_id, version, start, end }, records) {
  /** @param {DocumentSpan} c */
  const here = (c) => c.document_id === document_id && c.version === version;
  /** @param {DocumentSpan} c */
  const exactly = (c) => here(c) && c.start === start && c.end === end;
  const cited = records.findLast((record) => record.citations.some(exactly))
    ?.citations.filter(here).sort((a, b) => a.start - b.start);
  const close = records.flatMap((record) => record.closest).find(exactly);
  const known = cited?.find(exactly);
  const quotes = cited?.map((c) => ({ start: c.start, end: c.end, number: c.number, text: c.quote }));
  return {
    document_id, version, start, end,
    quotes: quotes ?? (end > start ? [{ start, end }] : []),
    quote: known?.quote ?? close?.text,
    title: (known ?? close)?.title,
  };
}
