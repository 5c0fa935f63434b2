// Files dropped anywhere on the page, but where another part of it takes them.
import { may } from "../base/session.js";
import { droppedIn } from "./entries.js";

/**
 * Let files and folders be dropped anywhere.
 * @param {(files: () => Promise<Picked>) => void} dropped gets what finds the files
 */
export function onDrop(dropped) {
  /** @param {DragEvent} event */
  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
  addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    if (may("add")) document.body.classList.add("dropping");
    else if (event.dataTransfer) event.dataTransfer.dropEffect = "none"; // it cannot be dropped then
  });
  addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) document.body.classList.remove("dropping");
  });
  addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    document.body.classList.remove("dropping");
    if (event.defaultPrevented) return;
    event.preventDefault();
    dropped(droppedIn(event.dataTransfer));
  });
}
