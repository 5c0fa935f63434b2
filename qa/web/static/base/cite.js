// References to a quoted place, in the styles that people write with.
import { readableQuote } from "./rows.js";

/** @type {Record<ReferenceStyle, string>} */
export const STYLES = {
  chicago: "Chicago note",
  apa: "APA",
  plain: "plain reference",
  bibtex: "BibTeX",
};

/**
 * Return the reference of a citation in one of the styles; what is unknown is left out.
 * @param {Citation} citation
 * @param {ReferenceStyle} style
 */
export const reference = (citation, style) => WRITERS[style](citation);

/**
 * Return the quoted words with their reference.
 * @param {Citation} citation
 * @param {ReferenceStyle} style
 */
export function quoteWithReference(citation, style) {
  if (style === "bibtex") return bibtex(citation);
  return `“${readableQuote(citation).trim()}”\n${reference(citation, style)}`;
}

/**
 * Return the quoted words with their reference, file and page, and their address where there is one.
 * @param {Citation} citation
 */
export function quoteWithAddress(citation) {
  const address = [citation.link, citation.live_link].find((link) => /^https?:\/\//.test(link ?? ""));
  return [quoteWithReference(citation, "plain"), address].filter(Boolean).join("\n");
}

/**
 * Say where in its document a citation stands, for people.
 * @param {PlaceNames} place
 */
export function place({ heading, page, page_label: label, recognized, title }) {
  const number = page === null ? "" : label ? `p. ${label} (PDF page ${page})` : `p. ${page}`;
  const headings = heading.slice(-2).filter((words) => words !== title);
  return [...headings, number, recognized ? BY_OCR : ""].filter(Boolean).join(" · ");
}

/**
 * Say on which page something stands, without its headings; "" where there are no pages.
 * @param {Omit<PlaceNames, "heading">} found
 */
export const pageOf = (found) => place({ ...found, heading: [] });

/**
 * Say where in its document a citation stands in a few words: its page, or else its last heading.
 * @param {PlaceNames} found
 */
export function placeIn(found) {
  if (found.page !== null) return pageOf(found).replace(" · ", ", ");
  return found.heading.at(-1) === found.title ? "" : (found.heading.at(-1) ?? "");
}

/**
 * Name a document and the place in it, for people.
 * @param {PlaceNames} found
 */
export const whereabouts = (found) => [found.title, place(found)].filter(Boolean).join(" · ");

const BY_OCR = "read by OCR";

/**
 * Return the page as whoever has the document in hand finds it; records of old have no label.
 * @param {PlaceNames} place
 */
const printed = ({ page, page_label: label }) => label || (page === null ? "" : String(page));

const WRITERS = { chicago, apa, plain, bibtex };
export const MONTHS = (
  "January February March April May June July August September October November December"
).split(" ");
const BODIES = (
  "agency association authority bank board bureau center centre commission committee company council " +
  "court department foundation group inc institute ltd ministry nations network office organisation " +
  "organization party press project service society team union university"
).split(" ");
const BODY = new RegExp(`\\b(${BODIES.join("|")})\\b`, "i");

/** @param {Citation} c */
function chicago(c) {
  const facts = [c.publisher, readable(c.published)].filter(Boolean).join(", ");
  const work = `“${c.title}”${facts ? ` (${facts})` : ""}`;
  const at = printed(c) || (c.heading.length ? `under “${c.heading.at(-1)}”` : "");
  return sentence([c.author, quotedIn(c), work, at].filter(Boolean).join(", "));
}

/**
 * Say that a document only quotes the words: who wrote them is not who wrote the document.
 * @param {Citation} c
 */
export function quotedIn({ quoted_by: by = null }) {
  if (by === null) return "";
  return by ? `quoted by ${by}` : "quoted";
}

/** @param {Citation} c */
function apa(c) {
  const [year, month, day] = parts(c.published);
  const dayOf = day ? ` ${day}` : "";
  const date = !year ? "n.d." : month ? `${year}, ${MONTHS[month - 1]}${dayOf}` : String(year);
  const names = authors(c.author).map(inverted);
  const by = names.length > 1 ? `${names.slice(0, -1).join(", ")}, & ${names.at(-1)}` : names[0];
  const at = printed(c) ? `p. ${printed(c)}` : c.heading.length ? `“${c.heading.at(-1)}” section` : "";
  const quoted = quotedIn(c) && ` (${quotedIn(c)})`;
  const title = sentence(`${c.title}${quoted}`);
  const tail = [c.publisher, at].filter(Boolean).map(sentence).join(" ");
  const head = by ? `${sentence(by)} (${date}). ${title}` : `${title} (${date}).`;
  return `${head} ${tail}`.trim();
}

/** @param {Citation} c */
function plain(c) {
  const at = [c.heading.join(" › "), pageOf(c).replace(" · ", ", ")];
  const facts = [c.author, quotedIn(c), c.title, c.publisher, c.published, ...at, c.source, c.place];
  const known = facts.filter(Boolean).join(", ");
  return `${known}, characters ${c.start}–${c.end} (version ${c.version.slice(0, 12)}).`;
}

/** @param {Citation} c */
function bibtex(c) {
  const [year, month] = parts(c.published);
  const named = authors(c.author)[0] ?? c.title;
  const key = [inverted(named).split(",")[0], year, c.title.split(/\s+/)[0]].filter(Boolean).join("-");
  const fields = {
    author: authors(c.author).map(braced).join(" and "),
    title: `{${escaped(c.title)}}`,
    publisher: escaped(c.publisher ?? ""),
    year: year ? String(year) : "",
    month: month ? String(month) : "",
    pages: escaped(printed(c)),
    howpublished: escaped(quotedIn(c)),
    note: escaped(`Quoted: “${c.quote.trim().replace(/\s+/g, " ")}”`),
  };
  const known = Object.entries(fields).filter(([, value]) => value);
  const lines = known.map(([name, value]) => `  ${name} = {${value}},`);
  const plainKey = key.toLowerCase().normalize("NFKD").replace(/[^a-z0-9-]/g, "");
  return `@misc{${plainKey || "source"},\n${lines.join("\n")}\n}`;
}

/**
 * Keep the name of a body from being taken apart as a person's is.
 * @param {string} name
 */
const braced = (name) => (BODY.test(name) ? `{${escaped(name)}}` : escaped(name));

/** @type {Record<string, string>} */
const SPECIAL = { "\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}" };
/** @param {string} text */
const escaped = (text) => text.replace(/[\\{}$&#%_~^]/g, (sign) => SPECIAL[sign] ?? `\\${sign}`);

/** @param {string | undefined} text */
const authors = (text) => (text ?? "").split(/\s*;\s*|\s+and\s+|\s+&\s+/).filter(Boolean);

/**
 * Turn “Ada M. Lovelace” to “Lovelace, A. M.”; leave bodies and turned names as they are.
 * @param {string} name
 */
function inverted(name) {
  const words = name.split(/\s+/);
  if (words.length < 2 || words.length > 4 || name.includes(",") || BODY.test(name)) return name;
  return `${words.pop()}, ${words.map((word) => `${[...word][0]}.`).join(" ")}`;
}

/**
 * Return year, month and day of a date that starts as ISO 8601 has it, as far as they go.
 * @param {string | undefined} date
 */
function parts(date) {
  const found = /^(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?/.exec(date ?? "");
  return found ? found.slice(1).map((part) => (part ? Number(part) : 0)) : [0, 0, 0];
}

/** @param {string | undefined} date */
function readable(date) {
  const [year, month, day] = parts(date);
  if (!year) return date ?? "";
  return month ? `${MONTHS[month - 1]} ${day ? `${day}, ` : ""}${year}` : String(year);
}

/**
 * End a text with a full stop, inside the quotation marks that end it.
 * @param {string} text
 */
const sentence = (text) => (/[.?!]”?$/.test(text) ? text : text.replace(/”?$/, (mark) => `.${mark}`));
