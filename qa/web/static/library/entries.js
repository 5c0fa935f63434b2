// Files in folders that were dropped or chosen, without what programs leave beside documents.

const MOST = 2000; // a guess: a folder of more belongs to whoever runs the server
const JUNK =
  /^(\.|~\$|__MACOSX$|(eh)?thumbs\.db$|desktop\.ini$|icon\r$)|\.(tmp|part|crdownload|lnk|url|webloc)$/i;

/**
 * Tell whether nobody wrote a file or folder of this name to be read.
 * @param {string} name
 */
export const isJunk = (name) => JUNK.test(name);

/**
 * Return what was dropped; call it while the event is handled, later the browser tells nothing.
 * @param {DataTransfer | null} data
 */
export function droppedIn(data) {
  const items = [...(data?.items ?? [])].filter(({ kind }) => kind === "file");
  const dropped = items.map((item) => ({ entry: item.webkitGetAsEntry?.() ?? null, file: item.getAsFile() }));
  return () => filesIn(dropped);
}

/**
 * Return the files that were dropped, and those in folders, each with its path.
 * @param {{ entry: FileSystemEntry | null, file: File | null }[]} dropped
 * @returns {Promise<Picked>}
 */
async function filesIn(dropped) {
  /** @type {Picked} */
  const picked = { files: [], more: false };
  for (const { entry, file } of dropped) {
    if (entry?.isDirectory) await walk(/** @type {FileSystemDirectoryEntry} */ (entry), picked);
    else if (file) picked.files.push({ file, name: file.name });
  }
  return picked;
}

/**
 * @param {FileSystemDirectoryEntry} folder
 * @param {Picked} picked
 */
async function walk(folder, picked) {
  for (const entry of await listed(folder)) {
    if (isJunk(entry.name)) continue;
    if (picked.files.length >= MOST) {
      picked.more = true;
      return;
    }
    if (entry.isDirectory) await walk(/** @type {FileSystemDirectoryEntry} */ (entry), picked);
    else {
      const file = await opened(/** @type {FileSystemFileEntry} */ (entry));
      picked.files.push({ file, name: entry.fullPath.slice(1) });
    }
  }
}

/**
 * Return what is in a folder; a browser gives some of it at a time.
 * @param {FileSystemDirectoryEntry} folder
 */
async function listed(folder) {
  const reader = folder.createReader();
  /** @type {FileSystemEntry[]} */
  const all = [];
  for (;;) {
    const some = /** @type {FileSystemEntry[]} */ (await new Promise(reader.readEntries.bind(reader)));
    if (!some.length) return all;
    all.push(...some);
  }
}

/**
 * @param {FileSystemFileEntry} entry
 * @returns {Promise<File>}
 */
const opened = (entry) => new Promise(entry.file.bind(entry));

/**
 * Return the files that were chosen one by one or as a folder.
 * @param {Iterable<File>} files
 * @returns {Picked}
 */
export function chosen(files) {
  const all = [...files].map((file) => ({ file, name: file.webkitRelativePath || file.name }));
  const wanted = all.filter(({ file, name }) => !file.webkitRelativePath || !name.split("/").some(isJunk));
  return { files: wanted.slice(0, MOST), more: wanted.length > MOST };
}
