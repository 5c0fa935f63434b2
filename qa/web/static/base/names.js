// Names that people give to what is kept in this browser, and the ids that tell it apart.
import { el } from "./dom.js";

const LONGEST = 80;

/** @returns {string} */
export const newId = () => crypto.randomUUID?.() ?? String(Math.random()).slice(2);

/**
 * Return a name on one line, cut short where it is long.
 * @param {string} text
 */
export function shortened(text) {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1).trimEnd()}…` : line;
}

/**
 * Return a field for a name; `end` gets the name, or null with Escape.
 * @param {string} label
 * @param {string} title
 * @param {(name: string | null) => void} end
 * @param {Attributes} attributes of the field
 */
export function nameForm(label, title, end, attributes = {}) {
  const field = el("input", {
    type: "text", maxlength: LONGEST, "aria-label": label, dir: "auto", ...attributes,
  });
  field.value = title;
  field.addEventListener("keydown", (event) => event.key === "Escape" && end(null));
  field.addEventListener("blur", () => end(field.value));
  /** @param {Event} event */
  const submit = (event) => {
    event.preventDefault();
    end(field.value);
  };
  return el("form", { submit }, field);
}
