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
 * Return the kind of a file in a word; of what has no ending that is known, that it is a text.
 * @param {string} file
 */
export const kindOf = (file) => KINDS[file.split(".").at(-1)?.toLowerCase() ?? ""] ?? "Text";
