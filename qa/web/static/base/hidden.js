// Characters that nobody sees, in which a text can hide: shown by their names, wherever they stand.
// What writing needs is left as it is. `corpus/hidden.py` counts the same ones.

const EMOJI =
  "\\u00a9\\u00ae\\u203c\\u2049\\u2122\\u2139\\u2190-\\u21ff\\u2300-\\u23ff\\u2460-\\u24ff" +
  "\\u25a0-\\u27bf\\u2900-\\u297f\\u2b00-\\u2bff\\u3030\\u303d\\u3297\\u3299\\u{1f000}-\\u{1faff}";
const JOINED =
  "\\u0600-\\u109f\\u1700-\\u1cff\\ua800-\\uabff\\ufb50-\\ufdff\\ufe70-\\ufefc\\u{10a00}-\\u{11fff}" +
  "\\u{1e900}-\\u{1e95f}";
const RIGHT_TO_LEFT =
  "\\u0590-\\u08ff\\ufb1d-\\ufdff\\ufe70-\\ufefc\\u{10800}-\\u{10fff}\\u{1e800}-\\u{1efff}";
const HAN = "\\u3400-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
const VARIED =
  "0\\u1000-\\u109f\\u2200-\\u23ff\\u2a00-\\u2aff\\u3000-\\u303f\\ua840-\\ua87f\\uff00-\\uffef" + HAN;
const ALWAYS =
  "\\x00-\\x08\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u200b" +
  "\\u202a-\\u202e\\u2060-\\u206f\\u3164\\uffa0\\ufff0-\\ufffb\\u{1d173}-\\u{1d17a}" +
  "\\u{e0000}-\\u{e00ff}\\u{e01f0}-\\u{e0fff}";
const MAYBE = "\\u061c\\u180b-\\u180f\\u200c-\\u200f\\ufe00-\\ufe0f\\ufeff\\u{e0100}-\\u{e01ef}";
const FLAG = // England, Scotland, Wales
  "\\u{1f3f4}\\u{e0067}\\u{e0062}(?:\\u{e0065}\\u{e006e}\\u{e0067}|\\u{e0073}\\u{e0063}\\u{e0074}|" +
  "\\u{e0077}\\u{e006c}\\u{e0073})\\u{e007f}";

/* eslint-disable no-misleading-character-class -- combining characters are meant one by one */
const ANY = new RegExp(`[${ALWAYS}${MAYBE}]`, "u");
const EACH = new RegExp(`${FLAG}|[${ALWAYS}]|([${MAYBE}])`, "gu");
const UNNEEDED = new RegExp([
  `(?<![${JOINED}])\\u200c`,
  `(?<![${JOINED}])(?:(?<![${EMOJI}\\ufe0f])\\u200d|\\u200d(?![${EMOJI}]))`,
  `(?<![${RIGHT_TO_LEFT}])(?<![${RIGHT_TO_LEFT}].)[\\u061c\\u200e\\u200f](?!.?[${RIGHT_TO_LEFT}])`,
  "(?<![\\u1800-\\u18af])[\\u180b-\\u180f]",
  `(?<![${VARIED}])[\\ufe00-\\ufe0d]`,
  `(?<![${EMOJI}0-9#*])[\\ufe0e\\ufe0f]`,
  `(?<![${HAN}])[\\u{e0100}-\\u{e01ef}]`,
  "(?!^)\\ufeff",
].join("|"), "uy");
/* eslint-enable no-misleading-character-class */

/** @type {Record<string, string>} */
const NAMES = {
  "\u202a": "LRE", "\u202b": "RLE", "\u202c": "PDF", "\u202d": "LRO", "\u202e": "RLO",
  "\u2066": "LRI", "\u2067": "RLI", "\u2068": "FSI", "\u2069": "PDI",
  "\u200e": "LRM", "\u200f": "RLM", "\u061c": "ALM",
  "\u200b": "ZWSP", "\u200c": "ZWNJ", "\u200d": "ZWJ", "\u2060": "WJ", "\ufeff": "BOM", "\u034f": "CGJ",
};
const NAMED = 3; // of a longer run only how many there are is said
const SPELLED = 2000; // more characters of a text than anybody reads in a label; a guess

/**
 * Return the runs of hidden characters in a text, in UTF-16 units.
 * @param {string} text
 */
export function hiddenIn(text) {
  /** @type {Span[]} */
  const runs = [];
  if (!ANY.test(text)) return runs;
  for (const { 0: found, 1: doubtful, index } of text.matchAll(EACH)) {
    UNNEEDED.lastIndex = index;
    if (found.length > 2 || (doubtful && !UNNEEDED.test(text))) continue;
    const end = index + found.length;
    const last = runs.at(-1);
    if (last?.end === index) last.end = end;
    else runs.push({ start: index, end });
  }
  return runs;
}

/**
 * Return the element around a run: its characters are named, and do nothing.
 * @param {string} run
 */
export function named(run) {
  const shown = document.createElement("span");
  shown.className = "turning";
  shown.dataset.name = nameOf(run);
  return shown;
}

/**
 * Return what a run is called: the text that tags spell, or its characters' names, or their number.
 * @param {string} run
 */
export function nameOf(run) {
  const characters = [...run];
  const points = characters.map(pointOf);
  // Tags spell ASCII: whoever hid a text in them has it shown.
  if (points.every((point) => point >= 0xe0020 && point < 0xe007f)) {
    return `hidden: ${String.fromCodePoint(...points.slice(0, SPELLED).map((point) => point - 0xe0000))}`;
  }
  if (points.length > NAMED) return `${points.length.toLocaleString("en")} hidden characters`;
  return characters.map((character) => NAMES[character] ?? codeOf(character)).join(" ");
}

/** @param {string} character */
const pointOf = (character) => Number(character.codePointAt(0));

/** @param {string} character */
const codeOf = (character) => `U+${pointOf(character).toString(16).toUpperCase().padStart(4, "0")}`;

/**
 * Return what shows a text as it is: characters that nobody sees are seen by name.
 * @param {string} text
 */
export function literal(text) {
  /** @type {(string | Node)[]} */
  const parts = [];
  let at = 0;
  for (const { start, end } of hiddenIn(text)) {
    const run = text.slice(start, end);
    const shown = named(run);
    shown.textContent = run;
    parts.push(text.slice(at, start), shown);
    at = end;
  }
  return [...parts, text.slice(at)].filter((part) => part !== "" || !at);
}
