// The view that checks a draft: the form it is given in, and what was found.
import { announce } from "../base/dom.js";
import { noDocuments } from "../base/problem.js";
import { check as lookAgain, whenReady } from "../base/ready.js";
import { checkFile, checkText } from "./calls.js";
import { fail, newCheck, spoken, take } from "./course.js";
import { makeForm } from "./form.js";
import { keep, recall } from "./kept.js";
import { makeResult } from "./result.js";

const THEN = ", then check your draft";

/** @type {MakeView} */
export function make(root, { follow, documents }) {
  const form = makeForm({ text: runText, file: runFile });
  const result = makeResult({ stop: () => abort?.abort(), again: () => again(), edit, follow });
  /** @type {DraftCheck | null} */
  let check = recall();
  /** @type {AbortController | null} */
  let abort = null;
  let again = () => runText(check?.text ?? "", check?.name);

  /** Show the draft that was checked last; without one the form. */
  function open() {
    root.replaceChildren(check ? result.root : form.root);
    if (check) return result.show(check);
    if (documents()?.length === 0) form.say(...noDocuments(THEN));
    else form.say();
    form.focus();
  }

  /** @param {string} text */
  function runText(text, name = "") {
    again = () => runText(text, name);
    return run(newCheck(text, name), (signal) => checkText(text, signal));
  }

  /** @param {File} file */
  function runFile(file) {
    again = () => runFile(file);
    return run(newCheck("", file.name), (signal) => checkFile(file, signal));
  }

  /**
   * @param {DraftCheck} next
   * @param {(signal: AbortSignal) => AsyncGenerator<Stage>} begin
   */
  async function run(next, begin) {
    if (abort) return;
    check = next;
    abort = new AbortController();
    result.say(null);
    root.replaceChildren(result.root);
    result.show(next);
    result.focus();
    try {
      await whenReady(abort.signal);
      for await (const stage of begin(abort.signal)) {
        take(next, stage);
        result.drawSoon();
      }
    } catch (error) {
      fail(next, error);
      if (error.status === 0) lookAgain();
      refused(next, error);
    }
    abort = null;
    keep(check);
    if (check === next) result.show(next);
    announce(spoken(next));
  }

  /**
   * Say why a draft was not checked, over the form where there is nothing else to show.
   * @param {DraftCheck} failed
   * @param {Error & { code?: string }} error
   */
  function refused(failed, error) {
    if (failed.sentences.length) return result.say(failed.error);
    edit(failed.text);
    if (error.code === "collection_empty") form.say(...noDocuments(THEN));
    else if (failed.error) form.say(failed.error);
  }

  /**
   * Show the form with a text in it; what was checked before is forgotten.
   * @param {string} text
   */
  function edit(text) {
    check = null;
    keep(check);
    follow(null);
    form.say();
    form.fill(text);
    root.replaceChildren(form.root);
    form.focus();
  }

  root.addEventListener("drop", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault(); // else the library takes it
    if (abort) return;
    if (check) edit("");
    form.drop(event.dataTransfer);
  });

  return { open, records: result.records };
}
