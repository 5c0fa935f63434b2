// Starts the page, and shows what its address says.
import { onKeyNeeded } from "./api.js";
import { makeCard } from "./card.js";
import { drawExamples, makeComposer } from "./composer.js";
import { create, load, onChangeElsewhere } from "./conversation.js";
import { byId } from "./dom.js";
import { makeLibrary } from "./library.js";
import { makePicture } from "./picture.js";
import { makeReader } from "./reader.js";
import { isReady, watchReadiness } from "./ready.js";
import { followLinks, readLink, shownBy } from "./route.js";
import { makeScope } from "./scope.js";
import { makeSettings } from "./settings.js";
import { makeDrawer, makeSidebar } from "./sidebar.js";
import { makeThread } from "./thread.js";
import { makeUploads } from "./upload.js";

const SHOWN = "pincite/shown";

onKeyNeeded(makeSettings());
makeCard();
const closeDrawer = makeDrawer();

const thread = makeThread({
  changed: (conversation) => {
    scope.draw();
    sessionStorage.setItem(SHOWN, conversation.id);
    sidebar.draw();
  },
  full: () => sidebar.say("The browser has no room for this conversation: export and delete old ones."),
  running: (yes) => composer.running(yes),
});
const composer = makeComposer(thread);
const scope = makeScope({ current: thread.current, chosen: thread.keep });
const sidebar = makeSidebar({ open: openConversation, current: thread.current });
const picture = makePicture({ cited: () => thread.current().turns.at(-1)?.record.citations ?? [], go });
const library = makeLibrary({
  changed: (documents) => {
    if (isReady()) drawExamples(documents, thread.ask); // each is tried out, which takes the model
    picture.refresh();
    scope.over(documents);
  },
});
const reader = makeReader({
  go: (next) => go(readLink(next), true),
  closed: () => go(byId("library").hidden ? "/" : "/#library"),
});
const uploads = makeUploads({ uploaded: library.refresh, showLibrary: () => go("/#library") });

function openConversation(conversation) {
  closeDrawer();
  thread.show(conversation);
  go("/");
  composer.focus();
}

const here = () => location.pathname + location.search + location.hash;
let routed = "";

/** Go to another address of this page, without one more step for what is shown already. */
function go(address, instead = false) {
  if (address !== here()) history[instead ? "replaceState" : "pushState"](null, "", address);
  route();
}

function route() {
  routed = here();
  const shown = shownBy(location);
  if (shown.view === "read") return reader.open(target(shown));
  const inLibrary = shown.view === "library";
  document.title = inLibrary ? "Library · Pincite" : "Pincite";
  byId("library").hidden = !inLibrary;
  byId("ask").hidden = inLibrary;
  byId("library-link").toggleAttribute("aria-current", inLibrary);
  if (reader.isOpen()) reader.close();
  if (shown.picture) picture.open();
  if (inLibrary) uploads.recall();
  if (inLibrary) library.refresh().then(() => byId(shown.picture ? "picture" : "library-title").focus());
}

/** Return what to open: a span, and the other quotes of the answer that it stands in. */
function target({ document_id, version, start, end }) {
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

addEventListener("popstate", () => here() !== routed && route());
followLinks(go);
onChangeElsewhere((id) => {
  const shown = thread.current().id;
  if (id === shown && !thread.busy() && load(id)) thread.show(load(id));
  else sidebar.draw();
});

thread.show(load(sessionStorage.getItem(SHOWN)) ?? create());
watchReadiness(library.refresh);
route();
