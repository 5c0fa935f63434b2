// The confidence of an answer in plain words; the server says from which figures on.

/** @returns {{ likely: number, veryLikely: number }} */
export const thresholds = () => {
  const { likely, veryLikely } = document.body.dataset;
  return { likely: Number(likely), veryLikely: Number(veryLikely) };
};

/**
 * Say how likely it is that the quoted words answer, as the command line does.
 * @param {number} confidence
 */
export function certainty(confidence, { likely, veryLikely } = thresholds()) {
  if (confidence >= veryLikely) return "very likely";
  return confidence >= likely ? "likely" : "possible";
}

/** @type {Record<string, string>} */
const LINES = {
  "very likely": "Very likely the answer",
  likely: "Likely the answer",
  possible: "Possibly the answer",
};

/**
 * Say it in a line of its own.
 * @param {number} confidence
 */
export const certaintyLine = (confidence) => LINES[certainty(confidence)];

/** @param {number} share */
export const percent = (share) => `${Math.round(share * 100)} %`;
