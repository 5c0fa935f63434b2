// What is said of one sentence: its verdict, why, and the words that it rests on.
import { whereabouts } from "../base/cite.js";
import { button, el, foreign } from "../base/dom.js";
import { readableQuote } from "../base/rows.js";
import { readLink } from "../base/route.js";
import { kindOf, nameOf } from "./words.js";

const NEAREST = 3;
const LONGEST = 320; // characters of a passage that are shown

/**
 * Return what is shown of a sentence.
 * @param {CheckedSentence} sentence
 * @param {Citation[]} citations
 * @param {() => void} close
 */
export function detail(sentence, citations, close) {
  const kind = kindOf(sentence);
  return [
    el("header", {},
      el("h3", { class: "judged", "data-verdict": kind }, el("span", {}, nameOf(kind))),
      button("Close", close)),
    sentence.reason ? foreign("p", sentence.reason, { class: "why-so" }) : null,
    ...ownWords(sentence, citations),
    ...restsOn(sentence, citations),
    ...nearest(sentence),
  ].filter((part) => part !== null);
}

/**
 * Return the words that the sentence cites itself, where they are not what counts.
 * @param {CheckedSentence} sentence
 * @param {Citation[]} citations
 */
function ownWords({ cited, citations: counts }, citations) {
  const places = (cited?.places ?? []).filter(({ citation }) => citation && !counts.includes(citation));
  return places.map(({ mark, citation }) => {
    const words = citations.find(({ number }) => number === citation);
    if (!words) return null;
    const own = quoted(words, el("p", { class: "label" }, "Your citation ", foreign("bdi", mark)));
    own.classList.add("own");
    return own;
  });
}

/**
 * Return the words that the verdict rests on.
 * @param {CheckedSentence} sentence
 * @param {Citation[]} citations
 */
function restsOn({ cited, citations: counts }, citations) {
  const found = citations.filter(({ number }) => counts.includes(number));
  const better = cited?.better.length ? [el("p", { class: "label" }, "Cite this instead")] : [];
  return found.map((citation, nth) => quoted(citation, better[nth] ?? null));
}

/**
 * @param {Citation} citation
 * @param {HTMLElement | null} label
 */
function quoted(citation, label) {
  const { number } = citation;
  const where = whereabouts(citation);
  return el("div", { class: "evidence" },
    label,
    foreign("blockquote", readableQuote(citation).trim()),
    el("p", { class: "fine" },
      el("a", { class: "pin", href: readLink(citation), "aria-label": `Source ${number}: ${where}` },
        `[${number}]`),
      " ", foreign("bdi", where)));
}

/**
 * Return the passages that come nearest to a sentence that nothing says.
 * @param {CheckedSentence} sentence
 */
function nearest({ closest }) {
  if (!closest.length) return [];
  return [
    el("p", { class: "label" }, "What comes nearest"),
    ...closest.slice(0, NEAREST).map((passage) => el("div", { class: "evidence" },
      foreign("p", shortened(passage.text), { class: "excerpt" }),
      el("p", { class: "fine" },
        el("a", { href: readLink(passage) }, "Open in source"),
        " ", foreign("bdi", whereabouts(passage))))),
  ];
}

/**
 * Return the beginning of a text on one line, cut between words.
 * @param {string} text
 */
export function shortened(text) {
  const line = text.trim().replace(/\s+/g, " ");
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST).replace(/\s\S*$/, "")} …`;
}
