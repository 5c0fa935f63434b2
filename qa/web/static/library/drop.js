// Files dropped anywhere on the page, but where another part of it takes them.

/**
 * Let files be dropped anywhere; `dropped` gets them, and the names of folders.
 * @param {(files: File[], folders: string[]) => void} dropped
 */
export function onDrop(dropped) {
  /** @param {DragEvent} event */
  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
  addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    document.body.classList.add("dropping");
  });
  addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) document.body.classList.remove("dropping");
  });
  addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    document.body.classList.remove("dropping");
    if (event.defaultPrevented) return;
    event.preventDefault();
    const items = [...(event.dataTransfer?.items ?? [])].filter(({ kind }) => kind === "file");
    /** @param {DataTransferItem} item */
    const isFolder = (item) => item.webkitGetAsEntry?.()?.isDirectory ?? false;
    const folders = items.filter(isFolder).map((item) => item.getAsFile()?.name ?? "folder");
    const files = items.filter((item) => !isFolder(item)).map((item) => item.getAsFile());
    dropped(files.filter((file) => file !== null), folders);
  });
}
