// Which collections a conversation's questions are put to, where it is not this one alone.
import { collections } from "../collections/calls.js";
import { byId, el, foreign } from "../base/dom.js";
import { ownName } from "../base/root.js";

const NAMED = 2; // names that stand on the button; of more, how many they are

/**
 * Make the choice work; `current()` is the conversation it belongs to, `chosen` is told of it.
 * @param {{ current: () => Conversation, chosen: () => void }} thread
 */
export function makeAmong({ current, chosen }) {
  const opener = byId("among-button");
  let several = false;

  function draw() {
    const { collections: names = [] } = current();
    opener.hidden = !several && !names.length;
    opener.replaceChildren(el("span", { class: "wordy" }, "Asking "), foreign("bdi", told(names)));
    opener.classList.toggle("narrowed", names.length > 0);
    opener.title = names.join(", ");
    quotesOnly(names.length > 0);
  }

  async function choose() {
    const { chooseCollections } = await import("../collections/choose.js");
    const names = await chooseCollections(current().collections ?? []);
    if (names) set(names);
    byId("question").focus();
  }

  /** @param {string[]} names */
  function set(names) {
    const conversation = current();
    conversation.collections = names.length ? names : undefined;
    const { documents, ...within } = conversation.within ?? {}; // documents are of one collection
    conversation.within = Object.keys(within).length ? within : undefined;
    draw();
    chosen();
  }

  opener.addEventListener("click", choose);
  return {
    draw,
    choose,
    set,
    /** @param {CollectionList} known */
    over(known) {
      several = known.collections.length > 1;
      draw();
    },
  };
}

/**
 * Offer no written answer where several collections are asked: they give quotes.
 * @param {boolean} only
 */
function quotesOnly(only) {
  for (const choice of byId("answer-as").querySelectorAll("button")) {
    if (choice.value !== "written") continue;
    choice.disabled = only;
    choice.title = only ? "Written answers come from this collection alone." : "";
  }
}

/**
 * Name the collections of a choice; none means the one of this page.
 * @param {string[]} names
 */
export function told(names) {
  if (!names.length) return ownName() ? `${ownName()} alone` : "this collection";
  if (names.length <= NAMED) return names.join(" and ");
  return `${names.length} collections`;
}

/**
 * Return the collections of a choice that are still there, and those that are not; null where nobody can
 * say.
 * @param {string[]} names
 */
export async function stillThere(names) {
  try {
    const known = new Set((await collections()).collections.map(({ name }) => name));
    return { there: names.filter((name) => known.has(name)), gone: names.filter((name) => !known.has(name)) };
  } catch {
    return null;
  }
}
