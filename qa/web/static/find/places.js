// Where a topic is looked for: in one collection or several, in all documents or in one.

/**
 * Name a document as the address does: by its id, behind its collection where several were asked.
 * @param {FoundDocument} group
 */
export const keyOf = ({ id, collection }) => (collection ? `${collection}/${id}` : id);

/**
 * Return what is asked of one document alone.
 * @param {string} key as `keyOf` has it
 * @param {string[]} names of the collections that are asked; none means that of the page
 */
export function aloneIn(key, names) {
  const [collection] = names.length ? key.split("/", 1) : [""];
  const id = collection ? key.slice(collection.length + 1) : key;
  return { within: { documents: [id] }, ...(collection && { collections: [collection] }) };
}

/**
 * Return what is asked of all documents.
 * @param {string[]} names of the collections that are asked; none means that of the page
 */
export const inAll = (names) => (names.length ? { collections: names } : {});

/**
 * Return the count of a document; `name` tells it from others of its title.
 * @param {FoundDocument} group
 * @param {string | undefined} name
 * @returns {Facet}
 */
export const facetOf = (group, name) => ({
  id: keyOf(group), title: group.title, name: group.collection ?? name, number: group.matched,
});
