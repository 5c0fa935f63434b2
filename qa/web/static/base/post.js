// Questions that the server answers in one piece, and files that it writes of the answer.
import { ApiError, request, UNREACHABLE } from "./api.js";
import { download, menu } from "./dom.js";
import { ROOT } from "./root.js";

/**
 * @param {string} path
 * @param {object} body
 * @param {AbortSignal | null} [signal]
 * @param {string} [root] of the collection that is asked
 */
const sent = (path, body, signal = null, root = ROOT) => request(path, {
  root,
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body),
  signal,
});

/**
 * Return what is made of a reply; one that breaks off is as good as none.
 * @template T
 * @param {Promise<T>} read
 */
async function whole(read) {
  try {
    return await read;
  } catch (error) {
    if (error.name === "AbortError" || error instanceof ApiError) throw error;
    throw new ApiError(0, "unreachable", UNREACHABLE);
  }
}

/**
 * Return what the server makes of something, parsed.
 * @param {string} path
 * @param {object} body
 * @param {AbortSignal | null} [signal]
 * @param {string} [root] of the collection that is asked
 * @returns {Promise<any>}
 */
export const post = (path, body, signal, root) =>
  whole(sent(path, body, signal, root).then((reply) => reply.json()));

/**
 * Offer what the server writes of something as a file.
 * @param {string} path
 * @param {object} body
 * @param {string} name
 */
export async function saveFile(path, body, name) {
  const content = await whole(sent(path, body).then((reply) => reply.blob()));
  download(name, content.type, content);
}

/**
 * Return a menu that saves a table of what is shown; what goes wrong is put at the head of it.
 * @param {string} path what the server answered, under which it also writes tables
 * @param {object} body
 * @param {string} name of the file, without its ending
 * @param {{ shown: HTMLElement, problem: (error: Error) => Node }} view
 */
export function tableMenu(path, body, name, { shown, problem }) {
  /** @param {"csv" | "xlsx"} format */
  async function save(format) {
    try {
      await saveFile(`${path}/export?format=${format}`, body, `${name}.${format}`);
    } catch (error) {
      shown.querySelector(":scope > .problem")?.remove(); // of the try before
      shown.prepend(problem(error));
    }
  }
  return menu("Download", [["CSV", () => save("csv")], ["Excel (XLSX)", () => save("xlsx")]]);
}
