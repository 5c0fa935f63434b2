// What the verdicts on a sentence are called, in drafts and in what a model wrote.

/** @type {Record<DraftVerdict, string>} */
export const VERDICTS = {
  contradicted: "contradicted",
  partly: "partly supported",
  not_found: "not found",
  supported: "supported",
  unchecked: "not checked",
};
