// Questions out of what was pasted, or out of a file.

/** The most questions of a batch, as `pincite batch` has it. */
export const MOST = 1000;
const LONGEST = 4000;
const NAMES = ["question", "questions"];

/**
 * Return the questions in a text: one a line, or those of a CSV file in its column `question`, else
 * in its first column.
 * @param {string} text
 * @param {string} name of the file that it is from, "" where it was typed
 * @returns {string[]}
 */
export function questionsIn(text, name = "") {
  const plain = text.replace(/^\ufeff/, "");
  const head = plain.slice(0, plain.search(/\r|\n|$/));
  const separator = [",", ";", "\t"].find((one) => columnIn(head, one) >= 0);
  if (!separator && !/\.(?:csv|tsv)$/i.test(name)) return tidy(plain.split(/\r\n|\r|\n/));
  const rows = rowsOf(plain, separator ?? (/\.tsv$/i.test(name) ? "\t" : ","));
  if (!separator) return tidy(rows.map(([first]) => first ?? ""));
  const place = columnIn(head, separator);
  return tidy(rows.slice(1).map((row) => row[place] ?? ""));
}

/**
 * Say why questions cannot be asked; "" where they can.
 * @param {string[]} questions
 */
export function objection(questions) {
  if (!questions.length) return "";
  if (questions.length > MOST) {
    return `You have ${questions.length.toLocaleString("en")} questions, but at most ` +
      `${MOST.toLocaleString("en")} can be asked at once. Ask them in parts.`;
  }
  const bad = questions.findIndex((question) => !/[\p{L}\p{N}]/u.test(question));
  if (bad >= 0) return `Question ${bad + 1} has no words: “${questions[bad]}”.`;
  const long = questions.findIndex((question) => [...question].length > LONGEST);
  return long >= 0 ? `Question ${long + 1} has more than ${LONGEST.toLocaleString("en")} characters.` : "";
}

/** @param {string[]} lines */
const tidy = (lines) => lines.map((line) => line.replace(/\s+/g, " ").trim()).filter(Boolean);

/**
 * Return the place of the column of questions in the first row of a table, or -1.
 * @param {string} head
 * @param {string} separator
 */
function columnIn(head, separator) {
  const names = (rowsOf(head, separator)[0] ?? []).map((name) => name.trim().toLowerCase());
  return names.findIndex((name) => NAMES.includes(name));
}

/**
 * Return the rows of a CSV file (RFC 4180); a quotation mark that is not closed ends with the text.
 * @param {string} text
 * @param {string} separator
 */
export function rowsOf(text, separator) {
  const end = `${separator}|\\r\\n|\\r|\\n|$`;
  const cell = new RegExp(`(?:"((?:[^"]|"")*)"?)?([^${separator}\\r\\n]*)(${end})`, "y");
  /** @type {string[][]} */
  const rows = [];
  let row = [];
  while (cell.lastIndex < text.length) {
    const [, quoted, plain, after] = /** @type {RegExpExecArray} */ (cell.exec(text));
    row.push((quoted ?? "").replaceAll('""', '"') + plain);
    if (after === separator) continue;
    rows.push(row);
    row = [];
  }
  return row.length ? [...rows, row] : rows;
}
