// Uploads: files dropped or picked, one request for each, each with its progress or reason.
import { upload as send } from "./api.js";
import { announce, button, byId, el, foreign } from "./dom.js";

const AT_ONCE = 2;
const DONE = {
  added: "added",
  updated: "added as a new version",
  unchanged: "already in the library",
};

/** Make dropping and picking work; `uploaded` is called after each file that was taken. */
export function makeUploads({ uploaded, showLibrary }) {
  const rows = byId("uploads");
  const queue = [];
  let running = 0;

  function take(files) {
    const taken = files.map((file) => [file, el("li", {})]);
    rows.prepend(...taken.map(([, row]) => row));
    for (const [file, row] of taken) enqueue(file, row);
  }

  function enqueue(file, row) {
    draw(row, file, "waiting");
    queue.push([file, row]);
    next();
  }

  async function next() {
    if (running === AT_ONCE || !queue.length) return;
    running += 1;
    await one(...queue.shift());
    running -= 1;
    next();
  }

  async function one(file, row) {
    draw(row, file, "sending", 0);
    try {
      const { status, document } = await send(file, (share) =>
        share < 1 ? draw(row, file, "sending", share) : draw(row, file, "reading"));
      draw(row, file, DONE[status]);
      announce(`${document.title}: ${DONE[status]}`);
      uploaded();
    } catch (error) {
      const again = error.status === 0 || error.status >= 500;
      draw(row, file, "refused", null, error.message, again ? () => enqueue(file, row) : null);
      announce(`${file.name}: refused. ${error.message}`);
    }
  }

  function draw(row, file, state, share = null, reason = "", again = null) {
    row.classList.toggle("refused", state === "refused");
    row.replaceChildren(...[
      foreign("bdi", file.name),
      el("span", { class: "state" }, share ? `${state}, ${Math.round(share * 100)} %` : state),
      share === null ? null : el("progress", { value: share, max: 1, "aria-label": `Progress of ${file.name}` }),
      reason ? el("p", {}, reason) : null,
      again ? button("Try again", again) : null,
    ].filter(Boolean));
  }

  byId("pick").addEventListener("change", ({ target }) => {
    take([...target.files]);
    target.value = "";
  });
  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
  addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    document.body.classList.add("dropping");
  });
  addEventListener("dragleave", (event) => event.relatedTarget === null && document.body.classList.remove("dropping"));
  addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    document.body.classList.remove("dropping");
    showLibrary();
    take([...event.dataTransfer.files]);
  });
}
