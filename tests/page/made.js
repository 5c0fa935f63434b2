// Made records for the tests: whole ones, of which a test says only what it is about.

/**
 * @param {Partial<Citation>} facts
 * @returns {Citation}
 */
export const citation = (facts = {}) => ({
  number: 1,
  document_id: "d",
  version: "0123456789abcdef",
  title: "Birds of the Fen",
  source: "fen.md",
  author: "Ada M. Lund",
  published: "2021-03-05",
  publisher: "Fen Press",
  page: null,
  heading: [],
  start: 10,
  end: 20,
  quote: "It rained.",
  lead: null,
  dense_rank: 1,
  dense_score: 0.7,
  lexical_rank: 2,
  lexical_score: 3.5,
  score: 0.9,
  ...facts,
});

/**
 * @param {Partial<Pin>} facts
 * @returns {Pin}
 */
export const pinned = (facts = {}) => ({
  id: "p",
  document_id: "d",
  version: "0123456789abcdef",
  title: "Birds of the Fen",
  start: 10,
  end: 20,
  quote: "It rained.",
  pinned: "2026-01-01T00:00:00Z",
  note: "",
  tags: [],
  asked: "",
  ...facts,
});

/**
 * @param {Partial<AnswerRecord>} facts
 * @returns {AnswerRecord}
 */
export const record = (facts = {}) => ({
  question: "Did it rain?",
  status: "answered",
  confidence: 0.8,
  reason: null,
  sentences: [{ text: "It rained.", citations: [1] }],
  citations: [citation()],
  closest: [],
  ...facts,
});

/**
 * @param {Partial<CheckedSentence>} facts
 * @returns {CheckedSentence}
 */
export const checkedSentence = (facts = {}) => ({
  start: 0,
  end: 10,
  text: "It rained.",
  verdict: "supported",
  reason: null,
  support: 0.9,
  unsupported: [],
  citations: [1],
  cited: null,
  closest: [],
  ...facts,
});

/**
 * @param {Partial<DocumentRecord>} facts
 * @returns {DocumentRecord}
 */
export const documentRecord = (facts = {}) => ({
  id: "d",
  version: "v1",
  title: "Birds of the Fen",
  source: "fen.md",
  place: "",
  author: "Ada M. Lund",
  published: "2021",
  publisher: "",
  characters: 100,
  passages: 1,
  added: "2026-01-01T00:00:00Z",
  hidden_characters: 0,
  file_author: "",
  file_created: "",
  notes: [],
  tags: [],
  language: "en",
  corrected: {},
  headings: [],
  pages: [],
  page_images: false,
  ...facts,
});

/**
 * @param {Partial<Job>} facts
 * @returns {Job}
 */
export const job = (facts = {}) => ({
  id: "j",
  name: "fen.md",
  state: "waiting",
  status: null,
  tries: 0,
  reason: null,
  replaced: null,
  ...facts,
});
