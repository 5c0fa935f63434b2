// Starts the page, and shows what its address says.
import { lookForNews } from "./alerts/news.js";
import { onKeyNeeded } from "./base/api.js";
import { makeAmong } from "./ask/among.js";
import { makeCard } from "./ask/card.js";
import { drawExamples, makeComposer } from "./ask/composer.js";
import { create, load, onChangeElsewhere } from "./ask/conversation.js";
import { byId } from "./base/dom.js";
import { isTakingIn, watchFolders } from "./library/folders.js";
import { makeLibrary } from "./library/library.js";
import { makePicture } from "./library/map.js";
import { makeReader } from "./read/reader.js";
import { isReady, watchReadiness } from "./base/ready.js";
import { identified } from "./base/session.js";
import { makeSignIn } from "./base/signin.js";
import { followLinks, inPage, isLazy, readLink, shownBy } from "./base/route.js";
import { carryWords } from "./base/carry.js";
import { makeViews, VIEWS } from "./base/views.js";
import { makeScope } from "./ask/filters.js";
import { makeAnswerSwitch, makeSettings } from "./ask/settings.js";
import { makeDrawer, makeSidebar } from "./ask/sidebar.js";
import { targetOf } from "./read/target.js";
import { makeThread } from "./ask/thread.js";
import { makeUploads } from "./library/upload.js";
import { keptAs, ROOT } from "./base/root.js";
import { drawSwitcher, onChoose, onCollections } from "./collections/switcher.js";

const SHOWN = keptAs("shown");
const NO_ROOM = "Your browser has no room for this conversation. Export and delete old ones.";

/** @type {NodeListOf<HTMLLinkElement>} those that the first picture of the page does without */
const later = document.querySelectorAll("link[data-later]");
for (const style of later) style.media = "all";

const signIn = makeSignIn();
onKeyNeeded(signIn);
makeSettings(signIn);
identified();
makeAnswerSwitch();
makeCard();
const closeDrawer = makeDrawer();

const thread = makeThread({
  changed: (conversation) => {
    scope.draw();
    among.draw();
    sessionStorage.setItem(SHOWN, conversation.id);
    sidebar.draw();
  },
  full: () => sidebar.say(NO_ROOM),
  running: (yes) => composer.running(yes),
});
const composer = makeComposer(thread);
const scope = makeScope({ current: thread.current, chosen: thread.keep });
const among = makeAmong({ current: thread.current, chosen: () => {
  thread.keep();
  scope.draw();
} });
const sidebar = makeSidebar({ open: openConversation, current: thread.current });
/** @type {DocumentInfo[] | null} */
let listed = null;
const cited = () => thread.current().turns.at(-1)?.record.citations ?? [];
const picture = makePicture({ cited, go });
const library = makeLibrary({
  changed: (documents) => {
    listed = documents;
    if (isReady() && !isTakingIn()) drawExamples(documents, thread.ask); // each is tried out
    picture.refresh();
    scope.over(documents);
    views.tellDocuments();
    lookForNews();
  },
});
const reader = makeReader({
  go: (next) => go(inPage(readLink(next)), true),
  closed: () => go(behind),
  ask: askAbout,
});
const uploads = makeUploads({ uploaded: library.refresh, showLibrary: () => go(`${ROOT}/#library`) });

/** @param {Conversation} conversation */
function openConversation(conversation) {
  closeDrawer();
  thread.show(conversation);
  go(`${ROOT}/`);
  composer.focus();
}

byId("pages").addEventListener("click", closeDrawer);
byId("pages").addEventListener("focusin", ({ target }) => inSight(target));
carryWords(byId("mention-link"), byId("question"), () => (
  { in: thread.current().collections?.join(",") ?? "" }));
const views = makeViews({ follow, go, ask: thread.ask, documents: () => listed });

/**
 * Show words beside the view at hand, where there is room; null takes away what is shown.
 * @param {DocumentSpan | null} span
 */
function follow(span) {
  if (!span && reader.isOpen()) go(behind);
  if (!span || matchMedia("(max-width: 52rem)").matches) return;
  focuses = false;
  go(inPage(readLink(span)), reader.isOpen());
  focuses = true;
}

/**
 * Let a question be asked about words of a document, of which the answer is to come too.
 * @param {Citation} words
 */
function askAbout({ quote, ...found }) {
  scope.only(found);
  among.draw();
  if (view !== "ask" || matchMedia("(max-width: 52rem)").matches) go(`${ROOT}/`);
  composer.quote(quote);
}

/** @type {"ask" | "library" | LazyName} */
let view = "ask";
/** The address of the view that is shown, or that the reader stands beside. */
let behind = `${ROOT}/`;
let focuses = true;
const here = () => location.pathname + location.search + location.hash;
let routed = "";

/**
 * Go to another address of this page, without one more step for what is shown already.
 * @param {string} address
 */
function go(address, instead = false) {
  if (address !== here()) history[instead ? "replaceState" : "pushState"](null, "", address);
  route();
}

/** What the reader is to know of the words that are opened. */
const records = () =>
  isLazy(view) ? views.records(view) : thread.current().turns.map((turn) => turn.record);

const titled = () => (view === "library" ? "Library · " : isLazy(view) ? `${VIEWS[view].title} · ` : "");

function route() {
  routed = here();
  const shown = shownBy(location);
  if (shown.view === "read") return reader.open(targetOf(shown, records()), focuses);
  const again = view === shown.view && behind === here();
  view = shown.view;
  behind = shown.view === "library" ? `${ROOT}/#library` : here();
  document.title = `${titled()}Pincite`;
  for (const it of document.querySelectorAll("#main > section")) {
    it.toggleAttribute("hidden", it.id !== view);
  }
  for (const it of document.querySelectorAll("[data-view]")) {
    if (it.getAttribute("data-view") !== view) it.removeAttribute("aria-current");
    else {
      it.setAttribute("aria-current", "page");
      inSight(it);
    }
  }
  if (reader.isOpen()) reader.close();
  if ("query" in shown && !again) views.open(shown.view, shown.query, () => view === shown.view);
  if (shown.view !== "library") return;
  if (shown.picture) picture.open();
  uploads.recall();
  library.refresh().then(() => byId(shown.picture ? "picture" : "library-title").focus());
}

/**
 * Bring a link of the row of views to sight; a browser leaves one that is half there where it is.
 * @param {EventTarget | null} link
 */
function inSight(link) {
  /** @type {HTMLElement | null} */ (link)?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

addEventListener("popstate", () => here() !== routed && route());
followLinks(go);
onChangeElsewhere((id) => {
  const kept = id === thread.current().id && !thread.busy() ? load(id) : null;
  if (kept) thread.show(kept);
  else sidebar.draw();
});

thread.show(load(sessionStorage.getItem(SHOWN)) ?? create());
watchReadiness(library.refresh);
onCollections(among.over);
onChoose(among.choose);
void drawSwitcher();
watchFolders(library.refresh);
route();
