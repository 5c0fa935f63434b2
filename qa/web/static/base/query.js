// What somebody types to find documents or conversations in a list: words, all of which are there.

/**
 * Return the documents that have all words of a query in their title, author, source or tags.
 * @param {DocumentInfo[]} documents
 * @param {string} query
 */
export function withWords(documents, query) {
  const holds = holdsWords(query);
  return documents.filter(({ title, author, source, place, tags }) =>
    holds([title, author, source, place, ...tags].join("\n")));
}

/**
 * Return what tells whether a text has all words of a query, in any order and case.
 * @param {string} query
 * @returns {(text: string) => boolean}
 */
export function holdsWords(query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return (text) => {
    const lower = text.toLowerCase();
    return words.every((word) => lower.includes(word));
  };
}
