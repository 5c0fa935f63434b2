// Starts the page, and shows what its address says.
import { onKeyNeeded } from "./api.js";
import { makeCard } from "./card.js";
import { readLink } from "./cite.js";
import { drawExamples, makeComposer } from "./composer.js";
import { create, load, onChangeElsewhere } from "./conversation.js";
import { byId } from "./dom.js";
import { makeLibrary } from "./library.js";
import { makeReader } from "./reader.js";
import { watchReadiness } from "./ready.js";
import { makeSettings } from "./settings.js";
import { makeDrawer, makeSidebar } from "./sidebar.js";
import { makeThread } from "./thread.js";
import { makeUploads } from "./upload.js";

const SHOWN = "pincite/shown";
const READ = /^#read\/([^/]+)\/([^/]+)\/(\d+)\/(\d+)$/;

onKeyNeeded(makeSettings());
makeCard();
const closeDrawer = makeDrawer();

const thread = makeThread({
  changed: (conversation) => {
    sessionStorage.setItem(SHOWN, conversation.id);
    sidebar.draw();
  },
  full: () => sidebar.say("The browser has no room for this conversation: export and delete old ones."),
  running: (yes) => composer.running(yes),
});
const composer = makeComposer(thread);
const sidebar = makeSidebar({ open: openConversation, current: thread.current });
const library = makeLibrary({ changed: (documents) => drawExamples(documents, thread.ask) });
const reader = makeReader({
  go: (next) => {
    history.replaceState(null, "", readLink(next));
    route();
  },
  closed: () => leave(byId("library").hidden ? "" : "#library"),
});
makeUploads({ uploaded: library.refresh, showLibrary: () => leave("#library") });

function openConversation(conversation) {
  closeDrawer();
  thread.show(conversation);
  leave("");
  composer.focus();
}

/** Go to another address of this page, without one more step for what is shown already. */
function leave(hash) {
  if (location.hash !== hash) history.pushState(null, "", hash || location.pathname);
  route();
}

function route() {
  const read = READ.exec(location.hash);
  if (read) {
    reader.open(target(read[1], read[2], Number(read[3]), Number(read[4])));
  } else {
    const inLibrary = location.hash === "#library";
    byId("library").hidden = !inLibrary;
    byId("ask").hidden = inLibrary;
    byId("library-link").toggleAttribute("aria-current", inLibrary);
    if (reader.isOpen()) reader.close();
    if (inLibrary) library.refresh().then(() => byId("library-title").focus());
  }
}

/** Return what to open: a span, and the other quotes of the answer that it stands in. */
function target(document_id, version, start, end) {
  const here = (c) => c.document_id === document_id && c.version === version;
  const exactly = (c) => here(c) && c.start === start && c.end === end;
  const records = thread.current().turns.map((turn) => turn.record);
  const record = records.findLast((r) => r.citations.some(exactly));
  const close = records.flatMap((r) => r.closest).find(exactly);
  const cited = record?.citations.filter(here).sort((a, b) => a.start - b.start);
  const quotes = cited?.map((c) => ({ start: c.start, end: c.end, number: c.number, text: c.quote }));
  const { title, quote, text } = cited?.find(exactly) ?? close ?? {};
  return { document_id, version, start, end, quotes: quotes ?? (end > start ? [{ start, end }] : []), quote: quote ?? text, title };
}

addEventListener("hashchange", route);
addEventListener("click", ({ target: clicked }) => {
  if (clicked.closest?.("a")?.hash && clicked.closest("a").hash === location.hash) route();
});
onChangeElsewhere((id) => {
  const shown = thread.current().id;
  if (id === shown && !thread.busy() && load(id)) thread.show(load(id));
  else sidebar.draw();
});

thread.show(load(sessionStorage.getItem(SHOWN)) ?? create());
watchReadiness(library.refresh);
route();
