// The picture of a page: how wide to ask for it, how wide it is on paper, and where its box is.
import { el } from "../base/dom.js";

const SMALLEST = 100;
const LARGEST = 2400;
const STEP = 100; // widths are rounded up, so that a picture is found again in the browser's cache
const PROBE = 240; // how wide the picture is made in which the box is looked for
const METRES_PER_INCH = 0.0254;

/** The width of A4, in CSS pixels. */
export const USUAL = 794;

/**
 * Return how wide a picture the server is asked for, to fill so many pixels.
 * @param {number} pixels
 */
export const roundedWidth = (pixels) =>
  Math.max(SMALLEST, Math.min(LARGEST, Math.ceil(pixels / STEP) * STEP));

/**
 * Return how wide a page is on paper, in CSS pixels, as its picture tells (PNG, pHYs).
 * @param {Blob} blob
 */
export async function naturalWidth(blob) {
  const png = new DataView(await blob.slice(0, 54).arrayBuffer());
  const told = png.byteLength === 54 && png.getUint32(37) === 0x70485973;
  return told ? (png.getUint32(16) / png.getUint32(41) / METRES_PER_INCH) * 96 : USUAL;
}

/**
 * Return where on a picture the box is, as shares of its width and height; null if there is none.
 * @param {HTMLImageElement} picture
 */
export function boxIn(picture) {
  const height = Math.round((PROBE * picture.naturalHeight) / picture.naturalWidth);
  const canvas = el("canvas", { width: PROBE, height });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return context && firstMarked(context.getImageData(0, 0, canvas.width, canvas.height));
}

/**
 * Return where the first pixel stands that has the green of the box, which is nearer to blue than
 * that of leaves; null if there is none. Half white, it is 28 above red and 15 above blue.
 * @param {Pick<ImageData, "data" | "width" | "height">} image
 */
export function firstMarked({ data, width, height }) {
  for (let at = 0; at < data.length; at += 4) {
    const [red, green, blue] = data.slice(at, at + 3);
    if (green - red < 24 || green - blue < 8 || blue - red < 8) continue;
    const pixel = at / 4;
    return { x: (pixel % width) / width, y: Math.floor(pixel / width) / height };
  }
  return null;
}
