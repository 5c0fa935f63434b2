// Where a draft is pasted, typed or dropped.
import { count, el, foreign } from "../base/dom.js";

/** The most characters that the server checks at a time. */
export const MOST = 200_000;
const FILES = ".txt,.md,.markdown,.docx,text/plain,text/markdown";
const SEVERAL = "One draft is checked at a time. Drop one file.";
const FOLDER = "This is a folder. Drop one file.";
const WHAT =
  "Each sentence is checked against your documents: supported, with the words that say it; partly " +
  "supported; contradicted; or not found.";

/**
 * Make the form; `text` and `file` are called with what is to be checked.
 * @param {{ text: (draft: string) => void, file: (file: File) => void }} taken
 */
export function makeForm(taken) {
  const field = el("textarea", {
    id: "draft", dir: "auto", "aria-describedby": "draft-note",
    placeholder: "Paste or type your draft, with its citations if it has any",
  });
  const send = el("button", { class: "button primary" }, "Check");
  const note = el("p", { id: "draft-note", class: "fine", role: "status" });
  const said = el("div", {});
  const picker = el("input", { type: "file", accept: FILES });
  const form = el("form", { class: "draft-form", submit: check },
    el("h2", { tabindex: -1 }, "Check a draft"),
    el("p", { class: "fine" }, WHAT),
    said,
    el("label", { class: "hidden-text", for: "draft" }, "Your draft"),
    field,
    el("div", { class: "draft-send" },
      el("p", { class: "fine" }, "Or drop a file here, or ",
        el("label", { class: "filelabel" }, picker, el("span", {}, "choose one")),
        ": Word, Markdown or text."),
      note, send));

  /** @param {Event} event */
  function check(event) {
    event.preventDefault();
    if (!send.disabled) taken.text(field.value);
  }

  function tell() {
    const length = [...field.value].length;
    const over = length > MOST;
    send.disabled = over || !/[\p{L}\p{N}]/u.test(field.value);
    note.textContent = over ? tooLong(length) : "";
    note.classList.toggle("problem", over);
  }

  /** @param {...(Node | string)} words */
  const say = (...words) => said.replaceChildren(
    ...(words.length ? [el("p", { class: "problem", role: "alert" }, words)] : []));

  /** @param {File[]} files */
  function takeFiles(files) {
    if (files.length > 1) say(SEVERAL);
    else if (files[0]) taken.file(files[0]);
  }

  field.addEventListener("input", tell);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) check(event);
  });
  picker.addEventListener("change", () => {
    takeFiles([...(picker.files ?? [])]);
    picker.value = "";
  });
  tell();

  return {
    root: form,
    say,
    focus: () => field.focus({ preventScroll: true }),
    /** @param {string} text */
    fill(text) {
      field.value = text;
      tell();
    },
    /** @param {DataTransfer} dropped */
    drop({ items, files }) {
      const folder = [...items].some((item) => item.webkitGetAsEntry?.()?.isDirectory);
      if (folder) say(FOLDER);
      else takeFiles([...files]);
    },
  };
}

/** @param {number} length */
export const tooLong = (length) =>
  `The draft has ${count(length, "character")}, but at most ${MOST.toLocaleString("en")} are checked ` +
  "at a time. Check it in parts.";

/**
 * Name the file of a draft.
 * @param {string} name
 */
export const fileName = (name) => (name ? foreign("bdi", name) : "Pasted text");
