// The views that few open at each visit: their script and style are loaded when they are shown.
import { UNREACHABLE } from "./api.js";
import { byId, el } from "./dom.js";

const LISTS = "base/works.css";

/**
 * The views by their names, which are the hash of their address and the id of their section. A
 * view has a folder of its own with the module that `load` gives, and `style` beside it; `also` is
 * a style that it shares with others.
 * @type {Record<LazyName, {
 *   title: string, style: string, also?: string, load: () => Promise<{ make: MakeView }>,
 * }>}
 */
export const VIEWS = {
  alerts: { title: "Alerts", style: "alerts/alerts.css", load: () => import("../alerts/alerts.js") },
  board: { title: "Board", style: "board/board.css", load: () => import("../board/board.js") },
  check: { title: "Check a draft", style: "check/check.css", load: () => import("../check/check.js") },
  collections: {
    title: "Collections", style: "collections/collections.css",
    load: () => import("../collections/collections.js"),
  },
  find: {
    title: "Every mention", style: "find/find.css", also: LISTS, load: () => import("../find/find.js"),
  },
  batch: {
    title: "Many questions", style: "batch/batch.css", also: LISTS, load: () => import("../batch/batch.js"),
  },
  timeline: {
    title: "Timeline", style: "timeline/timeline.css", also: LISTS,
    load: () => import("../timeline/timeline.js"),
  },
};

/**
 * Return what opens a view by its name, and what the views that were opened know of records.
 * @param {ViewPage} page
 */
export function makeViews(page) {
  /** @type {Partial<Record<LazyName, Promise<View>>>} */
  const made = {};
  /** @type {Partial<Record<LazyName, View>>} */
  const ready = {};

  /** @param {LazyName} name */
  async function make(name) {
    const { style, also, load } = VIEWS[name];
    const [module] = await Promise.all([load(), also && styled(also), styled(style)]);
    return (ready[name] = module.make(byId(name), page));
  }

  /**
   * Show what a query asks of a view; `wanted` tells whether it is still the one to show.
   * @param {LazyName} name
   * @param {URLSearchParams} query
   * @param {() => boolean} wanted
   */
  async function open(name, query, wanted) {
    try {
      const view = await (made[name] ??= make(name));
      if (wanted()) view.open(query);
    } catch {
      delete made[name]; // the next visit tries again
      byId(name).replaceChildren(el("p", { class: "problem", role: "alert" }, UNREACHABLE));
    }
  }

  /** @param {LazyName} name */
  const records = (name) => ready[name]?.records?.() ?? [];
  /** Tell the views that were opened that the documents are known, or have changed. */
  const tellDocuments = () => Object.values(ready).forEach((view) => view.documentsCame?.());
  return { open, records, tellDocuments };
}

/** @param {string} style */
const styled = (style) => /** @type {Promise<void>} */ (new Promise((resolve, reject) => {
  const href = new URL(`../${style}`, import.meta.url).href;
  document.head.append(el("link", {
    rel: "stylesheet", href, load: () => resolve(), error: () => reject(new Error(href)),
  }));
}));
