// The files that documents came as: their names, and their kinds in a word.

/** @type {Record<string, string>} by the ending of a name */
const KINDS = {
  pdf: "PDF", doc: "Word", docx: "Word", odt: "Text", rtf: "Text", txt: "Text", md: "Text", markdown: "Text",
  ppt: "Slides", pptx: "Slides", odp: "Slides", xls: "Sheet", xlsx: "Sheet", xlsm: "Sheet", ods: "Sheet",
  csv: "Table", tsv: "Table", tab: "Table", html: "Web", htm: "Web", xhtml: "Web", mht: "Web", mhtml: "Web",
  eml: "Mail", msg: "Mail", mbox: "Mail", epub: "Book", json: "Data", jsonl: "Data", xml: "Data",
};

/**
 * Return the name of a document's file: the last part of its place, or of its source.
 * @param {{ source: string, place?: string }} document
 */
export function fileOf({ source, place }) {
  const path = place || source.replace(/^https?:\/\/|[?#][^]*$/g, "");
  return path.split(/[/\\]/).filter(Boolean).at(-1) ?? "";
}

/**
 * Return what tells documents of the same title apart, by their ids: the name of the file, with as
 * many of its folders as it takes. Those whose title no other has are left out.
 * @param {Pick<DocumentInfo, "id" | "title" | "source" | "place">[]} documents
 * @returns {Map<string, string>}
 */
export function namesakes(documents) {
  /** @type {Map<string, typeof documents>} */
  const groups = new Map();
  for (const info of documents) {
    const key = info.title.trim().toLowerCase();
    const alike = groups.get(key) ?? [];
    alike.push(info);
    groups.set(key, alike);
  }
  return new Map([...groups.values()].filter(({ length }) => length > 1).flatMap(apart));
}

/**
 * Compare documents by their titles, and those of the same title by their files.
 * @param {Pick<DocumentInfo, "title" | "source">} a
 * @param {Pick<DocumentInfo, "title" | "source">} b
 */
export const byTitle = (a, b) => inOrder(a.title, b.title) || inOrder(a.source, b.source);

/**
 * @param {string} a
 * @param {string} b
 */
const inOrder = (a, b) => a.localeCompare(b, undefined, { numeric: true });

/**
 * @param {Pick<DocumentInfo, "id" | "source" | "place">[]} alike
 * @returns {[string, string][]}
 */
function apart(alike) {
  const paths = alike.map(({ source, place }) => [source, place].join("/").split(/[/\\]/).filter(Boolean));
  const longest = Math.max(...paths.map(({ length }) => length));
  for (let parts = 1; ; parts += 1) {
    const names = paths.map((path) => path.slice(-parts).join("/"));
    if (new Set(names).size < names.length && parts < longest) continue;
    return alike.map(({ id }, nth) => [id, names[nth]]);
  }
}

/**
 * Return the kind of a file in a word; of what has no ending that is known, that it is a text.
 * @param {string} file
 */
export const kindOf = (file) => KINDS[file.split(".").at(-1)?.toLowerCase() ?? ""] ?? "Text";
