// Starts the page, and shows what its address says.
import { onKeyNeeded } from "./base/api.js";
import { makeCard } from "./ask/card.js";
import { drawExamples, makeComposer } from "./ask/composer.js";
import { create, load, onChangeElsewhere } from "./ask/conversation.js";
import { byId } from "./base/dom.js";
import { makeLibrary } from "./library/library.js";
import { makePicture } from "./library/map.js";
import { makeReader } from "./read/reader.js";
import { isReady, watchReadiness } from "./base/ready.js";
import { followLinks, readLink, shownBy } from "./base/route.js";
import { makeScope } from "./ask/filters.js";
import { makeSettings } from "./ask/settings.js";
import { makeDrawer, makeSidebar } from "./ask/sidebar.js";
import { targetOf } from "./read/target.js";
import { makeThread } from "./ask/thread.js";
import { makeUploads } from "./library/upload.js";

const SHOWN = "pincite/shown";
const NO_ROOM = "Your browser has no room for this conversation. Export and delete old ones.";

onKeyNeeded(makeSettings());
makeCard();
const closeDrawer = makeDrawer();

const thread = makeThread({
  changed: (conversation) => {
    scope.draw();
    sessionStorage.setItem(SHOWN, conversation.id);
    sidebar.draw();
  },
  full: () => sidebar.say(NO_ROOM),
  running: (yes) => composer.running(yes),
});
const composer = makeComposer(thread);
const scope = makeScope({ current: thread.current, chosen: thread.keep });
const sidebar = makeSidebar({ open: openConversation, current: thread.current });
const cited = () => thread.current().turns.at(-1)?.record.citations ?? [];
const picture = makePicture({ cited, go });
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

/** @param {Conversation} conversation */
function openConversation(conversation) {
  closeDrawer();
  thread.show(conversation);
  go("/");
  composer.focus();
}

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

function route() {
  routed = here();
  const shown = shownBy(location);
  if (shown.view === "read") return reader.open(targetOf(shown, thread.current()));
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

addEventListener("popstate", () => here() !== routed && route());
followLinks(go);
onChangeElsewhere((id) => {
  const kept = id === thread.current().id && !thread.busy() ? load(id) : null;
  if (kept) thread.show(kept);
  else sidebar.draw();
});

thread.show(load(sessionStorage.getItem(SHOWN)) ?? create());
watchReadiness(library.refresh);
route();
